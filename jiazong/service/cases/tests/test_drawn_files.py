"""A drawn file of a minor, or a restricted one, opens only when a second person says yes: the director, or the privacy officer."""
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants import asking
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Ask, Grant, Notice
from jiazong.ground.transparency import actions as transparency
from jiazong.people.supervision.rules.months import month_after, month_of
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import sampling
from jiazong.service.cases.models import SampleMonth
from jiazong.service.cases.tests import factories as make
from tests.permissions import layers

pytestmark = pytest.mark.django_db
LIST = "cases:drawn_files"


@pytest.fixture
def ours():
    """A centre whose worker and supervisor may see minors, with a minor's case and a restricted one; the month is drawn."""
    found = make.house()
    make.officer(found)
    for role in ("social_worker", "supervisor"):
        make.checked(found.workers[role])
    found.minor = make.a_case(found, is_minor=True)
    found.restricted = make.a_case(found, is_restricted=True)
    month = month_of(timezone.localdate())
    sampling.announce(month)
    transparency.sequence()
    SampleMonth.objects.update(announced_at=timezone.now() - timedelta(hours=1))
    found.given = sampling.draw_month(month)
    return found


def ask_of(case):
    return Ask.objects.select_related("account").get(subject_id=str(case.pk))


def post(client, account, case, **said):
    client.force_login(account)
    return client.post(reverse("cases:drawn_decide", args=[ask_of(case).pk]), said)


def test_the_draw_asks_for_both_and_opens_neither_and_whoever_decides_is_told(ours):
    supervisor = ours.people["supervisor"]
    assert ours.given == [] and not Grant.objects.filter(source="supervisor_sample").exists()
    assert (ask_of(ours.minor).level, ask_of(ours.restricted).level) == (2, 4)
    assert ask_of(ours.minor).account == supervisor and ours.minor.code in ask_of(ours.minor).reason
    told = {one.account for one in Notice.objects.filter(kind="sample.asked")}
    assert told == {ours.people["centre_director"], ours.people["privacy_officer"]}


def test_the_director_opens_a_minors_file_with_one_press_and_the_supervisor_reads_it_for_two_weeks(client, ours):
    director, supervisor = ours.people["centre_director"], ours.people["supervisor"]
    client.force_login(director)
    page = client.get(reverse(LIST)).content.decode()
    assert ours.minor.code in page and ours.restricted.code not in page
    post(client, director, ours.minor, do="open")
    grant = Grant.objects.get(source="supervisor_sample")
    assert (grant.account, grant.approver, grant.level, grant.is_minor) == (supervisor, director, 2, True)
    assert grant.valid_to - grant.valid_from == timedelta(days=14)
    client.force_login(supervisor)
    assert make.told().issue in client.get(reverse("cases:case", args=[ours.minor.pk])).content.decode()
    client.force_login(director)
    assert ours.minor.code in client.get(reverse(LIST) + "?show=decided").content.decode()


def test_a_restricted_file_is_decided_by_the_privacy_officer_alone(client, ours):
    assert post(client, ours.people["centre_director"], ours.restricted, do="open").status_code == 404
    post(client, ours.people["privacy_officer"], ours.restricted, do="open")
    grant = Grant.objects.get(source="supervisor_sample")
    assert (grant.level, grant.approver) == (4, ours.people["privacy_officer"])
    with acting(ours.people["supervisor"], "cases.read"):
        assert list(permissions.open_to(ours.people["supervisor"], "cases.read")) == [ours.restricted]


def test_a_refusal_says_why_and_the_month_of_supervision_shows_it(client, ours):
    director = ours.people["centre_director"]
    post(client, director, ours.minor, do="refuse", remark="  ")
    assert ask_of(ours.minor).decided_at is None
    post(client, director, ours.minor, do="refuse", remark="孩子的家长是督导的同事")
    assert ask_of(ours.minor).is_granted is False
    client.force_login(ours.people["supervisor"])
    after = month_after(month_of(timezone.localdate()))
    page = client.get(reverse("supervision:month") + f"?month={after:%Y-%m}").content.decode()
    assert "孩子的家长是督导的同事" in page and ours.minor.code in page and ours.restricted.code in page
    assert "等另一个人同意" in page


def test_a_supervisor_without_a_record_check_is_not_let_to_a_minor_even_by_a_yes(client, ours):
    case = make.a_case(ours, is_minor=True)
    ask = asking.ask_for_drawn(
        sampling.subject_of(case), reader=ours.people["colleague"], reason="case.sample 2026-01 1 open", level=2, is_minor=False
    )
    with pytest.raises(asking.NotChecked), acting(ours.people["centre_director"], "samples.decide"):
        asking.decide(ask, by=ours.people["centre_director"], is_granted=True)


def test_nobody_decides_about_herself_or_about_her_own_case(client, ours):
    director = ours.people["centre_director"]
    own = make.a_case(ours, to="")
    type(own).objects.filter(pk=own.pk).update(worker=ours.workers["centre_director"])
    asking.ask_for_drawn(sampling.subject_of(own), reader=ours.people["supervisor"], reason="x", level=2, is_minor=False)
    assert post(client, director, own, do="open").status_code == 404
    with acting(director, "samples.decide"):
        assert not Ask.objects.filter(subject_id=str(own.pk)).update(decided_by=director)
    with pytest.raises(levels.NeedsAnotherApprover):
        asking.decide(ask_of(ours.minor), by=ours.people["supervisor"], is_granted=True)


def by_hand(ours, case, who, *, level, account="supervisor", source="supervisor_sample", purpose="supervision"):
    """The grant written by plain SQL, as somebody who got round the application."""
    with transaction.atomic(), acting(ours.people[who], "samples.decide"):
        Grant.objects.create(
            subject_type="case", subject_id=str(case.pk), centre=case.centre_id, account=ours.people[account], level=level, purpose=purpose,
            source=source, approver=ours.people[who], created_by=ours.people[who], valid_to=timezone.now() + timedelta(hours=3),
        )  # fmt: skip


FORBIDDEN = {
    "a director a restricted file": ("restricted", "centre_director", {"level": 4}),
    "a worker anything": ("minor", "colleague", {"level": 2}),
    "the supervisor for herself": ("minor", "supervisor", {"level": 2}),
    "a file nobody asked for": ("other", "centre_director", {"level": 2}),
    "more than was asked for": ("minor", "centre_director", {"level": 4}),
    "to somebody else than asked": ("minor", "centre_director", {"level": 2, "account": "social_worker"}),
    "an emergency nobody asked for": ("minor", "privacy_officer", {"level": 2, "source": "break_glass", "purpose": "crisis"}),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_database_alone_refuses(ours, what):
    which, who, told = FORBIDDEN[what]
    ours.other = make.a_case(ours)
    with pytest.raises(DatabaseError):
        by_hand(ours, getattr(ours, which), who, **told)


def test_each_new_policy_is_missed_when_it_is_gone_or_open(ours):
    ours.other = make.a_case(ours)
    with layers.mutated("DROP POLICY second_person ON access_grant"), pytest.raises(DatabaseError):
        by_hand(ours, ours.minor, "centre_director", level=2)
    with layers.mutated("ALTER POLICY second_person ON access_grant WITH CHECK (true)"):
        by_hand(ours, ours.other, "centre_director", level=2)
    type(ours.minor).objects.filter(pk=ours.minor.pk).update(worker=ours.workers["centre_director"])
    for statement, is_stopped in (("SELECT 1", True), ("DROP POLICY never_my_own_case ON access_ask", False)):
        with layers.mutated(statement), acting(ours.people["centre_director"], "samples.decide"):
            changed = Ask.objects.filter(subject_id=str(ours.minor.pk)).update(decided_by=ours.people["centre_director"])
        assert changed == (0 if is_stopped else 1)


def test_the_list_asks_no_more_for_more_rows(client, ours):
    client.force_login(ours.people["privacy_officer"])
    asked = []
    for _ in range(3):
        case = make.a_case(ours, is_restricted=True)
        asking.ask_for_drawn(sampling.subject_of(case), reader=ours.people["supervisor"], reason="x", level=4, is_minor=False)
        with CaptureQueriesContext(connection) as questions:
            assert client.get(reverse(LIST)).status_code == 200
        asked.append(len(questions))
    assert asked[0] == asked[2] <= 14
