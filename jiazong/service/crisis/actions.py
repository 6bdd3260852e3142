"""Writes of a report: found, told, answered, ended by two."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Person
from jiazong.people.supervision.queries import holders
from jiazong.service.cases.models import Case
from jiazong.service.crisis import queries, rules
from jiazong.service.crisis.models import Ending, Recipient, Report, Telling

# Who is told within the house as soon as a report is written.
IN_THE_HOUSE = ("centre_director", "supervisor", "privacy_officer")
ANSWERS_FOR_IT = ("centre_director", "privacy_officer")


@dataclass(frozen=True)
class Found:
    """What is known of a danger when it is written down; the words are sealed."""

    kind: str
    origin: str
    found_at: datetime
    whom: str
    what: str
    is_danger_now: bool
    happened: str = ""
    place: str = ""
    suspect: str = ""
    danger: str = ""
    is_guardian_suspected: bool = False


@transaction.atomic
def report(centre: Centre, found: Found, *, by: Account | None, case: Case | None = None, person: Person | None = None) -> Report:
    """Write a report; its clock runs from when the danger was found, and the case becomes a crisis case.

    Those who answer for the centre are told in the same moment.
    """
    due = rules.due_at(found.found_at, queries.setting(queries.WARN))
    made = Report.objects.create(
        centre=centre, case=case, person=person, kind=found.kind, origin=found.origin, found_at=found.found_at, due_at=due,
        whom=found.whom, what=found.what, is_danger_now=found.is_danger_now, happened=found.happened, place=found.place,
        suspect=found.suspect, danger=found.danger, is_guardian_suspected=found.is_guardian_suspected, written_by=by,
    )  # fmt: skip
    if case is not None and not case.is_crisis:
        Case.objects.filter(pk=case.pk).update(is_crisis=True)
        case.is_crisis = True
    _tell(made, "crisis.reported", by, IN_THE_HOUSE)
    chronicle.record("crisis.reported", made, by=by, kind=found.kind, origin=found.origin)
    _to_log(made, "reported", by, kind=found.kind, found_at=_moment(found.found_at), due_at=_moment(due))
    return made


@transaction.atomic
def tell(
    report: Report, recipient: Recipient, *, told_at: datetime, way: str, whom: str = "", by: Account | None
) -> Telling:
    """Write that somebody was told of a report. Raises GuardianIsSuspected, HasEnded."""
    held = _held(report)
    rules.check_may_tell(recipient.code, is_guardian_suspected=held.is_guardian_suspected, is_ended=held.ended_at is not None)
    made = Telling.objects.create(
        report=held, centre_id=held.centre_id, recipient=recipient, told_at=told_at, way=way, whom=whom, written_by=by
    )
    if recipient.is_authority and held.first_told_at is None:
        Report.objects.filter(pk=held.pk).update(first_told_at=told_at)
        report.first_told_at = told_at
    chronicle.record("crisis.told", held, by=by, recipient=recipient.code, way=way)
    _to_log(held, "told", by, recipient=recipient.code, told_at=_moment(told_at))
    return made


@transaction.atomic
def reply(telling: Telling, *, replied_at: datetime, words: str, by: Account | None) -> Telling:
    """Write what whoever was told answered, once; the first answer stays."""
    if telling.replied_at is None:
        telling.replied_at, telling.reply, telling.reply_written_by = replied_at, words, by
        telling.save(update_fields=["replied_at", "reply", "reply_written_by"])
        chronicle.record("crisis.answered", telling, by=by, recipient=telling.recipient_id)
        _to_log(telling.report, "answered", by, recipient=telling.recipient_id, replied_at=_moment(replied_at))
    return telling


@transaction.atomic
def ask_end(report: Report, *, kind: str, reason: str, by: Account | None) -> Ending:
    """Ask to close or dismiss a report; another person decides. Asking again while it waits changes nothing.

    Raises HasEnded, NotToldYet.
    """
    held = _held(report)
    rules.check_may_ask_end(kind, first_told_at=held.first_told_at, is_ended=held.ended_at is not None)
    waiting = queries.waiting_ending(held)
    if waiting:
        return waiting
    made = Ending.objects.create(report=held, centre_id=held.centre_id, kind=kind, reason=reason, asked_by=by)
    _tell(held, "crisis.end_asked", by, ANSWERS_FOR_IT)
    chronicle.record("crisis.end_asked", held, by=by, kind=kind)
    _to_log(held, "end_asked", by, kind=kind)
    return made


@transaction.atomic
def decide_end(ending: Ending, *, is_agreed: bool, remark: str, by: Account) -> Ending:
    """Say yes or no to the end of a report, once; neither its author nor who asked may. Raises NeedsAnother, HasEnded."""
    held = _held(ending.report)
    found = Ending.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    if found.is_agreed is not None or held.ended_at is not None:
        raise rules.HasEnded
    rules.check_may_decide(by.pk, involved={held.written_by_id, found.asked_by_id})
    found.centre = held.centre
    found.is_agreed, found.decided_by, found.decided_at, found.remark = is_agreed, by, timezone.now(), remark
    found.save(update_fields=["is_agreed", "decided_by", "decided_at", "remark"])
    if is_agreed:
        Report.objects.filter(pk=held.pk).update(ended_at=Now())
    if found.asked_by_id:
        grants.tell(found.asked_by, "crisis.end_agreed" if is_agreed else "crisis.end_refused", queries.subject_of(held), by=by)
    chronicle.record("crisis.end_decided", held, by=by, kind=found.kind, agreed=is_agreed)
    _to_log(held, "end_decided", by, kind=found.kind, agreed=is_agreed)
    return found


@transaction.atomic
def warn_of_late(*, now: datetime) -> int:
    """Tell those who answer for a centre of every report that is late, once a report; gives how many. A system job."""
    found = list(queries.late(Report.objects.filter(warned_at__isnull=True), now=now).select_for_update(skip_locked=True)[:200])
    for one in found:
        Report.objects.filter(pk=one.pk).update(warned_at=now)
        _tell(one, "crisis.late", None, ANSWERS_FOR_IT, also=[one.written_by] if one.written_by_id else [])
        chronicle.record("crisis.late", one, by=None)
        _to_log(one, "late", None)
    return len(found)


def _held(report: Report) -> Report:
    """The report as it is now, kept from others until this is done."""
    return Report.objects.select_for_update(of=("self",)).select_related("centre").get(pk=report.pk)


def _tell(report: Report, kind: str, by: Account | None, roles: Iterable[str], *, also: Iterable[Account] = ()) -> None:
    told = {one.pk: one for role in roles for one in holders(role, report.centre)} | {one.pk: one for one in also}
    for person in told.values():
        if by is None or person.pk != by.pk:
            grants.tell(person, kind, queries.subject_of(report), by=by, report=str(report.pk))


def _to_log(report: Report, deed: str, by: Account | None, **facts: str | bool) -> None:
    """The leaf of a step: codes, times and keys, never a word of what happened."""
    known = {"deed": deed, "centre": report.centre_id, "by": str(by.pk) if by else "", **facts}
    transparency.append("crisis", f"crisis:{report.pk}", known)


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
