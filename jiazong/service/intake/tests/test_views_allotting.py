from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.grants.models import Grant
from jiazong.people.staff.models import Absence, AbsenceKind, Skill, WorkerSkill
from jiazong.people.supervision import actions as checks
from jiazong.people.supervision.models import Check
from jiazong.service.cases.models import Case, Transfer
from jiazong.service.intake.models import Need, Proposal
from jiazong.service.intake.queries import load
from jiazong.service.intake.rules import allotting
from jiazong.service.intake.tests import factories as make

pytestmark = pytest.mark.django_db
WAITING = reverse("intake:waiting")
numbers = count(1)


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def director(client, ours):
    client.force_login(ours.people["centre_director"])
    return client


def a_case(of, to="", **more):
    return make.cases.a_case(of, to=to, **more)


def away(worker, days=3):
    today = timezone.localdate()
    Absence.objects.create(worker=worker, kind=AbsenceKind.objects.get(code="annual"), first_day=today, last_day=today + timedelta(days=days))


def checked(of, worker):
    checks.record_check(worker, kind=Check.YEARLY, asked_on=timezone.localdate(), result="clear", number="1", words="", by=None)


def give(client, case, worker, **more):
    return client.post(reverse("intake:allocate", args=[case.pk]), {"worker": worker.pk, **more})


def test_the_director_gives_a_waiting_case_and_what_was_proposed_is_kept(director, ours):
    case, worker = a_case(ours), ours.workers["social_worker"]
    Need.objects.create(case=case, centre=ours.centre, skills=["elderly"])
    WorkerSkill.objects.create(worker=worker, skill=Skill.objects.get(code="elderly"))
    page = director.get(reverse("intake:allocate", args=[case.pk])).content.decode()
    assert worker.name in page
    assert ours.person.name not in page
    assert give(director, case, worker).status_code == 302
    case.refresh_from_db()
    assert case.worker == worker
    kept = Proposal.objects.get()
    assert (kept.is_followed, kept.chosen, kept.ranked[0]["worker"], kept.ranked[0]["fits"]) == (True, worker, worker.pk, ["elderly"])
    assert Transfer.objects.get().added_load == 3


def test_whoever_differs_says_why_and_loses_nothing_typed(director, ours):
    case, other = a_case(ours), ours.workers["centre_director"]
    assert give(director, case, other).status_code == 422
    assert Case.objects.get(pk=case.pk).worker is None
    assert not Proposal.objects.exists()
    assert give(director, case, other, reason="她认识这家的邻里").status_code == 302
    assert Proposal.objects.get().is_followed is False
    assert Transfer.objects.select_related("case").get().reason == "她认识这家的邻里"


def test_whoever_is_away_or_unchecked_is_not_proposed_and_an_unchecked_one_never_gets_a_minors_case(director, ours):
    case = a_case(ours, is_minor=True)
    checked(ours, ours.workers["colleague"])
    away(ours.workers["colleague"])
    said = director.get(reverse("intake:allocate", args=[case.pk]))
    assert "没有有效的背景查询" in said.content.decode()
    assert give(director, case, ours.workers["social_worker"], reason="急").status_code == 422
    assert Case.objects.get(pk=case.pk).worker is None
    assert give(director, case, ours.workers["colleague"], reason="明天就回来").status_code == 302


def test_a_case_given_meanwhile_is_not_given_twice(director, ours):
    case = a_case(ours, to="social_worker")
    assert give(director, case, ours.workers["colleague"], reason="x").status_code == 404
    assert Transfer.objects.count() == 1


def test_whoever_must_not_take_a_case_is_not_proposed_for_it(director, ours):
    case, worker = a_case(ours), ours.workers["social_worker"]
    barred = {"not_this": worker.pk, "why": "亲戚"}
    for _ in range(2):
        assert director.post(reverse("intake:conflict", args=[case.pk]), barred).status_code == 302
    assert give(director, case, worker, reason="坚持").status_code == 422
    assert "亲戚" not in director.get(reverse("intake:allocate", args=[case.pk])).content.decode()


def test_only_those_whose_role_opens_cases_are_proposed_and_whoever_decides_comes_last(director, ours):
    case, today = a_case(ours), timezone.localdate()
    team = load.team_of(ours.centre, on=today, by=ours.people["centre_director"])
    (asked,) = load.asked_of([case], team.weights)
    advice = allotting.propose(team.hands, asked, team.weights, on=today)
    names = [team.workers[one.hand.key] for one in advice.ranked]
    assert names == [ours.workers[role] for role in ("colleague", "social_worker", "centre_director")]
    assert {team.workers[one.hand.key] for one in advice.barred} == {ours.workers["reception"], ours.workers["supervisor"]}


def test_a_restricted_case_is_not_taken_by_whoever_gives_it(director, ours):
    case = a_case(ours, is_restricted=True)
    assert give(director, case, ours.workers["centre_director"], reason="我来").status_code == 422
    assert not Proposal.objects.exists()


def test_only_the_director_allots(client, ours):
    case = a_case(ours)
    theirs = make.house("tianxin")
    for who in (ours.people["social_worker"], ours.people["reception"], ours.people["supervisor"], theirs.people["centre_director"]):
        client.force_login(who)
        assert client.get(reverse("intake:allocate", args=[case.pk])).status_code == 404


def test_a_whole_caseload_goes_in_one_step_and_the_leaver_sees_it_for_a_week(director, ours):
    leaver = ours.workers["social_worker"]
    cases = [a_case(ours, to="social_worker") for _ in range(3)]
    address = reverse("intake:handover", args=[leaver.pk])
    assert director.get(address).status_code == 200
    typed = {f"to_{case.pk}": ours.workers["colleague"].pk for case in cases} | {"reason": "调岗", "keeps_sight": "on"}
    said = director.post(address, typed)
    assert said.status_code == 302, said.content.decode()
    assert set(Case.objects.values_list("worker_id", flat=True)) == {ours.workers["colleague"].pk}
    kept = Grant.objects.filter(source="handover", account=leaver.account, revoked_at__isnull=True)
    assert kept.count() == 3
    assert all(grant.valid_to - grant.valid_from == timedelta(days=7) for grant in kept)
    assert Proposal.objects.count() == 3


def test_a_handover_that_is_partly_wrong_changes_nothing(director, ours):
    leaver, colleague = ours.workers["social_worker"], ours.workers["colleague"]
    checked(ours, leaver)
    cases = [a_case(ours, to="social_worker"), a_case(ours, to="social_worker", is_minor=True)]
    typed = {f"to_{case.pk}": colleague.pk for case in cases} | {"reason": "调岗", "keeps_sight": "on"}
    before = Grant.objects.count()
    said = director.post(reverse("intake:handover", args=[leaver.pk]), typed)
    assert said.status_code == 422
    assert "调岗" in said.content.decode()
    assert set(Case.objects.values_list("worker_id", flat=True)) == {leaver.pk}
    assert Grant.objects.filter(revoked_at__isnull=True).count() == before
    assert not Proposal.objects.exists()


def test_a_handover_without_a_taker_for_each_case_changes_nothing(director, ours):
    one, two = (a_case(ours, to="social_worker") for _ in range(2))
    typed = {f"to_{one.pk}": ours.workers["colleague"].pk, f"to_{two.pk}": "", "reason": "离职"}
    assert director.post(reverse("intake:handover", args=[ours.workers["social_worker"].pk]), typed).status_code == 422
    assert set(Case.objects.values_list("worker_id", flat=True)) == {ours.workers["social_worker"].pk}


@pytest.mark.parametrize("address", [WAITING, reverse("intake:leavers")])
def test_a_list_asks_as_many_questions_for_one_case_as_for_three(director, ours, address):
    asked = []
    director.get(address)
    for _ in range(4):
        with CaptureQueriesContext(connection) as questions:
            assert director.get(address).status_code == 200
        asked.append(len(questions))
        a_case(ours)
        a_case(ours, to="social_worker")
    assert asked[1] == asked[3]
    assert asked[3] <= 25
