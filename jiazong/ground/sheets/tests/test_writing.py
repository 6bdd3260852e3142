"""What is written comes back the same, and no text ever becomes a formula."""
import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
import pytest

from jiazong.ground.sheets.writing import Column, WrittenTable, write_table, write_tables

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "=HYPERLINK(\"http://x\")", " =1"]


def test_text_that_looks_like_a_formula_is_written_as_text(tmp_path):
    write_table(tmp_path / "a.xlsx", ["文"], [[text] for text in FORMULAS])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert all(cell.data_type == "s" for (cell,) in sheet.iter_rows(min_row=2))


def test_text_that_looks_like_a_formula_gets_an_apostrophe_in_csv():
    out = io.BytesIO()
    write_table(out, ["=文"], [[text] for text in FORMULAS] + [["甲-乙"], [-5]], kind="csv")
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["'=文", *(f"'{text}" for text in FORMULAS), "甲-乙", "-5"]


def test_days_clocks_and_numbers_stay_what_they_are(tmp_path):
    moment = datetime(2025, 3, 8, 1, 30, tzinfo=UTC)
    values = [date(2025, 3, 8), moment, time(9, 30), timedelta(hours=25), 12, 1.5, Decimal("2.25"), True, None, "文"]
    assert write_table(tmp_path / "a.xlsx", [str(n) for n in range(len(values))], [values]) == 1
    read = [cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx").active[2]]
    assert read[:3] == [datetime(2025, 3, 8), datetime(2025, 3, 8, 9, 30), time(9, 30)]
    assert read[4:8] == [12, 1.5, 2.25, True]


def test_the_heading_is_bold_frozen_and_wide_enough(tmp_path):
    write_table(tmp_path / "a.xlsx", ["直接服务时数（小时）", Column("备注", 40)], [["1", "2"]], sheet_name="三月[1]/台账")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet["A1"].font.b and sheet.freeze_panes == "A2" and sheet.title == "三月 1  台账"
    assert sheet.column_dimensions["A"].width > 20 and sheet.column_dimensions["B"].width > 39


def test_several_tables_become_sheets_with_names_of_their_own(tmp_path):
    long = "一" * 40
    write_tables(tmp_path / "a.xlsx", [WrittenTable(long, ["a"], [[1]]), WrittenTable(long, ["b"], [[2]])])
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert names[0] == "一" * 31 and len(names) == 2 and len(names[1]) <= 31


def test_a_csv_file_holds_one_table():
    with pytest.raises(ValueError):
        write_tables(io.BytesIO(), [WrittenTable("a", [], []), WrittenTable("b", [], [])], kind="csv")


def test_control_characters_and_endless_texts_do_not_break_the_file(tmp_path):
    write_table(tmp_path / "a.xlsx", ["文"], [["甲\x00\x0b乙"], ["长" * 40_000]])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet["A2"].value == "甲乙" and len(sheet["A3"].value) == 32_767
