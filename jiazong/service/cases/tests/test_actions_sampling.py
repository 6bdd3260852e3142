"""Which files a supervisor reads is drawn by the system, announced before, reckoned again by anybody, and opens for two weeks."""
import hashlib
import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants.models import Notice
from jiazong.ground.transparency import actions as transparency
from jiazong.ground.transparency.models import Leaf
from jiazong.people.supervision.rules import draws
from jiazong.people.supervision.rules.months import month_of
from jiazong.service.cases import permissions, tasks
from jiazong.service.cases.actions import sampling
from jiazong.service.cases.models import SampleMonth
from jiazong.service.cases.queries import sampling as queries
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db
CASES = 12


@pytest.fixture
def ours():
    found = make.house()
    for _ in range(CASES):
        make.a_case(found)
    return found


@pytest.fixture
def month(ours):
    """This month is announced, and the log has a checkpoint after it; then the month is over."""
    now = month_of(timezone.localdate())
    sampling.announce(now)
    transparency.sequence()
    SampleMonth.objects.update(announced_at=timezone.now() - timedelta(hours=1))
    return now


def test_what_is_announced_is_the_hash_of_what_is_laid_open_and_the_draw_comes_out_again(ours, month):
    given = sampling.draw_month(month)
    announced = Leaf.objects.get(kind="draw", subject=f"draw:{month:%Y-%m}")
    drawn = Leaf.objects.get(kind="draw", subject=f"draw:{month:%Y-%m}:{ours.centre.pk}")
    facts, told = json.loads(drawn.facts), json.loads(announced.facts)
    secret = bytes.fromhex(facts["secret"])
    assert told["hash"] == hashlib.sha256(secret).hexdigest()
    seed = draws.seed(bytes.fromhex(facts["root"]), ours.centre.pk, secret)
    again = draws.draw(seed, [one for one, _case in queries.candidates(month)[ours.centre.pk]])
    assert facts["files"] == [f"{one.case} {one.why}" for one in again]
    assert len(given) == len(again) == 3


def test_drawn_files_stand_in_the_supervisors_list_for_two_weeks_and_a_month_is_drawn_once(ours, month):
    supervisor = ours.people["supervisor"]
    given = sampling.draw_month(month)
    assert sampling.draw_month(month) == []
    for grant in given:
        assert (grant.account, grant.source, grant.level) == (supervisor, "supervisor_sample", 2)
        assert grant.valid_to - grant.valid_from == timedelta(days=14)
    with acting(supervisor, "cases.list"):
        assert permissions.held_by(supervisor, "cases.list").count() == 3
    assert Notice.objects.filter(account=supervisor, kind="sample.drawn").count() == 1


def test_a_month_that_was_not_announced_or_has_no_checkpoint_is_not_drawn(ours):
    past = date(2026, 1, 1)
    assert sampling.draw_month(past) == []
    SampleMonth.objects.create(month=past, secret=b"x" * 32)
    assert queries.checkpoint_for(past, timezone.now() + timedelta(days=1)) is None


def test_the_night_announces_the_running_month_once(ours):
    tasks.sample(0)
    tasks.sample(0)
    assert list(SampleMonth.objects.values_list("month", flat=True)) == [month_of(timezone.localdate())]
    assert Leaf.objects.filter(kind="draw").count() == 1
