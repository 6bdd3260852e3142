from datetime import timedelta

import pytest
from django.utils import timezone

from jiazong.people.consent import actions, queries
from jiazong.people.consent.models import Given
from jiazong.people.consent.tests import factories as make
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.tests import factories as residents

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return residents.a_person(places.centre())


def today():
    return timezone.localdate()


def test_a_purpose_holds_from_its_day_until_it_is_taken_back(person):
    assert not queries.holds(person, "share") and queries.day_of(person, "share") is None
    make.agree(person, "share", on=today() - timedelta(days=3))
    assert queries.holds(person, "share") and queries.holds(person, "share", on=today() - timedelta(days=3))
    assert not queries.holds(person, "share", on=today() - timedelta(days=4))
    assert queries.day_of(person, "share") == today() - timedelta(days=3)
    actions.withdraw(person, "share", way="phone", by=None)
    assert not queries.holds(person, "share") and queries.day_of(person, "share") is None
    assert queries.holds(person, "share", on=today() - timedelta(days=1)), "what was done until then stays lawful"


def test_never_agreed_is_not_taken_back_and_agreeing_anew_opens_again(person):
    assert not queries.is_withdrawn(person, "sensitive")
    make.agree(person, "sensitive")
    actions.withdraw(person, "sensitive", way="spot", by=None)
    assert queries.is_withdrawn(person, "sensitive")
    make.agree(person, "sensitive")
    assert not queries.is_withdrawn(person, "sensitive") and queries.holds(person, "sensitive")


def test_who_is_on_record_twice_agrees_and_takes_back_for_both(person):
    twice = residents.a_person(person.centre, same_as=person)
    make.agree(twice, "photo")
    assert queries.holds(person, "photo") and queries.holds(twice, "photo")
    assert actions.withdraw(person, "photo", way="spot", by=None) == 1
    assert queries.is_withdrawn(person, "photo") and queries.is_withdrawn(twice, "photo")


def test_taking_back_twice_is_taking_back_once(person):
    make.agree(person)
    assert [actions.withdraw(person, "service", way="spot", by=None) for _ in range(2)] == [1, 0]
    assert Given.objects.count() == 1
