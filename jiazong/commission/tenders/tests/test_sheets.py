"""A bid as a workbook says the same as its file, whoever filled it in and however they wrote it."""
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jiazong.commission.tenders.rules.files import read_bid
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.sheets import read_bid_book, write_bid_book
from jiazong.commission.tenders.tests.factories import bid_said, lot_said, offer_said, tender, verdict
from jiazong.commission.tenders.tests.test_examples import FOLDER, tender_of
from jiazong.ground.sheets.refusals import WorkbookRefused


def book(folder: Path, bid: dict[str, Any] | None = None, **asked: Any) -> Path:
    path = folder / "投标.xlsx"
    write_bid_book(tender(**asked), str(path), bid)
    return path


def changed(path: Path, **cells: Any) -> Path:
    """The workbook with cells written over: `人员_C2="…"`."""
    opened = openpyxl.load_workbook(path)
    for place, value in cells.items():
        sheet, cell = place.split("_")
        opened[sheet][cell] = value
    opened.save(path)
    return path


@pytest.mark.parametrize("name", ["a3-bid-chensui", "a4-bid-muxi"])
def test_a_bid_written_as_a_workbook_is_read_back_as_the_same_bid(tmp_path: Path, name: str) -> None:
    said = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    write_bid_book(tender_of(name), str(tmp_path / "投标.xlsx"), said)
    found, wanted = read_bid(read_bid_book(tmp_path / "投标.xlsx")), read_bid(said)
    assert (found.bidder, found.received, found.bond_fen, found.lots) == (wanted.bidder, wanted.received, wanted.bond_fen, wanted.lots)


def test_a_workbook_is_filled_in_as_people_write(tmp_path: Path) -> None:
    path = changed(
        book(tmp_path), 投标_B2="晨穗社会工作服务中心", 投标_B3="20,000元", 投标_B5=datetime(2016, 3, 21, 17, 0),
        报价与工时_C2="１,９８０,０００", 报价与工时_D2=1980000.5, 报价与工时_E2=Decimal("1980000.05"), 报价与工时_F2="27440 小时",
        指标_D2=60, 指标_D3="240", 指标_D4=1500,
        人员_B2="林小禾", 人员_C2="社工师", 人员_D2=date(2018, 12, 31),
        人员_B3="梁晓岚", 人员_C3="助理社會工作師", 人员_D3="2018.12.31",
        人员_B4="何大川", 人员_C4="相近专业人员", 人员_D4="长期",
    )  # fmt: skip
    assert read_bid_book(path) == {
        "bidder": "晨穗社会工作服务中心", "bond_yuan": 20_000, "declared_interests": [], "received": "2016-03-21T17:00:00",
        "lots": [{
            "code": "1", "annual_price_yuan": [1_980_000, Decimal("1980000.5"), Decimal("1980000.05")], "annual_hours": 27_440,
            "staff": [
                {"name": "林小禾", "certificate": "social_worker", "valid_until": "2018-12-31"},
                {"name": "梁晓岚", "certificate": "assistant_social_worker", "valid_until": "2018-12-31"},
                {"name": "何大川", "certificate": "allied_professional"},
            ],
            "indicators": {"case_openings": 60, "group_sessions": 240, "home_visits": 1500},
        }],
    }  # fmt: skip


def test_a_lot_without_prices_is_not_bid_for_and_its_lines_do_no_harm(tmp_path: Path) -> None:
    lots = [lot_said("1"), lot_said("2", 600_000, minimum_indicators={"training": 12})]
    said = bid_said(lots=[offer_said("2", 590_000, indicators={"training": 12})])
    found = read_bid_book(changed(book(tmp_path, said, lots=lots), 指标_D2=99))
    assert [one["code"] for one in found["lots"]] == ["2"]
    assert found["lots"][0]["indicators"] == {"training": 12}
    assert verdict(found, tender(lots=lots)).codes[0] == "partial_scope"


def test_every_interest_has_a_line_of_its_own(tmp_path: Path) -> None:
    said = bid_said(declared_interests=["甲的配偶在采购人任职", {"with": "评委乙", "relation": "师生"}])
    assert read_bid_book(book(tmp_path, said))["declared_interests"] == ["甲的配偶在采购人任职", "评委乙，师生"]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a price in words": ({"报价与工时_C2": "两百万"}, "报价与工时!C2"),
    "a price below nothing": ({"报价与工时_D2": -1}, "报价与工时!D2"),
    "a year without a price": ({"报价与工时_D2": None}, "报价与工时!D2"),
    "an error of the spreadsheet": ({"报价与工时_F2": "#REF!"}, "报价与工时!F2"),
    "the same lot twice": ({"报价与工时_A3": "1", "报价与工时_C3": 5, "报价与工时_D3": 5, "报价与工时_E3": 5}, "报价与工时!A3"),
    "an indicator in words": ({"指标_D3": "许多"}, "指标!D3"),
    "a day that is none": ({"人员_D2": "明年"}, "人员!D2"),
    "no certificate": ({"人员_C2": None}, "人员!C2"),
    "no headings": ({"人员_B1": "谁"}, "人员"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_told_with_its_cell(tmp_path: Path, case: str) -> None:
    cells, where = BAD[case]
    with pytest.raises(BadFile) as refused:
        read_bid_book(changed(book(tmp_path, bid_said()), **cells))
    assert refused.value.where == where


def test_a_workbook_without_its_sheets_is_asked_for_them(tmp_path: Path) -> None:
    opened = openpyxl.Workbook()
    opened.save(tmp_path / "空.xlsx")
    with pytest.raises(BadFile, match="投标"):
        read_bid_book(tmp_path / "空.xlsx")


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "投标.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(WorkbookRefused):
        read_bid_book(tmp_path / "投标.xlsx")
