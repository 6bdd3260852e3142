from datetime import date
from uuid import uuid4

import pytest

from jiazong.ground.access import actions as access
from jiazong.ground.access.queries import memberships_on
from jiazong.ground.chronicle.queries import entries_about
from jiazong.people.places.tests import factories as place
from jiazong.people.staff import actions
from jiazong.people.staff.models import Worker
from jiazong.people.staff.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return place.centre()


def days(worker):
    return list(worker.posts.order_by("first_day").values_list("kind_id", "first_day", "last_day"))


def test_the_same_form_sent_twice_takes_on_one_person(centre):
    director, key = place.director(centre), uuid4()
    asked = {"name": "林志豪", "kind": make.kind(), "by": director, "on": date(2026, 3, 1)}
    first = actions.engage_worker(centre, request_key=key, **asked)
    assert actions.engage_worker(centre, request_key=key, **asked) == first
    assert actions.engage_worker(centre, request_key=uuid4(), **asked) != first
    assert Worker.objects.count() == 2


def test_another_post_ends_the_one_before_on_the_day_before(centre):
    worker = make.worker(centre, post="assistant_social_worker", on=date(2025, 1, 1))
    actions.change_post(worker, kind=make.kind("social_worker"), by=None, on=date(2026, 3, 1))
    assert days(worker) == [
        ("assistant_social_worker", date(2025, 1, 1), date(2026, 2, 28)),
        ("social_worker", date(2026, 3, 1), None),
    ]


def test_a_post_written_down_for_an_earlier_day_shortens_a_closed_one(centre):
    worker = make.worker(centre, post="social_work_aide", on=date(2025, 1, 1))
    actions.change_post(worker, kind=make.kind("assistant_social_worker"), by=None, on=date(2026, 1, 1))
    actions.change_post(worker, kind=make.kind("social_worker"), by=None, on=date(2025, 6, 1))
    assert days(worker) == [
        ("social_work_aide", date(2025, 1, 1), date(2025, 5, 31)),
        ("social_worker", date(2025, 6, 1), None),
    ]


def test_the_same_post_from_the_same_day_twice_is_one_change(centre):
    worker = make.worker(centre)
    for _ in range(2):
        actions.change_post(worker, kind=make.kind("deputy_director"), by=None, on=date(2026, 3, 1))
    assert [entry.verb for entry in entries_about(worker)].count("staff.post_changed") == 1


def test_the_same_certificate_twice_is_one_with_the_days_said_last(centre):
    worker = make.worker(centre)
    for ends in (date(2026, 12, 31), date(2029, 12, 31), date(2029, 12, 31)):
        actions.add_certificate(worker, kind="社会工作师", number="SW1", by=None, valid_to=ends)
    assert [one.valid_to for one in worker.certificates.all()] == [date(2029, 12, 31)]
    assert [entry.verb for entry in entries_about(worker)][:2] == ["staff.certificate_changed", "staff.certified"]


def test_leaving_ends_post_and_membership_with_the_last_day(centre):
    person = place.member("social_worker", "centre", centre.code)
    worker = make.worker(centre, account=person)
    actions.dismiss_worker(worker, by=None, on=date(2026, 6, 30))
    assert days(worker)[-1][2] == date(2026, 6, 30)
    assert memberships_on(person, date(2026, 6, 30))
    assert memberships_on(person, date(2026, 7, 1)) == []


def test_leaving_also_ends_a_membership_that_had_a_later_end(centre):
    person = place.member("social_worker", "centre", centre.code, until=date(2030, 1, 1))
    worker = make.worker(centre, account=person)
    actions.dismiss_worker(worker, by=None, on=date(2026, 6, 30))
    assert memberships_on(person, date(2026, 7, 1)) == []


def test_leaving_one_centre_keeps_the_other(centre):
    other = place.centre("other", region=place.street("河涌街"))
    person = place.member("social_worker", "centre", centre.code)
    access.admit(person, role="supervisor", scope_kind="centre", scope_code=other.code, by=None, on=place.SINCE)
    actions.dismiss_worker(make.worker(centre, account=person), by=None, on=date(2026, 6, 30))
    assert [held.scope_code for held in memberships_on(person, date(2026, 7, 1))] == ["other"]


def test_a_last_day_can_be_put_right(centre):
    person = place.member("social_worker", "centre", centre.code)
    worker = make.worker(centre, account=person)
    actions.dismiss_worker(worker, by=None, on=date(2026, 6, 30))
    actions.dismiss_worker(worker, by=None, on=date(2026, 9, 30))
    assert memberships_on(person, date(2026, 9, 30))
    assert memberships_on(person, date(2026, 10, 1)) == []
    assert days(worker)[-1][2] == date(2026, 9, 30)


def test_the_chronicle_of_a_new_name_keeps_neither_name(centre):
    worker = make.worker(centre, "陈静")
    actions.rename_worker(worker, name="陈静仪", by=None)
    assert worker.sort_key == "chen jing yi"
    assert entries_about(worker)[0].details == {}
