"""When a case has ended its worker's sight ends soon, by a rule of the table; a planned follow-up keeps her until its day."""
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.transparency.models import Leaf
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import HasEnded, approving, assign, closing, following, intake
from jiazong.service.cases.actions.opening import subject_of
from jiazong.service.cases.models import Case, Closing
from jiazong.service.cases.rules import closing as rules
from jiazong.service.cases.rules import stages
from jiazong.service.cases.tests import factories as make
from tests.permissions import layers

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    case = make.a_case(ours)
    Case.objects.filter(pk=case.pk).update(stage=stages.INTERVENTION)
    case.refresh_from_db()
    return case


def hours_left(value):
    """The setting of an agency that lets a closed case go sooner."""
    with layers.as_owner() as cursor:
        cursor.execute("UPDATE access_limit SET value = %s WHERE name = 'case.closed'", [value])


def close(ours, case, until=None):
    """Report, handed in, approved by the supervisor, each under the policies."""
    told = closing.ClosingTold(TODAY(), "moved", follow_up="每月电话。" if until else "", follow_up_until=until)
    with acting(ours.people["social_worker"], "cases.write"):
        made = closing.save_closing(case, told, by=ours.people["social_worker"])
        approving.hand_in(made, to=ours.people["supervisor"], by=ours.people["social_worker"])
    with acting(ours.people["supervisor"], "cases.approve"):
        found = Closing.objects.select_related("case").get(pk=made.pk)
        approving.decide(found, by=ours.people["supervisor"], is_approved=True)
    case.refresh_from_db()


def days_left(case, who):
    held = Grant.objects.filter(subject_id=str(case.pk), account=who, purpose="casework").latest("valid_to")
    return (held.valid_to - timezone.now()) / timedelta(days=1)


def seen_by(account, word="cases.read"):
    """What the application alone gives, what the database alone gives."""
    by_rule = permissions.open_to(account, word).count()
    with acting(account, word), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_intake")
        return by_rule, cursor.fetchone()[0]


def test_a_closed_case_stays_open_to_its_worker_for_two_weeks_and_the_log_says_until_when(ours, case):
    worker = ours.people["social_worker"]
    assert days_left(case, worker) > 80
    close(ours, case)
    assert 13.9 < days_left(case, worker) <= 14
    assert seen_by(worker) == (1, 1)
    assert Leaf.objects.filter(kind="grant", subject=f"case:{case.pk}", facts__contains="case.ended").exists()


def test_when_the_days_are_over_neither_layer_opens_it(ours, case):
    hours_left(0)
    close(ours, case)
    assert seen_by(ours.people["social_worker"]) == (0, 0)


def test_a_follow_up_keeps_the_worker_until_its_day_and_the_last_look_shuts_the_file(ours, case):
    worker = ours.people["social_worker"]
    hours_left(0)
    close(ours, case, until=TODAY() + timedelta(days=40))
    assert 40 < days_left(case, worker) <= 41
    assert seen_by(worker) == (1, 1)
    with acting(worker, "cases.write"):
        following.follow_up(case, following.FollowUpTold(TODAY(), "phone", "都好。", is_last=True), by=worker)
    case.refresh_from_db()
    assert case.follow_up_until is None and seen_by(worker) == (0, 0)


def test_whoever_had_it_before_loses_it_too_though_the_one_who_approves_sees_no_grant_of_theirs(ours, case):
    colleague = ours.people["colleague"]
    hours_left(1)
    grants.give(colleague, subject_of(case), level=3, purpose="casework", source="handover", by=ours.people["centre_director"])
    close(ours, case)
    assert days_left(case, colleague) < 1 / 20


def test_a_case_that_is_refused_at_intake_ends_the_same_way(ours):
    case, worker = make.a_case(ours), ours.people["social_worker"]
    with acting(worker, "cases.write"):
        intake.decide_intake(case, "refused", by=worker, on=TODAY(), reason="不属于服务范围")
    assert days_left(case, worker) <= 14


def test_a_follow_up_is_not_planned_for_years_not_even_past_the_rule(ours, case):
    late = TODAY() + timedelta(days=181)
    with pytest.raises(rules.FollowUpDay), acting(ours.people["social_worker"], "cases.write"):
        closing.save_closing(case, closing.ClosingTold(TODAY(), "moved", follow_up="。", follow_up_until=late), by=ours.people["social_worker"])
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(stage="closed", ended_on=TODAY(), follow_up_until=late)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(follow_up_until=TODAY())


@pytest.mark.parametrize("until", [None, 40])
def test_only_a_case_that_is_followed_up_is_given_again_after_closing(ours, case, until):
    director, worker = ours.people["centre_director"], ours.workers["social_worker"]
    close(ours, case, until=until and TODAY() + timedelta(days=until))
    with acting(director, "cases.assign"):
        if until is None:
            with pytest.raises(HasEnded):
                assign(case, worker, by=director, on=TODAY())
            with pytest.raises(DatabaseError), transaction.atomic():
                grants.give(worker.account, subject_of(case), level=3, purpose="casework", source="assignment", by=director)
        else:
            assert assign(case, worker, by=director, on=TODAY()).level == 3
    assert days_left(case, worker.account) < (14.1 if until is None else 55.1)


def test_the_form_asks_until_when_what_follows(client, ours, case):
    client.force_login(ours.people["social_worker"])
    said = {"reason": "moved", "closed_on": TODAY().isoformat(), "follow_up": "每月电话。", "_seen": "0", "_window": "one", "do": "save"}
    address = reverse("cases:closing", args=[case.pk])
    assert "写明跟进到哪一天" in client.post(address, said).content.decode()
    assert client.post(address, said | {"follow_up_until": (TODAY() + timedelta(days=400)).isoformat()}).status_code == 422
    assert client.post(address, said | {"follow_up_until": (TODAY() + timedelta(days=60)).isoformat()}).status_code == 302
    assert Closing.objects.get().follow_up_until == TODAY() + timedelta(days=60)


def test_the_director_sees_whose_sight_ends_and_lets_her_go_on(client, ours, case):
    client.force_login(ours.people["centre_director"])
    assert case.code not in client.get(reverse("cases:sights")).content.decode()
    held = Grant.objects.get(subject_id=str(case.pk))
    grants.shorten(held, to=timezone.now() + timedelta(days=2), by=None)
    assert case.code in client.get(reverse("cases:sights")).content.decode()
    assert client.post(reverse("cases:renew", args=[case.pk])).status_code == 302
    assert days_left(case, ours.people["social_worker"]) > 89
    client.get(reverse("cases:sights"))
    assert case.code not in client.get(reverse("cases:sights")).content.decode()


def test_the_list_of_ending_sights_asks_no_more_for_more_rows(client, ours):
    client.force_login(ours.people["centre_director"])
    asked = []
    for _ in range(3):
        grants.shorten(Grant.objects.get(subject_id=str(make.a_case(ours).pk)), to=timezone.now() + timedelta(days=1), by=None)
        with CaptureQueriesContext(connection) as questions:
            assert client.get(reverse("cases:sights")).status_code == 200
        asked.append(len(questions))
    assert asked[0] == asked[2] <= 14
