"""Where a table begins: the heading row, wherever it stands, with the row above or below it that belongs to it."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jiazong.ground.sheets.values import Cell, Merge, fold_heading, fold_text, remarks
from jiazong.ledger.books.rules.vocabulary import DURATIONS, WORDS, best_meaning, matches

_WHAT = {"day", "worker", "method", "month"} | DURATIONS
_SPREADING = DURATIONS | {"count", "start", "day", "title", "method"}
_UNIT_WORDS = WORDS["hours"] | WORDS["minutes"] | {"人", "人次", "户", "次", "人/次"}


@dataclass(frozen=True)
class Heading:
    """A column's heading from top to bottom, each part as the book writes it; the last is the most specific."""

    column: int
    parts: tuple[str, ...]

    @property
    def written(self) -> str:
        """The most specific part, on one line."""
        return " ".join(self.parts[-1].split())


@dataclass(frozen=True)
class Table:
    """A heading found: its rows as the spreadsheet numbers them, and its columns."""

    rows: tuple[int, ...]
    headings: tuple[Heading, ...]


def text_of(cell: Cell) -> str:
    """A heading cell's text; numbers and days are no headings."""
    return cell.strip() if isinstance(cell, str) else ""


def is_blank(cell: Cell) -> bool:
    """Whether nothing can be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not fold_text(cell))


def is_heading_row(cells: Sequence[Cell]) -> bool:
    """Whether a row names columns of a table of service, rather than telling of one service or one title."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if len(filled) < 2:
        return False
    meanings: set[str] = set()
    matched = others = 0
    for cell in filled:
        meaning = best_meaning(cell) if isinstance(cell, str) and not cell.rstrip().endswith((":", "：")) else None
        if meaning == "other":
            others += 1
        elif meaning:
            matched += 1
            meanings.add(meaning)
        elif not isinstance(cell, str):
            others -= 1
    telling = meanings & _WHAT
    if len(meanings) >= 3 and len(telling) >= 2:
        return (matched + max(others, 0)) * 2 >= len(filled)
    return "day" in meanings and bool(meanings & DURATIONS) and (matched + max(others, 0)) * 5 >= len(filled) * 3


def _is_unit_cell(text: str) -> bool:
    inside = remarks(text)
    bare = fold_heading(text)
    return bare in _UNIT_WORDS or (len(inside) == 1 and inside[0] in _UNIT_WORDS and bare == inside[0])


def _is_below(top: Sequence[Cell], below: Sequence[Cell], number: int, merged: Iterable[Merge]) -> bool:
    """Whether the row under a heading only divides it further (直接 | 间接) or names its units."""
    filled = [(column, cell) for column, cell in enumerate(below) if not is_blank(cell)]
    if not filled or not all(isinstance(cell, str) and not isinstance(cell, date) for _, cell in filled):
        return False
    if all(_is_unit_cell(str(cell)) for _, cell in filled):
        return True
    spread = {
        column
        for merge in merged
        if merge.first_row <= number <= merge.last_row and merge.last_column > merge.first_column
        for column in range(merge.first_column, merge.last_column + 1)
    }
    if all(column in spread and not any(char.isdigit() for char in str(cell)) for column, cell in filled):
        return True
    known = 0
    for column, cell in filled:
        above = text_of(top[column]) if column < len(top) else ""
        if above and column not in spread and best_meaning(above) not in _SPREADING:
            return False
        known += bool(matches(str(cell)))
    return known * 2 >= len(filled)


def _divides(above: Sequence[Cell], number: int, merged: Iterable[Merge]) -> bool:
    """Whether the row over a heading gathers columns (服务时数 over 直接 and 间接) and is no title."""
    filled = [(column, cell) for column, cell in enumerate(above) if not is_blank(cell)]
    if not filled or not all(isinstance(cell, str) for _, cell in filled):
        return False
    if any(str(cell).rstrip().endswith((":", "：")) for _, cell in filled):
        return False
    spans = [merge for merge in merged if merge.first_row == number and merge.last_column > merge.first_column]
    gathering = [cell for _, cell in filled if best_meaning(str(cell)) in _SPREADING]
    return bool(gathering) and (len(filled) > 1 or any(s.first_column > 0 for s in spans) or filled[0][0] > 0)


def table_at(
    number: int, cells: Sequence[Cell], above: Sequence[Cell] | None, below: Sequence[Sequence[Cell]], merged: list[Merge]
) -> Table:
    """The table whose heading is the given row, with the row above and up to two below where they belong to it."""
    near = [merge for merge in merged if number - 2 <= merge.first_row <= number + 3]
    levels: list[tuple[int, Sequence[Cell]]] = [(number, cells)]
    if above is not None and _divides(above, number - 1, near):
        levels.insert(0, (number - 1, above))
    for offset, row in enumerate(below[:2], 1):
        if not _is_below(levels[-1][1], row, number + offset - 1, near):
            break
        levels.append((number + offset, row))
    width = max(len(row) for _, row in levels)
    headings = []
    for column in range(width):
        parts = _parts(levels, column, near)
        if parts:
            headings.append(Heading(column, parts))
    return Table(tuple(row for row, _ in levels), tuple(headings))


def _parts(levels: list[tuple[int, Sequence[Cell]]], column: int, merged: list[Merge]) -> tuple[str, ...]:
    parts: list[str] = []
    unit = ""
    for depth, (number, row) in enumerate(levels):
        text = text_of(row[column]) if column < len(row) else ""
        if not text and depth < len(levels) - 1:
            text = _spread(levels, depth, number, column, merged)
        if text and parts and _is_unit_cell(text) and not _is_shared(levels[depth - 1], column, merged):
            unit = text
        elif text and text not in parts:
            parts.append(text)
    if unit:
        # The unit under a heading belongs to it and is no heading of its own.
        parts.insert(0, f"({fold_heading(unit)})")
    return tuple(parts)


def _is_shared(level: tuple[int, Sequence[Cell]], column: int, merged: list[Merge]) -> bool:
    """Whether the heading over a column stands over its neighbour as well: then 小时 | 分钟 tell the two apart."""
    number, row = level
    for merge in merged:
        if merge.first_row <= number <= merge.last_row and merge.first_column <= column <= merge.last_column:
            return merge.last_column > merge.first_column
    return column >= len(row) or is_blank(row[column])


def _spread(levels: list[tuple[int, Sequence[Cell]]], depth: int, number: int, column: int, merged: list[Merge]) -> str:
    """The gathering heading a column stands under: by its merged range, or by the nearest text to the left."""
    row, lower = levels[depth][1], levels[depth + 1][1]
    for merge in merged:
        if merge.first_row <= number <= merge.last_row and merge.first_column <= column <= merge.last_column:
            source = next((cells for at, cells in levels if at == merge.first_row), None)
            return text_of(source[merge.first_column]) if source and merge.first_column < len(source) else ""
    if column >= len(lower) or is_blank(lower[column]):
        return ""
    if any(merge.first_row == number and merge.last_column > merge.first_column for merge in merged):
        return ""
    for left in range(min(column, len(row)) - 1, -1, -1):
        if text_of(row[left]):
            return text_of(row[left]) if best_meaning(text_of(row[left])) in _SPREADING and not is_blank(lower[left]) else ""
    return ""
