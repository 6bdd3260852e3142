"""When a project leaves the catalogue (domain B2): unbought too long, its cycle over without renewal, renewal refused."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LISTED, BOUGHT = "listed", "bought"
RENEWAL_APPLIED, RENEWAL_REFUSED, LEFT = "renewal_applied", "renewal_refused", "left"
UNBOUGHT, CYCLE_ENDED, REFUSED = "unbought", "cycle_ended", "renewal_refused"
PLANNED, RUNNING = "planned", "running"


@dataclass(frozen=True)
class Event:
    """Something in the life of a project; a purchase has the last day of its cycle."""

    kind: str
    day: date
    last_day: date | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a project stays in the catalogue, and if not, by which rule and from which day on."""

    stays: bool
    reason: str = ""
    since: date | None = None


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def verdict(events: Sequence[Event], *, on: date, unbought_years: int) -> Verdict:
    """What the rule says of a project on a day, from what happened to it up to that day.

    Idle time runs from the listing or from the day after the last cycle; the rule that held first gives the reason.
    """
    told = [event for event in events if event.day <= on]
    reasons = [one for one in (_refused(told), _ended(told, on), _idle(told, on, unbought_years)) if one]
    return min(reasons, key=lambda one: one.since or on, default=Verdict(True))


def note_on(events: Sequence[Event], on: date) -> str:
    """The catalogue's note: being carried out on the day (正在实施), or to be bought (拟购买)."""
    bought = [event for event in events if event.kind == BOUGHT and event.day <= on]
    return RUNNING if any(event.last_day is None or event.last_day >= on for event in bought) else PLANNED


def _purchase(told: Sequence[Event]) -> Event | None:
    """The purchase whose cycle ends last; one without an end goes on."""
    bought = [event for event in told if event.kind == BOUGHT]
    return max(bought, key=lambda event: event.last_day or date.max, default=None)


def _refused(told: Sequence[Event]) -> Verdict | None:
    """A refusal counts until something is bought again."""
    refused = [event.day for event in told if event.kind == RENEWAL_REFUSED]
    since = max(refused, default=None)
    if since is None or any(event.kind == BOUGHT and event.day > since for event in told):
        return None
    return Verdict(False, REFUSED, since)


def _ended(told: Sequence[Event], on: date) -> Verdict | None:
    last = _purchase(told)
    if last is None or last.last_day is None or last.last_day >= on:
        return None
    if any(event.kind == RENEWAL_APPLIED and event.day >= last.day for event in told):
        return None
    return Verdict(False, CYCLE_ENDED, last.last_day + timedelta(days=1))


def _idle(told: Sequence[Event], on: date, unbought_years: int) -> Verdict | None:
    last, listed = _purchase(told), min((event.day for event in told if event.kind == LISTED), default=None)
    if last is not None:
        if last.last_day is None:
            return None
        since = last.last_day + timedelta(days=1)
    elif listed is not None:
        since = listed
    else:
        return None
    full = years_after(since, unbought_years)
    return Verdict(False, UNBOUGHT, full) if full <= on else None
