"""The legal clocks of a purchase: from which event to which, how long, by which article; days are Shanghai days (domain B6)."""
import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from jiazong.ground.workdays.rules import add_working_days, working_days_between

FILE = Path(__file__).resolve().parents[1] / "data" / "clocks.csv"
AT_LEAST, WITHIN = "at_least", "within"
DAYS, WORKING_DAYS, YEARS = "days", "working_days", "years"
RUNNING, MET, OVERDUE, TOO_EARLY = "running", "met", "overdue", "too_early"
IsWorking = Callable[[date], bool]


class NoClock(LookupError):
    """No clock of this name is known."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One legal period: at least, or at most, so many days, working days or years from one event to another."""

    first_day: date
    name: str
    begins: str
    ends: str
    kind: str
    value: int
    unit: str
    source: str
    item: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a clock stands: the day it turns on, its state, and how much is left in the clock's own unit (below 0: overdue).

    `turns_on` is the last day in time of a `within` clock and the first day allowed of an `at_least` clock.
    """

    clock: Clock
    turns_on: date
    state: str
    left: int


@cache
def clocks() -> tuple[Clock, ...]:
    """Every clock that is known, in the order of a purchase."""
    with FILE.open(encoding="utf-8", newline="") as source:
        return tuple(
            Clock(**{**line, "first_day": date.fromisoformat(line["first_day"]), "value": int(line["value"])})
            for line in csv.DictReader(source)
        )


def clock_on(name: str, day: date) -> Clock:
    """The clock of this name as it holds on a day; before its first row, the first. Raises NoClock."""
    rows = sorted((one for one in clocks() if one.name == name), key=lambda one: one.first_day)
    if not rows:
        raise NoClock(name)
    return ([one for one in rows if one.first_day <= day] or rows[:1])[-1]


def turning_day(clock: Clock, start: date, is_working: IsWorking) -> date:
    """The day the clock turns on, when it begins on `start`; the day of the event itself is not counted."""
    if clock.unit == WORKING_DAYS:
        return add_working_days(start, clock.value, is_working)
    if clock.unit == YEARS:
        return years_after(start, clock.value)
    return start + timedelta(days=clock.value)


def standing(clock: Clock, start: date, *, ended: date | None, today: date, is_working: IsWorking) -> Standing:
    """Where a clock stands today, or on the day its second event came."""
    turns = turning_day(clock, start, is_working)
    day = ended or today
    if clock.kind == WITHIN:
        state = OVERDUE if day > turns else MET if ended else RUNNING
    else:
        state = (TOO_EARLY if ended else RUNNING) if day < turns else MET
    return Standing(clock, turns, state, _left(clock, day, turns, is_working))


def _left(clock: Clock, day: date, turns: date, is_working: IsWorking) -> int:
    if clock.unit != WORKING_DAYS:
        return (turns - day).days
    if day <= turns:
        return working_days_between(day + timedelta(days=1), turns, is_working)
    return -working_days_between(turns + timedelta(days=1), day, is_working)


def years_after(start: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March, so that nothing is shorter than its years."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def is_within_share(part_fen: int, whole_fen: int, percent: int) -> bool:
    """Whether an amount is at most so many percent of another: a performance bond, an extra purchase."""
    return part_fen * 100 <= whole_fen * percent
