"""What a cell means, in one place: days, durations, clocks, counts and folded text. Pure: no clock, no settings."""
from jiazong.ground.sheets.cells import Cell, CellError, Merge, Row, SheetPart, column_letter, shown
from jiazong.ground.sheets.counts import CountError, parse_count
from jiazong.ground.sheets.days import DayError, YearHint, parse_day
from jiazong.ground.sheets.durations import (
    MINUTES_A_DAY,
    DurationError,
    Unit,
    find_span,
    is_clock_or_span,
    is_nothing,
    parse_clock,
    parse_minutes,
    parse_spans,
)
from jiazong.ground.sheets.folding import (
    fold_dashes,
    fold_heading,
    fold_method,
    fold_name,
    fold_text,
    remarks,
    without_numbering,
    without_remarks,
)

_DITTO = {'"', "''", "``", ",,", "〃", "“", "”", "″", "〞", "々", "同上", "同", "上同", "如上", "..", '""', "“”"}

__all__ = [
    "MINUTES_A_DAY", "Cell", "CellError", "CountError", "DayError", "DurationError", "Merge", "Row", "SheetPart",
    "Unit", "YearHint", "column_letter", "find_span", "fold_dashes", "fold_heading", "fold_method", "fold_name", "fold_text",
    "is_clock_or_span", "is_ditto", "is_nothing", "parse_clock", "parse_count", "parse_day", "parse_minutes",
    "parse_spans", "remarks", "shown", "without_numbering", "without_remarks",
]


def is_ditto(cell: Cell) -> bool:
    """Whether a cell means "as in the row above": 〃, 同上, a lone quotation mark."""
    return isinstance(cell, str) and len(cell) < 8 and (fold_text(cell) in _DITTO or cell.strip() in _DITTO)
