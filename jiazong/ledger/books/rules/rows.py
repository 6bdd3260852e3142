"""One row of a ledger judged: accepted with its values, refused with its reasons, or passed over."""
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from jiazong.ground.sheets.numerals import to_arabic
from jiazong.ground.sheets.values import (
    MINUTES_A_DAY,
    Cell,
    CellError,
    CountError,
    DayError,
    DurationError,
    column_letter,
    find_span,
    fold_text,
    is_ditto,
    parse_clock,
    parse_count,
    parse_day,
    parse_minutes,
    parse_spans,
    shown,
)
from jiazong.ledger.books.rules.book import AcceptedRow, BookContext, Problem, RefusedRow, SheetReading
from jiazong.ledger.books.rules.columns import Layout
from jiazong.ledger.books.rules.headings import Heading, is_blank
from jiazong.ledger.books.rules.lines import Facts
from jiazong.ledger.books.rules.names import Lists
from jiazong.ledger.books.rules.outside import is_subtotal_text, kind_of
from jiazong.ledger.books.rules.vocabulary import WORDS

_MOST_REMEMBERED = 50_000
_TEXT, _FIELD, _FOUND = 200, 80, 200
_FLAG_SHEET = {"method": "method_from_sheet", "worker": "worker_from_sheet"}
_TRUSTED = ("sheet", "line")  # what may stand in for a blank cell; a title or whoever filled in the sheet may not
Judged = tuple[Any, str, str]  # value, code, detail: the code is "" when the value stands


class Memory(dict[Cell, Any]):
    """Remembers what a cell was judged to be; ledgers say the same few things thousands of times."""

    def __init__(self, judge: Callable[[Cell], Any]) -> None:
        super().__init__()
        self.judge = judge

    def of(self, cell: Cell) -> Any:
        if cell.__class__ is bool:  # True would be found under 1
            return self.judge(cell)
        found = self.get(cell)
        if found is None:
            if len(self) > _MOST_REMEMBERED:
                self.clear()
            found = self[cell] = self.judge(cell)
        return found


class RowReader:
    """Judges the rows under one heading."""

    def __init__(self, layout: Layout, facts: Facts, context: BookContext, lists: Lists, sheet: SheetReading) -> None:
        self.layout, self.context, self.lists, self.sheet = layout, context, lists, sheet
        self.places = {name: layout.column(name) for name in ("day", "year", "month", "start", "end", "method", "worker", "direct", "indirect", "kind", "field", "title", "note", "serial")}
        self.counts = [heading.column for heading in layout.counts]
        self.aside = {self.places[name] for name in ("serial", "day", "month", "year")} - {-1}
        self.numbers = {self.places["direct"], self.places["indirect"], *self.counts, *(heading.column for heading in layout.extra)} - {-1}
        self.telling = {self.places[name] for name in ("day", "worker", "method")} - {-1}
        self.labels = [self.places["serial"], self.places["field"], self.places["title"], *(heading.column for heading in layout.extra)]
        self.width = 1 + max([heading.column for heading in layout.headings], default=0)
        self.durations = {column: Memory(self._duration_judge(unit)) for column, (unit, _) in layout.units.items()}
        self.clocks, self.counted = Memory(lambda cell: (parse_clock(cell),)), Memory(_judge_count)
        self.last: list[Cell] = []
        self.values = {
            "first_day": context.first_day.isoformat(),
            "last_day": context.last_day.isoformat(),
            "methods": "、".join(str(names[0]) for names in context.methods.values() if names),
        }
        self.take(facts)

    def take(self, facts: Facts) -> None:
        """Go on with other facts: a new month, a new worker named between the rows."""
        self.facts = facts
        self.days = Memory(self._judge_day)

    def read(self, number: int, cells: list[Cell], carried: bool, own: Sequence[Cell]) -> AcceptedRow | RefusedRow | str:
        """The row judged; a string says what kind of row was passed over.

        `cells` are the row with merged cells filled in (`carried` when any was), `own` as it stands in the sheet.
        """
        flags = ["carried"] if carried else []
        problems: list[Problem] = []
        # One blank more than the table is wide: the place -1 of a meaning without a column is always blank.
        cells = cells[: self.width] + [None] * (self.width + 1 - min(len(cells), self.width))
        row = self._judge(number, cells, flags, problems, own if carried else cells)
        if not problems and not self._says_subtotal(own, cells):
            self.last = cells
            return row
        if replaced := self._without_dittos(cells):
            problems, flags = [], [*flags, "ditto"] if carried else ["ditto"]
            cells = replaced
            row = self._judge(number, cells, flags, problems, own if carried else cells)
        day_reads = not any(problem.code == "no_such_day" and problem.detail != "impossible_day" for problem in problems)
        if kind := kind_of(own, aside=self.aside, numbers=self.numbers, telling=self.telling, day_reads=day_reads and (self.places["day"] < 0 or not is_blank(cells[self.places["day"]]))):
            return kind
        self.last = cells
        if not problems:
            return row
        return RefusedRow(self.sheet.name, self.sheet.index, number, problems[0], problems[1:], cells[:-1])

    def _says_subtotal(self, own: Sequence[Cell], cells: list[Cell]) -> bool:
        """合计 beside a title counts only where day, worker or method do not stand in the row itself."""
        if all(column < len(own) and own[column] is not None for column in self.telling) and len(self.telling) > 1:
            return False
        for column in self.labels:
            if cells[column].__class__ is str and is_subtotal_text(cells[column]):
                return True
        return False

    def _judge(self, number: int, cells: list[Cell], flags: list[str], problems: list[Problem], own: Sequence[Cell]) -> AcceptedRow:
        places = self.places
        day_cell = cells[places["day"]]
        day = self._day(cells, day_cell, flags, problems)
        method = self._named("method", cells[places["method"]], flags, problems)
        worker = self._named("worker", cells[places["worker"]], flags, problems)
        direct, indirect, start = self._time(cells, flags, problems)
        persons = self._persons(cells, flags, problems, own)
        if places["start"] >= 0 and (clock := self.clocks.of(cells[places["start"]])[0]) is not None:
            start = clock
        elif start is None and day_cell.__class__ is str and len(day_cell) > 10 and (span := find_span(day_cell)):
            start = span[0]
        field, title, note = cells[places["field"]], cells[places["title"]], cells[places["note"]]
        extra = {heading.written: shown(cells[heading.column]) for heading in self.layout.extra if cells[heading.column] is not None}
        return AcceptedRow(
            self.sheet.name, self.sheet.index, number, day, start, method, worker, direct, indirect, persons,
            _text(field, _FIELD), _text(title, _TEXT), _text(note, None), tuple(flags), cells[:-1], extra,
        )  # fmt: skip

    def _problem(self, heading: Heading | None, code: str, detail: str, cell: Cell) -> Problem:
        written, letter = (heading.written, column_letter(heading.column)) if heading else ("", "")
        if isinstance(cell, CellError):
            detail = "error_cell"
        return Problem(written, letter, code, detail, shown(cell)[:_FOUND], self.values)

    # The day.

    def _judge_day(self, cell: Cell) -> Judged:
        try:
            day = parse_day(cell, years=self.facts.years, month_hint=self.facts.month)
        except DayError as trouble:
            return None, "no_such_day", "impossible_day" if trouble.code == "no_such_day" else trouble.code
        if not self.context.first_day <= day <= self.context.last_day:
            return day, "outside_term", ""
        return day, "", ""

    def _day(self, cells: list[Cell], cell: Cell, flags: list[str], problems: list[Problem]) -> date | None:
        if self.places["day"] < 0:
            cell = self.facts.day
            flags.append("day_from_sheet")
        elif self.places["month"] >= 0 and (pieced := self._pieced(cells, cell)):
            cell = pieced
        day, code, detail = self.days.of(cell)
        if code:
            problems.append(self._problem(self.layout.places.get("day"), code, detail, cell))
        return day

    def _pieced(self, cells: list[Cell], cell: Cell) -> str:
        """A day whose month, and perhaps year, stand in columns of their own."""
        day, month, year = (_small_number(part) for part in (cell, cells[self.places["month"]], cells[self.places["year"]]))
        if day is None or month is None or not 1 <= day <= 31:
            return ""
        return f"{year}-{month}-{day}" if year and year > 1900 else f"{month}月{day}日"

    # Who, and by which method.

    def _named(self, what: str, cell: Cell, flags: list[str], problems: list[Problem]) -> Any:
        finder = self.lists.methods if what == "method" else self.lists.workers
        known = getattr(self.facts, what)
        trusted = known is not None and getattr(self.facts, f"{what}_from") in _TRUSTED
        if self.places[what] < 0 or (trusted and is_blank(cell)):
            flags.append(_FLAG_SHEET[what])
            return known
        named = finder.find(cell)
        if named.key is None:
            detail = {"missing": f"{what}_missing", "several": f"several_{what}s"}.get(named.why, "")
            problems.append(self._problem(self.layout.places.get(what), f"unknown_{what}", detail, cell))
        return named.key

    # How long.

    def _duration_judge(self, unit: str) -> Callable[[Cell], tuple[int, str, int | None]]:
        def judge(cell: Cell) -> tuple[int, str, int | None]:
            try:
                minutes = parse_minutes(cell, unit="minutes" if unit == "minutes" else "hours")
            except DurationError as trouble:
                return 0, trouble.code, None
            spans = parse_spans(cell) if isinstance(cell, str) and minutes else []
            return minutes, "", spans[0][0] if spans else None

        return judge

    def _time(self, cells: list[Cell], flags: list[str], problems: list[Problem]) -> tuple[int, int, int | None]:
        if not self.layout.measured:
            return self._clocked(cells, flags, problems)
        found: dict[str, int] = {"direct": 0, "indirect": 0}
        start, clean = None, len(problems)
        for name in found:
            column = self.places[name]
            if column < 0:
                if name == "direct" and self._tells_by_clock(cells):
                    found[name], _, start = self._clocked(cells, flags, problems)
                continue
            cell = cells[column]
            found[name], code, clock = self.durations[column].of(cell)
            if clock is not None:
                start = clock
                flags.append("from_clock")
            if name in self.layout.more:
                rest, code_of_rest, _ = self.durations[self.layout.more[name].column].of(cells[self.layout.more[name].column])
                found[name] += rest
                code = code or code_of_rest
            if code:
                problems.append(self._problem(self.layout.places[name], code, "", cell))
        direct, indirect = found["direct"], found["indirect"]
        if self.places["kind"] >= 0:
            direct, indirect = self._by_kind(cells, direct, problems)
        if len(problems) == clean and not 0 < direct + indirect <= MINUTES_A_DAY:
            self._sum_problem(cells, direct + indirect, problems)
        return direct, indirect, start

    def _tells_by_clock(self, cells: list[Cell]) -> bool:
        """Whether, beside a column of indirect time alone, start and end say how long the service itself took."""
        by_clock = self.layout.spans or min(self.places["start"], self.places["end"]) >= 0
        return by_clock and self.places["kind"] < 0 and not is_blank(cells[self.places["start"]])

    def _sum_problem(self, cells: list[Cell], minutes: int, problems: list[Problem]) -> None:
        name = "direct" if self.places["direct"] >= 0 else "indirect"
        code, detail = ("more_than_a_day", "together") if minutes else ("no_duration", "")
        problems.append(self._problem(self.layout.places.get(name), code, detail, cells[self.places[name]]))

    def _by_kind(self, cells: list[Cell], minutes: int, problems: list[Problem]) -> tuple[int, int]:
        cell = cells[self.places["kind"]]
        kind = fold_text(shown(cell)).replace(" ", "")
        if kind in WORDS["indirect"]:
            return 0, minutes
        if kind not in WORDS["direct"]:
            problems.append(self._problem(self.layout.places["kind"], "unknown_kind", "", cell))
        return minutes, 0

    def _clocked(self, cells: list[Cell], flags: list[str], problems: list[Problem]) -> tuple[int, int, int | None]:
        """No column of durations: start and end say how long it took."""
        cell = cells[self.places["start"]]
        start, end = parse_clock(cell), parse_clock(cells[self.places["end"]]) if self.places["end"] >= 0 else None
        spans = parse_spans(cell) if isinstance(cell, str) else []
        minutes = sum(last - first for first, last in spans) if spans else (end or 0) - (start or 0) if end is not None else 0
        flags.append("from_clock")
        if not 0 < minutes <= MINUTES_A_DAY or start is None:
            code = "no_duration" if is_blank(cell) else "negative" if minutes < 0 else "not_a_duration"
            problems.append(self._problem(self.layout.places["start"], code, "", cell))
        return minutes, 0, start

    # How many.

    def _persons(self, cells: list[Cell], flags: list[str], problems: list[Problem], own: Sequence[Cell]) -> int:
        """The person-times of a row; those of a cell merged over several rows are counted once, with the first of them."""
        total: int | None = None
        for heading in self.layout.counts:
            cell = cells[heading.column]
            count, code, detail = self.counted.of(cell)
            if own is not cells and cell is not None and (heading.column >= len(own) or own[heading.column] is None):
                count, code = 0, ""
            if code:
                problems.append(self._problem(heading, code, detail, cell))
            elif count is not None:
                total = (total or 0) + count
        if total is None:
            if self.counts:
                flags.append("count_missing")
            return 1
        return total

    # 〃.

    def _without_dittos(self, cells: list[Cell]) -> list[Cell] | None:
        """The row with 〃 and 同上 replaced by what stands above, or None where there are none."""
        if not self.last or not any(is_ditto(cell) for cell in cells):
            return None
        return [self.last[place] if is_ditto(cell) and place < len(self.last) else cell for place, cell in enumerate(cells)]


def _judge_count(cell: Cell) -> Judged:
    try:
        return parse_count(cell), "", ""
    except CountError as trouble:
        return None, trouble.code, ""


def _small_number(cell: Cell) -> int | None:
    try:
        number = float(to_arabic(fold_text(cell)).rstrip("年月日号份")) if isinstance(cell, str) else float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return int(number) if number == number and abs(number) < 10_000 and number == int(number) else None


def _text(cell: Cell, longest: int | None) -> str:
    text = cell if cell.__class__ is str else shown(cell)
    return text.strip()[:longest]
