from datetime import date, time

import pytest

from jiazong.ground.chronicle.queries import entries_about
from jiazong.people.places import actions
from jiazong.people.places.models import OpeningHours, Region, Room, RoomType
from jiazong.people.places.tests import factories as make

pytestmark = pytest.mark.django_db


def verbs(centre):
    return [entry.verb for entry in entries_about(centre)]


def office(centre, name):
    return Room(centre=centre, type=RoomType.objects.get(code="office"), name=name, area_m2=20)


def test_the_same_rooms_set_twice_are_one_change():
    centre = make.centre()
    for _ in range(2):
        actions.set_rooms(centre, [office(centre, "201"), office(centre, "202")], by=None)
    assert sorted(centre.rooms.values_list("name", flat=True)) == ["201", "202"]
    assert verbs(centre).count("places.rooms_set") == 1


def test_one_of_two_equal_rooms_can_be_removed():
    centre = make.centre()
    actions.set_rooms(centre, [office(centre, ""), office(centre, "")], by=None)
    actions.set_rooms(centre, [office(centre, "")], by=None)
    assert centre.rooms.count() == 1


def test_the_same_hours_set_twice_are_one_change():
    centre = make.centre()
    for _ in range(2):
        monday = OpeningHours(centre=centre, weekday=0, opens=time(9), closes=time(12))
        actions.set_opening_hours(centre, [monday], by=None)
    assert verbs(centre).count("places.opening_hours_set") == 1


def test_a_profile_keeps_the_names_of_what_changed_and_not_the_words():
    centre = make.centre()
    actions.describe_centre(centre, by=None, phone="020-8000 0000", idea="助人自助")
    assert entries_about(centre)[0].details == {"fields": ["idea", "phone"]}


def test_a_list_of_regions_with_a_bad_code_is_refused_with_its_line():
    with pytest.raises(actions.BadRegionList, match="line 3"):
        actions.load_regions("code,name,level\n45,广西,province\n4x,甲,city\n", as_of=date(2026, 1, 1), source="名单", by=None)


def test_a_street_of_the_list_is_found_however_it_is_written():
    county = Region.objects.get(code="440103")
    listed = Region.objects.filter(parent_code="440103", level="street", is_local=False).first()
    found = actions.ensure_street(county, office=f"{listed.name.removesuffix('街道').removesuffix('街')}街道办事处", as_of=date(2026, 1, 1))
    assert found == listed
