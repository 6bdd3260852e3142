"""Whether somebody may be let near minors: the application, the database and the grant say the same."""
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants.subjects import Subject
from jiazong.people.staff.tests import factories as staff
from jiazong.people.supervision import queries
from jiazong.people.supervision.tests import factories as make

pytestmark = pytest.mark.django_db
HISTORIES = [
    ([], False),
    ([("clear", 10)], True),
    ([("clear", 364)], True),
    ([("clear", 367)], False),
    ([("waiting", 10)], False),
    ([("clear", 200), ("waiting", 1)], True),
    ([("clear", 200), ("found", 100)], False),
    ([("found", 200), ("clear", 100)], True),
    ([("found", 5), ("clear", 5)], True),
    ([("clear", 5), ("found", 5)], False),
    ([("clear", 200), ("found", -1)], True),
]


@pytest.fixture
def ours():
    return make.house()


def write(ours, history, worker=None):
    for result, ago in history:
        make.check(ours, worker=worker, result=result, asked_on=make.days_ago(ago))


def file(ours, kind="case"):
    return Subject(kind, "3f0c5d0e-0000-4000-8000-000000000001", ours.centre.code)


def give(ours, *, kind="case", is_minor=True):
    return grants.give(
        ours.worker.account, file(ours, kind), level=2, purpose="supervision", source="assignment", by=None, is_minor=is_minor,
        approver=ours.director,
    )  # fmt: skip


@pytest.mark.parametrize(("history", "holds"), HISTORIES)
def test_application_and_database_say_the_same(ours, history, holds):
    write(ours, history)
    assert queries.has_valid_check(ours.worker, on=make.today()) is holds
    assert queries.account_has_valid_check(ours.worker.account) is holds


def test_a_check_of_the_same_person_at_another_centre_counts_for_and_against(ours):
    there = staff.worker(make.place.centre("lizhi"), "陈静", account=ours.worker.account)
    write(ours, [("clear", 20)], worker=there)
    assert queries.has_valid_check(ours.worker, on=make.today())
    write(ours, [("found", 10)], worker=there)
    assert not queries.has_valid_check(ours.worker, on=make.today())
    assert not queries.account_has_valid_check(ours.worker.account)


def test_somebody_on_no_staff_list_has_none(ours):
    assert not queries.account_has_valid_check(ours.officer)


def test_anybody_may_ask_whether_a_check_holds_and_nobody_sees_it_thereby(ours):
    write(ours, [("clear", 10)])
    with acting(ours.colleague.account, "hours.log"), connection.cursor() as cursor:
        cursor.execute("SELECT app.has_valid_check(%s), (SELECT count(*) FROM supervision_check)", [ours.worker.account_id])
        assert cursor.fetchone() == (True, 0)


def test_no_sight_of_a_minors_case_without_a_check_that_holds(ours):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        give(ours)
    assert refused.value.__cause__.diag.constraint_name == "access_grant_minor_checked"
    write(ours, [("clear", 10)])
    assert give(ours).is_minor


def test_a_case_of_adults_and_other_files_ask_for_no_check(ours):
    assert give(ours, is_minor=False)
    assert give(ours, kind="supervision_note")


def test_a_check_that_found_something_shuts_the_door_again(ours):
    write(ours, [("clear", 10)])
    give(ours)
    write(ours, [("found", 0)])
    with pytest.raises(IntegrityError), transaction.atomic():
        give(ours)
    assert queries.has_valid_check(ours.worker, on=make.today() - timedelta(days=1))
