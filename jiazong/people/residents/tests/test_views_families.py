"""The list, registering, and one family on screen."""
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.grants.models import Read
from jiazong.people.places.tests import factories as place
from jiazong.people.residents.actions import families, kin
from jiazong.people.residents.models import Household, Person, Residence, Tag, TagKind
from jiazong.people.residents.views import lists

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


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


def family_of(centre, name="林晓禾", *, born_on=date(1988, 3, 9), phone="", **home) -> Household:
    told = {"name": name, "sex": "f", "born_on": born_on}
    made = families.register(
        centre, person=told, home={"community": "青禾社区", "block": "3栋", "room": "1201", **home}, by=None, on=TODAY, phone=phone
    )
    return made.residences.get().household


def typed(**more):
    return {"name": "林晓禾", "sex": "f", "birth": "38", "phone": "138 0000 1234", "community": "青禾社区", "block": "3栋", "room": "1201", "tag": ""} | more


def test_a_family_is_registered_with_six_things(client, desk, ours):
    answer = client.post(reverse("residents:new"), typed(centre=ours.code, tag="minimum_living"))
    household = Household.objects.get()
    assert answer["Location"] == reverse("residents:family", args=[household.pk])
    person = Person.objects.get()
    assert (person.name, person.is_birth_estimated, person.phones.get().number) == ("林晓禾", True, "13800001234")
    assert person.residences.get().is_head and household.room == "1201"
    assert Tag.objects.get().kind_id == "minimum_living"


def test_a_name_alone_is_enough(client, desk, ours):
    assert client.post(reverse("residents:new"), {"name": "龘", "centre": ours.code}).status_code == 302
    assert Person.objects.get().name == "龘"


def test_who_may_be_known_stands_beside_the_form_once_and_hinders_nobody(client, desk, ours):
    known = family_of(ours, phone="13800001234").residences.get().person
    first = client.post(reverse("residents:new"), typed(centre=ours.code, birth="1988-03-09"))
    assert first.status_code == 422 and str(known.pk) in first.content.decode()
    assert "138 0000 1234" in first.content.decode()
    again = client.post(reverse("residents:new"), typed(centre=ours.code, birth="1988-03-09", seen=str(known.pk)))
    assert again.status_code == 302 and Person.objects.count() == 2


def test_the_piece_beside_the_form_tells_who_sounds_alike(client, desk, ours):
    family_of(ours, "单晓禾")
    page = client.post(reverse("residents:alike"), typed(name="单晓荷", birth="1988-03-09", centre=ours.code), headers={"HX-Request": "true"})
    assert "单晓禾" in page.content.decode() and "<html" not in page.content.decode()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "a\x01b"}, {"birth": "昨天"}, {"birth": "2999"}, {"phone": "12"}, {"tag": "disabled"}])
def test_what_cannot_be_read_keeps_what_was_typed(client, desk, ours, wrong):
    answer = client.post(reverse("residents:new"), typed(centre=ours.code) | wrong)
    assert answer.status_code == 422 and "1201" in answer.content.decode()
    assert not Person.objects.exists()


def test_the_list_shows_families_within_reach_and_nobody_else(client, desk, ours, theirs):
    family_of(ours, "陈静")
    other = family_of(theirs, "梁家俊")
    page = client.get(reverse("residents:list")).content.decode()
    assert "陈静" in page and "梁家俊" not in page
    for name in ("residents:family", "residents:household_edit", "residents:add", "residents:tie"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 404


def test_an_empty_list_says_what_to_do(client, desk):
    assert 'class="empty"' in client.get(reverse("residents:list")).content.decode()


@pytest.mark.parametrize("asked", ["lxh", "林晓", "1234", "3栋1201"])
def test_a_family_is_found_by_what_reception_types(client, desk, ours, asked):
    family_of(ours, phone="13800001234")
    assert "林晓禾" in client.get(reverse("residents:list"), {"q": asked}).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_three_families_as_for_one(client, desk, ours, settings, django_assert_num_queries, number):
    settings.JIAZONG_FRAME_FACTS, settings.JIAZONG_SLOW_MS = "", 60_000
    for name in ("陈静", "林志豪", "黄晓彤")[:number]:
        made = family_of(ours, name).residences.get().person
        families.put_in_group(made, TagKind.objects.get(pk="minimum_living"), by=None, on=TODAY)
    # session, account, memberships; keys of the page, households, who lives there, target groups
    with django_assert_num_queries(5):
        client.get(reverse("residents:list"))


def test_a_second_page_begins_where_the_first_ended(client, desk, ours, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    for name in ("陈静", "黄晓彤", "林志豪"):
        family_of(ours, name)
    first = client.get(reverse("residents:list")).content.decode()
    assert "陈静" not in first and "林志豪" in first and "?older=" in first


def a_big_family(centre) -> Household:
    """Three generations, two of them together."""
    household = family_of(centre, "李秀英", born_on=date(1944, 5, 1))
    mother = household.residences.get().person
    daughter = families.add_member(household, person={"name": "陈丽华", "sex": "f", "born_on": date(1974, 2, 2)}, by=None, relation="女儿", phone="13900002222")
    father = families.add_relative(centre, person={"name": "何志明", "sex": "m", "born_on": date(1972, 1, 1)}, by=None)
    child = families.add_member(household, person={"name": "何俊", "sex": "m", "born_on": date(2011, 6, 1)}, by=None, relation="外孙")
    for parent, of in ((mother, daughter), (daughter, child), (father, child)):
        kin.add_parent(of, parent, kind="birth", by=None)
    couple = kin.join(daughter, father, kind="married", since=date(2009, 1, 1), by=None)
    kin.part(couple, end="divorced", on=date(2020, 6, 1), by=None)
    kin.make_guardian(child, mother, kind="祖辈", checked_on=TODAY, by=None)
    kin.say_bond(mother, daughter, kind="close", on=TODAY, by=None)
    kin.tie_to(household, system="长者饭堂", kind="strong", direction="in", on=TODAY, by=None)
    kin.tie_to(household, system="楼上邻居", kind="stress", direction="both", on=TODAY, by=None)
    return household


def test_a_family_is_shown_with_members_guardians_and_drawings(client, desk, ours):
    household = a_big_family(ours)
    page = client.get(reverse("residents:family", args=[household.pk])).content.decode()
    for told in ("李秀英", "陈丽华", "何俊", "祖辈", "139****2222", "长者饭堂", "何志明"):
        assert told in page
    assert page.count("<svg class=\"sheet-svg") == 2
    assert "13900002222" not in page and "1201" not in page


def test_opening_a_family_leaves_a_line(client, desk, ours):
    household = a_big_family(ours)
    client.get(reverse("residents:family", args=[household.pk]))
    look = Read.objects.get()
    assert (look.account, look.subject_type, look.subject_id) == (desk, "household", str(household.pk))


def test_another_day_shows_the_family_of_that_day(client, desk, ours):
    address = reverse("residents:family", args=[a_big_family(ours).pk])
    early = client.get(address, {"on": "2010-01-01"}, headers={"HX-Request": "true"}).content.decode()
    assert early.startswith("<section") and "陈丽华" in early and "何俊" not in early
    first = client.get(address, {"step": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "李秀英" in first and "陈丽华" not in first


@pytest.mark.parametrize("asked", [{"on": "x"}, {"on": "2026-02-31"}, {"step": "-1"}, {"step": "٣"}, {"step": "9" * 40}, {"on": "9999-12-31"}])
def test_a_day_that_cannot_be_read_is_today(client, desk, ours, asked):
    page = client.get(reverse("residents:family", args=[a_big_family(ours).pk]), asked)
    assert page.status_code == 200 and "何俊" in page.content.decode()


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_family_asks_as_often_for_many_as_for_few(client, desk, ours, settings, django_assert_num_queries, number):
    settings.JIAZONG_FRAME_FACTS, settings.JIAZONG_SLOW_MS = "", 60_000
    household = a_big_family(ours)
    for name in ("何一", "何二", "何三")[:number]:
        more = families.add_member(household, person={"name": name, "sex": "m", "born_on": date(2012, 1, 1)}, by=None, phone="13900001111")
        kin.add_parent(more, Person.objects.get(name="陈丽华"), kind="birth", by=None)
    # session, account, memberships; household; stays, groups, telephones, guardians; two steps of kin by three; people,
    # parents, couples, twins, bonds, stays; the look; ties; record of changes
    with django_assert_num_queries(21):
        client.get(reverse("residents:family", args=[household.pk]))


def test_a_member_is_added_and_the_kin_is_asked_for(client, desk, ours):
    household = family_of(ours)
    answer = client.post(reverse("residents:add", args=[household.pk]), {"name": "林小禾", "birth": "2015-01-01", "sex": "f", "relation": "女儿"})
    made = Person.objects.get(name="林小禾")
    assert answer["Location"] == reverse("residents:kin", args=[made.pk])
    assert made.residences.get().household == household


def test_an_address_left_blank_stays(client, desk, ours):
    household = family_of(ours)
    client.post(reverse("residents:household_edit", args=[household.pk]), {"community": "新塱社区", "room": "", "block": "5栋"})
    household = Household.objects.get()
    assert (household.community, household.block, household.room) == ("新塱社区", "5栋", "1201")


def test_a_tie_is_drawn_ended_and_struck(client, desk, ours):
    household = family_of(ours)
    told = {"system": "学校", "kind": "strong", "direction": "in", "on": timezone.localdate().isoformat()}
    for _ in range(2):
        assert client.post(reverse("residents:tie", args=[household.pk]), told).status_code == 302
    tie = household.ties.get()
    assert "学校" in client.get(reverse("residents:family", args=[household.pk])).content.decode()
    client.post(reverse("residents:tie_end", args=[household.pk, tie.pk]))
    assert household.ties.get().last_day == timezone.localdate()
    client.post(reverse("residents:tie_end", args=[household.pk, tie.pk]), {"mistake": "1"})
    assert not household.ties.exists()


def test_a_restricted_group_never_stands_on_a_page_of_the_desk(client, desk, ours):
    household = family_of(ours)
    person = household.residences.get().person
    Tag.objects.create(centre=ours, person=person, kind_id="domestic_violence", first_day=TODAY - timedelta(days=3))
    for name, pk in (("residents:family", household.pk), ("residents:person", person.pk), ("residents:list", None)):
        assert "家庭暴力" not in client.get(reverse(name, args=[pk] if pk else [])).content.decode()


def test_nobody_is_in_two_homes_on_one_day(ours):
    household = family_of(ours)
    person = household.residences.get().person
    families.move_to_new_home(person, home={"community": "新塱"}, on=TODAY, by=None)
    days = list(Residence.objects.order_by("created_at").values_list("first_day", "last_day"))
    assert days == [(None, TODAY - timedelta(days=1)), (TODAY, None)]
    household.refresh_from_db()
    assert household.ended_on == TODAY - timedelta(days=1)
