"""The stages of a case: which step follows which, where a case stands, what is next."""
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.service.cases.rules import path, stages

TODAY = date(2026, 3, 2)
standings = st.builds(
    path.Standing, st.sampled_from(stages.ALL), st.booleans(), st.booleans(), st.booleans(),
    st.sampled_from(["", "draft", "submitted", "approved", "returned"]),
    st.sampled_from([None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)]),
)  # fmt: skip


@given(st.lists(st.sampled_from(stages.ALL), max_size=12))
def test_no_history_leads_out_of_an_end(steps):
    now = stages.INTAKE
    for to in steps:
        try:
            stages.check_may_go(now, to)
        except stages.NotNow:
            continue
        assert now not in stages.ENDED
        now = to


def test_every_stage_is_reached_from_the_intake():
    reached, left = {stages.INTAKE}, [stages.INTAKE]
    while left:
        for to in stages.NEXT[left.pop()]:
            if to not in reached:
                reached.add(to)
                left.append(to)
    assert reached == set(stages.ALL)


@pytest.mark.parametrize("stage", stages.ALL)
def test_the_path_has_six_stops_and_at_most_one_is_now(stage):
    stops = path.path(stage, {})
    assert [one.stage for one in stops] == list(path.SIX)
    assert sum(one.state == path.NOW for one in stops) == (stage in stages.GOING_ON)
    states = [one.state for one in stops]
    assert states == sorted(states, key=[path.DONE, path.NOW, path.LATER].index)


@given(standings)
def test_every_case_that_goes_on_has_something_next_unless_only_its_evaluation_is_left_open(one):
    found = path.what_is_next(one, TODAY)
    assert len(found) == len(set(found))
    if one.stage in stages.ENDED:
        assert found == ([path.FOLLOW_UP] if one.stage == stages.CLOSED else [])
    if one.stage == stages.INTAKE:
        assert path.DECIDE_INTAKE in found
    if one.stage in (stages.INTERVENTION, stages.EVALUATION):
        assert path.NOTE in found


@given(standings)
def test_a_look_that_is_due_is_asked_for_until_a_new_assessment_is_begun(one):
    due = one.stage in stages.GOING_ON and one.review_on is not None and one.review_on <= TODAY and not one.has_open_assessment
    assert (path.REVIEW in path.what_is_next(one, TODAY)) == due
