from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.service.crisis import rules

MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))
MAYBE = st.none() | MOMENTS


@given(MOMENTS, st.integers(0, 10_000), MAYBE, MAYBE, MOMENTS)
def test_a_report_is_late_exactly_when_its_time_is_over_and_no_authority_knows(found, minutes, told, ended, now):
    due = rules.due_at(found, minutes)
    state = rules.standing(due_at=due, first_told_at=told, ended_at=ended, now=now)
    assert (state == rules.LATE) == (ended is None and told is None and now >= found + timedelta(minutes=minutes))
    assert (state == rules.ENDED) == (ended is not None)


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_nobody_agrees_to_an_end_who_wrote_the_report_or_asked_for_it(author, asker, decider):
    if decider in (author, asker):
        with pytest.raises(rules.NeedsAnother):
            rules.check_may_decide(decider, involved={author, asker})
    else:
        rules.check_may_decide(decider, involved={author, asker})


@pytest.mark.parametrize("suspected", [True, False])
@pytest.mark.parametrize("recipient", ["police", "guardian", "school"])
def test_only_a_suspected_guardian_is_not_told(recipient, suspected):
    if suspected and recipient == "guardian":
        with pytest.raises(rules.GuardianIsSuspected):
            rules.check_may_tell(recipient, is_guardian_suspected=suspected, is_ended=False)
    else:
        rules.check_may_tell(recipient, is_guardian_suspected=suspected, is_ended=False)


def test_what_no_authority_knows_is_dismissed_with_a_reason_never_closed_as_done():
    with pytest.raises(rules.NotToldYet):
        rules.check_may_ask_end(rules.CLOSED, first_told_at=None, is_ended=False)
    rules.check_may_ask_end(rules.DISMISSED, first_told_at=None, is_ended=False)
    with pytest.raises(rules.HasEnded):
        rules.check_may_ask_end(rules.DISMISSED, first_told_at=None, is_ended=True)
