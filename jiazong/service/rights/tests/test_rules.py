from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.service.rights import rules

PEOPLE = st.sampled_from(["worker", "officer", "other"])


@given(st.sampled_from(rules.KINDS), st.sampled_from(rules.STATES), PEOPLE, PEOPLE, st.sampled_from(["", *rules.GROUNDS]), st.booleans())
def test_nothing_is_given_away_or_refused_by_whoever_wrote_the_request_down(kind, to, author, by, ground, is_conflict):
    try:
        rules.check_may_decide(kind, to, state=rules.OPEN, written_by=author, by=by, ground=ground, is_conflict=is_conflict)
    except rules.NotAllowed:
        return
    assert author != by or (to == rules.DONE and kind in rules.AT_THE_DESK)
    assert to not in (rules.REFUSED, rules.LOCKED) or ground in rules.GROUNDS
    assert not is_conflict or to == rules.REFUSED
    assert kind in (rules.DELETE, rules.LOCK) or to != rules.LOCKED


@pytest.mark.parametrize("state", [one for one in rules.STATES if one != rules.OPEN])
def test_a_request_is_answered_once(state):
    with pytest.raises(rules.AlreadyDecided):
        rules.check_may_decide(rules.COPY, rules.GRANTED, state=state, written_by="worker", by="officer", ground="", is_conflict=False)


@given(st.dates(date(2000, 1, 1), date(2080, 12, 31)), st.integers(0, 400))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day, months):
    later = rules.add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or later.day < day.day


def test_a_file_is_over_on_the_day_its_months_are_full_and_not_before():
    ended = date(2024, 2, 29)
    assert not rules.is_over(ended, 24, date(2026, 2, 27))
    assert rules.is_over(ended, 24, date(2026, 2, 28))
    assert not rules.is_over(None, 0, date(2026, 2, 28))
