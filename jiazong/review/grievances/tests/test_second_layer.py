"""Added tasks in SQL alone: both sides of a contract see them whole, a bureau sums and what was referred."""
import pytest

from jiazong.ground.access.context import acting
from jiazong.ground.accounts.models import Account
from jiazong.review.grievances import actions
from jiazong.review.grievances.models import StreetTask, TaskSum
from jiazong.review.grievances.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.contract()


def seen(account: Account, word: str) -> tuple[int, int]:
    """How many tasks and how many sums the database shows somebody who acts under a word."""
    with acting(account, word):
        return StreetTask.objects.count(), TaskSum.objects.count()


def test_the_database_shows_tasks_to_both_sides_and_sums_to_the_bureau(ours):
    one = make.task(ours)
    make.task(make.contract("hechong-1", "hechong", agency="河涌社工"))
    people = {"tasks.read": [make.director(ours), make.agency_office(ours)], "tasks.referred": [make.bureau()]}
    street = make.member("street_office", "region", ours.centre.region_id)
    assert [seen(person, "tasks.read") for person in (*people["tasks.read"], street)] == [(1, 1)] * 3
    bureau = people["tasks.referred"][0]
    assert seen(bureau, "tasks.referred") == (0, 2)
    actions.refer(one, words="请协调", on=one.first_day, by=None)
    assert seen(bureau, "tasks.referred") == (1, 2)
    assert seen(make.bureau("440402"), "tasks.referred") == (0, 0)
    worker = make.member("social_worker", "centre", ours.centre_id)
    assert seen(worker, "tasks.read") == (0, 0)
