"""What follows from a contact: whether its note is late, how many persons it counts, which method of the contract it is. Pure."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

VISIT, PHONE, OFFICE, ONLINE, OTHER = "visit", "phone", "office", "online", "other"
MODES = (VISIT, PHONE, OFFICE, ONLINE, OTHER)


class NoWords(ValueError):
    """A note that says nothing of what happened."""


@dataclass(frozen=True)
class Contact:
    """A contact as its note counts it; minutes are whole."""

    day: date
    direct_minutes: int
    indirect_minutes: int
    mode: str = VISIT


@dataclass(frozen=True)
class Totals:
    """What the notes of a case add up to. `contacts` are the notes with direct minutes; the days are of the contacts."""

    notes: int = 0
    contacts: int = 0
    direct_minutes: int = 0
    indirect_minutes: int = 0
    first_day: date | None = None
    last_day: date | None = None

    @property
    def minutes(self) -> int:
        return self.direct_minutes + self.indirect_minutes


def end_of(day: date, start_minute: int | None, direct_minutes: int) -> datetime:
    """When a contact ended, by the clock on the wall: without a start, with the end of its day."""
    if start_minute is None:
        return datetime.combine(day + timedelta(days=1), time())
    return datetime.combine(day, time()) + timedelta(minutes=start_minute + direct_minutes)


def is_late(written: datetime, *, day: date, start_minute: int | None, direct_minutes: int, within_hours: int) -> bool:
    """Whether a note was written more than so many hours after its contact ended; both times by the clock on the wall.

    Source: 过程记录 24 小时内 (domain D1, practice; the hours are a dated setting).
    """
    return written - end_of(day, start_minute, direct_minutes) > timedelta(hours=within_hours)


def person_times(present: int) -> int:
    """How many person-times a contact counts: those who were there, at least the one the case is about."""
    return max(present, 1)


def method_for(mode: str, wanted: Mapping[str, Sequence[str]], offered: Sequence[str]) -> str:
    """The method of the contract a contact is counted under: the first wanted for its mode that the contract offers, else ''."""
    return next((name for name in wanted.get(mode, ()) if name in offered), "")


def totals(contacts: Iterable[Contact]) -> Totals:
    """The sums of a case's contacts."""
    listed = list(contacts)
    met = [one.day for one in listed if one.direct_minutes]
    return Totals(
        notes=len(listed), contacts=len(met), direct_minutes=sum(one.direct_minutes for one in listed),
        indirect_minutes=sum(one.indirect_minutes for one in listed), first_day=min(met, default=None), last_day=max(met, default=None),
    )  # fmt: skip
