"""Who holds no grant on a case asks for one look, or opens it in an emergency; both are seen by others."""
import time

import pytest
from django.urls import reverse

from jiazong.ground.access import actions as access
from jiazong.ground.access.grants.models import Ask, BreakGlass, Grant, Read
from jiazong.ground.accounts import stepup
from jiazong.people.places.tests import factories as places
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    found = make.house()
    for role in ("privacy_officer", "agency_office"):
        account = places.account(role)
        access.admit(account, role=role, scope_kind="agency", scope_code=found.centre.agency_id, by=None, on=places.SINCE)
        found.people[role] = account
    return found


def at(name, *args):
    return reverse(f"cases:{name}", args=args)


def says_yes(client, ours):
    client.force_login(ours.people["privacy_officer"])
    ask = Ask.objects.get()
    assert "个案" in client.get(reverse("supervision:decide", args=[ask.pk])).content.decode()
    return client.post(reverse("supervision:decide", args=[ask.pk]), {"answer": "yes"})


@pytest.mark.parametrize(("is_restricted", "level"), [(False, 2), (True, 4)])
def test_a_director_reads_a_case_after_the_officer_said_yes_a_restricted_one_too(client, ours, is_restricted, level):
    case = make.a_case(ours, is_restricted=is_restricted)
    director = ours.people["centre_director"]
    client.force_login(director)
    assert client.get(at("case", case.pk)).status_code == 404
    assert client.post(at("ask", case.pk), {"reason": "投诉核查"}).status_code == 302
    assert says_yes(client, ours).status_code == 302
    grant = Grant.objects.get(account=director)
    assert (grant.level, grant.approver) == (level, ours.people["privacy_officer"])
    client.force_login(director)
    said = client.get(at("case", case.pk)).content.decode()
    assert make.told().issue in said and ours.person.name in said
    assert client.get(at("assess", case.pk)).status_code == 404
    assert Read.objects.get(account=director).grant == grant


def test_an_emergency_opens_a_case_and_two_others_know_at_once(client, ours):
    case = make.a_case(ours)
    director = ours.people["centre_director"]
    client.force_login(director)
    assert client.post(at("glass", case.pk), {"code": "life", "words": "孩子今晚可能出事"}).status_code == 302
    session = client.session
    session[stepup.PROVED] = {stepup.PASSWORD: int(time.time())}
    session.save()
    assert client.post(at("glass_confirm", case.pk))["Location"] == at("case", case.pk)
    assert make.told().issue in client.get(at("case", case.pk)).content.decode()
    glass = BreakGlass.objects.get()
    client.force_login(ours.people["privacy_officer"])
    assert "个案" in client.get(reverse("supervision:review", args=[glass.pk])).content.decode()
    client.post(reverse("supervision:review", args=[glass.pk]), {"verdict": "justified", "remark": "属实"})
    client.force_login(director)
    assert client.get(at("case", case.pk)).status_code == 404


def test_of_a_case_of_another_centre_nobody_learns_that_it_exists(client, ours):
    case = make.a_case(make.house("tianxin"))
    client.force_login(ours.people["centre_director"])
    for name in ("head", "ask", "glass", "glass_confirm"):
        assert client.get(at(name, case.pk)).status_code == 404
