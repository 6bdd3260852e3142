"""The database alone: who reaches which table of the desk by plain SQL."""
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants.subjects import Subject
from jiazong.service.cases import actions as cases
from jiazong.service.intake import actions
from jiazong.service.intake.models import Arrival, MonthReview, Need, Proposal
from jiazong.service.intake.tests import factories as make

TABLES = ("arrival", "appointment", "consultation", "consultationtext", "monthreview", "need", "conflict", "proposal")
SEES = {
    "reception": (2, 1, 1, 1, 0, 1, 1, 0), "social_worker": (2, 1, 1, 0, 0, 1, 1, 0), "colleague": (2, 1, 1, 0, 0, 1, 1, 0),
    "supervisor": (0, 0, 1, 0, 1, 0, 0, 0), "centre_director": (2, 1, 1, 0, 1, 1, 1, 1),
}  # fmt: skip


def rows(account, table, word="intake.desk"):
    with acting(account, word), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM intake_{table}")
        return cursor.fetchone()[0]


@pytest.fixture
def ours(db):
    of = make.house()
    director, case = of.people["centre_director"], make.cases.a_case(of, to="")
    make.consultation(of)
    appointment = actions.book(of.centre, of.workers["social_worker"], timezone.now() + timedelta(days=1), 30, by=of.people["reception"])
    make.arrival(of, appointment=appointment)
    Need.objects.create(case=case, centre=of.centre, written_by=director)
    actions.bar(case, of.workers["colleague"], reason="亲戚", by=director)
    MonthReview.objects.create(centre=of.centre, month="2026-01-01", remark="无", reviewed_by=director)
    Proposal.objects.create(case=case, centre=of.centre, chosen=of.workers["social_worker"], is_followed=True, written_by=director)
    return of


@pytest.mark.parametrize("who", SEES)
def test_each_role_sees_what_its_work_needs(ours, who):
    assert tuple(rows(ours.people[who], table) for table in TABLES) == SEES[who]


def test_the_neighbour_centre_and_offices_see_nothing(ours):
    theirs = make.house("tianxin")
    others = [theirs.people[role] for role in ("reception", "centre_director", "supervisor")]
    for role, kind, code in (("street_office", "region", ours.centre.region_id), ("administrator", "everywhere", "*"),
                             ("agency_office", "agency", ours.centre.agency_id)):  # fmt: skip
        others.append(make.places.member(role, kind, code))
    for account in others:
        assert [rows(account, table) for table in TABLES] == [0] * len(TABLES)


def test_nobody_writes_at_another_desk_or_in_somebody_elses_name(ours):
    theirs, reception = make.house("tianxin"), ours.people["reception"]
    for centre, by in ((theirs.centre, reception), (ours.centre, ours.people["colleague"])):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(reception, "intake.desk"):
            actions.register(centre, by=by)


def test_times_once_written_stay(ours):
    came = Arrival.objects.filter(gone_at__isnull=False).get()
    with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people["reception"], "intake.desk"):
        Arrival.objects.filter(pk=came.pk).update(gone_at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people["reception"], "intake.desk"):
        Arrival.objects.filter(pk=came.pk).update(channel="phone")


def test_nobody_opens_a_consultation_that_was_not_drawn(ours):
    told = make.consultation(ours, outcome="nothing", minutes=0)
    director = ours.people["centre_director"]
    with pytest.raises(DatabaseError), transaction.atomic(), acting(director, "intake.review"):
        grants.give(
            director, Subject("consultation", str(told.pk), ours.centre.pk), level=2, purpose="triage_review", source="supervisor_sample", by=director
        )


def test_a_director_keeps_sight_of_handed_over_cases_for_the_one_who_gave_them_and_for_nobody_else(ours):
    case, director = make.cases.a_case(ours), ours.people["centre_director"]
    with acting(director, "intake.allocate"):
        cases.assign(case, ours.workers["colleague"], by=director, on=timezone.localdate())
    wanted = {"level": 3, "purpose": "casework", "source": "handover", "by": director}
    for role in ("reception", "supervisor"):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(director, "intake.allocate"):
            grants.give(ours.people[role], cases.subject_of(case), **wanted)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(director, "intake.allocate"):
        grants.give(ours.people["social_worker"], cases.subject_of(case), **wanted | {"level": 5}, approver=director)
    with acting(director, "intake.allocate"):
        assert grants.give(ours.people["social_worker"], cases.subject_of(case), **wanted).level == 3


def test_why_somebody_is_away_is_not_told_at_the_desk(ours):
    with acting(ours.people["reception"], "intake.desk"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staff_absence")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT * FROM app.away(current_date, current_date, 'intake.triage')")
        assert [column.name for column in cursor.description] == ["worker_id", "first_day", "first_half", "last_day", "last_half"]
