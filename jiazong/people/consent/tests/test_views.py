import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.people.consent import queries
from jiazong.people.consent.models import Consent, Given, Text
from jiazong.people.consent.rules import giving
from jiazong.people.consent.tests import factories as make
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.tests import factories as residents

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return places.centre()


@pytest.fixture
def person(centre):
    return residents.a_person(centre)


@pytest.fixture
def desk(client, centre):
    account = places.member("reception", "centre", centre.code)
    client.force_login(account)
    return account


def typed(*purposes, **more):
    told = {"purposes": purposes, "text": make.text().pk, "given_on": timezone.localdate().isoformat(), "way": "paper", "paper_number": "7"}
    return told | more


def give(client, person, *purposes, **more):
    return client.post(reverse("consent:give", args=[person.pk]), typed(*purposes, **more))


def test_giving_and_taking_back_are_one_step_each_on_the_same_page(client, desk, person):
    page = reverse("consent:person", args=[person.pk])
    assert give(client, person, "service", "sensitive").status_code == 302
    said = client.get(page).content.decode()
    back = reverse("consent:withdraw", args=[person.pk, "sensitive"])
    assert f'action="{back}"' in said and f'action="{reverse("consent:give", args=[person.pk])}"' in said
    assert client.post(back).status_code == 302
    assert not queries.holds(person, "sensitive") and queries.holds(person, "service")
    said = client.get(page).content.decode()
    assert back not in said and "已撤回" in said


def test_ordinary_purposes_are_one_act_and_each_separate_one_its_own(client, desk, person):
    give(client, person, "service", "sensitive", "share")
    acts = [sorted(one.given.values_list("purpose_id", flat=True)) for one in Consent.objects.all()]
    assert sorted(acts) == [["sensitive"], ["service"], ["share"]]


def test_sent_twice_it_counts_once(client, desk, person):
    give(client, person, "service")
    give(client, person, "service")
    assert Given.objects.count() == Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"paper_number": ""}, "请写纸的编号"), ({"purposes": []}, "请勾选同意的项目"), ({"given_on": "2099-01-01"}, "还没到"),
        ({"way": "phone", "paper_number": ""}, "见证人"),
    ],
)  # fmt: skip
def test_what_does_not_stand_is_refused_with_a_way_out_and_nothing_typed_is_lost(client, desk, person, more, said):
    answer = client.post(reverse("consent:give", args=[person.pk]), typed("service", witness="", reason="打过的字") | more)
    words = answer.content.decode()
    assert answer.status_code == 422 and said in words and "打过的字" in words
    assert not Given.objects.exists()


def test_for_a_child_the_checked_guardian_agrees(client, desk, centre):
    child, mother = residents.a_person(centre, "林小禾", born_on=make.born(8)), residents.a_person(centre, "林秀兰")
    answer = give(client, child, "service")
    assert answer.status_code == 422 and "不满十四周岁由监护人同意" in answer.content.decode()
    guardianship = make.guardian(child, mother)
    assert give(client, child, "service", guardianship=guardianship.pk).status_code == 302
    assert "监护人林秀兰代为同意" in client.get(reverse("consent:person", args=[child.pk])).content.decode()


def test_without_a_birthday_nobody_knows_who_agrees(client, desk, centre):
    unknown = residents.a_person(centre, "无名", born_on=None)
    assert "缺生日" in give(client, unknown, "service").content.decode()


def test_a_duty_of_law_holds_without_consent_and_says_why(client, desk, person):
    answer = client.post(reverse("consent:basis", args=[person.pk]), {"purpose": "sensitive", "basis": "legal_duty", "reason": "强制报告"})
    assert answer.status_code == 302
    assert queries.holds(person, "sensitive")
    assert Consent.objects.get().reason == "强制报告"
    assert "履行法定职责" in client.get(reverse("consent:person", args=[person.pk])).content.decode()


def test_whoever_does_not_serve_the_person_and_the_neighbours_have_no_page(client, centre, person):
    make.agree(person)
    client.force_login(places.member("supervisor", "centre", centre.code))
    assert client.get(reverse("consent:person", args=[person.pk])).status_code == 404
    assert client.post(reverse("consent:withdraw", args=[person.pk, "service"])).status_code == 404
    client.force_login(places.member("reception", "centre", places.centre("tianxin").code))
    assert client.get(reverse("consent:person", args=[person.pk])).status_code == 404


def test_the_page_asks_the_same_number_of_questions_for_one_act_and_for_three(client, desk, person, django_assert_num_queries):
    client.get(reverse("consent:person", args=[person.pk]))
    make.agree(person)
    with django_assert_num_queries(QUESTIONS):
        client.get(reverse("consent:person", args=[person.pk]))
    make.agree(person, giving.SENSITIVE, giving.SHARE, giving.PHOTO)
    with django_assert_num_queries(QUESTIONS):
        client.get(reverse("consent:person", args=[person.pk]))


QUESTIONS = 16


def test_an_agency_writes_its_own_version_and_it_is_asked_for(client, centre, person):
    client.force_login(places.member("privacy_officer", "agency", centre.agency_id))
    told = {"title": "青禾同意书", "words": "您好。", "purposes": ["service"], "first_day": timezone.localdate().isoformat(), "source": "青禾〔2026〕1号"}
    assert client.post(reverse("consent:text_new"), told).status_code == 302
    assert Text.objects.get(agency=centre.agency_id).version == 1
    assert queries.texts_on(timezone.localdate(), centre.agency_id)[0].title == "青禾同意书"
    assert queries.texts_on(timezone.localdate(), "another")[0].version == 1
    assert "青禾同意书" in client.get(reverse("consent:texts")).content.decode()
