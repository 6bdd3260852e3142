"""When somebody is reminded: so many working days before a day turns, and after it until it is done or too old; pure."""
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, timedelta

from jiazong.ground.workdays.rules import add_working_days, working_days_between


@dataclass(frozen=True, slots=True)
class Due:
    """Something somebody has to do: which kind, of what, until which day, and how many working days are left (below zero: late)."""

    kind: str
    name: str
    key: Hashable
    day: date
    left: int

    @property
    def is_over(self) -> bool:
        return self.left < 0


@dataclass(frozen=True)
class Window:
    """The days between which something due is told: `lead` working days ahead, `until` days behind."""

    today: date
    lead: int
    until: int
    is_working: Callable[[date], bool]

    @property
    def first(self) -> date:
        """The oldest day that is still told of."""
        return self.today - timedelta(days=self.until)

    @property
    def last(self) -> date:
        """The furthest day that is told of already."""
        return add_working_days(self.today, self.lead, self.is_working)

    def due(self, kind: str, name: str, key: Hashable, day: date) -> Due | None:
        """What is due on a day, if today is a day to tell of it."""
        if not self.first <= day <= self.last:
            return None
        if day >= self.today:
            return Due(kind, name, key, day, working_days_between(self.today + timedelta(days=1), day, self.is_working))
        return Due(kind, name, key, day, -max(1, working_days_between(day + timedelta(days=1), self.today, self.is_working)))
