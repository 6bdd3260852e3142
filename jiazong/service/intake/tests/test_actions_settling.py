from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jiazong.commission.contracts.models import Assignment, Contract
from jiazong.ground.access.context import acting
from jiazong.ledger.hours import actions as hours
from jiazong.ledger.hours.models import MonthTotal, Posting
from jiazong.ledger.hours.rules.entry import Draft
from jiazong.ledger.hours.tests import factories as ledger
from jiazong.service.cases.models import Case, Intake
from jiazong.service.intake import actions
from jiazong.service.intake.actions import Opened, Said
from jiazong.service.intake.models import Arrival, Conflict, Consultation, ConsultationText, Need
from jiazong.service.intake.tests import factories as make

pytestmark = pytest.mark.django_db
ANSWERED = Said("policy", "answered", minutes=15, content="问居住证", answer="到大厅办")


@pytest.fixture
def ours():
    return make.house()


def contract_for(of, *, methods=("探访", "咨询"), listed=("social_worker",)) -> Contract:
    """A contract of the centre that runs today, with some on its list."""
    contract = ledger.running_contract(methods=methods, indicators=())
    Contract.objects.filter(pk=contract.pk).update(centre=of.centre)
    for role in listed:
        Assignment.objects.create(contract=contract, worker=of.workers[role], is_professional=True)
    return contract


def settle(of, said, who="reception", came=None):
    """As the web does it: by somebody of the desk, behind the policies."""
    came = came or make.arrival(of)
    with acting(of.people[who], "intake.triage"):
        arrival = Arrival.objects.select_related("centre", "person", "household").get(pk=came.pk)
        return actions.settle(arrival, said, by=of.people[who], on=timezone.localdate())


def test_what_reception_answers_counts_once_for_whoever_answered(ours):
    contract = contract_for(ours)
    came, said = make.arrival(ours), replace(ANSWERED, answered_by=ours.workers["social_worker"])
    done = settle(ours, said, came=came)
    assert (done.uncounted, done.consultation.is_counted) == ("", True)
    again = settle(ours, said, came=came)
    assert again.consultation == done.consultation
    line = Posting.objects.get()
    assert (line.worker, line.direct_minutes, line.person_times, line.method.name) == (ours.workers["social_worker"], 15, 1, "咨询")
    assert line.request_key == done.consultation.pk
    assert MonthTotal.objects.get(contract=contract).direct_minutes == 15


def test_a_receptionist_on_the_list_counts_her_own_minutes(ours):
    contract_for(ours, listed=("reception",))
    assert settle(ours, replace(ANSWERED, answered_by=ours.workers["reception"])).uncounted == ""
    assert Posting.objects.get().worker == ours.workers["reception"]


@pytest.mark.parametrize(
    ("methods", "listed", "answers", "why"),
    [
        (("探访",), ("social_worker",), "social_worker", "no_method"),
        (("咨询",), (), "social_worker", "not_on_list"),
        (("咨询",), ("social_worker",), None, "no_worker"),
    ],
)
def test_what_the_contract_does_not_count_is_written_down_and_says_why_it_is_not_counted(ours, methods, listed, answers, why):
    contract_for(ours, methods=methods, listed=listed)
    done = settle(ours, replace(ANSWERED, answered_by=answers and ours.workers[answers]))
    assert (done.uncounted, done.consultation.is_counted) == (why, False)
    assert ConsultationText.objects.filter(consultation=done.consultation).exists()
    assert not Posting.objects.exists()


def test_without_a_contract_nothing_is_counted_and_nothing_is_lost(ours):
    assert settle(ours, replace(ANSWERED, answered_by=ours.workers["social_worker"])).uncounted == "no_contract"
    assert Consultation.objects.count() == 1


def test_the_desk_puts_no_line_into_the_ledger_that_is_not_a_consultations_twin(ours):
    contract = contract_for(ours)
    method, worker = contract.methods.get(name="咨询"), ours.workers["social_worker"]
    draft = Draft(worker.pk, method.pk, timezone.localdate(), 60, 0, 1, title="x")
    with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people["reception"], "intake.triage"):
        hours.post(contract, draft, by=ours.people["reception"])
    done = settle(ours, replace(ANSWERED, minutes=5, answered_by=None))
    with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people["reception"], "intake.triage"):
        hours.post(contract, draft, by=ours.people["reception"], request_key=done.consultation.pk)


def test_an_urgent_matter_becomes_a_case_at_once_that_nobody_has_yet(ours):
    told = make.cases.told(urgency="crisis", is_restricted=True)
    opened = Opened(told, ("cantonese",), (ours.workers["colleague"],), "亲戚")
    settle(ours, Said("support", "case", opened=opened))
    case = Case.objects.get()
    assert (case.worker, case.is_crisis, case.is_restricted) == (None, True, True)
    assert Intake.objects.select_related("case").get().issue == told.issue
    assert Need.objects.get().skills == ["cantonese"]
    kept = Conflict.objects.select_related("centre").get()
    assert (kept.worker, kept.reason) == (ours.workers["colleague"], "亲戚")
    assert Consultation.objects.get().outcome == "case"


def test_a_case_is_opened_about_nobody_unknown_and_then_nothing_is_written(ours):
    came = make.stranger(ours)
    with pytest.raises(actions.NotKnown):
        settle(ours, Said("support", "case", opened=Opened(make.cases.told())), came=came)
    assert not Case.objects.exists()
    assert not Consultation.objects.exists()
    came.refresh_from_db()
    assert came.stay.state == "waiting"


def test_who_has_left_is_settled_without_having_been_attended_to(ours):
    came = make.stranger(ours)
    settle(ours, Said("other", "nothing"), came=came)
    came.refresh_from_db()
    assert (came.served_at, came.stay.state) == (None, "gone")


def test_a_minors_question_is_marked_and_never_drawn(ours):
    ours.person.born_on = date.today() - timedelta(days=3000)
    ours.person.save(update_fields=["born_on"])
    assert settle(ours, ANSWERED).consultation.is_minor


def test_what_was_written_down_is_not_rewritten(ours):
    done = settle(ours, ANSWERED)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people["reception"], "intake.triage"):
        Consultation.objects.filter(pk=done.consultation.pk).update(minutes=500)
    with acting(ours.people["reception"], "intake.triage"), pytest.raises(DatabaseError), transaction.atomic():
        ConsultationText.objects.update(answer=b"x")
