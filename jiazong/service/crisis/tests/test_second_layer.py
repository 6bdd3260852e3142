"""The database alone: who sees a report, and that nobody ends one alone, whatever the product says."""
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting
from jiazong.people.places.tests import factories as places
from jiazong.service.cases.tests import factories as cases
from jiazong.service.crisis import actions, rules
from jiazong.service.crisis.models import Ending, Report, Telling
from jiazong.service.crisis.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return cases.house()


def officer(ours):
    return places.member("privacy_officer", "agency", ours.centre.agency_id)


def seen(account, word="crisis.read"):
    with acting(account, word), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM crisis_report), (SELECT count(*) FROM crisis_telling), (SELECT count(*) FROM crisis_ending)")
        return cursor.fetchone()


def whole(ours, **more):
    """A report of the desk with all that hangs on it."""
    report = make.a_report(ours, by="reception", **more)
    make.told(report, by=ours.people["reception"])
    actions.ask_end(report, kind=rules.CLOSED, reason=make.REASON, by=ours.people["reception"])
    return report


SEES = {"reception": (1, 1, 1), "social_worker": (0, 0, 0), "colleague": (0, 0, 0), "supervisor": (0, 0, 0), "centre_director": (1, 1, 1)}


@pytest.mark.parametrize("who", SEES)
def test_a_report_is_seen_by_its_author_and_whoever_answers_for_the_centre(ours, who):
    whole(ours)
    assert seen(ours.people[who]) == SEES[who]
    assert seen(officer(ours)) == (1, 1, 1)


def test_whoever_may_read_the_case_sees_its_report(ours):
    whole(ours, case=cases.a_case(ours))
    assert seen(ours.people["social_worker"]) == (1, 1, 1)
    assert seen(ours.people["colleague"]) == (0, 0, 0)
    assert seen(ours.people["social_worker"], "hours.log") == (0, 0, 0)


@pytest.mark.parametrize("role", ["street_office", "district_bureau", "city_bureau", "administrator", "agency_office"])
def test_those_who_pay_watch_or_keep_the_machines_see_no_row(ours, role):
    whole(ours, case=cases.a_case(ours))
    account = places.account(role)
    kind, code = {"administrator": ("everywhere", "*"), "agency_office": ("agency", ours.centre.agency_id)}.get(role, ("region", ours.centre.region_id))
    access.admit(account, role=role, scope_kind=kind, scope_code=code, by=None, on=places.SINCE)
    assert seen(account) == (0, 0, 0)


def test_the_neighbour_centre_sees_no_row(ours):
    whole(ours)
    assert seen(cases.house("tianxin").people["centre_director"]) == (0, 0, 0)


def test_desk_and_director_write_tell_and_end_as_the_web_does(ours):
    desk, director = ours.people["reception"], ours.people["centre_director"]
    with acting(desk, "crisis.report"):
        report = actions.report(ours.centre, make.found(), by=desk, person=ours.person)
    with acting(desk, "crisis.tell"):
        telling = make.told(report, by=desk)
        actions.reply(telling, replied_at=timezone.now(), words=make.REPLY, by=desk)
        ending = actions.ask_end(report, kind=rules.CLOSED, reason=make.REASON, by=desk)
    with acting(director, "crisis.decide"):
        actions.decide_end(Ending.objects.select_related("report").get(pk=ending.pk), is_agreed=True, remark="同意", by=director)
    assert Report.objects.get().ended_at


def test_the_table_lets_neither_author_nor_asker_agree_to_an_end(ours):
    director, desk = ours.people["centre_director"], ours.people["reception"]
    report = make.a_report(ours, by="centre_director")
    ending = actions.ask_end(report, kind=rules.DISMISSED, reason="弄错了", by=desk)
    for decider, fault in ((desk, "another_decides"), (director, "not agree")):
        with pytest.raises(IntegrityError, match=fault), transaction.atomic():
            Ending.objects.filter(pk=ending.pk).update(decided_by=decider, is_agreed=True, decided_at=timezone.now())


def test_the_table_ends_no_report_that_nobody_agreed_to_end(ours):
    report = make.a_report(ours)
    with pytest.raises(IntegrityError, match="another person agreed"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(ended_at=timezone.now())


def test_the_table_takes_no_telling_that_was_not(ours):
    report = make.a_report(ours)
    make.told(report, "school")
    with pytest.raises(IntegrityError, match="first told"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(first_told_at=timezone.now())


def test_the_table_tells_no_guardian_who_is_suspected(ours):
    report = make.a_report(ours, is_guardian_suspected=True)
    with pytest.raises(rules.GuardianIsSuspected):
        make.told(report, "guardian")
    with pytest.raises(IntegrityError, match="suspected"), transaction.atomic():
        Telling.objects.create(report=report, centre=ours.centre, recipient_id="guardian", told_at=timezone.now(), way="phone")


def test_what_was_written_stays_also_for_its_author(ours):
    desk = ours.people["reception"]
    report = whole(ours)
    for change in ({"found_at": timezone.now()}, {"due_at": timezone.now() + timedelta(days=9)}, {"is_danger_now": False}):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic(), acting(desk, "crisis.tell"):
            Report.objects.filter(pk=report.pk).update(**change)
    for model in (Report, Telling, Ending):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(desk, "crisis.tell"):
            model.objects.all()._raw_delete("default")
