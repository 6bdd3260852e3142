"""A worker's month: the days on which hours are due, what is missing, and when a month may be closed; pure."""
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jiazong.ledger.hours.rules import entry


@dataclass(frozen=True, slots=True)
class Stay:
    """Days on which a worker stands on a contract's list; both ends belong to it."""

    first_day: date
    last_day: date

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class DaySum:
    """What is recorded on one day, in minutes."""

    direct_minutes: int = 0
    indirect_minutes: int = 0

    @property
    def minutes(self) -> int:
        return self.direct_minutes + self.indirect_minutes


@dataclass(frozen=True)
class WorkerMonth:
    """One worker's month: `listed` are the days on a contract's list, `due` the worked ones among them, `gaps` what is
    missing on those gone by.
    """

    month: date
    day_minutes: int
    recorded: Mapping[date, DaySum]
    listed: frozenset[date]
    due: frozenset[date]
    gaps: Mapping[date, int] = field(default_factory=dict)

    @property
    def direct_minutes(self) -> int:
        return sum(one.direct_minutes for one in self.recorded.values())

    @property
    def indirect_minutes(self) -> int:
        return sum(one.indirect_minutes for one in self.recorded.values())

    @property
    def minutes(self) -> int:
        return self.direct_minutes + self.indirect_minutes

    @property
    def expected_minutes(self) -> int:
        """What the whole month should bring: its due days × the minutes of a working day."""
        return len(self.due) * self.day_minutes

    @property
    def missing_minutes(self) -> int:
        return sum(self.gaps.values())

    def days_left(self, today: date) -> int:
        """How many due days still come, today among them."""
        return sum(day >= today for day in self.due)


def days_of(month: date) -> list[date]:
    """Every day of a month."""
    return [month + timedelta(days=n) for n in range((entry.next_month(month) - month).days)]


def worker_month(
    month: date,
    *,
    recorded: Mapping[date, DaySum],
    stays: Iterable[Stay],
    day_minutes: int,
    is_working: Callable[[date], bool],
    today: date,
) -> WorkerMonth:
    """Reckon a worker's month: a day is due when it is worked and she stands on a list; today is not yet a gap."""
    known = list(stays)
    listed = [day for day in days_of(month) if any(day in stay for stay in known)]
    due = [day for day in listed if is_working(day)]
    gaps = entry.gaps(
        [day for day in due if day < today],
        {day: one.minutes for day, one in recorded.items()},
        expected=day_minutes,
        is_working=is_working,
    )
    return WorkerMonth(month, day_minutes, recorded, frozenset(listed), frozenset(due), gaps)


def previous_month(month: date) -> date:
    """The first day of the month before."""
    return entry.month_of(month - timedelta(days=1))


def is_over(month: date, *, last_day: date, today: date) -> bool:
    """Whether a month of a term that ends on `last_day` may be closed: it is past, or the term's last day has come."""
    return min(entry.next_month(month), last_day) <= today
