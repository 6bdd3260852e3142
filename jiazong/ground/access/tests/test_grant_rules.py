from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.access import table
from jiazong.ground.access.grants import queries, rules
from jiazong.ground.access.grants.models import Purpose
from jiazong.ground.access.grants.rules import Sight

T0 = datetime(2026, 11, 22, tzinfo=UTC)
seconds = st.integers(-100, 100).map(lambda n: T0 + timedelta(seconds=n))
ALL_WELL = {"words": "要看", "has_fresh_proof": True, "open_now": 0, "most_open": 3, "overdue": 0, "told": 2}


@given(seconds, seconds, st.none() | seconds, seconds, st.sampled_from(rules.LEVELS), st.sampled_from(rules.LEVELS))
def test_a_grant_is_open_from_its_first_moment_to_before_its_last_for_its_level_and_purpose(begins, ends, revoked, now, held, asked):
    sight = Sight(held, "supervision", begins, ends, revoked)
    is_open = rules.is_open(sight, level=asked, purposes={"supervision"}, now=now)
    assert is_open == (held >= asked and begins <= now < min(ends, revoked or ends))
    assert not rules.is_open(sight, level=asked, purposes={"crisis"}, now=now)


@given(
    st.sampled_from(rules.LEVELS), st.sampled_from(rules.SOURCES), st.sampled_from(["a", "b"]), st.sampled_from([None, "a", "b"]),
    st.booleans(), st.lists(st.sampled_from([*rules.OFFICES, "supervisor"]), max_size=2), st.integers(-2, 5),
)  # fmt: skip
def test_a_grant_is_given_exactly_when_office_second_person_and_time_allow(level, source, account, approver, is_minor, offices, hours):
    given_to = {"level": level, "source": source, "account": account, "approver": approver, "is_minor": is_minor, "offices": offices}
    needs = level >= 4 or is_minor or source in ("approval_step", "disclosure")
    right = not set(offices) & set(rules.OFFICES) and (not needs or approver not in (None, account)) and 0 < hours <= 4
    try:
        rules.check_may_give(**given_to, lasts=timedelta(hours=hours), limit=timedelta(hours=4))
    except rules.NotGranted:
        assert not right
    else:
        assert right


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"words": "  "}, rules.NoReason), ({"has_fresh_proof": False}, rules.ProofTooOld), ({"overdue": 1}, rules.ReviewOverdue),
        ({"open_now": 3}, rules.TooManyOpen), ({"told": 1}, rules.NobodyToTell),
    ],
)  # fmt: skip
def test_each_thing_missing_keeps_the_glass_whole(wrong, fault):
    rules.check_may_break_glass(**ALL_WELL)
    with pytest.raises(fault):
        rules.check_may_break_glass(**ALL_WELL | wrong)


def test_offices_and_words_of_the_lists_exist():
    assert set(rules.OFFICES) <= set(table.roles())
    assert set(queries._purposes()) <= set(table.cells())


@pytest.mark.django_db
def test_the_database_knows_the_purposes_of_the_list():
    kept = {(one.word, one.purpose) for one in Purpose.objects.all()}
    assert kept == {(word, purpose) for word, purposes in queries._purposes().items() for purpose in purposes}
