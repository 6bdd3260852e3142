"""Two records of one person on screen: who it may be, side by side, linked, taken apart."""
from datetime import date

import pytest
from django.urls import reverse

from jiazong.ground.access.grants.models import Read
from jiazong.people.places.tests import factories as place
from jiazong.people.residents.actions import merging
from jiazong.people.residents.actions.keys import write_keys
from jiazong.people.residents.models import Link, Person
from jiazong.people.residents.tests import factories as make

pytestmark = pytest.mark.django_db
ID = "11010519491231002X"


@pytest.fixture
def ours():
    return place.centre("ours", name="青禾家综")


@pytest.fixture
def desk(client, ours):
    person = place.member("reception", "centre", ours.code)
    client.force_login(person)
    return person


@pytest.fixture
def pair(ours):
    kept = make.a_person(ours, "陈国秀", phone="13800138000", born_on=date(1949, 12, 31))
    other = make.a_person(ours, "陳國绣", phone="13800138000", born_on=date(1949, 12, 31), id_kind="resident_id", id_number=ID)
    for one in (kept, other):
        write_keys(one)
    return kept, other


def at(name, person, other=None):
    return reverse(f"residents:{name}", args=[person.pk]) + (f"?other={other.pk}" if other else "")


def test_the_page_of_a_person_names_who_may_be_the_same_and_why(client, desk, pair):
    page = client.get(at("link", pair[0])).content.decode()
    assert "陳國绣" in page and at("link", *pair).replace("&", "&amp;") in page
    assert "13800138000" not in page and ID not in page
    assert Read.objects.filter(account=desk).exists()


def test_the_two_are_shown_side_by_side_with_numbers_covered(client, desk, pair):
    page = client.get(at("link", *pair)).content.decode()
    assert "陈国秀" in page and "陳國绣" in page and ID not in page


def test_linking_needs_a_reason_and_keeps_what_was_chosen(client, desk, pair):
    chosen = {"name": "linked", "id_number": "linked"}
    refused = client.post(at("link", *pair), chosen)
    assert refused.status_code == 422 and not Link.objects.exists()
    assert 'value="linked"' in refused.content.decode()
    done = client.post(at("link", *pair), chosen | {"reason": "同一张身份证"})
    assert done.status_code == 302 and done["Location"] == at("person", pair[0])
    kept = Person.objects.get(pk=pair[0].pk)
    assert (kept.name, kept.id_number, kept.phones.count()) == ("陳國绣", ID, 2)
    assert client.get(at("person", pair[1]))["Location"] == at("person", pair[0])


def test_a_link_is_taken_back_on_the_page_of_the_one_kept_and_twice_is_once(client, desk, pair):
    merging.link(*pair, reason="看错了", by=desk)
    assert "看错了" in client.get(at("link", pair[0])).content.decode()
    for _ in range(2):
        assert client.post(at("apart", pair[1])).status_code == 302
    assert Link.objects.get().undone_at and Person.objects.get(pk=pair[1].pk).same_as is None


def test_a_record_that_is_linked_already_is_told_in_a_sentence(client, desk, ours, pair):
    merging.link(*pair, reason="同一人", by=desk)
    third = make.a_person(ours, "林晓禾")
    answer = client.post(at("link", third, pair[1]), {"reason": "同一人", "name": "kept", "born_on": "kept", "id_number": "kept"})
    assert answer.status_code == 422 and Link.objects.count() == 1


@pytest.mark.parametrize("name", ["link", "apart"])
def test_a_person_of_another_centre_answers_404_and_cannot_be_linked(client, desk, pair, name):
    elsewhere = place.centre("theirs", name="河涌家综", region=place.street("河涌街"), run_by=place.agency("河涌社工中心"))
    other = make.a_person(elsewhere, "陈国秀")
    assert client.post(at(name, other), {"reason": "同一人"}).status_code == 404
    assert client.post(at("link", pair[0], other), {"reason": "同一人"}).status_code == 404
    assert not Link.objects.exists()


@pytest.mark.parametrize("others", [0, 1, 3])
def test_the_questions_do_not_grow_with_those_who_are_alike(client, desk, ours, others, django_assert_max_num_queries):
    person = make.a_person(ours, "陈国秀")
    write_keys(person)
    for _ in range(others):
        write_keys(make.a_person(ours, "陳國秀", born_on=person.born_on))
    with django_assert_max_num_queries(30):
        page = client.get(at("link", person)).content.decode()
    assert page.count("陳國秀") == others
