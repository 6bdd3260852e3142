"""What a closing report must say, how satisfaction is reckoned, when a referral may go."""
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.service.cases.rules import closing, referring, satisfaction, stages

SCORES = {"satisfied": 5, "fairly": 3, "not": 0}
choices = st.sampled_from(satisfaction.CHOICES)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def report(reason="withdrew", outcomes=None, risk=""):
    return closing.Report(reason, outcomes or {}, risk)


@given(st.sampled_from(stages.ALL), st.sampled_from(stages.CLOSING_REASONS), st.booleans(), st.text(" 有", max_size=3), st.integers(0, 3), st.integers(0, 3))
def test_a_case_closes_only_from_a_stage_that_may_with_every_goal_judged_and_no_open_risk_left_unsaid(stage, reason, risk, words, goals, judged):
    outcomes = {n: 0 for n in range(judged)}
    may = stages.CLOSED in stages.NEXT[stage]
    if reason == stages.REACHED:
        may = may and goals > 0 and judged >= goals
    if risk and reason != stages.DIED:
        may = may and bool(words.strip())
    try:
        closing.check_may_close(stage, report(reason, outcomes, words), goals=range(goals), open_risk=risk)
    except ValueError:
        assert not may
    else:
        assert may


@pytest.mark.parametrize(("level", "refused"), [(-3, True), (-2, False), (2, False), (3, True)])
def test_a_goal_is_reached_between_minus_two_and_plus_two(level, refused):
    try:
        closing.check_may_close(stages.EVALUATION, report(outcomes={1: level}), goals=[1], open_risk=False)
    except closing.NotALevel:
        assert refused
    else:
        assert not refused


@pytest.mark.parametrize(
    ("colour", "crisis", "acute", "is_open"),
    [("red", False, False, True), ("green", False, False, False), ("green", True, False, False), ("", True, False, True), ("yellow", False, True, True)],
)
def test_a_risk_is_open_while_red_acute_or_a_crisis_nobody_has_assessed(colour, crisis, acute, is_open):
    assert closing.has_open_risk(colour, is_crisis=crisis, is_acute=acute) is is_open


def test_the_examples_of_five_three_nought():
    mean = satisfaction.mean_of
    assert mean(["satisfied", "fairly", "not"], SCORES) == Fraction(8, 3)
    assert mean(["satisfied", "unknown"], SCORES) == 5
    assert mean(["satisfied", "unknown"], SCORES, unknown="middle") == 4
    assert mean(["unknown"], SCORES) is None and mean([], SCORES) is None


@given(st.lists(choices, max_size=40), st.integers(0, 20))
def test_not_knowing_changes_no_mean_and_the_mean_lies_on_the_scale(said, unknown):
    found = satisfaction.mean_of(said, SCORES)
    assert satisfaction.mean_of(said + ["unknown"] * unknown, SCORES) == found
    assert found is None or 0 <= found <= 5
    assert (found is None) == (set(said) <= {"unknown"})


@given(st.lists(st.dictionaries(st.sampled_from("abc"), choices, max_size=3), max_size=8))
def test_each_item_is_the_mean_of_those_who_were_asked_it(sheets):
    found = satisfaction.items(sheets, SCORES)
    assert set(found) == {item for sheet in sheets for item in sheet}
    for item, mean in found.items():
        assert mean == satisfaction.mean_of([sheet[item] for sheet in sheets if item in sheet], SCORES)


@given(st.sampled_from(referring.DIRECTIONS), days, st.one_of(st.none(), days))
def test_nothing_goes_out_without_a_consent_given_by_that_day(direction, day, consent):
    try:
        referring.check_may_refer(direction, day=day, consent_on=consent)
    except ValueError:
        assert direction == "out" and (consent is None or consent > day)
    else:
        assert direction == "in" or consent <= day


@given(days, st.integers(0, 30))
def test_an_answer_is_due_so_many_working_days_after(day, count):
    due = referring.due_on(day, count, lambda one: one.weekday() < 5)
    worked = sum((day + timedelta(days=n)).weekday() < 5 for n in range(1, (due - day).days + 1))
    assert worked == count


def test_an_answer_is_written_once_and_not_before_the_referral():
    day = date(2026, 3, 2)
    referring.check_may_answer(answer="accepted", day=day, answered_on=day, answered_before=False)
    with pytest.raises(referring.AlreadyAnswered):
        referring.check_may_answer(answer="refused", day=day, answered_on=day, answered_before=True)
    with pytest.raises(referring.BeforeReferral):
        referring.check_may_answer(answer="refused", day=day, answered_on=day - timedelta(days=1), answered_before=False)
