"""The clocks of the law, day by day over the real calendar (domain B6)."""
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.commission.tenders.rules import clocks
from jiazong.ground.workdays.rules import is_working_day

# National Day 2016 as announced: 1 to 7 October free, 8 and 9 October worked.
SWAPPED = {date(2016, 10, day): day in (8, 9) for day in range(1, 10)}
IS_WORKING: Callable[[date], bool] = partial(is_working_day, swapped=SWAPPED)


@pytest.mark.parametrize(
    ("name", "begins", "turns"),
    [
        ("publishing", date(2016, 9, 1), date(2016, 9, 21)),
        ("report", date(2016, 9, 29), date(2016, 10, 8)),
        ("choice", date(2016, 9, 30), date(2016, 10, 12)),
        ("query", date(2016, 9, 30), date(2016, 10, 14)),
        ("answer", date(2016, 10, 8), date(2016, 10, 17)),
        ("contract", date(2016, 9, 30), date(2016, 10, 30)),
        ("contract_published", date(2016, 9, 30), date(2016, 10, 9)),
        ("filing", date(2016, 9, 30), date(2016, 10, 14)),
        ("records", date(2016, 9, 30), date(2031, 9, 30)),
    ],
)
def test_each_clock_turns_on_its_day(name: str, begins: date, turns: date) -> None:
    assert clocks.turning_day(clocks.clock_on(name, begins), begins, IS_WORKING) == turns


def test_the_clocks_are_those_of_the_law_with_their_articles() -> None:
    found = {one.name: (one.value, one.unit) for one in clocks.clocks()}
    assert found == {
        "publishing": (20, "days"), "report": (2, "working_days"), "choice": (5, "working_days"), "query": (7, "working_days"),
        "answer": (7, "working_days"), "contract": (30, "days"), "contract_published": (2, "working_days"),
        "filing": (7, "working_days"), "records": (15, "years"),
    }  # fmt: skip
    assert all("条" in one.source and one.confidence == "H" for one in clocks.clocks())


def test_an_answer_is_due_until_its_last_day_and_overdue_after() -> None:
    clock, asked = clocks.clock_on("answer", date(2016, 9, 30)), date(2016, 9, 30)

    def on(day: date, ended: date | None = None) -> tuple[str, int]:
        found = clocks.standing(clock, asked, ended=ended, today=day, is_working=IS_WORKING)
        assert found.turns_on == date(2016, 10, 14)
        return found.state, found.left

    assert on(date(2016, 9, 30)) == ("running", 7)
    assert on(date(2016, 10, 7)) == ("running", 7)
    assert on(date(2016, 10, 14)) == ("running", 0)
    assert on(date(2016, 10, 17)) == ("overdue", -1)
    assert on(date(2017, 1, 1), ended=date(2016, 10, 14)) == ("met", 0)
    assert on(date(2017, 1, 1), ended=date(2016, 10, 17)) == ("overdue", -1)


def test_a_tender_may_not_close_before_its_twentieth_day() -> None:
    clock, published = clocks.clock_on("publishing", date(2016, 3, 1)), date(2016, 3, 1)

    def on(day: date, ended: date | None = None) -> str:
        return clocks.standing(clock, published, ended=ended, today=day, is_working=IS_WORKING).state

    assert on(date(2016, 3, 20)) == "running"
    assert on(date(2016, 3, 21)) == "met"
    assert on(date(2016, 4, 1), ended=date(2016, 3, 20)) == "too_early"


def test_records_of_a_leap_day_are_not_thrown_away_a_day_too_soon() -> None:
    assert clocks.years_after(date(2016, 2, 29), 15) == date(2031, 3, 1)


@pytest.mark.parametrize(("part", "fits"), [(1_000_000, True), (1_000_001, False)])
def test_ten_percent_are_allowed_and_a_fen_more_is_not(part: int, fits: bool) -> None:
    assert clocks.is_within_share(part, 10_000_000, 10) is fits


def test_a_clock_nobody_knows_is_named() -> None:
    with pytest.raises(clocks.NoClock, match="egg"):
        clocks.clock_on("egg", date(2016, 1, 1))


@given(st.sampled_from(clocks.clocks()), st.dates(date(2011, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_the_days_left_reach_nought_on_the_turning_day_and_only_then_go_below(clock: clocks.Clock, start: date, later: int) -> None:
    today = start + timedelta(days=later)
    found = clocks.standing(clock, start, ended=None, today=today, is_working=IS_WORKING)
    assert found.turns_on >= start
    if today <= found.turns_on:
        assert found.left >= 0
    else:
        assert found.left <= 0
    if clock.kind == clocks.WITHIN:
        assert (found.state == clocks.OVERDUE) == (today > found.turns_on)
