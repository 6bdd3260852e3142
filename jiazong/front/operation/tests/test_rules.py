from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.front.operation import rules
from jiazong.front.operation.rules import BAD, GOOD, WARNING, BadLimits, Limit

USUAL = {"backup_hours": (26, 50), "disk_free_gb": (2, 0.5)}
HERE = timezone(timedelta(hours=8))


@given(value=st.floats(0, 1000), warning=st.floats(1, 500), step=st.floats(0.5, 500))
def test_more_is_never_better_where_more_is_worse(value, warning, step):
    order, limit = [GOOD, WARNING, BAD], Limit(warning, warning + step)
    assert order.index(limit.state(value)) <= order.index(limit.state(value + 1))
    assert (limit.state(value) == BAD) == (value >= warning + step)
    less = Limit(warning + step, warning)
    assert order.index(less.state(value)) >= order.index(less.state(value + 1))


def test_what_is_not_known_is_bad():
    assert Limit(26, 50).state(None) == BAD


def test_the_operator_moves_a_limit_and_the_others_stay():
    limits = rules.read_limits("backup_hours=30/60", USUAL)
    assert limits == {"backup_hours": Limit(30, 60), "disk_free_gb": Limit(2, 0.5)}
    assert rules.read_limits("", USUAL)["disk_free_gb"].state(0.4) == BAD


@pytest.mark.parametrize("text", ["backup=1/2", "backup_hours=1", "backup_hours=a/b", "backup_hours=60/30", "disk_free_gb=1/2", "backup_hours=5/5"])
def test_a_limit_that_cannot_be_meant_is_refused(text):
    with pytest.raises(BadLimits):
        rules.read_limits(text, USUAL)


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(HERE)),
    since=st.timedeltas(timedelta(), timedelta(days=3)),
    at=st.times().map(lambda found: found.replace(second=0, microsecond=0)),
)
def test_a_daily_deed_is_due_exactly_when_its_hour_lies_between_the_last_one_and_now(now, since, at):
    last = (now - since).astimezone(UTC)
    hours = [datetime.combine(now.date() - timedelta(days=n), at, tzinfo=HERE) for n in range(5)]
    assert rules.is_due(now, at=at, last=last) == any(last < hour <= now for hour in hours)


def test_never_done_is_due_and_switched_off_is_not():
    now = datetime(2026, 11, 22, 12, tzinfo=HERE)
    assert rules.is_due(now, at=time(2, 30), last=None)
    assert not rules.is_due(now, at=None, last=None)
