"""Bank statements: columns by their headings, lines in fen, the same line told again, the voucher a line belongs to; pure."""
import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from jiazong.ground.sheets.cells import Cell, Row
from jiazong.ground.sheets.days import DayError, YearHint, parse_day
from jiazong.ground.sheets.folding import fold_heading, fold_text

FILE = Path(__file__).parent.parent / "data" / "bank-headings.csv"
DAY, OUT, IN, AMOUNT, DIRECTION, BALANCE, PARTY, WORDS, NUMBER = (
    "day", "out", "in", "amount", "direction", "balance", "party", "words", "number",
)  # fmt: skip
# The heading row stands within the first rows; banks print account and period above it.
LOOKED_AT = 30
OUTGOING = ("借", "支", "出", "d")
DAYS_APART = 7
LONGEST = 200


class NoStatement(ValueError):
    """No sheet has a column of days beside columns of amounts."""


class LineUnread(ValueError):
    """A line of the statement whose day or amount cannot be read; `row` as the spreadsheet counts."""

    def __init__(self, row: int) -> None:
        super().__init__(str(row))
        self.row = row


@dataclass(frozen=True)
class Line:
    """A line of a statement: fen above zero came in, below went out."""

    row: int
    day: date
    amount_fen: int
    balance_fen: int | None = None
    party: str = ""
    words: str = ""
    number: str = ""
    key: str = ""


@cache
def meanings() -> dict[str, str]:
    """Folded heading → what the column means."""
    with FILE.open(encoding="utf-8", newline="") as source:
        return {fold_heading(line["heading"]): line["meaning"] for line in csv.DictReader(source)}


def columns_of(cells: Sequence[Cell]) -> dict[str, int]:
    """What the columns of a heading row mean, the first of each meaning; nothing where it is no heading row of a statement."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and (meaning := meanings().get(fold_heading(cell))):
            found.setdefault(meaning, place)
    return found if DAY in found and ({OUT, IN} <= set(found) or AMOUNT in found) else {}


def lines_of(rows: Iterable[Row]) -> list[Line]:
    """The lines of a statement, each with its key; rows without a day or an amount (totals, notes) are passed over.

    Raises NoStatement where there is no heading row, LineUnread where a line has an amount but no day, or none that can be read.
    """
    stream = iter(rows)
    columns = next((found for _n, cells in _first(stream) if (found := columns_of(cells))), None)
    if not columns:
        raise NoStatement
    return keyed(line for number, cells in stream if (line := _line(number, cells, columns)))


def _first(rows: Iterator[Row]) -> Iterator[Row]:
    for _place, row in zip(range(LOOKED_AT), rows, strict=False):
        yield row


def _line(row: int, cells: Sequence[Cell], columns: dict[str, int]) -> Line | None:
    told = {meaning: cells[place] if place < len(cells) else None for meaning, place in columns.items()}
    try:
        amount = _amount(told)
        if not amount:
            return None
        if told[DAY] is None or fold_text(str(told[DAY])) in ("合计", "总计", "小计"):
            return None
        day = parse_day(told[DAY].split(" ")[0] if isinstance(told[DAY], str) else told[DAY], years=YearHint())
        balance = fen_of(told.get(BALANCE))
    except (DayError, ArithmeticError) as fault:
        raise LineUnread(row) from fault
    return Line(row, day, amount, balance, _text(told.get(PARTY)), _text(told.get(WORDS)), _text(told.get(NUMBER)))


def _amount(told: dict[str, Cell]) -> int:
    if OUT in told and IN in told:
        return (fen_of(told[IN]) or 0) - abs(fen_of(told[OUT]) or 0)
    amount = fen_of(told[AMOUNT]) or 0
    direction = fold_text(_text(told.get(DIRECTION)))
    return -abs(amount) if direction.startswith(OUTGOING) else amount


def fen_of(cell: Cell) -> int | None:
    """Yuan as a bank writes them (1,234.50, ￥12, -3) in fen; nothing for an empty cell. Raises InvalidOperation."""
    if cell is None or isinstance(cell, bool):
        return None
    text = fold_text(str(cell)).replace(",", "").replace("¥", "").replace("元", "").replace(" ", "")
    if text in ("", "-", "--"):
        return None
    fen = (Decimal(text) * 100).quantize(Decimal(1))
    if not fen.is_finite() or abs(fen) > 10**15:
        raise InvalidOperation
    return int(fen)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return (f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)).strip()[:LONGEST]


def keyed(lines: Iterable[Line]) -> list[Line]:
    """Lines with their keys: the bank's own number with day and amount, else day, amount, balance and the place among their likes."""
    seen: Counter[tuple] = Counter()
    made = []
    for line in lines:
        same = (line.day, line.amount_fen, line.number or line.balance_fen, bool(line.number))
        seen[same] += 1
        words = f"{line.day}|{line.amount_fen}|{line.number or line.balance_fen}|{int(bool(line.number))}|{seen[same]}"
        made.append(replace(line, key=hashlib.sha256(words.encode()).hexdigest()))
    return made


@dataclass(frozen=True)
class Booked:
    """A voucher as a statement would show it: what moved at the bank, on which day, in which words."""

    voucher: int
    day: date
    amount_fen: int
    words: str


def best_match(line: Line, booked: Iterable[Booked]) -> tuple[int | None, list[int]]:
    """The voucher a line belongs to, and all it could: the same amount within a few days; words and nearness decide among several.

    There is a best one only where it is the only one, or clearly nearer by its words.
    """
    near = [one for one in booked if one.amount_fen == line.amount_fen and abs((one.day - line.day).days) <= DAYS_APART]
    if len(near) < 2:
        return (near[0].voucher, [near[0].voucher]) if near else (None, [])
    said = fold_text(line.words + line.party).replace(" ", "")
    ranked = sorted(near, key=lambda one: (-likeness(fold_text(one.words).replace(" ", ""), said), abs((one.day - line.day).days), one.voucher))
    first, second = (likeness(fold_text(one.words).replace(" ", ""), said) for one in ranked[:2])
    return (ranked[0].voucher if first > second else None), [one.voucher for one in ranked]


def likeness(one: str, other: str) -> float:
    """Which share of the pairs of characters of one text stand in the other, 0 to 1."""
    pairs = {one[place : place + 2] for place in range(len(one) - 1)}
    others = {other[place : place + 2] for place in range(len(other) - 1)}
    return len(pairs & others) / len(pairs) if pairs else 0.0
