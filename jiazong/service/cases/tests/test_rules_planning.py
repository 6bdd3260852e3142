"""A plan is handed in whole, decided once and by somebody else; what changed is told goal by goal."""
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.service.cases.rules import planning
from jiazong.service.cases.rules.planning import GoalTold, StepTold

steps = st.builds(StepTold, st.text("甲乙丙", min_size=1, max_size=3), st.sampled_from(["", "社工"]), st.sampled_from([None, date(2026, 5, 1)]))
goals = st.builds(GoalTold, st.sampled_from(["personal", "family"]), st.text("甲乙丙", min_size=1, max_size=3), st.lists(steps, max_size=3).map(tuple))
plans = st.lists(goals, max_size=5)


@given(plans)
def test_a_plan_is_whole_when_each_goal_has_steps_with_somebody_and_a_day(plan):
    whole = bool(plan) and all(goal.steps and all(step.who and step.due_on for step in goal.steps) for goal in plan)
    assert (planning.lacks(plan) == []) == whole


@given(plans, plans)
def test_every_goal_of_both_versions_stands_in_the_comparison_once(before, after):
    found = planning.changes(before, after)
    assert [one.after for one in found if one.after] == list(after)
    assert sorted(map(repr, (one.before for one in found if one.before))) == sorted(map(repr, before))
    for one in found:
        assert (one.kind == planning.SAME) == (one.before == one.after)
        assert (one.kind == planning.ADDED) == (one.before is None)
        assert (one.kind == planning.DROPPED) == (one.after is None)


@given(plans)
def test_the_same_plan_has_no_change(plan):
    assert {one.kind for one in planning.changes(plan, plan)} <= {planning.SAME}


@pytest.mark.parametrize("state", [planning.SUBMITTED, planning.APPROVED, planning.RETURNED])
def test_only_a_draft_is_changed_and_handed_in(state):
    with pytest.raises(planning.NotDraft):
        planning.check_may_submit(state, [])
    with pytest.raises(planning.Incomplete):
        planning.check_may_submit(planning.DRAFT, ["goals"])


def test_a_decision_is_made_once_and_never_by_the_author():
    planning.check_may_decide(planning.SUBMITTED, author=1, decider=2)
    with pytest.raises(planning.OwnWork):
        planning.check_may_decide(planning.SUBMITTED, author=1, decider=1)
    for state in (planning.DRAFT, planning.APPROVED, planning.RETURNED):
        with pytest.raises(planning.NotSubmitted):
            planning.check_may_decide(state, author=1, decider=2)
