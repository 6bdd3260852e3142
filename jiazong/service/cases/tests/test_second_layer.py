"""The database alone: who reaches which table of a case by plain SQL."""
import pytest
from django.db import DatabaseError, connection, transaction

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants.rules import NeedsAnotherApprover
from jiazong.people.places.tests import factories as places
from jiazong.service.cases import actions
from jiazong.service.cases.models import Case, FollowUp, Intake, Party
from jiazong.service.cases.tests import factories as make

TABLES = ("case", "party", "intake", "transfer")


def rows(account, word, table):
    with acting(account, word), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM cases_{table}")
        return cursor.fetchone()[0]


@pytest.fixture
def ours(db):
    return make.house()


SEES = {
    "social_worker": (1, 1, 1, 1), "colleague": (0, 0, 0, 0), "supervisor": (0, 0, 0, 0),
    "reception": (0, 0, 0, 0), "centre_director": (1, 0, 0, 1),
}  # fmt: skip


@pytest.mark.parametrize("who", SEES)
def test_a_case_opens_to_the_worker_it_was_given_to_and_its_head_to_the_director(ours, who):
    make.a_case(ours)
    assert tuple(rows(ours.people[who], "cases.read", table) for table in TABLES) == SEES[who]


def test_the_desk_opens_a_case_the_director_gives_it_and_the_worker_reads_it_all_as_the_web_does(ours):
    with acting(ours.people["reception"], "cases.open"):
        case = actions.open_case(ours.centre, ours.person, make.told(), by=ours.people["reception"], on=make.DAY)
    with acting(ours.people["centre_director"], "cases.assign"):
        found = Case.objects.get(pk=case.pk)
        actions.assign(found, ours.workers["social_worker"], by=ours.people["centre_director"], on=make.DAY, reason="熟悉亲子")
    with acting(ours.people["social_worker"], "cases.read"):
        assert Intake.objects.select_related("case").get(case=case).issue == make.told().issue
        assert Party.objects.get(case=case).person.name == ours.person.name
    assert rows(ours.people["reception"], "cases.read", "case") == 0


def test_a_grant_counts_only_for_the_words_of_its_purpose(ours):
    make.a_case(ours)
    assert rows(ours.people["social_worker"], "hours.log", "case") == 0


def test_a_restricted_case_asks_a_higher_level_and_a_second_person(ours):
    case = make.a_case(ours, to="", is_restricted=True)
    with pytest.raises(NeedsAnotherApprover), transaction.atomic():
        actions.assign(case, ours.workers["centre_director"], by=ours.people["centre_director"], on=make.DAY)
    grant = actions.assign(case, ours.workers["social_worker"], by=ours.people["centre_director"], on=make.DAY)
    assert grant.level == 5
    assert rows(ours.people["social_worker"], "cases.read", "intake") == 1


def test_a_director_gives_a_case_of_another_centre_to_nobody(ours):
    theirs = make.house("tianxin")
    case = make.a_case(theirs, to="")
    with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people["centre_director"], "cases.assign"):
        actions.assign(case, ours.workers["social_worker"], by=ours.people["centre_director"], on=make.DAY)


def test_nobody_writes_without_the_grant_of_writing(ours):
    case = make.a_case(ours)
    for who in ("colleague", "centre_director", "reception"):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people[who], "cases.write"):
            FollowUp.objects.create(case=case, day=make.DAY, mode="phone", words="x", written_by=ours.people[who])


def test_whoever_had_the_case_loses_it_when_it_is_given_on(ours):
    case = make.a_case(ours)
    actions.assign(case, ours.workers["colleague"], by=ours.people["centre_director"], on=make.DAY)
    assert rows(ours.people["social_worker"], "cases.read", "intake") == 0
    assert rows(ours.people["colleague"], "cases.read", "intake") == 1


def test_codes_are_counted_by_centre_and_year(ours):
    theirs = make.house("tianxin")
    codes = [make.a_case(one, to="").code for one in (ours, ours, theirs)]
    assert codes == ["2026-0001", "2026-0002", "2026-0001"]


def test_offices_never_reach_a_row(ours):
    make.a_case(ours)
    for role, scope in (("street_office", ("region", ours.centre.region_id)), ("administrator", ("everywhere", "*"))):
        account = places.account(role)
        make.access.admit(account, role=role, scope_kind=scope[0], scope_code=scope[1], by=None, on=places.SINCE)
        assert [rows(account, "cases.read", table) for table in TABLES] == [0, 0, 0, 0]


def test_whoever_holds_no_role_any_more_opens_nothing_by_a_grant_that_still_runs(ours):
    make.a_case(ours)
    worker = ours.people["social_worker"]
    assert rows(worker, "cases.read", "intake") == 1
    worker.memberships.update(last_day=places.SINCE)
    assert [rows(worker, "cases.read", table) for table in TABLES] == [0, 0, 0, 0]


def test_a_closed_account_opens_nothing(ours):
    make.a_case(ours)
    worker = ours.people["social_worker"]
    worker.is_active = False
    worker.save(update_fields=["is_active"])
    assert [rows(worker, "cases.read", table) for table in TABLES] == [0, 0, 0, 0]
