"""What happened in a case, newest first: what changed its course stands strong, what is everyday stands quiet.

Each source is one question for at most so many rows, so a page costs the same whether a case has three notes or a thousand.
"""
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nlargest

from django.utils import timezone

from jiazong.ground.accounts.models import Account
from jiazong.service.cases.models import (
    Assessment,
    Case,
    Closing,
    Draft,
    FollowUp,
    Intake,
    Note,
    NoteText,
    Plan,
    Referral,
    Satisfaction,
    Transfer,
)

PAGE = 40
# The kinds of entry; a screen says them and knows the address of each.
INTAKE, DECIDED, ASSESSED, PLANNED, PLAN_DECIDED, HANDED_ON, CLOSED, REFERRED, NOTE, FOLLOW_UP, SATISFACTION = (
    "intake", "decided", "assessed", "planned", "plan_decided", "handed_on", "closed", "referred", "note", "follow_up", "satisfaction",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing that happened: its day, when it was written, what it was in a code, whose row, by whom, in which words.

    `state` is a second code (a colour, a decision, how a contact was made); `minutes` the length of a contact.
    """

    kind: str
    day: date
    at: datetime
    pk: object
    is_major: bool = True
    who: str = ""
    words: str = ""
    state: str = ""
    number: int = 0
    minutes: int = 0
    is_late: bool = False


Source = Callable[[Case, int], Iterator[Entry]]


def timeline(case: Case, *, limit: int = PAGE) -> list[Entry]:
    """The newest entries of a case, whatever they are about."""
    found = [entry for source in SOURCES for entry in source(case, limit)]
    return nlargest(limit, found, key=lambda entry: (entry.day, entry.at))


def drafts_of(case: Case, account: Account) -> list[Draft]:
    """What a person is writing in a case and has not finished, the newest first; the texts stay shut."""
    return list(Draft.objects.filter(case=case, account=account).defer("fields").order_by("-changed_at"))


def _name(account: Account | None) -> str:
    return account.name if account else ""


def _intake(case: Case, limit: int) -> Iterator[Entry]:
    for one in Intake.objects.filter(case=case).select_related("written_by", "decided_by"):
        one.case = case
        yield Entry(INTAKE, case.opened_on, one.written_at, one.pk, who=_name(one.written_by), words=one.issue, state=one.source)
        if one.decision:
            yield Entry(DECIDED, one.decided_on, one.written_at, one.pk, who=_name(one.decided_by), words=one.reason or one.referred_to, state=one.decision)


def _assessments(case: Case, limit: int) -> Iterator[Entry]:
    done = Assessment.objects.filter(case=case, completed_at__isnull=False).select_related("written_by")
    for one in done.order_by("-made_on")[:limit]:
        one.case = case
        yield Entry(ASSESSED, one.made_on, one.completed_at, one.pk, who=_name(one.written_by), words=one.worker_view, state=one.colour)


def _plans(case: Case, limit: int) -> Iterator[Entry]:
    handed_in = Plan.objects.filter(case=case, submitted_at__isnull=False).select_related("written_by", "decided_by")
    for one in handed_in.order_by("-number")[:limit]:
        one.case = case
        yield Entry(PLANNED, _day(one.submitted_at), one.submitted_at, one.pk, who=_name(one.written_by), number=one.number)
        if one.decided_at:
            yield Entry(
                PLAN_DECIDED, _day(one.decided_at), one.decided_at, one.pk, who=_name(one.decided_by), words=one.opinion,
                state=one.state, number=one.number,
            )  # fmt: skip


def _transfers(case: Case, limit: int) -> Iterator[Entry]:
    for one in Transfer.objects.filter(case=case).select_related("taker", "written_by").order_by("-written_at")[:limit]:
        one.case = case
        yield Entry(HANDED_ON, one.day, one.written_at, one.pk, who=one.taker.name, words=one.reason, is_major=one.giver_id is not None)


def _notes(case: Case, limit: int) -> Iterator[Entry]:
    notes = list(Note.objects.filter(case=case).select_related("written_by").order_by("-day", "-number")[:limit])
    texts: dict[object, str] = {}
    for text in NoteText.objects.filter(note__in=[one.pk for one in notes], is_addition=False):
        text.case = case
        texts[text.note_id] = text.content or text.purpose
    for one in notes:
        yield Entry(
            NOTE, one.day, one.written_at, one.pk, is_major=one.is_crisis, who=_name(one.written_by), words=texts.get(one.pk, ""),
            state=one.mode, number=one.number, minutes=one.direct_minutes + one.indirect_minutes, is_late=one.is_late,
        )  # fmt: skip


def _closings(case: Case, limit: int) -> Iterator[Entry]:
    for one in Closing.objects.filter(case=case, submitted_at__isnull=False).select_related("written_by")[:limit]:
        one.case = case
        yield Entry(CLOSED, one.closed_on, one.submitted_at, one.pk, who=_name(one.written_by), words=one.changes, state=one.state)


def _referrals(case: Case, limit: int) -> Iterator[Entry]:
    for one in Referral.objects.filter(case=case).select_related("written_by").order_by("-day")[:limit]:
        one.case = case
        yield Entry(REFERRED, one.day, one.written_at, one.pk, who=_name(one.written_by), words=one.body, state=one.direction)


def _follow_ups(case: Case, limit: int) -> Iterator[Entry]:
    for one in FollowUp.objects.filter(case=case).select_related("written_by").order_by("-day")[:limit]:
        one.case = case
        yield Entry(FOLLOW_UP, one.day, one.written_at, one.pk, is_major=False, who=_name(one.written_by), words=one.words, state=one.mode)


def _satisfactions(case: Case, limit: int) -> Iterator[Entry]:
    for one in Satisfaction.objects.filter(case=case).defer("answers", "words").select_related("written_by").order_by("-day")[:limit]:
        yield Entry(SATISFACTION, one.day, one.written_at, one.pk, is_major=False, who=_name(one.written_by))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


SOURCES: tuple[Source, ...] = (_intake, _assessments, _plans, _transfers, _notes, _closings, _referrals, _follow_ups, _satisfactions)
