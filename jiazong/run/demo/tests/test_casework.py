"""The demonstration's cases stand at every stage, and the worker and her supervisor see what is theirs."""
from collections import Counter
from types import SimpleNamespace

import pytest
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.run.demo import casework
from jiazong.run.demo.loading import DemoLoaded
from jiazong.service.cases import permissions
from jiazong.service.cases.models import Case
from jiazong.service.cases.queries import approving
from jiazong.service.cases.rules import stages
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_worker_has_cases_at_every_stage_and_some_wait_for_her_supervisor() -> None:
    ours = make.house()
    worker, supervisor = ours.people["social_worker"], ours.people["supervisor"]
    for account, login in ((worker, casework.WORKER), (supervisor, casework.SUPERVISOR)):
        account.login = login
        account.save(update_fields=["login"])
    loaded = DemoLoaded("small", True, [], 1, 0, SimpleNamespace(centre=ours.centre), ours.people["centre_director"])
    made = casework.add_cases(loaded, today=timezone.localdate())
    assert len(made) == casework.CASES
    found = Counter(Case.objects.filter(pk__in=[one.pk for one in made]).values_list("stage", flat=True))
    assert set(found) == {*stages.GOING_ON, stages.CLOSED}
    assert {"red", "yellow"} < set(Case.objects.values_list("colour", flat=True))
    with acting(worker, "cases.list"):
        assert permissions.held_by(worker, "cases.list").count() == casework.CASES
    with acting(supervisor, "cases.approve"):
        assert approving.waiting_in(permissions.open_to(supervisor, "cases.approve"), but_of=supervisor)
