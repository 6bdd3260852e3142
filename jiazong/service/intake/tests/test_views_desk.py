from urllib.parse import urlencode

import pytest
from django.urls import reverse

from jiazong.service.intake.models import Arrival, Consultation, ConsultationText
from jiazong.service.intake.tests import factories as make

pytestmark = pytest.mark.django_db
DESK = reverse("intake:desk")


@pytest.fixture
def ours():
    return make.house()


def page(client, person, address=DESK, **asked):
    client.force_login(person)
    return client.get(f"{address}?{urlencode(asked)}" if asked else address)


def test_an_empty_desk_says_that_nobody_waits(client, ours):
    said = page(client, ours.people["reception"])
    assert said.status_code == 200
    assert reverse("intake:arrive") in said.content.decode()


def test_somebody_is_put_into_the_queue_and_stands_there_with_for_whom_and_since_when(client, ours):
    client.force_login(ours.people["reception"])
    typed = {"channel": "phone", "person": str(ours.person.pk), "worker": ours.workers["social_worker"].pk, "about": "问助餐"}
    assert client.post(reverse("intake:arrive"), typed).status_code == 302
    came = Arrival.objects.select_related("centre").get()
    assert (came.person, came.household, came.channel, came.about, came.stay.state) == (ours.person, ours.household, "phone", "问助餐", "waiting")
    said = page(client, ours.people["reception"]).content.decode()
    assert ours.person.name in said
    assert ours.workers["social_worker"].name in said


def test_a_name_as_told_lies_sealed_and_is_shown_at_the_desk(client, ours):
    make.stranger(ours, "街坊阿姨")
    assert "街坊阿姨" in page(client, ours.people["reception"]).content.decode()


def test_a_question_is_answered_at_the_desk_and_whoever_asked_goes(client, ours):
    came = make.stranger(ours)
    client.force_login(ours.people["reception"])
    assert client.post(reverse("intake:serve", args=[came.pk])).status_code == 302
    address = reverse("intake:triage", args=[came.pk])
    assert client.get(address, {"outcome": "answered"}).status_code == 200
    typed = {"outcome": "answered", "kind": "policy", "content": "居住证怎么续", "answer": "带身份证到大厅", "minutes": "8"}
    for _ in range(2):
        assert client.post(address, typed).status_code == 302
    told = Consultation.objects.get()
    assert (told.outcome, told.minutes, told.channel, told.kind) == ("answered", 8, "walk_in", "policy")
    text = ConsultationText.objects.select_related("consultation__centre").get()
    assert (text.content, text.answer) == ("居住证怎么续", "带身份证到大厅")
    came.refresh_from_db()
    assert came.stay.state == "gone"


def test_the_neighbour_desk_and_the_street_know_nothing_of_it(client, ours):
    came, theirs = make.stranger(ours), make.house("tianxin")
    client.force_login(theirs.people["reception"])
    for name in ("triage", "serve"):
        method = client.post if name == "serve" else client.get
        assert method(reverse(f"intake:{name}", args=[came.pk])).status_code == 404
    assert "街坊阿姨" not in page(client, theirs.people["reception"]).content.decode()
    assert page(client, ours.people["supervisor"]).status_code == 404
