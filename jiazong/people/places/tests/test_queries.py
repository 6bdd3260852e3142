from datetime import time

import pytest

from jiazong.people.places import queries
from jiazong.people.places.tests import factories as make

pytestmark = pytest.mark.django_db
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
