"""Small invented ledgers as workbooks, and a contract to read them for."""
import io
from collections.abc import Sequence

import openpyxl

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.books import actions
from jiazong.ledger.books.models import Book
from jiazong.ledger.hours.tests.factories import make_contract

HEADINGS = ("日期", "服务类型", "服务名称", "社工", "直接工时(小时)", "间接工时(小时)", "人次")
ROWS = [
    ("2025-03-03", "探访", "独居长者探访", "区明", 1, 0.5, 1),
    ("2025-03-03", "探访", "独居长者探访", "区明", 1, 0.5, 1),
    ("2025-03-04", "小组", "乐龄手工小组", "单小雨", 2, 1, 12),
    ("2025-03-05", "探访", "残障家庭探访", "区明", 0.75, 0, 2),
    ("2025-03-06", "小组", "社交训练小组", "仇一", 1.5, 1, 9),
    ("2025-03-07", "探访", "低保家庭探访", "区明", 0.5, 0, 1),
]


def workbook(rows: Sequence[Sequence[object]] = ROWS, *, headings: Sequence[str] = HEADINGS, sheet: str = "台账") -> bytes:
    """A ledger of one sheet as an .xlsx."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in (headings, *rows):
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(at: int, column: int, value: object) -> list[tuple]:
    """The rows of the small ledger with one cell changed."""
    rows = [list(row) for row in ROWS]
    rows[at][column] = value
    return [tuple(row) for row in rows]


def read(contract: Contract, rows: Sequence[Sequence[object]] = ROWS, *, name: str = "台账.xlsx") -> Book:
    """Hand in and read a ledger."""
    return actions.read_book(actions.hand_in(contract, name=name, content=workbook(rows), by=None))


def imported(contract: Contract, rows: Sequence[Sequence[object]] = ROWS, *, name: str = "台账.xlsx") -> Book:
    """Hand in, read and post a ledger."""
    return actions.post_book(read(contract, rows, name=name), by=None)


__all__ = ["HEADINGS", "ROWS", "changed", "imported", "make_contract", "read", "workbook"]
