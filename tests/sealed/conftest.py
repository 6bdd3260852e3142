"""A master key of the test's own, and staff of two agencies with sealed phones."""
import pytest

from jiazong.people.places.tests import factories as place
from jiazong.people.staff import actions
from jiazong.people.staff.models import Worker
from jiazong.people.staff.tests import factories as make


@pytest.fixture
def staff_of_two(own_master, db) -> list[Worker]:
    ours = place.centre("ours", name="青禾家综")
    theirs = place.centre("theirs", name="河涌家综", region=place.street("河涌街"), run_by=place.agency("河涌社工中心"))
    return [
        actions.write_identity(make.worker(centre, f"甲{n}"), by=None, phone=f"1380000{n:04d}")
        for centre in (ours, theirs)
        for n in range(3)
    ]
