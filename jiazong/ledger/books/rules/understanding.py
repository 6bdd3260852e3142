"""Reading a centre's service ledger as a person would, row by row, whatever shape the centre gave it."""
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from jiazong.ground.sheets.values import Cell, Merge, Row, SheetPart, fold_text
from jiazong.ledger.books.rules.book import AcceptedRow, BookContext, Reading, RefusedRow, SheetReading
from jiazong.ledger.books.rules.columns import Content, Layout, lay_out
from jiazong.ledger.books.rules.headings import Table, is_blank, is_heading_row, table_at
from jiazong.ledger.books.rules.lines import month_in, sheet_facts, title_texts, with_line, year_hint
from jiazong.ledger.books.rules.names import Lists
from jiazong.ledger.books.rules.outside import is_furniture
from jiazong.ledger.books.rules.rows import RowReader
from jiazong.ledger.books.rules.units import settle_units
from jiazong.ledger.books.rules.vocabulary import WORDS

_AHEAD = 200  # rows looked at before the columns of a table are settled
_BEFORE = 40  # rows above a heading that may be its title
Outcome = AcceptedRow | RefusedRow


def understand(parts: Iterable[SheetPart], context: BookContext, *, on_progress: Callable[[int], None] | None = None) -> Reading:
    """Read a book for a contract; rows stream from the result, its sheets fill up as they do.

    `on_progress` is told the rows seen so far, every few hundred rows.
    """
    sheets: list[SheetReading] = []
    return Reading(_stream(parts, context, sheets, on_progress), sheets)


def _stream(
    parts: Iterable[SheetPart], context: BookContext, sheets: list[SheetReading], on_progress: Callable[[int], None] | None
) -> Iterator[Outcome]:
    lists = Lists.of(context)
    seen = 0
    for part in parts:
        sheet = SheetReading(part.name, part.index, skipped=_skipped_by_name(part, lists))
        sheets.append(sheet)
        if sheet.skipped:
            continue
        for outcome in _SheetReader(part, sheet, context, lists).outcomes():
            if outcome is not None:
                yield outcome
            if on_progress and (sheet.rows_seen & 255) == 0:
                on_progress(seen + sheet.rows_seen)
        seen += sheet.rows_seen
        if on_progress:
            on_progress(seen)


def _skipped_by_name(part: SheetPart, lists: Lists) -> str:
    if not part.visible:
        return "hidden"
    name = fold_text(part.name).replace(" ", "")
    others = [other for other in part.names if other != part.name]
    if others and any(word in name for word in WORDS["example_sheet"]):
        return "example"
    if any(word in name for word in WORDS["summary_sheet"]) and any(_is_of_a_series(other, lists) for other in others):
        return "summary"
    return ""


def _is_of_a_series(name: str, lists: Lists) -> bool:
    """Whether a sheet's name says that it holds one month, one method or one worker."""
    folded = fold_text(name).replace(" ", "")
    if any(word in folded for word in WORDS["summary_sheet"]):
        return False
    return month_in(name) is not None or lists.methods.named_in(name) is not None or lists.workers.named_in(name) is not None


class _Merges:
    """Carries the value of a cell merged over several rows down to the rows below."""

    def __init__(self, merged: list[Merge]) -> None:
        self.by_row: dict[int, list[Merge]] = {}
        for merge in merged:
            if merge.last_row > merge.first_row:
                self.by_row.setdefault(merge.first_row, []).append(merge)
        self.active: dict[int, tuple[int, Cell]] = {}

    def fill(self, number: int, cells: list[Cell]) -> tuple[list[Cell], bool]:
        """The row with merged values filled in, and whether any was."""
        if not self.by_row and not self.active:
            return cells, False
        filled, carried = cells, False
        for column, (last, value) in list(self.active.items()):
            if number > last:
                del self.active[column]
            elif value is not None and (column >= len(filled) or filled[column] is None):
                if filled is cells:
                    filled = cells + [None] * (column + 1 - len(cells))
                elif column >= len(filled):
                    filled += [None] * (column + 1 - len(filled))
                filled[column] = value
                carried = True
        for merge in self.by_row.pop(number, ()):
            if merge.first_column < len(cells):
                self.active[merge.first_column] = (merge.last_row, cells[merge.first_column])
        return filled, carried

    def forget(self, rows: Iterable[int]) -> None:
        """Merged headings hold for no row of service."""
        for number in rows:
            self.by_row.pop(number, None)
        self.active.clear()


class _SheetReader:
    """Reads one sheet: lines, headings, rows, and again when another heading comes."""

    def __init__(self, part: SheetPart, sheet: SheetReading, context: BookContext, lists: Lists) -> None:
        self.part, self.sheet, self.context, self.lists = part, sheet, context, lists
        self.rows = iter(part.rows)
        self.ahead: deque[Row] = deque()
        self.before: deque[Row] = deque(maxlen=_BEFORE)
        self.merges = _Merges(part.merged)
        self.facts = sheet_facts(part.name, context.file_name, lists)
        self.reader: RowReader | None = None
        self.written: tuple[str, ...] = ()
        self.reason = ""

    def outcomes(self) -> Iterator[Outcome | None]:
        """Every row of the sheet as an outcome; None for a row that was passed over."""
        while (row := self._next()) is not None:
            number, cells = row
            self.sheet.rows_seen += 1
            if self.reader is None:
                self._outside(number, cells)
                yield None
                continue
            outcome = self._inside(number, cells)
            if outcome.__class__ is AcceptedRow:
                self.sheet.accepted += 1
            elif outcome is not None:
                self.sheet.refused += 1
            yield outcome
        self._conclude()

    def _next(self) -> Row | None:
        return self.ahead.popleft() if self.ahead else next(self.rows, None)

    def _peek(self, count: int) -> list[Row]:
        while len(self.ahead) < count and (row := next(self.rows, None)) is not None:
            self.ahead.append(row)
        return [self.ahead[place] for place in range(min(count, len(self.ahead)))]

    def _outside(self, number: int, cells: list[Cell]) -> None:
        """A row before any heading, or under the heading of some other table."""
        self.merges.fill(number, cells)
        if is_heading_row(cells):
            self._begin_table(number, cells)
        else:
            if not all(is_blank(cell) for cell in cells):
                self.sheet.passed_over["other_table" if self.reason else "note"] += 1
            self.before.append((number, cells))

    def _inside(self, number: int, cells: list[Cell]) -> Outcome | None:
        """A row under the heading of a ledger."""
        if not cells:
            self.sheet.passed_over["blank"] += 1
            self.merges.fill(number, cells)
            return None
        filled, carried = self.merges.fill(number, cells)
        outcome = self.reader.read(number, filled, carried, cells)
        if outcome.__class__ is AcceptedRow:
            return outcome
        if is_heading_row(cells):
            self._begin_table(number, cells)
            return None
        if outcome.__class__ is RefusedRow:
            return outcome
        self.sheet.passed_over[outcome] += 1
        if outcome == "note":
            self._note(number, cells)
        return None

    def _note(self, number: int, cells: list[Cell]) -> None:
        """A line between the rows may name the month, worker or method of the rows that follow."""
        self.before.append((number, cells))
        facts = with_line(self.facts, cells, self.lists)
        if facts != self.facts:
            self.facts = facts
            self.reader.take(facts)

    def _begin_table(self, number: int, cells: list[Cell]) -> None:
        below = self._peek(_AHEAD)
        above = self.before[-1][1] if self.before and self.before[-1][0] == number - 1 else None
        follow_up = [row for place, (at, row) in enumerate(below[:2], 1) if at == number + place]
        table = table_at(number, cells, above, follow_up, self.part.merged)
        for _ in range(sum(row > number for row in table.rows)):
            self._next()
            self.sheet.rows_seen += 1
        self.merges.forget(table.rows)
        written = tuple(f"{heading.column}:{'/'.join(heading.parts)}" for heading in table.headings)
        lines = [row for at, row in self.before if at not in table.rows]
        self._take_lines(lines)
        self.before.clear()
        if self.reader is not None and written == self.written:
            self.sheet.passed_over["heading"] += len(table.rows)
            self.reader.take(self.facts)
            return
        self.written = written
        self._lay_out(table, [row for at, row in self._peek(_AHEAD)])

    def _take_lines(self, lines: list[Sequence[Cell]]) -> None:
        for cells in lines:
            self.facts = with_line(self.facts, cells, self.lists)
        texts = [" ".join(title_texts(lines)), self.part.name, self.context.file_name]
        if self.facts.years.named and not any(char.isdigit() for char in texts[0]):
            return
        years = year_hint(texts, self.context.first_day, self.context.last_day, self.part.date1904)
        self.facts = replace(self.facts, years=years)

    def _lay_out(self, table: Table, rows: list[list[Cell]]) -> None:
        settled = {what for what in ("method", "worker") if getattr(self.facts, what) is not None}
        layout = lay_out(table, Content([row for row in rows if not is_furniture(row)], self.lists, self.facts.years), settled)
        reason = self._lacks(layout)
        if reason:
            self.reason = self.reason or reason
            self.reader = None
            self.sheet.passed_over["other_table"] += len(table.rows)
            return
        settle_units(layout, rows, self.facts.unit)
        if self.sheet.columns:
            self.sheet.passed_over["heading"] += len(table.rows)
        else:
            self.sheet.heading_rows = table.rows
            self.sheet.columns = layout.readings()
        self._note_assumptions(layout)
        self.reader = RowReader(layout, self.facts, self.context, self.lists, self.sheet)

    def _lacks(self, layout: Layout) -> str:
        """Why a table cannot be a ledger, or "" when it can."""
        has_worker = "worker" in layout.places or self.facts.worker is not None
        has_method = "method" in layout.places or self.facts.method is not None
        if not layout.has_durations:
            return "no_duration"
        if "day" not in layout.places and not self.facts.day:
            return "summary" if not (has_worker and has_method) else "no_day"
        if not has_worker:
            return "summary" if not has_method else "no_worker"
        return "" if has_method else "no_method"

    def _note_assumptions(self, layout: Layout) -> None:
        assumed = self.sheet.assumed
        if "method" not in layout.places:
            assumed["method"] = self.facts.method_from
        if "worker" not in layout.places:
            assumed["worker"] = self.facts.worker_from
        if "day" not in layout.places:
            assumed["day"] = self.facts.day
        if not layout.counts:
            assumed["count_column"] = ""
        if layout.single:
            assumed["single_duration"] = layout.places["direct"].written
        guessed = [unit for unit, certainty in layout.units.values() if certainty == "guessed"]
        if guessed:
            assumed["unit"] = guessed[0]

    def _conclude(self) -> None:
        if not self.sheet.columns:
            self.sheet.skipped = self.reason or ("no_headings" if self.sheet.passed_over else "empty")
