"""The database alone: who sees a consent, who writes one, and what no way round the product gets past."""
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ground.transparency.tests.owner import past_policies
from jiazong.people.consent import actions, queries
from jiazong.people.consent.models import Consent, Given, Text
from jiazong.people.consent.rules import giving
from jiazong.people.consent.rules.ages import years_on
from jiazong.people.consent.tests import factories as make
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.tests import factories as residents

pytestmark = pytest.mark.django_db
AT_CENTRE = ("reception", "social_worker", "centre_director")


@pytest.fixture
def centre():
    return places.centre()


@pytest.fixture
def person(centre):
    return residents.a_person(centre)


def seen(account, word="consents.read"):
    with acting(account, word), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM consent_consent), (SELECT count(*) FROM consent_given)")
        return cursor.fetchone()


@pytest.mark.parametrize("role", AT_CENTRE)
def test_those_of_the_centre_see_what_was_agreed_to_and_the_neighbours_nothing(centre, person, role):
    make.agree(person)
    other = places.centre("tianxin")
    assert seen(places.member(role, "centre", centre.code)) == (1, 1)
    assert seen(places.member(role, "centre", other.code)) == (0, 0)


@pytest.mark.parametrize(("role", "kind"), [("street_office", "region"), ("city_bureau", "region"), ("agency_office", "agency"), ("administrator", "everywhere")])
def test_those_who_pay_watch_or_keep_the_machines_see_no_row(centre, person, role, kind):
    make.agree(person)
    code = {"region": centre.region_id, "agency": centre.agency_id, "everywhere": "*"}[kind]
    assert seen(places.member(role, kind, code)) == (0, 0)


def test_the_desk_gives_and_takes_back_as_the_web_does_it(centre, person):
    desk = places.member("reception", "centre", centre.code)
    with acting(desk, "consents.write"):
        make.agree(person, giving.SERVICE, giving.SENSITIVE, by=desk)
        assert queries.holds(person, giving.SENSITIVE)
        assert actions.withdraw(person, giving.SENSITIVE, way=giving.SPOT, by=desk) == 1
        assert not queries.holds(person, giving.SENSITIVE)
        assert queries.holds(person, giving.SERVICE)


@pytest.mark.parametrize("role", ["supervisor", "privacy_officer", "agency_office"])
def test_who_only_reads_writes_none(centre, person, role):
    kind, code = ("agency", centre.agency_id) if role != "supervisor" else ("centre", centre.code)
    reader = places.member(role, kind, code)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(reader, "consents.write"):
        make.agree(person, by=reader)


def test_a_text_somebody_agreed_to_stays_word_for_word(person):
    unused = actions.write_text("", "family", title="同意书", words="第二版", purposes=["service"], first_day=date(2026, 1, 1), source="测试", by=None)
    make.agree(person)
    with past_policies("consent_text") as cursor:
        cursor.execute("UPDATE consent_text SET words = '第二版改' WHERE id = %s", [unused.pk])
        with pytest.raises(IntegrityError, match="new version"), transaction.atomic():
            cursor.execute("UPDATE consent_text SET words = '改' WHERE id = %s", [make.text().pk])
        with pytest.raises(IntegrityError, match="new version"), transaction.atomic():
            cursor.execute("DELETE FROM consent_text WHERE id = %s", [make.text().pk])
    assert Text.objects.get(pk=unused.pk).words == "第二版改"


def _write(person, *purposes, basis=giving.CONSENT, **more):
    """An act written past every rule of the product."""
    today = timezone.localdate()
    told = {"way": "paper", "paper_number": "1", "text": make.text(), "given_on": today} | more
    act = Consent.objects.create(centre_id=person.centre_id, person=person, basis=basis, **told)
    for purpose in purposes:
        Given.objects.create(
            consent=act, centre_id=person.centre_id, person=person, purpose_id=purpose, basis=basis, given_on=told["given_on"]
        )
    return act


@pytest.mark.parametrize("years", [3, 13])
def test_under_fourteen_no_consent_stands_without_guardian_or_a_reasoned_exception(centre, years):
    child = residents.a_person(centre, "林小禾", born_on=make.born(years))
    with pytest.raises(IntegrityError, match="Under fourteen"), transaction.atomic():
        _write(child, "service")
    with pytest.raises(IntegrityError, match="reason"), transaction.atomic():
        _write(child, "service", exception="legal_duty")
    assert _write(child, "service", exception="legal_duty", reason="强制报告")


def test_a_guardian_who_was_not_checked_or_is_of_another_child_does_not_count(centre):
    child, other, mother = (residents.a_person(centre, name, born_on=make.born(age)) for name, age in (("林小禾", 8), ("王小川", 8), ("林秀兰", 35)))
    unchecked = make.guardian(child, mother)
    type(unchecked).objects.filter(pk=unchecked.pk).update(checked_on=None)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for guardianship in (unchecked, make.guardian(other, mother), make.guardian(child, mother, first_day=tomorrow)):
        with pytest.raises(IntegrityError, match="no checked guardian"), transaction.atomic():
            _write(child, "service", guardianship=guardianship)
    assert _write(child, "service", guardianship=make.guardian(child, mother))


def test_a_separate_purpose_is_never_given_in_one_go_with_others(person):
    for pair in (("service", "sensitive"), ("sensitive", "share"), ("share", "service")):
        with pytest.raises(IntegrityError, match="by itself"), transaction.atomic():
            _write(person, *pair)


def test_what_was_withdrawn_is_not_made_to_hold_again(person):
    make.agree(person)
    actions.withdraw(person, giving.SERVICE, way=giving.PHONE, by=None)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Given.objects.update(withdrawn_at=None, withdrawn_way="")


def test_the_age_of_the_database_is_the_age_of_the_rules():
    days = [date(2008, 2, 29), date(2008, 2, 28), date(2008, 3, 1), date(2012, 12, 31), date(2000, 1, 1)]
    with connection.cursor() as cursor:
        for born in days:
            for year in range(2009, 2031):
                for month, day in ((2, 27), (2, 28), (3, 1), (12, 30), (12, 31), (1, 1)):
                    on = date(year, month, day)
                    cursor.execute("SELECT app.completed_years(%s, %s)", [born, on])
                    assert cursor.fetchone()[0] == years_on(born, on)
