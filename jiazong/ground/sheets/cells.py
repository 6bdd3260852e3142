"""What a workbook is once it is read: sheets, rows and typed cells, with the row numbers the spreadsheet shows."""
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple


class CellError:
    """A cell in which the spreadsheet itself shows an error, such as #REF! or #N/A."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return f"CellError({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellError) and other.text == self.text

    def __hash__(self) -> int:
        return hash(("CellError", self.text))


Cell = None | str | int | float | bool | date | datetime | time | timedelta | CellError
Row = tuple[int, list[Cell]]


class Merge(NamedTuple):
    """A merged range: rows as the spreadsheet numbers them (from 1), columns from 0, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class SheetPart:
    """One sheet on its way out of a workbook; `rows` may be read once, before the next sheet is asked for."""

    name: str
    rows: Iterable[Row]
    index: int = 0
    visible: bool = True
    merged: list[Merge] = field(default_factory=list)
    row_count: int | None = None
    date1904: bool = False
    names: tuple[str, ...] = ()


def column_letter(index: int) -> str:
    """The letters a spreadsheet shows above a column, counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(cell: Cell) -> str:
    """A cell as a person would read it aloud: no trailing .0, days as 2025-03-08, clocks as 09:30."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M") if (cell.hour or cell.minute) else cell.date().isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"
    if isinstance(cell, CellError):
        return cell.text
    return str(cell)
