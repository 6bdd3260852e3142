from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.places import rules
from jiazong.people.places.rules import OpenState, Period

NINE, NOON, TWO, HALF_PAST_FIVE = time(9), time(12), time(14), time(17, 30)
WEEK = [Period(0, NINE, NOON), Period(0, TWO, HALF_PAST_FIVE)]


def test_a_centre_is_open_from_its_opening_minute_to_the_minute_before_it_closes():
    assert rules.open_state(WEEK, weekday=0, at=NINE) == OpenState(until=NOON, opens_at=TWO)
    assert rules.open_state(WEEK, weekday=0, at=time(11, 59)).until == NOON
    assert rules.open_state(WEEK, weekday=0, at=NOON) == OpenState(until=None, opens_at=TWO)


def test_after_the_last_period_nothing_is_said_of_today():
    assert rules.open_state(WEEK, weekday=0, at=time(18)) == OpenState()


def test_a_week_without_hours_is_not_told_rather_than_closed():
    assert rules.open_state([], weekday=0, at=NOON).is_told is False
    assert rules.open_state(WEEK, weekday=6, at=NOON).is_told is True


@pytest.mark.parametrize(("second", "found"), [((NOON, TWO), None), ((time(11, 59), TWO), Period(0, time(11, 59), TWO))])
def test_periods_may_touch_and_may_not_overlap(second, found):
    assert rules.overlapping([Period(0, *second), Period(0, NINE, NOON)]) == found


def test_periods_of_two_days_do_not_meet():
    assert rules.overlapping([Period(0, NINE, TWO), Period(1, NINE, TWO)]) is None


@given(st.lists(st.tuples(st.integers(0, 6), st.times(), st.times()).filter(lambda one: one[1] < one[2])), st.times(), st.integers(0, 6))
def test_a_centre_is_open_exactly_when_a_period_holds_the_moment(week, at, weekday):
    periods = [Period(*one) for one in week]
    state = rules.open_state(periods, weekday=weekday, at=at)
    assert (state.until is not None) == any(p.weekday == weekday and p.opens <= at < p.closes for p in periods)
    assert state.opens_at is None or state.opens_at > at


def test_a_street_without_an_official_code_gets_the_next_free_local_one():
    assert rules.next_local_code("440103", []) == "440103L01"
    assert rules.next_local_code("440103", ["440103L01", "440103L03"]) == "440103L02"


@pytest.mark.parametrize(
    ("office", "place"),
    [("龙溪街街道办事处", "龙溪街"), ("青禾街道办事处", "青禾街道"), ("上岭镇人民政府", "上岭镇"), ("某区民政局", "某区民政局")],
)
def test_an_office_is_called_after_its_street(office, place):
    assert rules.street_named_by(office) == place


def test_two_ways_of_naming_a_street_are_one():
    assert rules.same_street("龙溪街", "龙溪街道")
    assert not rules.same_street("龙溪街", "石桥街")
