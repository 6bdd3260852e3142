"""Where a contract stands: shares, pace, forecast, verdict."""
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ledger.hours.rules import progress as reckoning
from jiazong.ledger.hours.rules.progress import HoursStanding, Judging, Term

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
JUDGING = Judging(Fraction(1), Fraction(17, 20))
days = st.dates(date(2024, 6, 1), date(2026, 6, 1))
figures = st.integers(0, 100_000)


@pytest.mark.parametrize(("day", "share"), [("2025-03-31", 0.2466), ("2025-06-30", 0.4959), ("2025-12-31", 1.0), ("2024-12-31", 0.0), ("2026-05-01", 1.0)])
def test_time_elapsed_counts_the_first_day_and_the_day_asked(day: str, share: float) -> None:
    assert round(float(Term(*YEAR, date.fromisoformat(day)).elapsed), 4) == share


@given(days, figures, figures)
def test_keeping_the_needed_pace_reaches_the_target_exactly(day: date, target: int, done: int) -> None:
    term = Term(*YEAR, day)
    found = reckoning.standing(term, target=target, done=done, judging=JUDGING)
    if found.weekly_pace_needed is not None:
        assert done + found.weekly_pace_needed * term.days_left / 7 == max(target, done)
    else:
        assert term.days_left == 0 and done < target


@given(days, figures, figures)
def test_done_by_today_forecast_for_the_whole_term_agree_at_its_end(day: date, target: int, done: int) -> None:
    term = Term(*YEAR, day)
    found = reckoning.standing(term, target=target, done=done, judging=JUDGING)
    assert found.forecast * term.elapsed == (done if term.days_gone else 0)
    if term.days_left == 0:
        assert found.forecast == done


@given(days, figures, figures, st.integers(0, 1000))
def test_more_done_never_stands_worse(day: date, target: int, done: int, more: int) -> None:
    order = [reckoning.NOT_BEGUN, reckoning.BEHIND, reckoning.SLOW, reckoning.ON_TRACK, reckoning.DONE]
    term = Term(*YEAR, day)
    less = reckoning.standing(term, target=target, done=done, judging=JUDGING)
    better = reckoning.standing(term, target=target, done=done + more, judging=JUDGING)
    assert order.index(better.state) >= order.index(less.state)
    assert better.completion >= less.completion and better.forecast >= less.forecast


def test_slow_and_behind_follow_the_dated_setting() -> None:
    term = Term(*YEAR, date(2025, 7, 2))  # 183 of 365 days
    states = {done: reckoning.standing(term, target=365, done=done, judging=JUDGING).state for done in (155, 156, 182, 183, 365)}
    assert states == {155: "behind", 156: "slow", 182: "slow", 183: "on_track", 365: "done"}


def test_of_the_total_no_more_than_the_ceiling_counts() -> None:
    assert reckoning.ceiling_minutes(27_440 * 60, Decimal(110)) == 30_184 * 60
    hours = HoursStanding(direct_minutes=0, total_minutes=31_000 * 60, target_minutes=27_440 * 60, floor_minutes=0, ceiling_minutes=30_184 * 60)
    assert hours.counted_minutes == 30_184 * 60 and hours.counted_completion == Fraction(11, 10) and hours.is_over_ceiling


@given(st.lists(st.tuples(figures, figures), max_size=12), days)
def test_the_verdict_counts_every_measure_once(pairs: list[tuple[int, int]], day: date) -> None:
    term = Term(*YEAR, day)
    standings = [reckoning.standing(term, target=target, done=done, judging=JUDGING) for target, done in pairs]
    found = reckoning.verdict(standings, term)
    assert found.on_track + found.slow + found.behind == found.measures == len(pairs)
    assert (found.code == reckoning.ON_TRACK) == all(one.is_on_track for one in standings)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 1200), st.integers(-30, 1300))
def test_days_gone_and_days_left_make_the_term(first: date, length: int, asked: int) -> None:
    term = Term(first, first + timedelta(days=length), first + timedelta(days=asked))
    assert term.days_gone + term.days_left == term.days == length + 1
    assert 0 <= term.elapsed <= 1
