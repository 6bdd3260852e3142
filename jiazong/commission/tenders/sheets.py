"""A bid as a workbook: written as a form to fill in, read back as the same content a bid's file has (docs/reference/tender-files.md)."""
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jiazong.commission.tenders.rules.files import Tender
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.telling import plain
from jiazong.ground.sheets.cells import Cell, column_letter, shown
from jiazong.ground.sheets.days import DayError, YearHint, parse_day
from jiazong.ground.sheets.folding import fold_text
from jiazong.ground.sheets.reading import read_sheets
from jiazong.ground.sheets.writing import Column, Target, Value, WrittenTable, write_tables

WORDS = Path(__file__).with_name("data") / "bid-words.csv"
SHEETS = {"bid": "投标", "prices": "报价与工时", "indicators": "指标", "staff": "人员"}
NEEDED = {"bid": ("item", "content"), "prices": ("lot",), "indicators": ("lot", "indicator", "planned"), "staff": ("lot", "person", "certificate")}
PRICE = re.compile(r"第(\d+)年报价")
NUMBER = re.compile(r"\d+(\.\d+)?")
# A heading stands among the first rows; a title or a note may stand above it.
HEADING_ROWS, MOST_ROWS, BLANK_STAFF = 10, 2_000, 20


@dataclass(frozen=True)
class _Place:
    """Where a cell stands, as the spreadsheet shows it."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class _Line:
    """One line of a sheet: its cells by what their headings mean."""

    cells: Mapping[str, Cell]
    places: Mapping[str, _Place]

    def text(self, key: str) -> str:
        return shown(self.cells.get(key)).strip()


def write_bid_book(tender: Tender, target: Target, bid: Mapping[str, Any] | None = None) -> None:
    """Write the workbook of a bid for a tender: to fill in, or filled with what a bid's file says."""
    said = bid or {}
    offers = {str(one["code"]): one for one in said.get("lots", [])}
    tables = [
        WrittenTable(SHEETS["bid"], [Column("项目", 20), Column("内容", 48)], _head_rows(said)),
        WrittenTable(SHEETS["prices"], _price_columns(tender), _price_rows(tender, offers)),
        WrittenTable(SHEETS["indicators"], ["包组", Column("指标", 24), "每年不低于", "每年计划"], _indicator_rows(tender, offers)),
        WrittenTable(SHEETS["staff"], ["包组", Column("姓名", 14), Column("证书", 18), "证书有效期至"], _staff_rows(tender, offers)),
        WrittenTable("说明", [Column("说明", 48)], [(line,) for line in _notes(tender)]),
    ]
    write_tables(target, tables)


def _head_rows(said: Mapping[str, Any]) -> Iterator[tuple[Value, ...]]:
    yield "投标人", said.get("bidder")
    yield "投标保证金（元）", said.get("bond_yuan")
    for one in said.get("declared_interests") or [None]:
        yield "利害关系", one if one is None or isinstance(one, str) else "，".join(map(str, one.values()))
    yield "收到时间", said.get("received")
    yield "封存校验值", said.get("sealed_sha256")


def _price_columns(tender: Tender) -> list[Column]:
    years = [Column(f"第{year}年报价（元）", 18) for year in range(1, tender.years + 1)]
    return [Column("包组"), Column("名称", 24), *years, Column("全年计划工时（小时）", 22)]


def _price_rows(tender: Tender, offers: Mapping[str, Any]) -> Iterator[tuple[Value, ...]]:
    for lot in tender.lots:
        offer = offers.get(lot.code, {})
        prices = [*offer.get("annual_price_yuan", []), *[None] * tender.years][: tender.years]
        yield lot.code, lot.name, *prices, offer.get("annual_hours")


def _indicator_rows(tender: Tender, offers: Mapping[str, Any]) -> Iterator[tuple[Value, ...]]:
    for lot in tender.lots:
        planned = offers.get(lot.code, {}).get("indicators", {})
        for code, least in lot.minimum_indicators.items():
            yield lot.code, code, plain(least), planned.get(code)
        for code in planned.keys() - lot.minimum_indicators.keys():
            yield lot.code, code, None, planned[code]


def _staff_rows(tender: Tender, offers: Mapping[str, Any]) -> Iterator[tuple[Value, ...]]:
    words = {meaning: word for word, meaning in reversed(_words("certificate").items())}
    for code, offer in offers.items():
        for one in offer.get("staff", []):
            until = one.get("valid_until")
            yield code, one["name"], words.get(one["certificate"], one["certificate"]), date.fromisoformat(until) if until else "长期"
    if not offers:
        yield from ((tender.lots[0].code,) for _ in range(BLANK_STAFF))


def _notes(tender: Tender) -> Iterator[str]:
    yield f"{tender.name or tender.code}，投标截止 {tender.closes:%Y-%m-%d %H:%M:%S}（北京时间）。"
    yield "金额写元，最多两位小数；工时写小时；一个包组的报价全空着，就是不投这个包组。"
    yield "证书写：助理社会工作师、社会工作师、高级社会工作师、相近专业人员、社工员、其他工作人员。没有期限的写“长期”。"
    yield "有利害关系的一行写一处，没有就空着。收到时间与封存校验值由收件方填。"


def read_bid_book(path: Path | str, name: str | None = None) -> dict[str, Any]:
    """The content of a bid's workbook as a bid's file has it. Raises BadFile with sheet and cell, WorkbookRefused."""
    lines: dict[str, list[_Line]] = {}
    known = _words("sheet")
    for part in read_sheets(path, name=name):
        meaning = known.get(part.name.strip())
        if meaning in SHEETS and meaning not in lines:
            lines[meaning] = list(_lines(meaning, part.name, part.rows))
    if missing := next((SHEETS[one] for one in ("bid", "prices") if one not in lines), None):
        raise BadFile("file", "has no sheet %(name)s", name=missing)
    said = _head(lines["bid"])
    lots = {offer["code"]: offer for offer in _offers(lines["prices"])}
    for line in lines.get("indicators", []):
        planned = _amount(line, "planned")
        if planned is not None and (offer := _offer(lots, line)) is not None:
            offer["indicators"][line.text("indicator")] = planned
    for line in lines.get("staff", []):
        if line.text("person") and (offer := _offer(lots, line)) is not None:
            offer["staff"].append(_member(line))
    return {**said, "lots": list(lots.values())}


def _lines(meaning: str, sheet: str, rows: Any) -> Iterator[_Line]:
    headings: dict[int, str] = {}
    for number, cells in rows:
        if number > MOST_ROWS:
            raise BadFile(sheet, "has more than %(most)s rows", most=MOST_ROWS)
        if not headings:
            found = {place: known for place, cell in enumerate(cells) if (known := _heading(shown(cell)))}
            if set(NEEDED[meaning]) <= set(found.values()):
                headings = found
            elif number > HEADING_ROWS:
                break
            continue
        line = {key: cells[place] for place, key in headings.items() if place < len(cells)}
        if any(shown(cell).strip() for cell in line.values()):
            yield _Line(line, {key: _Place(sheet, number, place) for place, key in headings.items()})
    if not headings:
        raise BadFile(sheet, "has no row with the headings %(names)s", names="、".join(_head_words(meaning)))


def _head_words(meaning: str) -> list[str]:
    words = _words("heading")
    return [next(word for word, known in words.items() if known == key) for key in NEEDED[meaning]]


def _heading(words: str) -> str | None:
    folded = fold_text(words).replace(" ", "")
    if found := PRICE.match(folded):
        return f"price {int(found[1])}"
    return _words("heading").get(folded)


def _head(lines: list[_Line]) -> dict[str, Any]:
    said: dict[str, Any] = {"bidder": None, "bond_yuan": 0, "declared_interests": []}
    items = _words("item")
    for line in lines:
        key = items.get(fold_text(line.text("item")).replace(" ", ""))
        if key is None or not line.text("content"):
            continue
        if key == "declared_interests":
            said[key].append(line.text("content"))
        elif key == "bond_yuan":
            said[key] = _amount(line, "content")
        else:
            said[key] = _moment(line) if key == "received" else line.text("content")
    return said


def _moment(line: _Line) -> str:
    cell = line.cells["content"]
    return cell.isoformat() if isinstance(cell, datetime) else line.text("content")


def _offers(lines: list[_Line]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for line in lines:
        years = sorted(int(key.split()[1]) for key in line.places if key.startswith("price "))
        prices = [_amount(line, f"price {year}") for year in years]
        if all(price is None for price in prices):
            continue
        if (code := line.text("lot")) in seen:
            raise BadFile(str(line.places["lot"]), "has the lot %(code)s twice", code=code)
        seen.add(code)
        for year, price in zip(years, prices, strict=True):
            if price is None:
                raise BadFile(str(line.places[f"price {year}"]), "is missing")
        hours = _amount(line, "hours") if "hours" in line.places else None
        yield {"code": code, "annual_price_yuan": prices, **({} if hours is None else {"annual_hours": hours}), "staff": [], "indicators": {}}


def _offer(lots: Mapping[str, dict[str, Any]], line: _Line) -> dict[str, Any] | None:
    """The offer a line belongs to; a line without a lot belongs to the only one, lines of lots not bid for to none."""
    code = line.text("lot")
    return lots.get(code) if code else next(iter(lots.values())) if len(lots) == 1 else None


def _amount(line: _Line, key: str) -> int | Decimal | None:
    """A number of a cell, exact as it is shown; blank is None."""
    cell = line.cells.get(key)
    words = fold_text(shown(cell)).replace(",", "").replace(" ", "").removesuffix("元").removesuffix("小时")
    if not words:
        return None
    if isinstance(cell, bool) or not NUMBER.fullmatch(words):
        raise BadFile(str(line.places[key]), "must be a number")
    found = Decimal(words)
    return int(found) if found == found.to_integral_value() else found


def _member(line: _Line) -> dict[str, Any]:
    written = line.text("certificate")
    if not written:
        raise BadFile(str(line.places["certificate"]), "is missing")
    member = {"name": line.text("person"), "certificate": _words("certificate").get(fold_text(written), written)}
    until = line.text("valid_until")
    if not until or fold_text(until) in _words("endless"):
        return member
    try:
        return {**member, "valid_until": parse_day(line.cells["valid_until"], years=YearHint()).isoformat()}
    except DayError:
        raise BadFile(str(line.places["valid_until"]), "%(said)s is no day; write it as 2016-03-22", said=until) from None


@cache
def _words(kind: str) -> dict[str, str]:
    """The words of one kind and what they mean, the usual word of each meaning first."""
    with WORDS.open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["kind"] == kind]
    folded = kind in ("heading", "item", "certificate", "endless")
    return {fold_text(row["word"]) if folded else row["word"]: row["meaning"] for row in rows}
