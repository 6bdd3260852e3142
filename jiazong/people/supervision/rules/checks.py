"""How a record check stands on a day, and how long it holds; pure.

Source: 未成年人保护法 第六十二条 (ask before somebody is taken on, and again at regular intervals).
"""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MISSING, WAITING, FOUND, EXPIRED, EXPIRING, VALID = "missing", "waiting", "found", "expired", "expiring", "valid"
# From the most urgent to the one that asks for nothing.
STATES = (FOUND, MISSING, EXPIRED, WAITING, EXPIRING, VALID)
CLEAR = "clear"


@dataclass(frozen=True)
class Asked:
    """A check as its list knows it: when it was asked, what came back (clear, found, waiting), until when it holds."""

    asked_on: date
    result: str
    valid_until: date | None


@dataclass(frozen=True)
class Standing:
    """How a worker stands; `until` is the last day of the check that counts."""

    state: str
    until: date | None = None

    @property
    def needs_doing(self) -> bool:
        return self.state != VALID


def valid_until(asked_on: date, months: int) -> date:
    """The last day on which a check holds: the day before the same day so many months later."""
    year, month = divmod(asked_on.year * 12 + asked_on.month - 1 + months, 12)
    for day in (asked_on.day, 30, 29, 28):
        try:
            return date(year, month + 1, day) - timedelta(days=1)
        except ValueError:
            continue
    raise ValueError(asked_on)


def standing(checks: Iterable[Asked], *, on: date, warn_days: int) -> Standing:
    """How a worker stands on a day: the latest answer counts; an answer that found something counts until a clear one.

    A question that still waits counts only where no answer holds. Of two answers of one day the later in the list counts.
    """
    known = sorted((one for one in checks if one.asked_on <= on), key=lambda one: one.asked_on)
    if not known:
        return Standing(MISSING)
    answers = [one for one in known if one.result in (CLEAR, FOUND)]
    waits = known[-1].result == WAITING
    if not answers:
        return Standing(WAITING)
    last = answers[-1]
    if last.result == FOUND:
        return Standing(FOUND)
    if last.valid_until is None or last.valid_until < on:
        return Standing(WAITING if waits else EXPIRED, last.valid_until)
    near = (last.valid_until - on).days < warn_days
    return Standing(EXPIRING if near and not waits else VALID, last.valid_until)


def holds(checks: Iterable[Asked], *, on: date) -> bool:
    """Whether the latest answer known on a day is a clear one that still holds; of two of one day the later in the list.

    A question that waits takes nothing away. Twin of the function app.has_valid_check in the database.
    """
    return standing(checks, on=on, warn_days=0).state == VALID


def order(standing: Standing) -> tuple[int, date]:
    """Where a worker stands in the list: the most urgent first, then who runs out first."""
    return STATES.index(standing.state), standing.until or date.min
