"""What came of a contact: answered and counted, an appointment, a case opened at once, referred, or nothing."""
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ledger.hours import actions as ledger
from jiazong.ledger.hours.queries.own import contract_of
from jiazong.ledger.hours.rules import entry
from jiazong.people.places.models import Room
from jiazong.people.staff.models import Worker
from jiazong.service.cases import actions as cases
from jiazong.service.cases.models import Case
from jiazong.service.intake.actions.booking import book
from jiazong.service.intake.actions.queue import attend, send_off
from jiazong.service.intake.models import Appointment, Arrival, Conflict, Consultation, ConsultationText, Need
from jiazong.service.intake.queries.settings import words_on
from jiazong.service.intake.rules import codes
from jiazong.service.intake.rules.ages import is_minor

NO_CONTRACT, NO_METHOD, NO_WORKER = "no_contract", "no_method", "no_worker"


class NotKnown(ValueError):
    """A case is about a person of the register; this one was not found or registered yet."""


@dataclass(frozen=True)
class Booked:
    """A time to be promised."""

    worker: Worker
    begins_at: datetime
    minutes: int
    room: Room | None = None
    note: str = ""


@dataclass(frozen=True)
class Opened:
    """What is told when a case is opened at the desk; `skills` and `not_for` go to whoever allots."""

    told: cases.Told
    skills: Collection[str] = ()
    not_for: Collection[Worker] = ()
    why_not: str = ""


@dataclass(frozen=True)
class Said:
    """The outcome of a contact, with what it needs: texts, a time, or a case."""

    kind: str
    outcome: str
    minutes: int = 0
    answered_by: Worker | None = None
    content: str = ""
    answer: str = ""
    referred_to: str = ""
    booked: Booked | None = None
    opened: Opened | None = field(default=None)


@dataclass(frozen=True)
class Settled:
    """The contact as it was written down; `uncounted` says why the ledger did not take it, where it should have."""

    consultation: Consultation
    uncounted: str = ""


@transaction.atomic
def settle(arrival: Arrival, said: Said, *, by: Account | None, on: date) -> Settled:
    """Write down what came of a contact; whoever came goes with it. The same arrival settled twice is one.

    Raises NotKnown, and what booking and opening raise; then nothing is written.
    """
    Arrival.objects.select_for_update().get(pk=arrival.pk)
    if there := Consultation.objects.filter(arrival=arrival).first():
        return Settled(there)
    appointment = _book(arrival, said.booked, by) if said.booked else None
    if said.opened:
        _open(arrival, said.opened, by, on)
    made = Consultation.objects.create(
        centre=arrival.centre, person=arrival.person, household=arrival.household, name_told=arrival.name_told, arrival=arrival,
        day=on, minutes=said.minutes, channel=arrival.channel, kind=said.kind, outcome=said.outcome,
        answered_by=said.answered_by, appointment=appointment, written_by=by,
        is_minor=is_minor(arrival.person.born_on, on) if arrival.person else False,
    )  # fmt: skip
    if said.content or said.answer or said.referred_to:
        ConsultationText.objects.create(consultation=made, content=said.content, answer=said.answer, referred_to=said.referred_to)
    uncounted = _count(made, by) if said.outcome in codes.TOLD else ""
    chronicle.record("intake.settled", made, by=by, on=on.isoformat(), kind=said.kind, outcome=said.outcome)
    if not arrival.gone_at:
        if said.outcome != codes.NOTHING:
            attend(arrival, by=by)
        send_off(arrival, by=by)
    return Settled(made, uncounted)


def _book(arrival: Arrival, booked: Booked, by: Account | None) -> Appointment:
    return book(
        arrival.centre, booked.worker, booked.begins_at, booked.minutes, by=by, room=booked.room, person=arrival.person,
        household=arrival.household, name_told=arrival.name_told, note=booked.note,
    )  # fmt: skip


def _open(arrival: Arrival, opened: Opened, by: Account | None, on: date) -> Case:
    if arrival.person is None:
        raise NotKnown(arrival.pk)
    case = cases.open_case(arrival.centre, arrival.person, opened.told, by=by, on=on, household=arrival.household)
    Need.objects.create(case=case, centre=arrival.centre, skills=sorted(opened.skills), written_by=by)
    for worker in opened.not_for:
        Conflict.objects.create(case=case, centre=arrival.centre, worker=worker, reason=opened.why_not, written_by=by)
    return case


def _count(made: Consultation, by: Account | None) -> str:
    """Post to the ledger as the contract counts consultations; gives why not, where it cannot be."""
    worker = made.answered_by
    if worker is None:
        return NO_WORKER
    contract = contract_of(worker, made.day)
    if contract is None:
        return NO_CONTRACT
    names = words_on("consultation.methods", made.day)
    methods = {one.name: one for one in contract.methods.filter(name__in=names)}
    method = next((methods[name] for name in names if name in methods), None)
    if method is None:
        return NO_METHOD
    draft = entry.Draft(
        worker_id=worker.pk, method_id=method.pk, day=made.day, direct_minutes=made.minutes, indirect_minutes=0, person_times=1,
        title=method.name,
    )  # fmt: skip
    try:
        ledger.post(contract, draft, by=by, request_key=made.pk)
    except entry.Refused as refused:
        return refused.code
    Consultation.objects.filter(pk=made.pk).update(is_counted=True)
    made.is_counted = True
    return ""
