"""Person-times as people write them: 12, １２人, 12人次, 十二人."""
import re
from datetime import date, time, timedelta

from jiazong.ground.sheets.cells import Cell, CellError
from jiazong.ground.sheets.durations import is_nothing
from jiazong.ground.sheets.folding import fold_dashes, without_remarks
from jiazong.ground.sheets.numerals import NUMERAL, value_of

_COUNT = re.compile(rf"^(-?)(?:共|合计|共计)?(\d+(?:\.0*)?|{NUMERAL}+)个?(?:人次|人/次|户次|人|户|名|位|次|家庭|家)?$")
MOST_PERSONS = 1_000_000  # beyond it a number in this column is a slip of the keyboard


class CountError(ValueError):
    """A cell that is no number of people; `code` is not_a_count."""

    code = "not_a_count"


def parse_count(cell: Cell) -> int | None:
    """Person-times of a row; None when the cell is blank or a stroke; raises `CountError`."""
    if is_nothing(cell):
        return None
    if isinstance(cell, str) and len(cell) > 40 or isinstance(cell, bool | date | time | timedelta | CellError):
        raise CountError(cell)
    if isinstance(cell, str):
        cell = _from_text(cell)
    if cell != cell or cell < 0 or cell > MOST_PERSONS or cell != int(cell):
        raise CountError(cell)
    return int(cell)


def _from_text(text: str) -> float:
    tight = fold_dashes(without_remarks(text)).replace(" ", "")
    tight = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", tight).strip(",;、。")
    found = _COUNT.match(tight)
    if not found or found[1]:
        raise CountError(text)
    if found[2][0].isdigit() and found[2].isascii():
        return float(found[2]) if len(found[2]) < 12 else MOST_PERSONS + 1.0
    value = value_of(found[2])
    if value is None:
        raise CountError(text)
    return float(value)
