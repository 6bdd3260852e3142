"""What an added task takes of the plan, and its way."""
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.review.grievances import rules
from jiazong.review.grievances.rules import Forecast, Way


def test_an_indicator_that_just_reached_its_target_is_at_risk():
    """1,200 visits done in 600 hours are 2 an hour: 10 hours lost are 20 visits, and 2,410 become 2,390 of 2,400."""
    visits = Forecast("visits", "探访", 2_400, 1_200, Fraction(2_410))
    found = rules.at_risk([visits], lost_minutes=600, direct_minutes=36_000)
    assert [(one.code, one.lost, one.ends_at) for one in found] == [("visits", 20, 2_390)]


@pytest.mark.parametrize(("forecast", "lost", "direct"), [(2_420, 600, 36_000), (2_300, 600, 36_000), (2_410, 0, 36_000), (2_410, 600, 0)])
def test_what_stays_above_or_was_below_anyway_is_not_at_risk_by_it(forecast, lost, direct):
    assert rules.at_risk([Forecast("visits", "探访", 2_400, 1_200, Fraction(forecast))], lost_minutes=lost, direct_minutes=direct) == []


@given(st.integers(1, 10_000), st.integers(0, 10_000), st.integers(0, 20_000), st.integers(1, 10_000), st.integers(1, 10_000))
def test_more_hours_lost_never_put_less_at_risk(target, done, forecast, fewer, more):
    one = Forecast("a", "甲", target, done, Fraction(max(forecast, done)))
    low, high = sorted((fewer, more))
    first, second = (rules.at_risk([one], lost_minutes=lost, direct_minutes=60_000) for lost in (low, high))
    assert len(first) <= len(second)


def test_the_share_of_a_month_without_service_is_none():
    assert rules.share_lost(60, 0) is None
    assert rules.share_lost(60, 240) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("way", "state", "may_answer", "may_refer"),
    [
        (Way(None, False, False), "asked", True, True), (Way(True, False, False), "agreed", False, True),
        (Way(False, False, False), "refused", False, True), (Way(None, True, False), "referred", True, False),
        (Way(False, True, True), "ended", False, False), (Way(None, False, True), "ended", False, False),
    ],
)  # fmt: skip
def test_a_task_is_answered_once_and_referred_once(way, state, may_answer, may_refer):
    assert rules.state_of(way) == state
    for check, may in ((rules.check_answer, may_answer), (rules.check_referral, may_refer)):
        if may:
            check(way)
        else:
            with pytest.raises(rules.NotAllowed):
                check(way)
