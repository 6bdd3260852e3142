"""A case begins: opened at the desk or by a worker, given to a worker by the one who allots, handed on later."""
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Household, Person
from jiazong.people.staff.models import Worker
from jiazong.service.cases.models import Case, Intake, Party, Transfer
from jiazong.service.cases.rules import stages

CASE, CASEWORK = "case", "casework"


class NoAccount(ValueError):
    """The worker cannot sign in, so nobody could open the case."""


class HasEnded(stages.AlreadyEnded):
    """A case that has ended, and is not followed up, is given to nobody."""


@dataclass(frozen=True)
class Told:
    """What is known when a case is opened; the texts are sealed. `fields` holds the other texts of the intake form."""

    source: str
    issue: str
    urgency: str = "normal"
    is_minor: bool = False
    is_restricted: bool = False
    consent_on: date | None = None
    fields: dict[str, str] = field(default_factory=dict)


def subject_of(case: Case) -> Subject:
    """A case as grants name it."""
    return Subject(CASE, str(case.pk), case.centre_id)


def level_of(case: Case, level: int) -> int:
    """The level that reads or writes in this case: two steps up where it is restricted (trust.md §3.3)."""
    return level + 2 if case.is_restricted else level


@transaction.atomic
def open_case(
    centre: Centre, person: Person, told: Told, *, by: Account | None, on: date, household: Household | None = None
) -> Case:
    """Open a case about a person, at the stage of intake and given to nobody yet."""
    case = Case.objects.create(
        centre=centre, code=_next_code(centre, on.year), opened_on=on, created_by=by, is_minor=told.is_minor,
        is_restricted=told.is_restricted, is_crisis=told.urgency == "crisis",
    )  # fmt: skip
    Party.objects.create(case=case, person=person, household=household)
    Intake.objects.create(
        case=case, source=told.source, issue=told.issue, urgency=told.urgency, consent_on=told.consent_on, written_by=by, **told.fields
    )
    chronicle.record("case.opened", case, by=by, on=on.isoformat())
    return case


@transaction.atomic
def assign(case: Case, worker: Worker, *, by: Account, on: date, reason: str = "", added_load: int | None = None) -> Grant:
    """Give a case to a worker: she gets the grant to write in it, whoever had it before keeps a week beside her.

    Giving it to the one who has it already renews her grant. Raises NoAccount, HasEnded, and what `grants.give` raises.
    """
    if not stages.needs_worker(case.stage, case.follow_up_until, on=timezone.localdate()):
        raise HasEnded(case.stage)
    if worker.account is None:
        raise NoAccount(worker.name)
    before = case.worker
    Case.objects.filter(pk=case.pk).update(worker=worker)
    case.worker = worker
    subject = subject_of(case)
    for held in Grant.objects.filter(subject_type=CASE, subject_id=str(case.pk), source=levels.ASSIGNMENT, revoked_at__isnull=True):
        grants.revoke(held, by=by)
    if before != worker:
        Transfer.objects.create(case=case, giver=before, taker=worker, reason=reason, added_load=added_load, day=on, written_by=by)
    grant = grants.give(
        worker.account, subject, level=level_of(case, levels.WRITE), purpose=CASEWORK, source=levels.ASSIGNMENT,
        by=by, approver=by if worker.account_id != by.pk else None, reason="case.assigned", is_minor=case.is_minor,
    )  # fmt: skip
    chronicle.record("case.assigned", case, by=by, on=on.isoformat(), to=worker.pk)
    return grant


def _next_code(centre: Centre, year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.next_case_number(%s, %s)", [centre.pk, year])
        return f"{year}-{cursor.fetchone()[0]:04}"
