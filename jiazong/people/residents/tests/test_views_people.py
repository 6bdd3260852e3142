"""One person on screen: facts, kin, moves, death, covered numbers."""
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.grants.models import Read
from jiazong.ground.custody.models import Look
from jiazong.people.places.tests import factories as place
from jiazong.people.residents.actions import families, kin
from jiazong.people.residents.models import (
    Bond,
    Guardianship,
    Household,
    Parentage,
    Person,
    Residence,
    Twin,
    Union,
)
from jiazong.people.residents.tests.test_views_families import a_big_family, family_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OF_A_PERSON = ["person", "edit", "move", "death", "kin", "guardian", "bond"]


@pytest.fixture
def ours():
    return place.centre("ours", name="青禾家综")


@pytest.fixture
def theirs():
    return place.centre("theirs", name="河涌家综", region=place.street("河涌街"), run_by=place.agency("河涌社工中心"))


@pytest.fixture
def desk(client, ours):
    person = place.member("reception", "centre", ours.code)
    client.force_login(person)
    return person


@pytest.fixture
def mother(ours):
    return Person.objects.get(residences__household=family_of(ours, phone="13800001234"))


def at(name: str, person: Person, *more: object) -> str:
    return reverse(f"residents:{name}", args=[person.pk, *more])


@pytest.mark.parametrize("name", OF_A_PERSON)
def test_a_person_of_another_centre_answers_404(client, desk, theirs, name):
    other = family_of(theirs).residences.get().person
    assert client.get(at(name, other)).status_code == 404
    assert client.post(at(name, other)).status_code in (404, 405)


def test_a_person_is_shown_with_covered_numbers_and_the_look_is_kept(client, desk, ours, mother):
    families.change_person(mother, by=None, id_kind="resident", id_number="110101199003070038")
    page = client.get(at("person", mother)).content.decode()
    assert "138****1234" in page and "13800001234" not in page and "199003070038" not in page
    look = Read.objects.get()
    assert (look.subject_type, look.subject_id, look.account) == ("person", str(mother.pk), desk)


@pytest.mark.parametrize("number", [0, 3])
def test_a_person_asks_as_often_for_much_kin_as_for_little(client, desk, ours, mother, settings, django_assert_num_queries, number):
    settings.JIAZONG_FRAME_FACTS, settings.JIAZONG_SLOW_MS = "", 60_000
    families.add_phone(mother, number="13900001111", by=None)
    for n in range(number):
        child = families.add_relative(ours, person={"name": f"孩{n}"}, by=None)
        kin.add_parent(child, mother, kind="birth", by=None)
        kin.say_bond(mother, child, kind="close", on=TODAY, by=None)
    # session, account, memberships; person; the look; telephones; stays, groups; seven of kin; record of changes
    with django_assert_num_queries(14):
        client.get(at("person", mother))


def test_one_number_is_shown_once_it_is_said_what_for(client, desk, ours, mother):
    phone = mother.phones.get()
    address = reverse("residents:uncover", args=["phone", phone.pk, "number"])
    answer = client.post(address, {"reason": "contact", "words": ""})
    assert answer.status_code == 302, answer.content.decode()[-600:]
    assert "13800001234" in client.get(answer["Location"]).content.decode()
    assert "13800001234" not in client.get(at("person", mother)).content.decode()
    assert Look.objects.filter(subject_type="residents.phone", subject_id=str(phone.pk), account=desk).exists()


@pytest.mark.parametrize("what", [("phone", "person"), ("household", "block"), ("person", "name"), ("nothing", "number")])
def test_nothing_else_is_uncovered(client, desk, ours, mother, what):
    kind, column = what
    pk = {"phone": mother.phones.get().pk, "household": mother.residences.get().household_id}.get(kind, mother.pk)
    assert client.get(reverse("residents:uncover", args=[kind, pk, column])).status_code == 404


def test_the_room_is_covered_too(client, desk, ours, mother):
    household = mother.residences.get().household
    address = reverse("residents:uncover", args=["household", household.pk, "room"])
    page = client.get(client.post(address, {"reason": "contact", "words": ""})["Location"]).content.decode()
    assert "1201" in page


def test_facts_are_changed_and_blank_numbers_stay(client, desk, ours, mother):
    families.change_person(mother, by=None, id_kind="resident", id_number="110101199003070038")
    told = {"name": "林晓荷", "sex": "f", "birth": "1988", "id_number": "", "registration": "本街道", "languages": "粤语，客家话", "phone": "", "tag": "destitute"}
    assert client.post(at("edit", mother), told).status_code == 302
    mother = Person.objects.get(pk=mother.pk)
    assert (mother.name, mother.is_birth_estimated, mother.id_number, mother.languages) == ("林晓荷", True, "110101199003070038", ["粤语", "客家话"])
    assert mother.tags.get().kind_id == "destitute" and mother.sort_key == "lin xiao he"


def test_an_id_number_that_cannot_be_keeps_what_was_typed(client, desk, ours, mother):
    told = {"name": "林晓禾", "sex": "f", "birth": "", "id_number": "110101199003070039", "registration": "本街道"}
    answer = client.post(at("edit", mother), told)
    assert answer.status_code == 422 and "本街道" in answer.content.decode()


@pytest.mark.parametrize("how", ["parent", "child", "partner", "twin"])
def test_kin_is_written_down_with_somebody_new(client, desk, ours, mother, how):
    told = {"how": how, "kind": "", "who": "", "name": "亲人", "sex": "m", "birth": "60", "since": ""}
    for _ in range(2):
        assert client.post(at("kin", mother), told).status_code == 302
        other = Person.objects.filter(name="亲人").order_by("created_at").first()
        told |= {"who": str(other.pk), "name": ""}
    kept = {"parent": Parentage.objects.filter(child=mother, parent=other), "child": Parentage.objects.filter(parent=mother, child=other),
            "partner": Union.objects.filter(one=mother, other=other), "twin": Twin.objects.filter(one=mother, other=other)}  # fmt: skip
    assert kept[how].count() == 1 and Person.objects.filter(name="亲人").count() == 1


def test_kin_that_does_not_go_with_its_way_is_refused(client, desk, ours, mother):
    told = {"how": "parent", "kind": "cohabiting", "who": "", "name": "亲人", "sex": "", "birth": "", "since": ""}
    assert client.post(at("kin", mother), told).status_code == 422
    assert not Person.objects.filter(name="亲人").exists()


def test_nobody_becomes_a_parent_of_their_own_parent(client, desk, ours, mother):
    child = families.add_relative(ours, person={"name": "孩子"}, by=None)
    kin.add_parent(child, mother, kind="birth", by=None)
    told = {"how": "parent", "kind": "", "who": str(child.pk), "name": "", "sex": "", "birth": "", "since": ""}
    answer = client.post(at("kin", mother), told)
    assert answer.status_code == 422 and not Parentage.objects.filter(child=mother).exists()


def test_somebody_of_another_centre_cannot_be_chosen(client, desk, ours, theirs, mother):
    other = family_of(theirs, "梁家俊").residences.get().person
    told = {"how": "partner", "kind": "", "who": str(other.pk), "name": "", "sex": "", "birth": "", "since": ""}
    answer = client.post(f"{at('kin', mother)}?with={other.pk}", told)
    assert answer.status_code == 422 and not Union.objects.exists()


def test_a_couple_parts(client, desk, ours, mother):
    other = families.add_relative(ours, person={"name": "丈夫"}, by=None)
    couple = kin.join(mother, other, kind="married", by=None)
    assert client.post(at("part", mother, couple.pk), {"end": "divorced", "on": "2020-01-01"}).status_code == 302
    couple.refresh_from_db()
    assert (couple.end, couple.ended_on) == ("divorced", date(2020, 1, 1))


def test_a_guardian_is_written_down_once(client, desk, ours, mother):
    child = families.add_member(mother.residences.get().household, person={"name": "孩子", "born_on": date(2018, 1, 1)}, by=None)
    told = {"who": str(mother.pk), "name": "", "sex": "", "birth": "", "kind": "父母", "since": "", "checked_on": "2026-01-01"}
    for _ in range(2):
        assert client.post(at("guardian", child), told).status_code == 302
    assert Guardianship.objects.get(ward=child, guardian=mother).checked_on == date(2026, 1, 1)


def test_a_bond_said_anew_lets_the_old_one_end_the_day_before(client, desk, ours, mother):
    other = families.add_member(mother.residences.get().household, person={"name": "妹妹"}, by=None)
    yesterday = TODAY - timedelta(days=1)
    for kind, on in (("close", yesterday), ("conflict", TODAY)):
        assert client.post(at("bond", mother), {"other": str(other.pk), "kind": kind, "on": on.isoformat()}).status_code == 302
    assert list(Bond.objects.order_by("first_day").values_list("kind", "last_day")) == [("close", yesterday), ("conflict", None)]


@pytest.mark.parametrize("what", ["parent", "couple", "twins", "guardian", "bond"])
def test_a_line_written_by_mistake_is_struck(client, desk, ours, mother, what):
    other = families.add_relative(ours, person={"name": "别人"}, by=None)
    link = {
        "parent": lambda: kin.add_parent(mother, other, kind="birth", by=None), "couple": lambda: kin.join(mother, other, kind="married", by=None),
        "twins": lambda: kin.are_twins(mother, other, is_identical=True, by=None),
        "guardian": lambda: kin.make_guardian(mother, other, kind="", by=None), "bond": lambda: kin.say_bond(mother, other, kind="close", on=TODAY, by=None),
    }[what]()  # fmt: skip
    third = families.add_relative(ours, person={"name": "第三人"}, by=None)
    assert client.post(at("strike", third, what, link.pk)).status_code == 404
    assert client.post(at("strike", mother, what, link.pk)).status_code == 302
    assert not type(link).objects.exists()


def test_a_move_ends_the_stay_the_day_before(client, desk, ours, mother):
    told = {"on": TODAY.isoformat(), "to": "new", "community": "新塱社区", "block": "1栋", "room": "", "relation": ""}
    assert client.post(at("move", mother), told).status_code == 302
    before, after = Residence.objects.filter(person=mother).order_by("created_at")
    assert (before.last_day, after.first_day, after.is_head) == (TODAY - timedelta(days=1), TODAY, True)
    assert after.household.community == "新塱社区"


def test_a_move_before_the_present_stay_is_refused_and_keeps_what_was_typed(client, desk, ours, mother):
    families.move_to_new_home(mother, home={"community": "新塱"}, on=TODAY, by=None)
    told = {"on": TODAY.isoformat(), "to": "away", "community": "", "block": "", "room": "", "relation": ""}
    answer = client.post(at("move", mother), told)
    assert answer.status_code == 422 and TODAY.isoformat() in answer.content.decode()


def test_a_move_to_the_kin(client, desk, ours, mother):
    sister = family_of(ours, "林晓苗").residences.get().person
    parent = families.add_relative(ours, person={"name": "老林"}, by=None)
    for child in (mother, sister):
        kin.add_parent(child, parent, kind="birth", by=None)
    home = sister.residences.get().household
    told = {"on": TODAY.isoformat(), "to": str(home.pk), "relation": "姐姐"}
    assert client.post(at("move", mother), told).status_code == 302
    assert Residence.objects.get(person=mother, last_day=None).household == home


def test_a_death_ends_stay_and_marriage_and_gives_the_household_another_head(client, desk, ours, mother):
    household = mother.residences.get().household
    other = families.add_member(household, person={"name": "丈夫", "sex": "m"}, by=None)
    couple = kin.join(mother, other, kind="married", by=None)
    assert client.post(at("death", mother), {"on": TODAY.isoformat()}).status_code == 302
    couple.refresh_from_db()
    assert (Person.objects.get(pk=mother.pk).died_on, couple.end) == (TODAY, "widowed")
    assert Residence.objects.get(person=other).is_head
    assert not Household.objects.get(pk=household.pk).ended_on


@pytest.mark.parametrize("on", ["1980-01-01", "2999-01-01", ""])
def test_a_death_that_cannot_be_is_refused(client, desk, ours, mother, on):
    assert client.post(at("death", mother), {"on": on}).status_code == 422
    assert Person.objects.get(pk=mother.pk).died_on is None


def test_a_double_shows_the_one_kept(client, desk, ours, mother):
    double = family_of(ours, "林晓禾").residences.get().person
    Person.objects.filter(pk=double.pk).update(same_as=mother)
    assert client.get(at("person", double))["Location"] == at("person", mother)


def test_a_supervisor_sees_no_family_and_a_worker_does(client, ours):
    household = a_big_family(ours)
    for role, status in (("supervisor", 404), ("social_worker", 200), ("centre_director", 200)):
        client.force_login(place.member(role, "centre", ours.code))
        assert client.get(reverse("residents:family", args=[household.pk])).status_code == status
