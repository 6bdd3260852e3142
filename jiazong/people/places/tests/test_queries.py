from datetime import time

import pytest

from jiazong.people.places import queries
from jiazong.people.places.models import Centre
from jiazong.people.places.tests import factories as make

pytestmark = pytest.mark.django_db
CODES = ["a1", "a2", "a3", "a4", "a5"]


@pytest.fixture
def five():
    street, agency = make.street(), make.agency()
    return [make.centre(code, region=street, run_by=agency) for code in CODES]


def page(**asked):
    return queries.page_of(Centre.objects.all(), order=("code",), size=2, **asked)


def codes(of):
    return [one.pk for one in of.rows]


def test_pages_forwards_hold_every_centre_once(five):
    first = page()
    second = page(after=first.after)
    third = page(after=second.after)
    assert [codes(one) for one in (first, second, third)] == [["a1", "a2"], ["a3", "a4"], ["a5"]]
    assert (first.before, third.after) == ("", "")


def test_pages_backwards_are_those_that_were_seen_forwards(five):
    assert codes(page(before="a5")) == ["a3", "a4"]
    assert codes(page(before="a3")) == ["a1", "a2"]
    assert page(before="a3").before == ""
    assert page(before="a3").after == "a2"


def test_a_page_after_a_row_that_is_gone_begins_at_the_start(five):
    assert codes(page(after="no-such")) == ["a1", "a2"]


def test_an_empty_list_has_one_empty_page():
    assert page() == queries.Page(rows=[], before="", after="")


def test_the_key_of_a_page_is_looked_for_within_the_list_alone(five):
    within = Centre.objects.filter(code__in=["a1", "a2"])
    assert codes(queries.page_of(within, order=("code",), size=2, after="a5")) == ["a1", "a2"]


def test_the_week_holds_seven_days_with_their_periods_in_order():
    centre = make.centre()
    make.hours(centre, 2, time(14), time(17))
    make.hours(centre, 2, time(9), time(12))
    week = queries.week_of(centre)
    assert [len(day) for day in week] == [0, 0, 2, 0, 0, 0, 0]
    assert [period.opens for period in week[2]] == [time(9), time(14)]


def test_rooms_stand_under_their_kinds():
    centre = make.centre()
    make.room(centre, type="kitchen", name="开心厨房")
    make.room(centre, name="201")
    make.room(centre, name="202")
    found = [(kind, [room.name for room in rooms]) for kind, rooms in queries.rooms_by_type(centre)]
    assert found == [("社工办公室", ["201", "202"]), ("开心厨房", ["开心厨房"])]
