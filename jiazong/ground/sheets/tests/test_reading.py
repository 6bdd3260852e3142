"""Workbooks and text files of every honest kind, by what they are and not by what they are called."""
import os
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from jiazong.ground.sheets.reading import read_sheets
from jiazong.ground.sheets.refusals import ReadingCancelled
from jiazong.ground.sheets.values import CellError, Merge

ROWS = [["日期", "时数"], ["3月8日", "1.5"], [], ["3月9日", "2"]]


def whole(path: Path, **options) -> dict[str, list]:
    return {part.name: list(part.rows) for part in read_sheets(path, **options)}


def text_file(path: Path, encoding: str, separator: str = ",", end: str = "\r\n") -> Path:
    path.write_bytes(end.join(separator.join(row) for row in ROWS).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_in_its_own_characters_and_separator(tmp_path, encoding, separator):
    path = text_file(tmp_path / "三月.csv", encoding, separator)
    assert whole(path) == {"三月": [(1, ["日期", "时数"]), (2, ["3月8日", "1.5"]), (3, []), (4, ["3月9日", "2"])]}


def test_a_text_file_bears_the_name_its_owner_gave_it(tmp_path):
    assert list(whole(text_file(tmp_path / "upload.bin", "utf-8"), name="四月台账.csv")) == ["四月台账"]


def test_a_quoted_cell_may_hold_lines_and_separators(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('日期,备注\n3月8日,"一,二\n三"\n3月9日,x\n', encoding="utf-8")
    assert whole(path)["a"][1:] == [(2, ["3月8日", "一,二\n三"]), (3, ["3月9日", "x"])]


def test_cells_keep_their_kinds_and_their_places(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "一"
    sheet["B3"], sheet["C3"], sheet["D3"] = 1.5, date(2025, 3, 8), datetime(2025, 3, 8, 9, 30)
    sheet["E3"], sheet["F3"], sheet["G3"] = time(1, 30), timedelta(hours=25), "=1+1"
    sheet["H3"], sheet["I3"] = True, " 文 "
    sheet["B5"] = "并"
    sheet.merge_cells("B5:B7")
    book.create_sheet("二").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    parts = []
    for part in read_sheets(tmp_path / "a.xlsx"):
        parts.append((part.name, part.visible, part.merged, part.names))
        if part.name == "一":
            rows = dict(part.rows)
    assert rows[3] == [None, 1.5, date(2025, 3, 8), datetime(2025, 3, 8, 9, 30), time(1, 30), timedelta(hours=25), None, True, " 文 "]
    assert rows[1] == rows[4] == [] and rows[5] == [None, "并"]
    assert parts == [("一", True, [Merge(5, 1, 7, 1)], ("一", "二")), ("二", False, [], ("一", "二"))]


def test_error_cells_are_errors_and_not_blanks(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("一")
    sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
    sheet.write("B1", 1)
    sheet.write_formula("C2", "=NA()", None, "#N/A")
    book.close()
    assert whole(tmp_path / "a.xlsx") == {"一": [(1, [CellError("#DIV/0!"), 1.0]), (2, [None, None, CellError("#N/A")])]}


def test_an_old_workbook_is_read_with_its_days_merges_and_errors(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("一")
    sheet.write_merge(1, 3, 0, 0, date(2025, 3, 8), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(1, 1, 1.5)
    sheet.row(2).set_cell_error(1, "#REF!")
    book.add_sheet("二").visibility = 1
    book.save(str(tmp_path / "a.xls"))
    parts = [(part.visible, part.merged, list(part.rows)) for part in read_sheets(tmp_path / "a.xls")]
    assert parts[0] == (True, [Merge(2, 0, 4, 0)], [(1, []), (2, [date(2025, 3, 8), 1.5]), (3, [None, CellError("#REF!")])])
    assert parts[1][0] is False


def test_a_book_counting_from_1904_says_so(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_datetime("A1", datetime(2025, 3, 8), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    reading = read_sheets(tmp_path / "a.xlsx")
    part = next(reading)
    assert part.date1904 and list(part.rows) == [(1, [date(2025, 3, 8)])]


def test_the_name_of_a_file_does_not_decide_what_it_is(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "日期"
    book.save(tmp_path / "a.xlsx")
    os.rename(tmp_path / "a.xlsx", tmp_path / "a.csv")
    assert whole(tmp_path / "a.csv") == {"Sheet": [(1, ["日期"])]}


def test_a_sheet_left_unread_does_not_stop_the_next(tmp_path):
    book = openpyxl.Workbook()
    for name in ("1月", "2月", "3月"):
        sheet = book.create_sheet(name)
        for number in range(900):
            sheet.append([number, name])
    book.save(tmp_path / "a.xlsx")
    taken = []
    for part in read_sheets(tmp_path / "a.xlsx"):
        if part.name == "2月":
            taken.append(next(iter(part.rows)))
        elif part.name == "3月":
            taken.append(len(list(part.rows)))
    assert taken == [(1, [0.0, "2月"]), 900]


def test_empty_formatted_rows_to_the_bottom_do_not_make_a_book_too_long(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "日期"
    book.save(tmp_path / "a.xlsx")
    styled = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"></c></row>' for n in range(1_048_000, 1_048_577))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"</sheetData>", styled.encode() + b"</sheetData>"))
    assert whole(tmp_path / "b.xlsx") == {"Sheet": [(1, ["日期"])]}


def test_progress_is_told_and_reading_can_be_stopped(tmp_path):
    book = openpyxl.Workbook()
    for number in range(3000):
        book.active.append([number])
    book.save(tmp_path / "a.xlsx")
    told: list[tuple[int, int | None]] = []
    whole(tmp_path / "a.xlsx", on_progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (3000, 3000) and told == sorted(told)
    with pytest.raises(ReadingCancelled):
        whole(tmp_path / "a.xlsx", cancelled=lambda: True)


def test_a_reader_left_half_way_leaves_no_process_behind(tmp_path):
    book = openpyxl.Workbook()
    for number in range(6_000):
        book.active.append([number, "一二三四五六七八九十" * 3])
    book.save(tmp_path / "a.xlsx")
    reading = read_sheets(tmp_path / "a.xlsx")
    next(iter(next(reading).rows))
    child = reading.gi_frame.f_locals["child"].process
    reading.close()
    assert child.returncode is not None
