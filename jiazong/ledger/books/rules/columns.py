"""Which column means what: by its heading, and where headings leave it open, by what stands below, as a person would."""
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from jiazong.ground.sheets.values import (
    Cell,
    CountError,
    DayError,
    DurationError,
    YearHint,
    column_letter,
    fold_heading,
    fold_text,
    is_clock_or_span,
    is_nothing,
    parse_count,
    parse_day,
    parse_minutes,
    parse_spans,
)
from jiazong.ledger.books.rules.book import ColumnReading
from jiazong.ledger.books.rules.headings import Heading, Table, is_blank
from jiazong.ledger.books.rules.names import Lists
from jiazong.ledger.books.rules.vocabulary import (
    HEADINGS,
    KNOWN_WEIGHT,
    PART_WEIGHT,
    WORDS,
    Match,
    best_meaning,
    matches,
)

_SAMPLE = 80
_SINGLE = ("day", "worker", "method", "direct", "indirect", "duration", "total", "count", "kind", "start", "end", "month", "year", "field", "title", "note", "serial")
_BY_CONTENT = {"day": 0.8, "worker": 0.6, "method": 0.6, "kind": 0.9}
_PULL = {"day": 3.0, "worker": 3.0, "method": 3.0, "direct": 2.0, "indirect": 2.0, "duration": 2.0, "total": 1.0, "count": 1.0, "kind": 3.0, "start": 2.0, "end": 2.0, "month": 2.0, "year": 2.0}
_LEAST = {"day": 0.25, "direct": 0.3, "indirect": 0.3, "duration": 0.5, "total": 0.3, "count": 0.3, "kind": 0.6, "start": 0.5, "end": 0.5, "month": 0.6, "year": 0.6}
_NEVER_ZERO = {"day", "kind", "start", "end", "month", "year"}


@dataclass
class Layout:
    """The columns of a table by meaning; `units` in force for each duration column, `counts` are added up.

    `single` says that the only column of time does not say whether it is direct. `more` holds the second column of a duration written in two, hours beside minutes.
    """

    rows: tuple[int, ...]
    places: dict[str, Heading] = field(default_factory=dict)
    counts: list[Heading] = field(default_factory=list)
    more: dict[str, Heading] = field(default_factory=dict)
    extra: list[Heading] = field(default_factory=list)
    guessed: set[int] = field(default_factory=set)
    units: dict[int, tuple[str, str]] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    spans: bool = False
    single: bool = False

    def column(self, meaning: str) -> int:
        """The place of a meaning, or -1."""
        heading = self.places.get(meaning)
        return -1 if heading is None else heading.column

    @property
    def has_durations(self) -> bool:
        return self.measured or self.spans or {"start", "end"} <= self.places.keys()

    @property
    def measured(self) -> bool:
        """Whether a column gives durations; otherwise only clocks can tell how long a service took."""
        return "direct" in self.places or "indirect" in self.places

    def readings(self) -> list[ColumnReading]:
        """Every column of the table, left to right, with what became of it."""
        by_column = {heading.column: meaning for meaning, heading in self.places.items()}
        by_column.update({heading.column: "count" for heading in self.counts})
        by_column.update({heading.column: meaning for meaning, heading in self.more.items()})
        found = []
        for heading in self.headings:
            meaning = by_column.get(heading.column, "")
            certainty = "ignored" if not meaning else "guessed" if heading.column in self.guessed else "known"
            unit, unit_certainty = self.units.get(heading.column, ("", ""))
            found.append(ColumnReading(heading.written, column_letter(heading.column), meaning, certainty, unit, unit_certainty))
        return found


class Content:
    """What the cells under a heading look like, judged on the first rows of the table."""

    def __init__(self, rows: Sequence[Sequence[Cell]], lists: Lists, years: YearHint) -> None:
        self.rows, self.lists, self.years = rows[:_SAMPLE], lists, years
        self.shares: dict[tuple[int, str], float | None] = {}

    def share(self, column: int, meaning: str) -> float | None:
        """How many of a column's cells fit a meaning, 0 to 1; None when all are blank."""
        key = (column, meaning)
        if key not in self.shares:
            cells = [row[column] for row in self.rows if column < len(row) and not is_blank(row[column])]
            if meaning != "day" and meaning not in ("worker", "method"):
                cells = [cell for cell in cells if not is_nothing(cell)] or cells[:1]
            fits = sum(self._fits(cell, meaning) for cell in cells)
            self.shares[key] = fits / len(cells) if cells else None
        return self.shares[key]

    def _fits(self, cell: Cell, meaning: str) -> bool:
        if meaning == "worker":
            named = self.lists.workers.find(cell)
            return named.key is not None or named.why == "several"
        if meaning == "method":
            return self.lists.methods.find(cell).key is not None
        if meaning == "day":
            return self._is_day(cell)
        if meaning in ("direct", "indirect", "duration", "total"):
            return _is_duration(cell)
        if meaning == "count":
            return _is_count(cell)
        if meaning in ("start", "end"):
            return is_clock_or_span(cell)
        if meaning == "kind":
            text = fold_text(cell).replace(" ", "") if isinstance(cell, str) else ""
            return text in WORDS["direct"] or text in WORDS["indirect"]
        if meaning in ("month", "year"):
            return _is_part_of_day(cell, meaning)
        return True

    def _is_day(self, cell: Cell) -> bool:
        if isinstance(cell, date):
            return True
        if not isinstance(cell, str | int | float) or isinstance(cell, bool):
            return False
        if isinstance(cell, int | float) and not 20_000 <= cell < 1e9:
            return 1 <= cell <= 31 and cell == int(cell)
        try:
            parse_day(cell, years=self.years, month_hint=1)
        except DayError as trouble:
            return trouble.code in ("no_such_day", "range_of_days", "year_unknown")
        return True


def _is_duration(cell: Cell) -> bool:
    if isinstance(cell, date):
        return False
    try:
        parse_minutes(cell, unit="minutes")
    except DurationError as trouble:
        return trouble.code != "not_a_duration"
    return True


def _is_count(cell: Cell) -> bool:
    if isinstance(cell, time | timedelta | date):
        return False
    try:
        return parse_count(cell) is not None
    except CountError:
        return False


def _is_part_of_day(cell: Cell, meaning: str) -> bool:
    low, high = (1, 12) if meaning == "month" else (1990, 2100)
    try:
        return low <= float(fold_text(cell).rstrip("年月份") if isinstance(cell, str) else cell) <= high  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def candidates(heading: Heading) -> tuple[Match, ...]:
    """What a heading may mean, its gathering heading included: 服务时数 over 直接 is direct hours."""
    leaf, above = heading.parts[-1], heading.parts[:-1]
    own = matches(leaf)
    parents = [best_meaning(part) for part in above if best_meaning(part)]
    if not parents:
        return own
    bare, over = fold_heading(leaf), "".join(fold_heading(part) for part in above if best_meaning(part))
    parent = parents[-1]
    if joined := HEADINGS.get(over + bare) or HEADINGS.get(bare + over):
        return joined
    if parent == "count":
        whole = bare in WORDS["subtotal"]
        return (Match("count", KNOWN_WEIGHT if whole else 1.5),)
    if parent in ("direct", "indirect") and not any(match.meaning in ("direct", "indirect", "count") for match in own):
        return (Match(parent, 2.0),)
    if parent in ("direct", "indirect", "duration") and (bare in WORDS["hours"] or bare in WORDS["minutes"]):
        return (Match(parent, KNOWN_WEIGHT),)
    if parent in ("duration", "total") and bare in WORDS["subtotal"]:
        return (Match("total", KNOWN_WEIGHT),)
    if parent == "duration" and not own:
        return (Match("duration", 1.0),)
    return own


def lay_out(table: Table, content: Content, settled: Collection[str] = ()) -> Layout:
    """Give each column at most one meaning and each meaning at most one column, the plainest first.

    `settled` are the meanings (method, worker) the sheet itself settles: a column takes them over only if its cells do.
    """
    scored: list[tuple[float, int, str, Heading]] = []
    by_name = _names(table)
    divided = all(any(names.get(meaning, 0) >= 2 for names in by_name.values()) for meaning in ("direct", "indirect"))
    open_meanings = [meaning for meaning in _SINGLE if not (divided and meaning in ("duration", "total", "kind"))]
    for heading in table.headings:
        names = by_name[heading.column]
        for meaning in open_meanings:
            score = _score(heading.column, meaning, names, content)
            if meaning in settled and (content.share(heading.column, meaning) or 0) < 0.2:
                continue
            if score > 0:
                scored.append((score, -heading.column, meaning, heading))
    layout = Layout(rows=table.rows, headings=table.headings)
    taken: set[int] = set()
    for score, _, meaning, heading in sorted(scored, key=lambda entry: entry[:2], reverse=True):
        if meaning in layout.places or heading.column in taken:
            continue
        layout.places[meaning] = heading
        taken.add(heading.column)
        rivals = [s for s, _, m, h in scored if m == meaning and h is not heading and s > score - 0.8 and h.column not in taken]
        named = by_name[heading.column].get(meaning, 0)
        borne_out = meaning in _BY_CONTENT and named >= 2 and (content.share(heading.column, meaning) or 0) >= 0.9
        if rivals or (named < PART_WEIGHT and not borne_out):
            layout.guessed.add(heading.column)
    _rescue(layout, by_name, settled)
    _settle(layout, by_name, content)
    return layout


def _rescue(layout: Layout, by_name: dict[int, dict[str, float]], settled: Collection[str]) -> None:
    """A book all of whose methods or names are unknown still has its column of them, if only by its heading."""
    for meaning in ("method", "worker"):
        if meaning in layout.places or meaning in settled:
            continue
        taken = {heading.column: other for other, heading in layout.places.items() if other not in ("field", "title", "kind")}
        free = [heading for heading in layout.headings if heading.column not in taken and by_name[heading.column].get(meaning, 0) >= 2]
        if free:
            chosen = max(free, key=lambda heading: by_name[heading.column][meaning])
            layout.places = {other: heading for other, heading in layout.places.items() if heading is not chosen}
            layout.places[meaning] = chosen
            layout.guessed.add(chosen.column)


def _names(table: Table) -> dict[int, dict[str, float]]:
    """What each column's heading may mean; parts of a duration nobody can tell apart (上午 | 下午) mean nothing."""
    by_name = {}
    vague: dict[tuple[str, ...], list[int]] = {}
    for heading in table.headings:
        names = {match.meaning: match.weight for match in sorted(candidates(heading), key=lambda m: m.weight)}
        by_name[heading.column] = names
        if names == {"duration": 1.0}:
            vague.setdefault(heading.parts[:-1], []).append(heading.column)
    for columns in vague.values():
        if len(columns) > 1:
            by_name.update({column: {} for column in columns})
    return by_name


def _score(column: int, meaning: str, names: dict[str, float], content: Content) -> float:
    weight = names.get(meaning, 0.0)
    share = content.share(column, meaning) if weight or meaning in _BY_CONTENT else None
    if not weight:
        if meaning not in _BY_CONTENT or share is None or share < _BY_CONTENT[meaning]:
            return 0.0
        if meaning == "day" and not _days_by_content(column, content):
            return 0.0
        return _PULL[meaning] * share - (1.5 if names else 0.8)
    if share is None:
        return weight
    if share < _LEAST.get(meaning, 0.0):
        # A column named 直接工时 is one whatever stands in it; a column named 时间 is a day only if days stand in it.
        doubtful = weight < KNOWN_WEIGHT or meaning in _NEVER_ZERO
        if meaning == "day" and weight >= KNOWN_WEIGHT:
            return weight - 1.5
        return 0.0 if doubtful else weight - 1.5
    if not share and meaning in ("worker", "method") and weight < KNOWN_WEIGHT:
        return weight - 1.0  # 姓名 over people who are not on the list are hardly the workers
    return weight + _PULL.get(meaning, 0.0) * share


def _days_by_content(column: int, content: Content) -> bool:
    """Bare numbers are days only where a heading says so."""
    cells = [row[column] for row in content.rows if column < len(row) and not is_blank(row[column])]
    return all(isinstance(cell, str | date) and not str(cell).strip().isdigit() or isinstance(cell, int | float) and 40_000 < cell < 60_000 for cell in cells)


def _settle(layout: Layout, by_name: dict[int, dict[str, float]], content: Content) -> None:
    """What follows from the whole: one duration column, several person columns, a span of the clock."""
    places = layout.places
    if "start" in places and _is_spans(places["start"].column, content):
        layout.spans = True
    if "direct" in places or "indirect" in places:
        if "direct" not in places and "duration" in places:
            _move(layout, "duration", "direct")
        places.pop("kind", None)
        spare = places.pop("duration", None)
        if spare and "start" not in places and (content.share(spare.column, "start") or 0) > 0.5:
            places["start"] = spare  # 服务时间 beside columns of hours says when, not how long
        places.pop("total", None)
    elif "duration" in places:
        _move(layout, "duration", "direct")
        places.pop("total", None)
    elif "total" in places:
        _move(layout, "total", "direct")
    else:
        places.pop("kind", None)
    _settle_counts(layout, by_name)
    _settle_more(layout)
    used = {heading.column for heading in [*places.values(), *layout.counts, *layout.more.values()]}
    layout.extra = [heading for heading in layout.headings if heading.column not in used]


def _move(layout: Layout, old: str, new: str) -> None:
    layout.places[new] = layout.places.pop(old)
    if "kind" not in layout.places:
        layout.guessed.add(layout.places[new].column)
        layout.single = "indirect" not in layout.places


def _settle_counts(layout: Layout, by_name: dict[int, dict[str, float]]) -> None:
    """Person-times divided under one heading without a total of their own (男 | 女) are added up."""
    chosen = layout.places.get("count")
    if chosen is None:
        return
    used = {heading.column for meaning, heading in layout.places.items() if meaning != "count"}
    parts = [
        heading
        for heading in layout.headings
        if heading.column not in used and heading.parts[:-1] == chosen.parts[:-1] and by_name[heading.column].get("count") == 1.5
    ]
    layout.counts = parts if len(parts) > 1 and by_name[chosen.column].get("count") == 1.5 else [chosen]


def _settle_more(layout: Layout) -> None:
    """小时 | 分钟 under one heading are one duration in two columns."""
    used = {heading.column for heading in layout.places.values()}
    for meaning in ("direct", "indirect"):
        chosen = layout.places.get(meaning)
        if chosen is None or len(chosen.parts) < 2:
            continue
        unit = _unit_word(chosen)
        for heading in layout.headings:
            if heading.column not in used and heading.parts[:-1] == chosen.parts[:-1] and unit and _unit_word(heading) not in ("", unit):
                layout.more[meaning] = heading


def _unit_word(heading: Heading) -> str:
    bare = fold_heading(heading.parts[-1])
    return "hours" if bare in WORDS["hours"] else "minutes" if bare in WORDS["minutes"] else ""


def _is_spans(column: int, content: Content) -> bool:
    cells = [row[column] for row in content.rows if column < len(row) and isinstance(row[column], str) and not is_blank(row[column])]
    return bool(cells) and sum(bool(parse_spans(str(cell))) for cell in cells) * 2 > len(cells)
