"""A contact is written down once: the note, its text, who was there, and one line of the ledger, in one transaction."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ledger.hours import actions as hours
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules import entry
from jiazong.people.residents.models import Person
from jiazong.service.cases.models import Case, Note, NoteText, Present
from jiazong.service.cases.queries import notes as queries
from jiazong.service.cases.queries.settings import setting
from jiazong.service.cases.rules import notes as rules
from jiazong.service.cases.rules import stages

# Why the hours of a note are in no ledger yet; each has a way out that a screen names.
NO_WORKER, NO_CONTRACT, NO_METHOD, NOT_ON_LIST = "no_worker", "no_contract", "no_method", "not_on_list"
TEXTS = ("purpose", "content", "skills", "reaction", "next_step")


class HoursWait(ValueError):
    """The time of a note cannot be posted yet; the argument says why, as a code."""


@dataclass(frozen=True)
class Time:
    """The time of a contact as it is entered once, for note, hours and form; minutes are whole."""

    day: date
    direct_minutes: int
    indirect_minutes: int = 0
    start_minute: int | None = None


@dataclass(frozen=True)
class Words:
    """What a note says; each text is sealed."""

    content: str
    purpose: str = ""
    skills: str = ""
    reaction: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class NoteTold:
    """A contact as it is told: when, how, with whom, what; `method` is a method of the contract, '' for the set one."""

    time: Time
    mode: str
    words: Words
    present: Sequence[Person] = ()
    place: str = ""
    method: str = ""
    is_crisis: bool = False


@dataclass(frozen=True)
class Noted:
    """A note and why its hours wait, if they do; `is_new` is false where the same was sent before."""

    note: Note
    hours_wait: str = ""
    is_new: bool = True


@transaction.atomic
def write_note(case: Case, told: NoteTold, *, by: Account, request_key: UUID | None = None) -> Noted:
    """Write down a contact and post its time once; the same key twice is one note and one line.

    Without a running contract, or for a worker who is not on its list, the note is kept and its hours wait.
    Raises AlreadyEnded, NoWords, and what the ledger refuses for the time itself (a subclass of entry.Refused).
    """
    if not told.words.content.strip():
        raise rules.NoWords
    held = Case.objects.select_for_update(of=("self",)).select_related("centre").get(pk=case.pk)
    if request_key and (there := Note.objects.filter(request_key=request_key).first()):
        return Noted(there, is_new=False)
    if held.stage in stages.ENDED:
        raise stages.AlreadyEnded(held.stage)
    # Asked before the ledger: a time no ledger would take is refused, be there a contract or not.
    _check_time(told.time)
    posting, wait = _try_to_post(held, told, by, request_key)
    note = _write(held, told, by, posting, request_key)
    _touch(held, told.time)
    chronicle.record("case.noted", note, by=by, on=told.time.day.isoformat(), number=note.number, late=note.is_late, hours=wait or "posted")
    case.last_contact_on = Case.objects.values_list("last_contact_on", flat=True).get(pk=case.pk)
    return Noted(note, wait)


def _check_time(time: Time) -> None:
    entry.check_figures(entry.Draft(0, 0, time.day, time.direct_minutes, time.indirect_minutes, 1))
    if time.day > timezone.localdate():
        raise entry.StillToCome


def _try_to_post(case: Case, told: NoteTold, by: Account, key: UUID | None) -> tuple[Posting | None, str]:
    try:
        return _post(case, told.time, told.mode, len(told.present), by=by, method=told.method, key=key), ""
    except HoursWait as wait:
        return None, str(wait)


def _post(case: Case, time: Time, mode: str, present: int, *, by: Account, method: str, key: UUID | None) -> Posting:
    """One line of the ledger that names nobody: its title is the code of the case. Raises HoursWait, entry.Refused."""
    counted = queries.counting(by, case, time.day)
    if counted.worker is None or counted.contract is None:
        raise HoursWait(NO_WORKER if counted.worker is None else NO_CONTRACT)
    name = method or queries.method_for(mode, counted, time.day)
    if name not in counted.methods:
        raise HoursWait(NO_METHOD)
    draft = entry.Draft(
        worker_id=counted.worker.pk, method_id=counted.contract.methods.get(name=name).pk, day=time.day,
        direct_minutes=time.direct_minutes, indirect_minutes=time.indirect_minutes, start_minute=time.start_minute,
        person_times=rules.person_times(present), title=case.code,
    )  # fmt: skip
    try:
        return hours.post(counted.contract, draft, by=by, request_key=key)
    except entry.NotOnList as refused:
        raise HoursWait(NOT_ON_LIST) from refused


def _write(case: Case, told: NoteTold, by: Account, posting: Posting | None, key: UUID | None) -> Note:
    time = told.time
    number = (Note.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    note = Note.objects.create(
        case=case, number=number, day=time.day, start_minute=time.start_minute, direct_minutes=time.direct_minutes,
        indirect_minutes=time.indirect_minutes, mode=told.mode, place=told.place, is_crisis=told.is_crisis,
        is_late=_is_late(time, timezone.localtime()), posting=posting, request_key=key, written_by=by,
    )  # fmt: skip
    NoteText.objects.create(note=note, case=case, written_by=by, **vars(told.words))
    for person in told.present:
        Present.objects.create(note=note, case=case, person=person)
    return note


def _is_late(time: Time, written: datetime) -> bool:
    hours_allowed = setting("note.late_hours", time.day)
    on_the_wall = timezone.make_naive(written) if timezone.is_aware(written) else written
    return rules.is_late(
        on_the_wall, day=time.day, start_minute=time.start_minute, direct_minutes=time.direct_minutes, within_hours=hours_allowed
    )


def _touch(case: Case, time: Time) -> None:
    """Indirect work alone (a report, a call to a school) is no contact with the family."""
    if time.direct_minutes:
        older = Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=time.day)
        Case.objects.filter(older, pk=case.pk).update(last_contact_on=time.day)


@transaction.atomic
def post_waiting(note: Note, *, by: Account, method: str = "") -> Posting:
    """Post the time of a note whose hours waited; asked twice it is one line.

    Raises HoursWait where the reason still holds, and what the ledger refuses.
    """
    held = Note.objects.select_for_update(of=("self",)).select_related("case__centre").get(pk=note.pk)
    if held.posting_id:
        return held.posting
    time = Time(held.day, held.direct_minutes, held.indirect_minutes, held.start_minute)
    posting = _post(held.case, time, held.mode, held.present.count(), by=by, method=method, key=held.request_key)
    Note.objects.filter(pk=held.pk).update(posting=posting)
    chronicle.record("case.hours_posted", held, by=by, on=held.day.isoformat())
    return posting


@transaction.atomic
def add_to_note(note: Note, words: Words, *, by: Account) -> NoteText:
    """Add to a note what was left out: a text of its own with its own date; nothing written before is touched.

    Raises NoWords.
    """
    if not any(getattr(words, name).strip() for name in TEXTS):
        raise rules.NoWords
    made = NoteText.objects.create(note=note, case=note.case, is_addition=True, written_by=by, **vars(words))
    chronicle.record("case.note_added_to", note, by=by, number=note.number)
    return made


@transaction.atomic
def correct_time(note: Note, time: Time, *, reason: str, by: Account, request_key: UUID | None = None) -> Note:
    """Put the time of a note right, in the note and in the ledger at once: a reversal and a second line, with the reason.

    Raises what the ledger refuses.
    """
    held = Note.objects.select_for_update(of=("self",)).select_related("case", "posting__contract").get(pk=note.pk)
    _check_time(time)
    line = queries.newest_line(held) or held.posting
    if line:
        line = hours.correct(line, _corrected(line, time), reason=reason, by=by, request_key=request_key)
    _take_over(held, time, line, by)
    note.refresh_from_db()
    return note


def _corrected(line: Posting, time: Time) -> entry.Draft:
    return entry.Draft(
        worker_id=line.worker_id, method_id=line.method_id, day=time.day, direct_minutes=time.direct_minutes,
        indirect_minutes=time.indirect_minutes, person_times=line.person_times, start_minute=time.start_minute,
        field=line.field, title=line.title,
    )  # fmt: skip


@transaction.atomic
def take_over_ledger(note: Note, *, by: Account) -> Note:
    """Bring a note in line with what the ledger says since somebody corrected its line there."""
    held = Note.objects.select_for_update(of=("self",)).select_related("case", "posting").get(pk=note.pk)
    if line := queries.newest_line(held):
        _take_over(held, Time(line.day, line.direct_minutes, line.indirect_minutes, line.start_minute), line, by)
    note.refresh_from_db()
    return note


def _take_over(note: Note, time: Time, line: Posting | None, by: Account) -> None:
    Note.objects.filter(pk=note.pk).update(
        day=time.day, start_minute=time.start_minute, direct_minutes=time.direct_minutes, indirect_minutes=time.indirect_minutes,
        is_late=_is_late(time, timezone.localtime(note.written_at)), posting=line or F("posting"),
    )  # fmt: skip
    _touch(note.case, time)
    chronicle.record("case.note_corrected", note, by=by, on=time.day.isoformat(), number=note.number)
