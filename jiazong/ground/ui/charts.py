"""Charts as numbers: where each bar, line and word of a chart lies. Pure; `ui/charts.html` draws what is found here.

Shares are percent of the width or height (0–100), rounded to one decimal, so that a drawing needs no style and no script.
"""
from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

# Steps a reader can count in; the axis is cut into three of one of these.
STEPS = (1, 2, 2.5, 4, 5, 8, 10)
DIVISIONS = 3
HEIGHT = 240
# A working day fills four fifths of its cell, so that a long day is seen to be long.
FULL_DAY_MINUTES = 600


@dataclass(frozen=True)
class Bullet:
    """One bar against a plan: done and forecast as shares of the target, today as a share of the term."""

    done: float
    today: float
    forecast: float | None
    state: str

    @property
    def shows_forecast(self) -> bool:
        return self.forecast is not None and self.state != "ok" and self.forecast > self.done


def bullet(done: float, target: float, today: float, *, state: str, forecast: float | None = None) -> Bullet:
    """The bar of an indicator: `done` and `forecast` in the unit of `target`, `today` in percent, state ok, slow, late.

    A bar never runs past its end: 110 % is written in words, not drawn.
    """
    if target <= 0:
        raise ValueError(f"A bullet bar needs a target above zero, not {target}")
    ahead = None if forecast is None else share(forecast, target)
    return Bullet(share(done, target), round(min(max(today, 0.0), 100.0), 1), ahead, state)


def share(part: float, whole: float) -> float:
    """A part in percent of its whole, between 0 and 100."""
    if whole <= 0:
        return 0.0
    return round(min(max(float(part) / float(whole) * 100, 0.0), 100.0), 1)


def elapsed(start: date, end: date, today: date) -> float:
    """How much of a term is over at the end of a day, in percent; both ends belong to the term."""
    return share((today - start).days + 1, (end - start).days + 1)


def axis(highest: float) -> list[float]:
    """The marks of a vertical axis from its top down to zero: the nearest countable steps above the highest value."""
    if highest <= 0:
        return [DIVISIONS - n for n in range(DIVISIONS + 1)]
    need = highest / DIVISIONS
    scale = 10 ** (ceil(log10(need)) - 1)
    step = next(size * scale for size in STEPS if size * scale >= need * (1 - 1e-9))
    return [_tidy(step * (DIVISIONS - n)) for n in range(DIVISIONS + 1)]


@dataclass(frozen=True)
class Mark:
    """A word at a place along an axis; `anchor` keeps the first and the last inside the drawing."""

    at: float
    day: date
    anchor: str


@dataclass(frozen=True)
class Word:
    """A word inside a drawing."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Cumulative:
    """A sum growing over a term against its plan, and where it is heading."""

    width: int
    height: int
    ticks: list[float]
    line: str
    plan: str
    forecast: str
    band: str
    today_x: float
    today_word: Word
    plan_word: Word
    done: float
    expected: float
    forecast_end: float | None
    months: list[Mark]
    rows: list[tuple[date, float]]
    state: str


def cumulative(
    start: date,
    end: date,
    target: float,
    points: Sequence[tuple[date, float]],
    today: date,
    *,
    forecast: float | None = None,
    low: float | None = None,
    high: float | None = None,
    state: str = "ok",
) -> Cumulative:
    """A cumulative line against a straight plan; `points` are sums at the end of a day, `forecast` the sum at the end.

    `low` and `high` open the band around the forecast. Points after today are not drawn.
    """
    if end < start:
        raise ValueError(f"The term ends {end} before it starts {start}")
    days = (end - start).days + 1
    known = sorted((day, value) for day, value in points if start <= day <= min(today, end))
    done = float(known[-1][1]) if known else 0.0
    ticks = axis(max([target, done, *(value for value in (forecast, high) if value is not None)]))
    now = min(max((today - start).days + 1, 0), days)

    def y(value: float) -> float:
        return round(HEIGHT * (1 - float(value) / ticks[0]), 1)

    ahead = f"M{now} {y(done)} L{days} {y(forecast)}" if forecast is not None and now < days else ""
    has_band = bool(ahead) and low is not None and high is not None
    return Cumulative(
        width=days,
        height=HEIGHT,
        ticks=ticks,
        line=" ".join([f"0,{y(0)}", *(f"{(day - start).days + 1},{y(value)}" for day, value in known)]),
        plan=f"M0 {y(0)} L{days} {y(target)}",
        forecast=ahead,
        band=f"M{now} {y(done)} L{days} {y(high)} V{y(low)} Z" if has_band else "",
        today_x=now,
        today_word=_beside_today(share(now, days), round(y(done) / HEIGHT * 100, 1)),
        plan_word=_above_plan(target / ticks[0]),
        done=done,
        expected=round(target * now / days, 1),
        forecast_end=forecast,
        months=month_marks(start, end),
        rows=month_ends(known),
        state=state,
    )


def month_marks(start: date, end: date, at_most: int = 7) -> list[Mark]:
    """Where months begin along a term; every second or third one where all would not fit."""
    days = (end - start).days + 1
    firsts = [start]
    while (after := _next_month(firsts[-1])) <= end:
        firsts.append(after)
    # A term that starts late in a month leaves no room between its first two words.
    if len(firsts) > 1 and (firsts[1] - start).days * 20 < days:
        firsts.pop(0)
    step = max(1, ceil(len(firsts) / at_most))
    marks = []
    for first in firsts[::step]:
        at = share((first - start).days, days)
        marks.append(Mark(at, first, "start" if at < 4 else "end" if at > 96 else "middle"))
    return marks


def month_ends(points: Sequence[tuple[date, float]]) -> list[tuple[date, float]]:
    """The last known sum of each month, for the table under the chart."""
    last: dict[tuple[int, int], tuple[date, float]] = {}
    for day, value in sorted(points):
        last[day.year, day.month] = (day, value)
    return list(last.values())


@dataclass(frozen=True)
class Column:
    """One bar of a row of bars."""

    x: float
    width: float
    y: float
    height: float
    label: str
    value: float
    is_recent: bool


@dataclass(frozen=True)
class Weekly:
    """Bars of the past weeks and the pace that is needed."""

    ticks: list[float]
    columns: list[Column]
    needed: float | None
    needed_y: float
    average: float | None


def weekly(weeks: Sequence[tuple[str, float]], *, needed: float | None = None, recent: int = 8) -> Weekly:
    """Bars of weeks (label, value), the newest last; the `recent` ones stand out and make the average."""
    ticks = axis(max([0.0, *(float(value) for _, value in weeks), float(needed or 0)]))
    slot = 100 / max(len(weeks), 1)
    columns = []
    for index, (label, value) in enumerate(weeks):
        height = share(value, ticks[0])
        place = round(index * slot + slot * 0.16, 2)
        is_recent = index >= len(weeks) - recent
        columns.append(
            Column(place, round(slot * 0.68, 2), round(100 - height, 1), height, label, float(value), is_recent)
        )
    counted = [column.value for column in columns if column.is_recent]
    average = sum(counted) / len(counted) if counted else None
    return Weekly(ticks, columns, needed, round(100 - share(needed or 0, ticks[0]), 1), average)


@dataclass(frozen=True)
class Bar:
    """One line of a list of bars."""

    label: str
    value: float
    share: float
    href: str


def bars(rows: Sequence[tuple[str, float] | tuple[str, float, str]], *, whole: float | None = None) -> list[Bar]:
    """Horizontal bars in the given order: (label, value[, address]); without a whole the longest nearly fills its line."""
    longest = whole or max((float(row[1]) for row in rows), default=0.0) / 0.96
    return [Bar(row[0], row[1], share(row[1], longest), row[2] if len(row) > 2 else "") for row in rows]


@dataclass(frozen=True)
class Segment:
    """A piece of a meter, from `start` on."""

    start: float
    share: float
    kind: str


def segments(parts: Sequence[tuple[float, str]], whole: float) -> list[Segment]:
    """Pieces of one bar side by side, (value, kind); what runs past the whole is cut off."""
    found, start = [], 0.0
    for value, kind in parts:
        width = round(min(share(value, whole), 100.0 - start), 1)
        found.append(Segment(round(start, 1), width, kind))
        start += width
    return found


@dataclass(frozen=True)
class HoursOfDay:
    """What one cell of the month says; `state` is '', off, gap, today or later."""

    direct_minutes: int = 0
    indirect_minutes: int = 0
    state: str = ""
    note: str = ""
    href: str = ""

    @property
    def minutes(self) -> int:
        return self.direct_minutes + self.indirect_minutes


@dataclass(frozen=True)
class Cell:
    """A day of the month grid with its two bars."""

    day: date
    hours: HoursOfDay
    segments: list[Segment]


def month_of_hours(year: int, month: int, days: Mapping[date, HoursOfDay]) -> list[list[Cell | None]]:
    """The weeks of a month from Monday on; a cell outside the month is None, a day nobody wrote about is empty."""
    weeks = []
    for week in Calendar().monthdatescalendar(year, month):
        weeks.append([_cell(day, days.get(day, HoursOfDay())) if day.month == month else None for day in week])
    return weeks


def _cell(day: date, hours: HoursOfDay) -> Cell:
    parts = [(hours.direct_minutes, "direct"), (hours.indirect_minutes, "indirect")]
    return Cell(day, hours, segments(parts, FULL_DAY_MINUTES))


def _above_plan(steepness: float, at: float = 46.0) -> Word:
    """Just above the plan line, left of its middle."""
    return Word(at - 3, round(100 - at * steepness - 5, 1), "end")


def _beside_today(at: float, height: float) -> Word:
    """Right of today and below the line; where no room is left, on the other side and well below the line."""
    if at <= 70:
        return Word(round(at + 2, 1), min(round(height + 14, 1), 96.0), "start")
    return Word(round(at - 2, 1), min(round(height + 36, 1), 96.0), "end")


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _tidy(value: float) -> float:
    near = round(value, 6)
    return int(near) if near == int(near) else near
