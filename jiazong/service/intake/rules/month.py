"""What a month's outcomes say when they are looked through; pure. Source: domain A14 (hidden clients may be missed)."""
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Outcome = tuple[str, str]


@dataclass(frozen=True)
class Visit:
    """One settled contact of somebody known."""

    person: object
    day: date


@dataclass(frozen=True)
class Again:
    """How many of those who came in a month came again within so many days, of how many known people."""

    people: int
    near: int
    far: int


def counted(rows: Iterable[tuple[str, str, int]], kinds: Sequence[str], outcomes: Sequence[str]) -> list[tuple[str, list[int], int]]:
    """Lines of a table: kind of need, a figure for each outcome, their sum; kinds nobody had are left out."""
    found: Counter[Outcome] = Counter()
    for kind, outcome, count in rows:
        found[kind, outcome] += count
    lines = [(kind, [found[kind, outcome] for outcome in outcomes]) for kind in kinds]
    return [(kind, figures, sum(figures)) for kind, figures in lines if any(figures)]


def came_again(visits: Iterable[Visit], *, month: date, near: int, far: int) -> Again:
    """Of those known who came in a month, how many came again within `near` and within `far` days after a visit in it.

    A second visit on the same day is not coming again.
    """
    days: dict[object, set[date]] = {}
    for visit in visits:
        days.setdefault(visit.person, set()).add(visit.day)
    after = next_month(month)
    came = {person: sorted(held) for person, held in days.items() if any(month <= day < after for day in held)}

    def within(limit: int) -> int:
        return sum(
            any(month <= first < after and first < second <= first + timedelta(days=limit) for first in held for second in held)
            for held in came.values()
        )

    return Again(len(came), within(near), within(far))


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
