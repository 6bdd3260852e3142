"""What may be posted, and what is only noticed: a day has 24 hours and a worker is in one place at a time; pure."""
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

MINUTES_OF_A_DAY = 24 * 60
OVER_DAY, TWO_PLACES, COUNT_MISSING = "over_day", "two_places", "count_missing"


class Refused(ValueError):
    """A service that cannot be posted; `code` names the reason, `field` the part of the form it belongs to."""

    code = "refused"
    field = ""


class OutsideTerm(Refused):
    code, field = "outside_term", "day"


class StillToCome(Refused):
    code, field = "still_to_come", "day"


class NotOnList(Refused):
    code, field = "not_on_list", "worker"


class NoDuration(Refused):
    code, field = "no_duration", "direct_minutes"


class NegativeFigure(Refused):
    code, field = "negative", "direct_minutes"


class MoreThanADay(Refused):
    code, field = "more_than_a_day", "direct_minutes"


class TwoPlacesAtOnce(Refused):
    code, field = "two_places", "start"


class AlreadyReversed(Refused):
    code = "already_reversed"


class MonthNotOver(Refused):
    code = "month_not_over"


@dataclass(frozen=True, slots=True)
class Draft:
    """One service about to be posted; minutes and person-times are whole and not negative."""

    worker_id: int
    method_id: int
    day: date
    direct_minutes: int
    indirect_minutes: int
    person_times: int
    start_minute: int | None = None
    field: str = ""
    title: str = ""
    note: str = ""
    flags: str = ""
    sheet: str = ""
    row: int | None = None
    corrects: int | None = None

    @property
    def minutes(self) -> int:
        return self.direct_minutes + self.indirect_minutes


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a worker's day that is already posted; without a start it only adds to the day's sum."""

    minutes: int
    start_minute: int | None = None
    direct_minutes: int = 0


def check_figures(draft: Draft) -> None:
    """Refuse a service without duration, with a negative figure, or longer than a day."""
    if min(draft.direct_minutes, draft.indirect_minutes, draft.person_times) < 0:
        raise NegativeFigure
    if draft.minutes == 0:
        raise NoDuration
    if draft.minutes > MINUTES_OF_A_DAY:
        raise MoreThanADay


def check_day(day: date, *, first_day: date, last_day: date, today: date) -> None:
    """Refuse a day outside the contract's term (both ends belong to it) or still to come."""
    if not first_day <= day <= last_day:
        raise OutsideTerm
    if day > today:
        raise StillToCome


def check_fits(draft: Draft, posted: Sequence[Span]) -> None:
    """Refuse a service that makes the worker's day longer than 24 hours, or overlaps one in another place."""
    if draft.minutes + sum(span.minutes for span in posted) > MINUTES_OF_A_DAY:
        raise MoreThanADay
    if any(_overlap(draft, span) for span in posted):
        raise TwoPlacesAtOnce


def _overlap(one: Draft | Span, other: Draft | Span) -> bool:
    """Whether two services with a known start share a minute of direct service; indirect work is done elsewhere later."""
    if one.start_minute is None or other.start_minute is None:
        return False
    if not one.direct_minutes or not other.direct_minutes:
        return False
    return (
        one.start_minute < other.start_minute + other.direct_minutes
        and other.start_minute < one.start_minute + one.direct_minutes
    )


Posted = Mapping[tuple[int, date], Sequence[Span]]


def notice_crowding(drafts: Iterable[Draft], posted: Posted) -> list[Draft]:
    """Mark, without refusing, the services of a book that crowd a worker's day or stand in two places at once.

    Refused at entry but only flagged on import (issue and domain T2): the book is what was handed in, and is not lost.
    """
    listed = list(drafts)
    groups: dict[tuple[int, date], list[int]] = defaultdict(list)
    for place, draft in enumerate(listed):
        groups[draft.worker_id, draft.day].append(place)
    for key, places in groups.items():
        spans = posted.get(key, ())
        if sum(listed[p].minutes for p in places) + sum(span.minutes for span in spans) > MINUTES_OF_A_DAY:
            _mark(listed, places, OVER_DAY)
        timed = [p for p in places if listed[p].start_minute is not None]
        clashing = [p for p in timed if any(_overlap(listed[p], other) for other in _others(listed, timed, p, spans))]
        _mark(listed, clashing, TWO_PLACES)
    return listed


def _others(listed: list[Draft], timed: list[int], place: int, spans: Sequence[Span]) -> list[Draft | Span]:
    return [*(listed[p] for p in timed if p != place), *spans]


def _mark(listed: list[Draft], places: Iterable[int], flag: str) -> None:
    for place in places:
        flags = listed[place].flags.split()
        if flag not in flags:
            listed[place] = replace(listed[place], flags=" ".join([*flags, flag]))


def month_of(day: date) -> date:
    """The month of a day, written as its first day."""
    return day.replace(day=1)


def months_of_term(first_day: date, last_day: date) -> list[date]:
    """Every month a term touches, in order."""
    months, month = [], month_of(first_day)
    while month <= last_day:
        months.append(month)
        month = next_month(month)
    return months


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def gaps(days: Iterable[date], recorded: Mapping[date, int], *, expected: int, is_working: Callable[[date], bool]) -> dict[date, int]:
    """Working days on which fewer minutes are recorded than expected, with what is missing."""
    return {day: expected - recorded.get(day, 0) for day in days if is_working(day) and recorded.get(day, 0) < expected}
