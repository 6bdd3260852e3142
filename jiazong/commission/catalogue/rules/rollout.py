"""Where centres are still to come: the stage of each, coverage, targets, and the agenda of an opening (domain A2, A39)."""
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil, sqrt

PLANNED, TENDERED, FITTED, OPENED = STAGES = ("planned", "tendered", "fitted", "opened")


@dataclass(frozen=True)
class Days:
    """The day each stage was reached; none means not yet."""

    planned: date
    tendered: date | None = None
    fitted: date | None = None
    opened: date | None = None

    @property
    def told(self) -> list[tuple[str, date]]:
        """The stages that were reached, with their days."""
        held = ((PLANNED, self.planned), (TENDERED, self.tendered), (FITTED, self.fitted), (OPENED, self.opened))
        return [(stage, day) for stage, day in held if day]


class OutOfOrder(ValueError):
    """A stage that would lie before an earlier one; `earlier` and `later` name them."""

    def __init__(self, earlier: str, later: str) -> None:
        self.earlier, self.later = earlier, later
        super().__init__(f"{later} before {earlier}")


def stage_of(days: Days) -> str:
    """The furthest stage that was reached."""
    return days.told[-1][0]


def check_order(days: Days) -> None:
    """A stage is not reached before the ones before it; one may be skipped. Raises OutOfOrder."""
    for (earlier, first), (later, second) in pairwise(days.told):
        if second < first:
            raise OutOfOrder(earlier, later)


@dataclass(frozen=True)
class Coverage:
    """How many of the regions have an open centre."""

    covered: int
    whole: int

    @property
    def percent(self) -> float:
        """Share in percent with one decimal, rounded down so that it says 100 only when all are covered."""
        return self.covered * 1000 // self.whole / 10 if self.whole else 0.0


def coverage(regions: Collection[str], served: Iterable[str]) -> Coverage:
    """Coverage of regions by those served; a community that is served does not cover its street, a street covers itself."""
    return Coverage(len(set(regions) & set(served)), len(set(regions)))


@dataclass(frozen=True)
class Tile:
    """A region's place in the cartogram, in columns and rows."""

    key: str
    column: int
    row: int


def tiles(keys: Sequence[str], most_columns: int) -> list[Tile]:
    """The regions in the order of their codes as a block of tiles, a little wider than high."""
    columns = max(1, min(most_columns, ceil(sqrt(len(keys) * 1.4))))
    return [Tile(key, at % columns, at // columns) for at, key in enumerate(keys)]


@dataclass(frozen=True)
class Moment:
    """One point of an agenda."""

    code: str
    starts: time
    ends: time


def agenda(starts: time, points: Sequence[tuple[str, int]]) -> list[Moment]:
    """The points of a ceremony one after another, minutes each; it must end on the same day. Raises ValueError."""
    at, found = datetime.combine(date(2000, 1, 1), starts), []
    for code, minutes in points:
        until = at + timedelta(minutes=minutes)
        if until.date() != at.date():
            raise ValueError("the ceremony runs past midnight")
        found.append(Moment(code, at.time(), until.time()))
        at = until
    return found
