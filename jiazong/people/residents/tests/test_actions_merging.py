"""Two records of one person are linked and come apart again as they were; nothing that hangs on a person is forgotten."""
from datetime import date

import pytest
from django.db import connection, models
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jiazong.ground.access.context import acting
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.actions import merging
from jiazong.people.residents.actions.finding import find
from jiazong.people.residents.actions.keys import write_keys
from jiazong.people.residents.models import Guardianship, Link, Parentage, Person, Phone, Residence, Tag
from jiazong.people.residents.queries import duplicates, relations
from jiazong.people.residents.tests import factories as make

ID = "11010519491231002X"


@pytest.fixture
def centre(db):
    return places.centre()


def two(centre):
    kept = make.a_person(centre, "陈国秀", phone="13800138000", household=make.a_household(centre), outside_number="A1", born_on=None)
    linked = make.a_person(centre, "陳國秀", phone="13900139000", outside_number="A2", id_kind="resident_id", id_number=ID, born_on=date(1949, 12, 31), sex="f")
    for one in (kept, linked):
        write_keys(one)
    child = make.a_person(centre, "林伟")
    Parentage.objects.create(centre=centre, parent=linked, child=child)
    Guardianship.objects.create(centre=centre, ward=child, guardian=linked)
    Tag.objects.create(centre=centre, person=linked, kind_id="elder_living_alone")
    return kept, linked


def everything():
    """Each row of each table that names a person, and the persons."""
    tables = {one.model for one in relations.relations()} | {Person}
    return {model.__name__: sorted(map(str, model.objects.order_by().values())) for model in tables}


def test_a_preview_shows_both_side_by_side_and_what_goes_over(centre):
    kept, linked = two(centre)
    seen = merging.preview(kept, linked)
    assert {one.choice: (one.differs, one.taken) for one in seen.sides} == {
        "name": (True, "kept"), "sex": (True, "linked"), "born_on": (True, "linked"), "died_on": (False, "kept"),
        "id_number": (True, "linked"), "registration": (False, "kept"), "languages": (False, "kept"),
    }  # fmt: skip
    assert seen.hanging == {
        "residents.guardianship.guardian": 1, "residents.parentage.parent": 1, "residents.phone.person": 1, "residents.tag.person": 1,
    }  # fmt: skip


def test_linking_takes_over_what_was_chosen_and_what_hangs_on_the_other(centre):
    kept, linked = two(centre)
    merging.link(kept, linked, take=["born_on", "id_number"], reason="同一张身份证", by=None)
    kept, linked = Person.objects.get(pk=kept.pk), Person.objects.get(pk=linked.pk)
    assert (kept.name, kept.born_on, kept.id_number, kept.id_kind, kept.sex) == ("陈国秀", date(1949, 12, 31), ID, "resident_id", "")
    assert sorted(one.number for one in kept.phones.all()) == ["13800138000", "13900139000"]
    assert relations.counts(linked) == {} and linked.same_as == kept
    assert [one.name for one in find([centre.code], "陳國秀", by=None)] == ["陈国秀"]
    assert [one.name for one in find([centre.code], ID, by=None)] == ["陈国秀"]
    assert [one.name for one in find([centre.code], "A2", by=None)] == ["陈国秀"]
    assert duplicates.find(centre) == []


def test_taking_a_link_back_restores_both(centre):
    kept, linked = two(centre)
    before = everything()
    made = merging.link(kept, linked, take=list(merging.CHOICES), reason="看错了", by=None)
    assert everything() != before
    merging.unlink(made, by=None)
    assert everything() == before
    assert {one.name for one in find([centre.code], "国秀", by=None)} == {"陈国秀", "陳國秀"}
    merging.unlink(made, by=None)
    assert everything() == before


def test_what_was_written_after_linking_stays_when_it_is_taken_back(centre):
    kept, linked = two(centre)
    made = merging.link(kept, linked, take=["born_on"], reason="同一人", by=None)
    Person.objects.filter(pk=kept.pk).update(born_on=date(1950, 1, 1))
    Phone.objects.create(centre=centre, person=kept, number="13700137000")
    merging.unlink(made, by=None)
    kept.refresh_from_db()
    assert kept.born_on == date(1950, 1, 1)
    assert sorted(one.number for one in kept.phones.all()) == ["13700137000", "13800138000"]


def test_two_homes_on_one_day_stay_with_the_two_records(centre):
    kept, linked = two(centre)
    other = make.a_household(centre, code="H2", block="4栋")
    Residence.objects.create(centre=centre, person=linked, household=other)
    made = merging.link(kept, linked, reason="同一人", by=None)
    assert relations.counts(linked) == {"residents.residence.person": 1}
    merging.unlink(made, by=None)
    assert Residence.objects.get(person=linked).household == other


def test_one_who_was_kept_before_brings_the_others_along(centre):
    kept, linked = two(centre)
    third = make.a_person(centre, "陈国锈")
    first = merging.link(linked, third, reason="同一人", by=None)
    second = merging.link(kept, linked, reason="同一人", by=None)
    third.refresh_from_db()
    assert third.same_as == kept
    merging.unlink(second, by=None)
    third.refresh_from_db()
    assert third.same_as == linked
    merging.unlink(first, by=None)
    assert not Person.objects.filter(same_as__isnull=False).exists()


def test_the_same_link_twice_is_one(centre):
    kept, linked = two(centre)
    assert merging.link(kept, linked, reason="同一人", by=None) == merging.link(kept, linked, reason="同一人", by=None)
    assert Link.objects.count() == 1


def test_what_cannot_be_linked_is_named(centre):
    kept, linked = two(centre)
    third = make.a_person(centre, "林晓禾")
    elsewhere = make.a_person(places.centre("tianxin"), "陈国秀")
    merging.link(kept, linked, reason="同一人", by=None)
    for one, other, code in ((kept, kept, "same"), (kept, elsewhere, "other_centre"), (linked, third, "linked_already"), (third, linked, "linked_already")):
        with pytest.raises(merging.CannotLink) as refused:
            merging.link(one, other, reason="同一人", by=None)
        assert refused.value.code == code


def test_reception_links_within_its_own_centre_under_the_policies(centre):
    kept, linked = two(centre)
    account = places.member("reception", "centre", centre.code)
    with acting(account, "residents.write"):
        made = merging.link(kept, linked, take=["id_number"], reason="同一人", by=account)
    with acting(account, "residents.write"):
        merging.unlink(made, by=account)
    assert Phone.objects.get(person=linked).number == "13900139000"


def test_a_table_that_is_added_tomorrow_is_covered_without_being_named(centre):
    class Visit(models.Model):
        guest = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "residents"

    try:
        assert ("residents.visit.guest") in {one.key for one in relations.relations()}
    finally:
        Person._meta.apps.all_models["residents"].pop("visit")
        Person._meta.apps.clear_cache()


def test_every_foreign_key_the_database_knows_is_among_the_relations(db):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
               JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
               WHERE c.contype = 'f' AND c.confrelid = 'residents_person'::regclass"""
        )
        known = {(table, column) for table, column in cursor.fetchall()}
    told = {(one.model._meta.db_table, one.model._meta.get_field(one.column).column) for one in relations.relations()}
    own = {(model._meta.db_table, model._meta.get_field(column).column) for model, column in relations.OWN}
    assert told | own == known and not told & own


class AnyChoice(TestCase):
    """Whatever is chosen, taking the link back gives both records again."""

    @settings(max_examples=12, deadline=None)
    @given(take=st.sets(st.sampled_from(sorted(merging.CHOICES))), turned=st.booleans())
    def test_link_and_unlink_are_nothing(self, take, turned):
        centre = places.centre(f"c{len(take)}{turned}{Person.objects.count()}")
        pair = two(centre)
        kept, linked = reversed(pair) if turned else pair
        before = everything()
        merging.unlink(merging.link(kept, linked, take=take, reason="试", by=None), by=None)
        assert everything() == before
