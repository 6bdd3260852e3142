"""Writing tables for people to take away: real days and numbers, text that can never turn into a formula."""
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from os import PathLike
from typing import BinaryIO, Literal
from zoneinfo import ZoneInfo

import xlsxwriter

from jiazong.ground.sheets.cells import CellError, column_letter, shown

Value = None | str | int | float | Decimal | bool | date | datetime | time | timedelta | CellError
Target = str | PathLike[str] | BinaryIO
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOCAL = ZoneInfo("Asia/Shanghai")
_LONGEST_TEXT = 32_767
_WIDEST, _NARROWEST = 48, 8
_FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "clock": "hh:mm", "length": "[h]:mm", "head": ""}


@dataclass(frozen=True)
class Column:
    """A column of a table that is written: its heading and, if wanted, its width in characters."""

    heading: str
    width: int | None = None


@dataclass
class WrittenTable:
    """One sheet to write: name, columns, and rows as they come."""

    name: str
    columns: Sequence[Column | str]
    rows: Iterable[Sequence[Value]]


def safe_text(text: str) -> str:
    """Text for a file without types: what a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text


def write_table(
    target: Target,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet_name: str = "Sheet1",
    kind: Literal["xlsx", "csv"] = "xlsx",
) -> int:
    """Write one table and return its number of rows; rows are taken one at a time and not kept."""
    return write_tables(target, [WrittenTable(sheet_name, columns, rows)], kind=kind)


def write_tables(target: Target, tables: Sequence[WrittenTable], *, kind: Literal["xlsx", "csv"] = "xlsx") -> int:
    """Write tables as the sheets of one workbook, or the only one as CSV; returns the number of rows."""
    if kind == "csv":
        if len(tables) != 1:
            raise ValueError("a CSV file holds one table")
        return _write_csv(target, tables[0])
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "remove_timezone": False,
    }
    workbook = xlsxwriter.Workbook(target, options)
    formats = {name: workbook.add_format({"num_format": form} if form else {"bold": True, "text_wrap": True, "valign": "top"}) for name, form in _FORMATS.items()}
    names: set[str] = set()
    count = 0
    for table in tables:
        sheet = workbook.add_worksheet(_sheet_name(table.name, names))
        count += _write_sheet(sheet, table, formats)
    workbook.close()
    return count


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name spreadsheets accept: 31 characters, none of []:*?/\\, used once."""
    clean = _FORBIDDEN_IN_NAMES.sub(" ", name).strip().strip("'")[:31] or "Sheet"
    candidate, number = clean, 2
    while candidate.lower() in taken:
        candidate = f"{clean[:27]} {number}"
        number += 1
    taken.add(candidate.lower())
    return candidate


def _write_sheet(sheet: xlsxwriter.worksheet.Worksheet, table: WrittenTable, formats: dict) -> int:
    columns = [column if isinstance(column, Column) else Column(column) for column in table.columns]
    for place, column in enumerate(columns):
        width = column.width or min(_WIDEST, max(_NARROWEST, _display_width(column.heading) + 4))
        sheet.set_column(place, place, width)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, _clean(column.heading), formats["head"])
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(table.rows, 1):
        for place, value in enumerate(row):
            _write_cell(sheet, number, place, value, formats)
    if columns and number:
        sheet.autofilter(f"A1:{column_letter(len(columns) - 1)}{number + 1}")
    return number


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value, formats: dict) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, _clean(value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        local = value.astimezone(_LOCAL).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(row, column, local, formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, time):
        sheet.write_datetime(row, column, value, formats["clock"])
    elif isinstance(value, timedelta):
        sheet.write_datetime(row, column, value, formats["length"])
    else:
        sheet.write_string(row, column, _clean(shown(value)))


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)[:_LONGEST_TEXT]


def _display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _write_csv(target: Target, table: WrittenTable) -> int:
    """UTF-8 with a byte order mark, so that spreadsheet programs in China open it without asking."""
    if isinstance(target, str | PathLike):
        with open(target, "w", encoding="utf-8-sig", newline="") as file:
            return _csv_rows(file, table)
    file = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    try:
        return _csv_rows(file, table)
    finally:
        file.detach()


def _csv_rows(file: io.TextIOBase, table: WrittenTable) -> int:
    writer = csv.writer(file)
    writer.writerow([safe_text(column.heading if isinstance(column, Column) else column) for column in table.columns])
    count = 0
    for row in table.rows:
        writer.writerow([_csv_cell(value) for value in row])
        count += 1
    return count


def _csv_cell(value: Value) -> str | int | float | Decimal:
    if isinstance(value, bool) or value is None:
        return shown(value)
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(_LOCAL).replace(tzinfo=None)
    return safe_text(shown(value)) if isinstance(value, str) else shown(value)
