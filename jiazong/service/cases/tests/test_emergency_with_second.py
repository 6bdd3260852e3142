"""In an emergency a restricted file, and a minor's, opens only when the privacy officer agrees; all are told at once."""
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants import breaking, rules
from jiazong.ground.access.grants.models import Ask, BreakGlass, Grant, Notice
from jiazong.ground.accounts import stepup
from jiazong.ground.transparency.models import Leaf
from jiazong.people.supervision.queries import told_of_emergency
from jiazong.service.cases.actions.opening import subject_of
from jiazong.service.cases.tests import factories as make
from tests.permissions import layers

pytestmark = pytest.mark.django_db
KINDS = {"restricted": {"is_restricted": True}, "minor": {"is_minor": True}}


@pytest.fixture
def ours():
    found = make.house()
    make.officer(found)
    for role in ("social_worker", "centre_director"):
        make.checked(found.workers[role])
    return found


def asks(client, ours, case):
    """The director says why, proves who she is, and asks."""
    client.force_login(ours.people["centre_director"])
    assert "还要" in client.get(reverse("cases:glass", args=[case.pk])).content.decode()
    client.post(reverse("cases:glass", args=[case.pk]), {"code": "life", "words": "今晚可能出事"})
    session = client.session
    session[stepup.PROVED] = {stepup.PASSWORD: int(time.time())}
    session.save()
    return client.post(reverse("cases:glass_confirm", args=[case.pk]))


def asked_by_hand(ours, case):
    director = ours.people["centre_director"]
    with acting(director, "glass.open"):
        return breaking.ask_to_break(
            subject_of(case), by=director, code="life", words="今晚", has_fresh_proof=True, tell=told_of_emergency(case.centre),
            level=4, is_minor=False,
        )  # fmt: skip


def agrees(ours, ask, **said):
    officer = ours.people["privacy_officer"]
    with acting(officer, "grants.decide"):
        return breaking.agree(ask, by=officer, is_granted=True, tell=told_of_emergency(make.Centre(pk=ask.centre)), **said)


@pytest.mark.parametrize("kind", KINDS)
def test_asking_opens_nothing_and_tells_the_others_at_once(client, ours, kind):
    case = make.a_case(ours, **KINDS[kind])
    assert asks(client, ours, case).url == reverse("cases:head", args=[case.pk])
    assert client.get(reverse("cases:case", args=[case.pk])).status_code == 404
    assert not BreakGlass.objects.exists()
    told = {one.account for one in Notice.objects.filter(kind="glass.asked")}
    assert told == {ours.people["privacy_officer"], ours.people["agency_office"]}
    ask = Ask.objects.get()
    assert (ask.source, ask.code, ask.is_minor) == ("break_glass", "life", kind == "minor")
    assert Leaf.objects.filter(kind="break_glass", subject=f"ask:{ask.pk}").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_after_the_officer_agreed_it_is_open_for_four_hours_to_read_and_is_reviewed(client, ours, kind):
    case, director, officer = make.a_case(ours, **KINDS[kind]), ours.people["centre_director"], ours.people["privacy_officer"]
    asks(client, ours, case)
    client.force_login(officer)
    page = client.get(reverse("supervision:officer")).content.decode()
    assert "紧急" in page
    ask = Ask.objects.get()
    assert "今晚可能出事" in client.get(reverse("supervision:decide", args=[ask.pk])).content.decode()
    client.post(reverse("supervision:decide", args=[ask.pk]), {"answer": "yes"})
    glass = BreakGlass.objects.select_related("grant").get()
    grant = glass.grant
    assert (grant.account, grant.approver, grant.level) == (director, officer, 4 if kind == "restricted" else 2)
    assert grant.valid_to - grant.valid_from == timedelta(hours=4)
    assert timezone.localdate() < glass.review_by <= timezone.localdate() + timedelta(days=14)
    assert Notice.objects.filter(kind="glass.let", account=ours.people["agency_office"]).exists()
    client.force_login(director)
    assert make.told().issue in client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert client.get(reverse("cases:assess", args=[case.pk])).status_code == 404
    client.force_login(officer)
    client.post(reverse("supervision:review", args=[glass.pk]), {"verdict": "justified", "remark": "属实"})
    client.force_login(director)
    assert client.get(reverse("cases:case", args=[case.pk])).status_code == 404


def test_a_refusal_says_why_and_opens_nothing(client, ours):
    case = make.a_case(ours, is_restricted=True)
    asks(client, ours, case)
    client.force_login(ours.people["privacy_officer"])
    decide = reverse("supervision:decide", args=[Ask.objects.get().pk])
    assert client.post(decide, {"answer": "no"}).status_code == 422
    assert client.post(decide, {"answer": "no", "remark": "可以等到明天"}).status_code == 302
    assert Notice.objects.filter(kind="glass.refused", account=ours.people["centre_director"]).exists()
    assert not Grant.objects.filter(source="break_glass").exists()


def test_what_was_not_reviewed_blocks_asking_and_agreeing(ours):
    director = ours.people["centre_director"]
    cases = [make.a_case(ours, is_restricted=True) for _ in range(4)]
    for case in cases[:3]:
        agrees(ours, asked_by_hand(ours, case))
    with pytest.raises(rules.TooManyOpen):
        asked_by_hand(ours, cases[3])
    with pytest.raises(DatabaseError), transaction.atomic(), acting(director, "glass.open"):
        Ask.objects.create(**subject_of(cases[3]).columns, account=director, level=4, purpose="crisis", source="break_glass", code="life", reason="x")


def test_a_request_that_waited_too_long_lapses_and_may_be_made_again(ours):
    case = make.a_case(ours, is_restricted=True)
    ask = asked_by_hand(ours, case)
    assert asked_by_hand(ours, case) == ask
    with layers.as_owner() as cursor:
        cursor.execute("UPDATE access_limit SET value = 0 WHERE name = 'glass.wait'")
    with pytest.raises(rules.WaitedTooLong):
        agrees(ours, ask)
    assert asked_by_hand(ours, case) != ask


def test_nobody_agrees_to_her_own_emergency(ours):
    ask = asked_by_hand(ours, make.a_case(ours, is_restricted=True))
    with pytest.raises(rules.NeedsAnotherApprover):
        breaking.agree(ask, by=ours.people["centre_director"], is_granted=True)


@pytest.mark.parametrize(("kind", "level"), [("restricted", 4), ("minor", 2)])
def test_the_database_refuses_an_emergency_without_a_second_person_whatever_the_application_says(ours, kind, level):
    case, director = make.a_case(ours, **KINDS[kind]), ours.people["centre_director"]
    row = {**subject_of(case).columns, "account": director, "level": level, "purpose": "crisis", "source": "break_glass",
           "created_by": director, "valid_to": timezone.now() + timedelta(hours=1)}  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic(), acting(director, "glass.open"):
        Grant.objects.create(**row, is_minor=False)
    with pytest.raises(IntegrityError, match="access_grant_another_approves"), transaction.atomic():
        Grant.objects.create(**row, is_minor=False)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(director, "glass.open"):
        Grant.objects.create(**row, is_minor=False, approver=ours.people["privacy_officer"])


def test_the_policy_of_the_record_is_missed_when_it_is_gone_or_open(ours):
    director = ours.people["centre_director"]
    ask = asked_by_hand(ours, make.a_case(ours, is_restricted=True))
    with layers.mutated("DROP POLICY second_person ON access_breakglass"), pytest.raises(DatabaseError):
        agrees(ours, ask)
    grant = Grant.objects.filter(purpose="casework").first()
    row = {"subject_type": "case", "subject_id": grant.subject_id, "centre": grant.centre, "grant": grant, "account": director, "code": "life",
           "words": "x", "review_by": timezone.localdate()}  # fmt: skip
    for statement, may in (("SELECT 1", False), ("ALTER POLICY second_person ON access_breakglass WITH CHECK (true)", True)):
        with layers.mutated(statement):
            try:
                with transaction.atomic(), acting(ours.people["privacy_officer"], "grants.decide"):
                    BreakGlass.objects.create(**row)
                done = True
            except DatabaseError:
                done = False
            assert done is may
