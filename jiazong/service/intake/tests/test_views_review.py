from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.grants.models import Grant, Read
from jiazong.service.intake.models import MonthReview
from jiazong.service.intake.rules.month import month_before
from jiazong.service.intake.tests import factories as make

pytestmark = pytest.mark.django_db
LIST = reverse("intake:consultations")


@pytest.fixture
def ours():
    return make.house()


def last_month():
    return month_before(timezone.localdate())


def days_ago(day):
    return (timezone.localdate() - day).days


def told_last_month(of, count, **more):
    return [make.consultation(of, days_ago=days_ago(last_month() + timedelta(days=number)), **more) for number in range(count)]


def address(of, month=None):
    return reverse("intake:review", args=[of.centre.pk, f"{month or last_month():%Y-%m}"])


def test_a_month_shows_outcomes_who_came_again_and_who_comes_often_without_a_case(client, ours):
    told_last_month(ours, 3)
    client.force_login(ours.people["centre_director"])
    said = client.get(address(ours)).content.decode()
    assert ours.person.name in said
    make.cases.a_case(ours)
    assert ours.person.name not in client.get(address(ours)).content.decode()


def test_the_supervisor_sees_figures_and_no_name(client, ours):
    told_last_month(ours, 3)
    client.force_login(ours.people["supervisor"])
    said = client.get(address(ours)).content.decode()
    assert ours.person.name not in said
    assert "政策咨询" in said


def test_what_was_drawn_opens_to_whoever_reviews_and_nothing_else_does(client, ours):
    told = told_last_month(ours, 7)
    director = ours.people["centre_director"]
    client.force_login(director)
    readable = [one for one in told if client.get(reverse("intake:consultation", args=[one.pk])).status_code == 200]
    assert readable == []
    assert client.post(address(ours), {"open": "1"}).status_code == 302
    readable = [one for one in told if client.get(reverse("intake:consultation", args=[one.pk])).status_code == 200]
    assert len(readable) == 5
    assert Read.objects.filter(account=director, subject_type="consultation").count() == 5
    client.post(address(ours), {"open": "1"})
    assert Grant.objects.filter(subject_type="consultation").count() == 5


def test_a_month_is_marked_once_and_then_waits_no_more(client, ours):
    told_last_month(ours, 1)
    client.force_login(ours.people["centre_director"])
    assert address(ours) in client.get(reverse("intake:reviews")).content.decode()
    assert client.post(address(ours), {"remark": ""}).status_code == 422
    for _ in range(2):
        assert client.post(address(ours), {"remark": "有一位常来，已请社工跟进"}).status_code == 302
    kept = MonthReview.objects.select_related("centre").get()
    assert kept.remark == "有一位常来，已请社工跟进"
    assert "没有等着的" in client.get(reverse("intake:reviews")).content.decode()


def test_this_month_is_shown_and_cannot_be_marked_yet(client, ours):
    make.consultation(ours)
    client.force_login(ours.people["centre_director"])
    this = timezone.localdate().replace(day=1)
    assert client.get(address(ours, this)).status_code == 200
    client.post(address(ours, this), {"remark": "x"})
    assert not MonthReview.objects.exists()


@pytest.mark.parametrize("month", ["2025-13", "1999-01", "abc", "2999-01"])
def test_a_month_that_is_none_is_not_found(client, ours, month):
    client.force_login(ours.people["centre_director"])
    assert client.get(reverse("intake:review", args=[ours.centre.pk, month])).status_code == 404


def test_what_was_said_is_read_by_whoever_wrote_it_and_by_no_colleague(client, ours):
    told = make.consultation(ours)
    for who, expected in (("reception", 200), ("colleague", 404), ("social_worker", 404), ("supervisor", 404), ("centre_director", 404)):
        client.force_login(ours.people[who])
        assert client.get(reverse("intake:consultation", args=[told.pk])).status_code == expected, who


def test_the_list_asks_as_many_questions_for_one_contact_as_for_three(client, ours):
    client.force_login(ours.people["reception"])
    client.get(LIST)
    asked = []
    for _ in range(4):
        with CaptureQueriesContext(connection) as questions:
            assert client.get(LIST).status_code == 200
        asked.append(len(questions))
        make.consultation(ours)
    assert asked[1] == asked[3]
    assert asked[3] <= 16
