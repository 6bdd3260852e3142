from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.supervision.rules import checks as rules
from jiazong.people.supervision.rules.checks import (
    CLEAR,
    EXPIRED,
    EXPIRING,
    FOUND,
    MISSING,
    VALID,
    WAITING,
    Asked,
)

TODAY = date(2026, 11, 22)
days = st.integers(0, 900).map(lambda back: TODAY - timedelta(days=back))
checks = st.builds(
    lambda day, result: Asked(day, result, rules.valid_until(day, 12) if result == CLEAR else None),
    days, st.sampled_from([CLEAR, FOUND, WAITING]),
)  # fmt: skip


def standing(*asked):
    return rules.standing(asked, on=TODAY, warn_days=30).state


@pytest.mark.parametrize(
    ("asked_on", "months", "until"),
    [
        (date(2026, 3, 15), 12, date(2027, 3, 14)), (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)), (date(2026, 1, 1), 12, date(2026, 12, 31)),
    ],
)  # fmt: skip
def test_a_check_holds_to_the_day_before_the_same_day(asked_on, months, until):
    assert rules.valid_until(asked_on, months) == until


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 36))
def test_a_check_holds_for_its_months_give_or_take_the_end_of_a_month(asked_on, months):
    held = (rules.valid_until(asked_on, months) - asked_on).days + 1
    assert 28 * months <= held <= 31 * months


def test_each_standing_by_an_example():
    clear = Asked(date(2026, 5, 1), CLEAR, date(2027, 4, 30))
    assert standing() == MISSING
    assert standing(Asked(date(2026, 11, 1), WAITING, None)) == WAITING
    assert standing(clear) == VALID
    assert standing(Asked(date(2025, 12, 1), CLEAR, date(2026, 11, 30))) == EXPIRING
    assert standing(Asked(date(2025, 11, 1), CLEAR, date(2026, 10, 31))) == EXPIRED
    assert standing(clear, Asked(date(2026, 6, 1), FOUND, None)) == FOUND
    assert standing(Asked(date(2026, 4, 1), FOUND, None), clear) == VALID


@given(st.lists(checks, max_size=6))
def test_something_on_record_is_never_hidden_by_a_question_that_waits(asked):
    answers = [one for one in sorted(asked, key=lambda one: one.asked_on) if one.result != WAITING]
    state = standing(*asked)
    latest = [one.result for one in answers if one.asked_on == answers[-1].asked_on] if answers else []
    assert (state == FOUND) <= (FOUND in latest)
    assert latest != [FOUND] or state == FOUND
    assert state != VALID or CLEAR in latest


@given(st.lists(checks, max_size=6))
def test_nobody_without_a_clear_answer_that_still_holds_is_called_valid(asked):
    holds = any(one.result == CLEAR and one.valid_until >= TODAY for one in asked)
    assert standing(*asked) not in (VALID, EXPIRING) or holds
