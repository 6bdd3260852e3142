"""Where a contract stands on a day: shares, pace, forecast, verdict; pure (domain A3, A42, B13)."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

DAYS_OF_A_WEEK = 7
ON_TRACK, SLOW, BEHIND, DONE, NOT_BEGUN = "on_track", "slow", "behind", "done", "not_begun"


@dataclass(frozen=True)
class Term:
    """The term of a contract, both days in it, and the day asked about."""

    first_day: date
    last_day: date
    as_of: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def days_gone(self) -> int:
        return min(max((self.as_of - self.first_day).days + 1, 0), self.days)

    @property
    def days_left(self) -> int:
        return self.days - self.days_gone

    @property
    def elapsed(self) -> Fraction:
        """Days from the first day to the day asked, both counted, ÷ days of the term."""
        return Fraction(self.days_gone, self.days)


@dataclass(frozen=True)
class Judging:
    """From which share of "should be here" something is slow or behind (a dated setting)."""

    slow_below: Fraction
    behind_below: Fraction


@dataclass(frozen=True)
class Standing:
    """Where one measure stands: figures in the measure's own unit."""

    target: int
    done: int
    completion: Fraction
    expected_by_now: Fraction
    weekly_pace_needed: Fraction | None
    forecast: Fraction
    state: str

    @property
    def ahead(self) -> Fraction:
        """How much more (or, negative, less) is done than should be by now."""
        return self.done - self.expected_by_now

    @property
    def is_on_track(self) -> bool:
        return self.state in (ON_TRACK, DONE, NOT_BEGUN)


def standing(term: Term, *, target: int, done: int, judging: Judging) -> Standing:
    """Where a measure stands: what should be done by now, the pace a week still needed, the forecast at today's pace.

    The pace needed is what is missing ÷ weeks left; with no day left and something missing there is none (None).
    The forecast carries the average pace since the first day to the last day of the term.
    """
    expected = target * term.elapsed
    missing = max(target - done, 0)
    pace = Fraction(0) if not missing else Fraction(missing * DAYS_OF_A_WEEK, term.days_left) if term.days_left else None
    return Standing(
        target=target,
        done=done,
        completion=Fraction(done, target) if target else Fraction(1),
        expected_by_now=expected,
        weekly_pace_needed=pace,
        forecast=done / term.elapsed if term.elapsed else Fraction(done),
        state=_state(term, target, done, expected, judging),
    )


def _state(term: Term, target: int, done: int, expected: Fraction, judging: Judging) -> str:
    if done >= target:
        return DONE
    if not term.days_gone:
        return NOT_BEGUN
    if done < expected * judging.behind_below:
        return BEHIND
    return SLOW if done < expected * judging.slow_below else ON_TRACK


@dataclass(frozen=True)
class HoursStanding:
    """The contract's hours in minutes: only professionals count, and of the total no more than the ceiling."""

    direct_minutes: int
    total_minutes: int
    target_minutes: int
    floor_minutes: int
    ceiling_minutes: int

    @property
    def counted_minutes(self) -> int:
        return min(self.total_minutes, self.ceiling_minutes)

    @property
    def counted_completion(self) -> Fraction:
        return Fraction(self.counted_minutes, self.target_minutes) if self.target_minutes else Fraction(1)

    @property
    def is_over_ceiling(self) -> bool:
        return self.total_minutes > self.ceiling_minutes


def ceiling_minutes(total_minutes: int, percent: Decimal) -> int:
    """The most minutes that count: 27,440 h at 110 % are 30,184 h."""
    return int(total_minutes * percent / 100)


@dataclass(frozen=True)
class Verdict:
    """The finding in figures: of so many measures, how many keep up, are slow, are behind."""

    measures: int
    on_track: int
    slow: int
    behind: int
    is_over: bool

    @property
    def to_catch_up(self) -> int:
        return self.slow + self.behind

    @property
    def code(self) -> str:
        if self.to_catch_up == 0:
            return ON_TRACK
        return BEHIND if self.behind else SLOW


def verdict(standings: Iterable[Standing], term: Term) -> Verdict:
    """Count the measures by how they stand."""
    states = [one.state for one in standings]
    return Verdict(
        measures=len(states),
        on_track=sum(state in (ON_TRACK, DONE, NOT_BEGUN) for state in states),
        slow=states.count(SLOW),
        behind=states.count(BEHIND),
        is_over=term.days_left == 0,
    )
