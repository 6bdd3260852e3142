from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jiazong.people.places.tests import factories as place
from jiazong.people.staff import actions
from jiazong.people.staff.models import Absence, Course, Registration
from jiazong.people.staff.rules import AFTERNOON, MORNING, Away
from jiazong.people.staff.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return place.centre("ours")


@pytest.fixture
def director(client, ours):
    person = place.director(ours)
    client.force_login(person)
    return person


@pytest.fixture
def chen(ours):
    person = place.member("social_worker", "centre", ours.code)
    return make.worker(ours, "陈静", account=person)


def today():
    return timezone.localdate()


def leave(worker, **more):
    day = today().isoformat()
    return {"worker": worker.pk, "kind": "sick", "first_day": day, "first_half": 0, "last_day": day, "last_half": 1, **more}


def test_a_director_sees_what_runs_out_and_a_worker_her_own_alone(client, director, ours, chen):
    for worker in (chen, make.worker(ours, "林志豪")):
        make.registered(worker, on=today() - timedelta(days=1200))
    said = client.get(reverse("staff:qualifications")).content.decode()
    assert "陈静" in said and "林志豪" in said and "登记已过期" in said
    client.force_login(chen.account)
    said = client.get(reverse("staff:qualifications")).content.decode()
    assert "陈静" in said and "林志豪" not in said


@pytest.mark.parametrize("which", ["urgent", "unfit", "all", "x"])
def test_each_list_opens_with_nobody_on_it_and_with_three(client, director, ours, which):
    address = reverse("staff:qualifications")
    assert client.get(address, {"which": which}).status_code == 200
    for name in ("陈静", "林志豪", "何慧芳"):
        make.registered(make.worker(ours, name), on=today() - timedelta(days=1200))
    assert "何慧芳" in client.get(address, {"which": which}).content.decode()


@pytest.mark.parametrize("which", ["urgent", "all"])
def test_the_questions_of_the_list_do_not_grow(client, director, ours, which):
    asked = []
    for name in ("陈静", "林志豪", "何慧芳"):
        make.registered(make.worker(ours, name), on=today() - timedelta(days=1200))
        client.get(reverse("staff:qualifications"))
        with CaptureQueriesContext(connection) as questions:
            client.get(reverse("staff:qualifications"), {"which": which})
        asked.append(len(questions))
    assert asked[0] == asked[2] <= 32


def test_what_is_missing_is_said_in_hours_with_the_last_day(client, director, chen):
    first = today() - timedelta(days=400)
    registration = make.registered(chen, "助理社会工作师", on=first)
    typed = {"kind": "course", "title": "危机介入", "organiser": "", "day": today().isoformat(), "hours": "1.5", "number": ""}
    for _ in range(2):
        assert client.post(reverse("staff:course", args=[chen.pk]), typed).status_code == 302
    said = client.get(reverse("staff:worker", args=[chen.pk])).content.decode().replace("\u00a0", " ")
    assert f"还差 70.5 小时，到 {registration.last_day.isoformat()}" in said


def test_a_worker_writes_down_her_own_course_and_nobody_elses(client, ours, chen):
    other = make.worker(ours, "林志豪")
    client.force_login(chen.account)
    typed = {"kind": "course", "title": "伦理", "day": today().isoformat(), "hours": "6"}
    assert client.post(reverse("staff:course", args=[chen.pk]), typed).status_code == 302
    assert client.post(reverse("staff:course", args=[other.pk]), typed).status_code == 404
    course = actions.add_course(other, kind="course", day=today(), title="别人的", minutes=60, by=None)
    assert client.post(reverse("staff:course_remove", args=[other.pk, course.pk])).status_code == 404
    assert client.post(reverse("staff:course_remove", args=[chen.pk, course.pk])).status_code == 404
    assert client.post(reverse("staff:course_remove", args=[chen.pk, Course.objects.get(title="伦理").pk])).status_code == 302
    assert list(Course.objects.values_list("title", flat=True)) == ["别人的"]


@pytest.mark.parametrize("wrong", [{"hours": "x"}, {"hours": "0"}, {"title": ""}, {"day": "2999-01-01"}, {"kind": "x"}])
def test_a_course_that_cannot_be_keeps_what_was_typed(client, director, chen, wrong):
    typed = {"kind": "course", "title": "伦理", "organiser": "省社工协会", "day": today().isoformat(), "hours": "6"} | wrong
    answer = client.post(reverse("staff:course", args=[chen.pk]), typed)
    assert answer.status_code == 422
    assert "省社工协会" in answer.content.decode()
    assert not Course.objects.exists()


def test_a_registration_is_written_down_and_one_before_it_refused(client, director, chen):
    address = reverse("staff:registration", args=[chen.pk])
    typed = {"certificate": "社会工作师", "number": "ZC-1", "on": "2025-03-01", "last_day": ""}
    for _ in range(2):
        assert client.post(address, typed).status_code == 302
    assert Registration.objects.get().last_day.isoformat() == "2028-02-29"
    assert client.post(address, typed | {"on": "2024-01-01"}).status_code == 422
    assert client.post(address, typed | {"last_day": "2024-01-01"}).status_code == 422
    assert 'value="2028-03-01"' in client.get(address).content.decode()


def test_skills_are_ticked(client, director, chen):
    for _ in range(2):
        answer = client.post(reverse("staff:skills", args=[chen.pk]), {"languages": ["sign", "hakka"], "specialties": ["elderly"]})
        assert answer.status_code == 302
    said = client.get(reverse("staff:worker", args=[chen.pk])).content.decode()
    assert all(word in said for word in ("手语", "客家话", "长者"))


def test_a_worker_enters_leave_that_the_director_sees_with_its_kind_and_a_colleague_does_not(client, director, ours, chen):
    client.force_login(chen.account)
    for _ in range(2):
        assert client.post(reverse("staff:absence_new"), leave(chen)).status_code == 302
    assert Absence.objects.count() == 1
    assert "病假" in client.get(reverse("staff:absences")).content.decode()
    client.force_login(director)
    said = client.get(reverse("staff:absences")).content.decode()
    assert "病假" in said and "今天 1 人请假" in said.replace("\u00a0", " ")
    assert "病假" in client.get(reverse("staff:worker", args=[chen.pk])).content.decode()
    client.force_login(place.member("social_worker", "centre", ours.code))
    assert "病假" not in client.get(reverse("staff:absences")).content.decode()
    assert "病假" not in client.get(reverse("staff:worker", args=[chen.pk])).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"first_half": 1, "last_half": 0}, {"last_day": "2020-01-01"}, {"last_day": "2999-01-01"}, {"kind": ""}, {"first_half": "x"}]
)
def test_leave_that_cannot_be_is_sent_back(client, director, chen, wrong):
    assert client.post(reverse("staff:absence_new"), leave(chen) | wrong).status_code == 422
    assert not Absence.objects.exists()


def test_leave_over_leave_is_sent_back_and_taking_it_back_makes_room(client, chen):
    client.force_login(chen.account)
    made = make.away(chen, Away(today(), AFTERNOON, today() + timedelta(days=2), MORNING))
    assert client.post(reverse("staff:absence_new"), leave(chen)).status_code == 422
    assert client.post(reverse("staff:absence_withdraw", args=[made.pk])).status_code == 302
    assert client.post(reverse("staff:absence_withdraw", args=[made.pk])).status_code == 404
    assert client.post(reverse("staff:absence_new"), leave(chen)).status_code == 302


def test_nobody_enters_or_takes_back_anothers_leave(client, ours, chen):
    other = make.worker(ours, "林志豪")
    made = make.away(other, Away(today(), MORNING, today(), AFTERNOON))
    client.force_login(chen.account)
    assert client.post(reverse("staff:absence_new"), leave(other)).status_code == 422
    assert client.post(reverse("staff:absence_withdraw", args=[made.pk])).status_code == 404


def test_the_leave_of_another_centre_is_not_there(client, director):
    there = make.worker(place.centre("theirs", region=place.street("河涌街"), run_by=place.agency("河涌社工中心")), "何慧芳")
    made = make.away(there, Away(today(), MORNING, today(), AFTERNOON))
    assert "何慧芳" not in client.get(reverse("staff:absences")).content.decode()
    assert client.post(reverse("staff:absence_withdraw", args=[made.pk])).status_code == 404
