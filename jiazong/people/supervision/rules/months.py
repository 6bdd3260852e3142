"""A month of supervision: half days used of those agreed, what is still to be done, what must not stand in a text; pure.

Source: domain A15, D5 (a supervisor comes 3 days a month to 6 centres, which report last month's results together).
"""
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# As many half days as one session may take: a working week.
MOST_HALVES = 10
# What stands for a case in a conference: Latin letters, digits and hyphens, at least one digit; a name has none of these.
PSEUDONYM = r"^[A-Z0-9][A-Z0-9-]{0,14}[0-9]$|^[0-9]$"
# An identity card (18 or 15 characters) and a mobile number, as people type them, with blanks or hyphens between.
IDENTITY = re.compile(r"(?<!\d)(?:\d[ -]?){17}[\dXx](?!\d)|(?<!\d)(?:\d[ -]?){14}\d(?!\d)|(?<!\d)1[3-9](?:[ -]?\d){9}(?!\d)")

OPEN, SOON, LATE, DONE = "open", "soon", "late", "done"


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def pseudonym(text: str) -> str:
    """A case's code as it is kept: without blanks, in capitals."""
    return "".join(text.split()).upper()


def is_pseudonym(text: str) -> bool:
    """Whether a text may stand for a case: a code of at most 16 letters and digits, no name."""
    return re.fullmatch(PSEUDONYM, text) is not None


def names_somebody(text: str) -> bool:
    """Whether a number that leads to one person stands in a text: an identity card or a mobile."""
    return IDENTITY.search(text) is not None


@dataclass(frozen=True)
class Month:
    """Half days of one supervisor's month: used, still planned, agreed."""

    used: int
    planned: int
    agreed: int

    @property
    def left(self) -> int:
        """What may still be used; less than nothing where more was used than agreed."""
        return self.agreed - self.used

    @property
    def is_overbooked(self) -> bool:
        return self.used + self.planned > self.agreed


def month(sittings: Iterable[tuple[object, int]], planned: Iterable[int], *, agreed: int) -> Month:
    """How a month stands: a session of several centres is counted once (pairs of session and half days)."""
    return Month(sum(dict(sittings).values()), sum(planned), agreed)


def follow_up(due: date, done_on: date | None, *, on: date, soon_days: int = 7) -> str:
    """Where something agreed stands on a day; its due day is still in time."""
    if done_on is not None:
        return DONE
    if due < on:
        return LATE
    return SOON if (due - on).days < soon_days else OPEN
