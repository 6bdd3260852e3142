"""A closed case that is still followed up is somebody's work: it goes along when she hands everything over."""
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from jiazong.ground.access.guarding import reach_for
from jiazong.service.cases.models import Case
from jiazong.service.cases.tests import factories as make
from jiazong.service.intake import permissions

pytestmark = pytest.mark.django_db


def test_what_is_followed_up_is_among_what_is_handed_over_until_its_day():
    ours, today = make.house(), timezone.localdate()
    case = make.a_case(ours)
    reach = reach_for(SimpleNamespace(user=ours.people["centre_director"]), "intake.allocate")
    for until, is_work in ((today + timedelta(days=3), True), (today - timedelta(days=1), False), (None, False)):
        Case.objects.filter(pk=case.pk).update(stage="closed", ended_on=today - timedelta(days=9), follow_up_until=until)
        assert permissions.given_within(reach).exists() is is_work
