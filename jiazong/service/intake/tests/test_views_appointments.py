import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jiazong.service.intake.models import Appointment, Arrival
from jiazong.service.intake.tests import factories as make

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def desk(client, ours):
    client.force_login(ours.people["reception"])
    return client


def typed(of, clock="09:30", **more):
    told = {"outcome": "appointment", "kind": "support", "worker": of.workers["social_worker"].pk, "day": TOMORROW.isoformat()}
    return told | {"begins": clock, "lasts": "60", "note": "想谈谈孩子"} | more


def book(desk, of, **more):
    return desk.post(reverse("intake:triage", args=[make.arrival(of).pk]), typed(of, **more))


def test_an_appointment_is_made_at_the_desk_and_the_same_hour_is_refused_with_everything_typed_kept(desk, ours):
    assert book(desk, ours).status_code == 302
    said = book(desk, ours)
    assert said.status_code == 422
    assert "想谈谈孩子" in said.content.decode()
    assert Appointment.objects.count() == 1


def test_looking_at_free_times_keeps_nothing_and_loses_nothing(desk, ours):
    book(desk, ours)
    said = book(desk, ours, pick="14:00").content.decode()
    assert 'value="14:00"' in said
    assert "想谈谈孩子" in said
    assert 'value="09:30"' not in said
    assert Appointment.objects.count() == 1


def test_whoever_comes_is_put_into_the_queue_for_her_worker(desk, ours):
    book(desk, ours)
    made = Appointment.objects.get()
    for _ in range(2):
        assert desk.post(reverse("intake:turn_up", args=[made.pk])).status_code == 302
    assert Arrival.objects.filter(appointment=made, worker=made.worker).count() == 1
    page = desk.get(reverse("intake:appointments"), {"day": TOMORROW.isoformat()}).content.decode()
    assert "来了" in page


def test_one_called_off_frees_the_hour_and_takes_nobody_in(desk, ours):
    book(desk, ours)
    made = Appointment.objects.get()
    assert desk.post(reverse("intake:cancel", args=[made.pk])).status_code == 302
    desk.post(reverse("intake:turn_up", args=[made.pk]))
    assert not Arrival.objects.filter(appointment=made).exists()
    assert book(desk, ours).status_code == 302


@pytest.mark.parametrize("day", ["", "nonsense", "2026-02-31", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_shows_today(desk, ours, day):
    assert desk.get(reverse("intake:appointments"), {"day": day}).status_code == 200


def test_the_queue_is_sent_again_only_when_something_changed(desk, ours):
    make.stranger(ours)
    address = reverse("intake:queue")
    page = desk.get(address, {"seen": "something else"})
    mark = re.search(r"seen=(\w+)", page.content.decode())[1]
    assert page.headers["ETag"] == f'"{mark}"'
    assert desk.get(address, {"seen": mark}).status_code == 204
    assert desk.get(address, headers={"If-None-Match": f'"{mark}"'}).status_code == 304
    make.stranger(ours)
    assert desk.get(address, {"seen": mark}).status_code == 200


def test_reception_begins_at_the_desk_and_the_director_sees_what_waits(desk, client, ours):
    assert desk.get(reverse("desk:home")).headers["Location"] == reverse("intake:desk")
    make.cases.a_case(ours, to="")
    client.force_login(ours.people["centre_director"])
    assert reverse("intake:waiting") in client.get(reverse("desk:home")).content.decode()


def test_the_desk_asks_as_many_questions_for_one_as_for_many(desk, ours):
    asked = []
    desk.get(reverse("intake:desk"))
    for count in (0, 1, 2, 20):
        for _ in range(count):
            make.stranger(ours)
        with CaptureQueriesContext(connection) as questions:
            assert desk.get(reverse("intake:desk")).status_code == 200
        asked.append(len(questions))
    assert asked[1] == asked[3]
    assert asked[3] <= 20
