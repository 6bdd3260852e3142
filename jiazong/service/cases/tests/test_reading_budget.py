"""Whoever reads files she does not work on reads so many pages and no more; the privacy officer sees who was refused."""
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import queries, rules
from jiazong.ground.access.grants.models import Grant, Limit, Read
from jiazong.service.cases.actions.opening import subject_of
from jiazong.service.cases.tests import factories as make
from tests.permissions import layers

pytestmark = pytest.mark.django_db
MOST_HOUR, MOST_DAY = 3, 5


@pytest.fixture
def ours():
    found = make.house()
    make.officer(found)
    with layers.as_owner() as cursor:
        for name, value in (("reads.hour", MOST_HOUR), ("reads.day", MOST_DAY)):
            cursor.execute("INSERT INTO access_limit (name, first_day, value, unit, source) VALUES (%s, %s, %s, 'pages', '测试')", [name, timezone.localdate(), value])
    return found


@pytest.fixture
def case(ours):
    """A case its worker works on and the director was let look at."""
    made = make.a_case(ours)
    director = ours.people["centre_director"]
    grants.give(
        director, subject_of(made), level=rules.READ, purpose="approval", source=rules.APPROVAL_STEP, by=ours.people["privacy_officer"],
        approver=ours.people["privacy_officer"],
    )  # fmt: skip
    return made


def opened(client, person, case) -> int:
    client.force_login(person)
    return client.get(reverse("cases:case", args=[case.pk])).status_code


def aged(hours: float) -> None:
    """All looks so far were made so long ago."""
    with layers.as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE access_read DISABLE TRIGGER access_read_stays, NO FORCE ROW LEVEL SECURITY")
        cursor.execute("UPDATE access_read SET at = at - make_interval(secs => %s)", [hours * 3600])
        cursor.execute("ALTER TABLE access_read ENABLE TRIGGER access_read_stays, FORCE ROW LEVEL SECURITY")


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 100), st.integers(1, 300))
def test_nothing_more_is_read_once_an_hour_or_a_day_is_full(hour, day, most_hour, most_day):
    said = rules.over_budget({"hour": rules.Spent(hour, most_hour), "day": rules.Spent(day, most_day)})
    assert (said == "") is (hour < most_hour and day < most_day)
    assert (said == "day") is (day >= most_day)


def test_the_settings_are_dated_and_say_where_they_come_from():
    found = {one.name: (one.value, one.source[:6]) for one in Limit.objects.filter(name__startswith="reads.")}
    assert found == {
        "reads.hour": (60, "产品默认设置"), "reads.day": (200, "产品默认设置"), "reads.night_from": (22, "产品默认设置"), "reads.night_to": (6, "产品默认设置"),
    }  # fmt: skip


def test_an_hour_full_of_pages_opens_no_more_and_says_so(client, ours, case):
    director = ours.people["centre_director"]
    assert [opened(client, director, case) for _ in range(MOST_HOUR + 2)] == [200] * MOST_HOUR + [429] * 2
    said = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert f"{MOST_HOUR} 页" in said and "紧急查阅" in said and case.code not in said
    assert Read.objects.filter(account=director, what=rules.REFUSED).count() == 3


def test_it_opens_again_when_the_hour_is_over_until_the_day_is_full(client, ours, case):
    director = ours.people["centre_director"]
    assert {opened(client, director, case) for _ in range(MOST_HOUR)} == {200}
    with_owner = queries.reads_spent(director)
    assert with_owner == {"hour": rules.Spent(3, MOST_HOUR), "day": rules.Spent(3, MOST_DAY)}
    aged(2)
    assert [opened(client, director, case) for _ in range(3)] == [200, 200, 429]
    aged(25)
    assert opened(client, director, case) == 200


def test_the_worker_of_the_case_reads_as_often_as_the_work_asks(client, ours, case):
    assert {opened(client, ours.people["social_worker"], case) for _ in range(MOST_DAY + 2)} == {200}


def test_an_emergency_waits_for_no_budget(client, ours, case):
    director = ours.people["centre_director"]
    for _ in range(MOST_HOUR + 1):
        opened(client, director, case)
    grants.revoke(Grant.objects.get(account=director), by=None)
    grants.give(director, subject_of(case), level=rules.READ, purpose="crisis", source=rules.BREAK_GLASS, by=director, reason="life")
    assert opened(client, director, case) == 200


def test_the_privacy_officer_sees_who_was_refused_and_who_read_most(client, ours, case):
    director, officer = ours.people["centre_director"], ours.people["privacy_officer"]
    for _ in range(MOST_HOUR + 1):
        opened(client, director, case)
    opened(client, ours.people["social_worker"], case)
    client.force_login(officer)
    assert f"{director.name} 七天里有 1 次" in client.get(reverse("supervision:officer")).content.decode()
    said = client.get(reverse("supervision:reads")).content.decode()
    assert "最近七天谁看得多" in said and "没有打开：看得太多" in said
    found = list(queries.busy_readers([case.centre_id]))
    assert [(one["account"], one["pages"], one["files"], one["refused"]) for one in found] == [
        (director.pk, MOST_HOUR, 1, 1), (ours.people["social_worker"].pk, 1, 1, 0),
    ]  # fmt: skip


def test_a_look_at_night_is_counted_as_one(client, ours, case):
    opened(client, ours.people["social_worker"], case)
    night = timezone.localtime().replace(hour=23, minute=30) - timedelta(days=1)
    aged((timezone.now() - night).total_seconds() / 3600)
    assert [one["at_night"] for one in queries.busy_readers([case.centre_id])] == [1]
