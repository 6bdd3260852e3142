"""Invented ledgers of other centres, made in the shapes centres really use, and the contract they are read for."""
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from jiazong.ground.sheets.reading import read_sheets
from jiazong.ledger.books.rules import AcceptedRow, BookContext, Reading, RefusedRow, understand

STAFF = ("林晓岚", "何子谦", "曾嘉敏", "欧阳倩", "麦珍", "麦静珍", "解明")
METHODS = ("个案", "小组", "社区活动", "探访", "咨询", "四点半课堂")


def contract(
    first: date = date(2025, 1, 1),
    last: date = date(2025, 12, 31),
    *,
    staff: Sequence[str] = STAFF,
    methods: Sequence[str] = METHODS,
    file_name: str = "服务台账.xlsx",
) -> BookContext:
    """A contract whose keys are the names themselves."""
    return BookContext(first, last, {name: name for name in staff}, {name: [name] for name in methods}, file_name)


def book(path: Path, sheets: dict[str, list[Sequence[Any]]], merged: dict[str, Sequence[str]] | None = None, hidden: Sequence[str] = ()) -> Path:
    """A workbook with the given sheets; rows are written from the first row on, an empty one stays blank."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    sheet.cell(number, column, value)
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
        if name in hidden:
            sheet.sheet_state = "hidden"
    workbook.save(path)
    return path


def read(path: Path, context: BookContext | None = None) -> tuple[list[AcceptedRow], list[RefusedRow], Reading]:
    """Everything a book says."""
    context = context or contract()
    reading = understand(read_sheets(path, name=context.file_name), context)
    outcomes = list(reading)
    accepted = [outcome for outcome in outcomes if isinstance(outcome, AcceptedRow)]
    return accepted, [outcome for outcome in outcomes if isinstance(outcome, RefusedRow)], reading


def short(row: AcceptedRow) -> tuple[Any, ...]:
    """The values a test compares most."""
    return (row.row, row.day.isoformat(), row.method, row.worker, row.direct_minutes, row.indirect_minutes, row.person_times)


def why(row: RefusedRow) -> tuple[Any, ...]:
    """A refusal as a test compares it."""
    return (row.sheet, row.row, row.column, row.code)
