"""Whether a bare number is hours or minutes: the heading says so, or a line above, or the numbers themselves."""
import re
from collections.abc import Sequence
from statistics import median

from jiazong.ground.sheets.values import Cell, fold_dashes, fold_text, remarks
from jiazong.ledger.books.rules.columns import Layout
from jiazong.ledger.books.rules.headings import Heading
from jiazong.ledger.books.rules.vocabulary import WORDS

_MINUTES = re.compile(r"分钟|minutes?|mins?\b|/分")
_HOURS = re.compile(r"小时|hours?|hrs?\b|/h\b|/时|钟头|个钟")
_MOST_HOURS = 8  # half of all services are shorter than a working day


def settle_units(layout: Layout, rows: Sequence[Sequence[Cell]], line_unit: str) -> None:
    """Write into the layout which unit each duration column counts in, and how sure that is."""
    headings = [layout.places[meaning] for meaning in ("direct", "indirect") if meaning in layout.places]
    headings += layout.more.values()
    written = {heading.column: unit_in(heading) for heading in headings}
    shared = next((unit for unit in written.values() if unit), "")
    for heading in headings:
        if written[heading.column]:
            layout.units[heading.column] = (written[heading.column], "known")
        elif line_unit:
            layout.units[heading.column] = (line_unit, "known")
        else:
            guess = shared or _guess([row[h.column] for h in headings for row in rows if h.column < len(row)])
            layout.units[heading.column] = (guess, "guessed")


def unit_in(heading: Heading) -> str:
    """The unit a heading names, on any of its lines."""
    for part in reversed(heading.parts):
        inside = {remark.removeprefix("单位").strip(":/ 为") for remark in remarks(part)}
        text = fold_text(part)
        if inside & WORDS["minutes"] or _MINUTES.search(text):
            return "minutes"
        if inside & WORDS["hours"] or _HOURS.search(text):
            return "hours"
    return ""


def _guess(cells: list[Cell]) -> str:
    numbers = [number for cell in cells if (number := _bare(cell))]
    if not numbers:
        return "hours"
    if sum(number != int(number) for number in numbers) * 4 > len(numbers):
        return "hours"
    return "minutes" if median(numbers) > _MOST_HOURS else "hours"


def _bare(cell: Cell) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return abs(float(cell)) if cell == cell and abs(cell) < 1e6 else None
    if isinstance(cell, str) and re.fullmatch(r"\d{1,5}(\.\d+)?", text := fold_dashes(cell)):
        return float(text)
    return None
