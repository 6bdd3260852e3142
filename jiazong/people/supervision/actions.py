"""Writes of the register: pairs with their grants, notes, record checks, sittings and what was agreed, reports, plans."""
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import queries as granted
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Worker
from jiazong.people.supervision import queries
from jiazong.people.supervision.models import (
    Attendee,
    Check,
    CheckText,
    FollowUp,
    Note,
    NotePrivate,
    NoteText,
    Pair,
    Planned,
    Report,
    Sitting,
    SittingText,
)
from jiazong.people.supervision.rules import checks, months

SUPERVISION = "supervision"
SITTING_TEXTS = ("issues", "guidance", "background", "question", "opinions", "decision")


class OwnSupervisor(ValueError):
    """Nobody supervises herself."""


@dataclass(frozen=True)
class Said:
    """What a note holds: the head first, then the texts that are sealed."""

    day: date
    minutes: int
    form: str
    themes: str
    agreements: str = ""
    private: str = ""
    about: Worker | None = None
    halves: int = 0
    next_day: date | None = None


@dataclass(frozen=True)
class Head:
    """A sitting as its list shows it: the half days it took of the month, when the next is, the code of a hard case."""

    day: date
    form: str
    halves: int = 0
    next_day: date | None = None
    case_code: str = ""


@dataclass(frozen=True)
class Agreed:
    """Something to be done: what, by whom, until when."""

    words: str
    owner: Worker
    due: date


class NotTheirCentre(ValueError):
    """Somebody who works at another centre is to answer for something at this one."""


@transaction.atomic
def pair(supervisor: Account, worker: Worker, *, by: Account | None, on: date) -> Pair:
    """Let somebody supervise a worker from a day on: the supervisor gets the grant to read and write in that file alone.

    Raises OwnSupervisor, and MayNotHold for a supervisor who sits in an office that never opens a file.
    """
    if worker.account_id == supervisor.pk:
        raise OwnSupervisor
    there = queries.still_on(Pair.objects.filter(supervisor=supervisor, worker=worker), on).first()
    if there:
        return there
    made = Pair.objects.create(supervisor=supervisor, worker=worker, centre_id=worker.centre_id, first_day=on, made_by=by)
    _give(made, by)
    chronicle.record("supervision.paired", made, by=by, on=on.isoformat())
    return made


@transaction.atomic
def renew(pair: Pair, *, by: Account | None) -> Grant:
    """Give the supervisor the pair's grant for its full time again; the one before ends."""
    grants.revoke_all_on(queries.subject_of_pair(pair), by=by)
    return _give(pair, by)


@transaction.atomic
def part(pair: Pair, *, by: Account | None, on: date) -> Pair:
    """End a pair with a day; the supervisor's sight of its file ends at once."""
    if pair.last_day:
        return pair
    pair.last_day = max(on, pair.first_day)
    pair.save(update_fields=["last_day"])
    grants.revoke_all_on(queries.subject_of_pair(pair), by=by)
    chronicle.record("supervision.parted", pair, by=by, on=on.isoformat())
    return pair


def _give(pair: Pair, by: Account | None) -> Grant:
    return grants.give(
        pair.supervisor, queries.subject_of_pair(pair), level=levels.WRITE, purpose=SUPERVISION,
        source=levels.ASSIGNMENT, by=by, reason="supervision.paired",
    )  # fmt: skip


@transaction.atomic
def write_notes(pairs: Iterable[Pair], said: Said, *, by: Account | None, session: uuid.UUID | None = None) -> list[Note]:
    """Write one supervision into the file of each worker who took part; the same session sent twice is one."""
    session, pairs = session or uuid.uuid4(), list(pairs)
    there = list(Note.objects.filter(session=session, written_by=by)) if by else []
    if there:
        return there
    head = Head(said.day, said.form, said.halves, said.next_day)
    for supervisor in {pair.supervisor for pair in pairs}:
        workers = [pair.worker for pair in pairs if pair.supervisor == supervisor]
        _sit(supervisor, {worker.centre for worker in workers}, head, workers, session, by)
    return [_write(pair, said, session, by) for pair in pairs]


def _write(pair: Pair, said: Said, session: uuid.UUID, by: Account | None) -> Note:
    note = Note.objects.create(
        pair=pair, centre_id=pair.centre_id, day=said.day, minutes=said.minutes, form=said.form, session=session,
        about=said.about, written_by=by,
    )  # fmt: skip
    NoteText.objects.create(note=note, themes=said.themes, agreements=said.agreements)
    if said.private:
        NotePrivate.objects.create(note=note, words=said.private)
    chronicle.record("supervision.noted", note, by=by, on=said.day.isoformat(), form=said.form)
    return note


@transaction.atomic
def change_note(note: Note, said: Said, *, by: Account) -> Note:
    """Put a note right; what it said before is not kept, that it was changed is."""
    for name in ("day", "minutes", "form", "about"):
        setattr(note, name, getattr(said, name))
    note.save(update_fields=["day", "minutes", "form", "about"])
    text = NoteText.objects.get(note=note)
    text.note, text.themes, text.agreements = note, said.themes, said.agreements
    text.save(update_fields=["themes", "agreements"])
    private = NotePrivate.objects.filter(note=note).first()
    if private:
        private.note, private.words = note, said.private
        private.save(update_fields=["words"])
    elif said.private:
        NotePrivate.objects.create(note=note, words=said.private)
    chronicle.record("supervision.note_changed", note, by=by, on=said.day.isoformat())
    return note


@transaction.atomic
def record_check(
    worker: Worker, *, kind: str, asked_on: date, result: str, number: str, words: str, by: Account | None
) -> Check:
    """Write down that a worker's record was asked for and what came back; a clear answer holds for the set months."""
    months = queries.setting_on(asked_on).months
    until = checks.valid_until(asked_on, months) if result == checks.CLEAR else None
    check = Check.objects.create(
        worker=worker, centre_id=worker.centre_id, kind=kind, asked_on=asked_on, result=result, valid_until=until, written_by=by
    )
    CheckText.objects.create(record=check, number=number, words=words)
    chronicle.record("supervision.checked", check, by=by, on=asked_on.isoformat(), kind=kind)
    return check


def grant_days_left(grant: Grant | None) -> int:
    """For how many whole days a grant still holds, by the database's clock."""
    return max((grant.valid_to - granted.database_now()) // timedelta(days=1), 0) if grant else 0


@transaction.atomic
def sit(
    supervisor: Account, centres: Iterable[Centre], head: Head, *, texts: dict[str, str], attendees: Iterable[Worker],
    agreed: Iterable[Agreed] = (), by: Account | None, session: uuid.UUID | None = None,
) -> list[Sitting]:
    """Write down a conference or a visit for each centre that took part; the same session sent twice is one.

    `texts` are the columns of SittingText; each centre's copy is sealed with its own agency's key.
    """
    session = session or uuid.uuid4()
    there = list(Sitting.objects.filter(session=session, supervisor=supervisor))
    if there:
        return there
    made = _sit(supervisor, centres, head, list(attendees), session, by)
    for sitting in made:
        SittingText.objects.create(sitting=sitting, **{name: texts.get(name, "") for name in SITTING_TEXTS})
    here = {sitting.centre_id: sitting for sitting in made}
    for one in agreed:
        if one.owner.centre_id not in here:
            raise NotTheirCentre(one.owner.pk)
        agree(here[one.owner.centre_id], one, by=by)
    return made


def _sit(
    supervisor: Account, centres: Iterable[Centre], head: Head, attendees: list[Worker], session: uuid.UUID, by: Account | None
) -> list[Sitting]:
    made = []
    for centre in sorted(centres, key=lambda one: one.pk):
        sitting = Sitting.objects.create(
            session=session, supervisor=supervisor, centre=centre, day=head.day, form=head.form, halves=head.halves,
            next_day=head.next_day, case_code=head.case_code, written_by=by,
        )  # fmt: skip
        there = [Attendee(sitting=sitting, worker=worker) for worker in attendees if worker.centre_id == centre.pk]
        Attendee.objects.bulk_create(there)
        chronicle.record("supervision.sat", sitting, by=by, on=head.day.isoformat(), form=head.form, halves=head.halves)
        made.append(sitting)
    return made


@transaction.atomic
def change_sitting(sitting: Sitting, head: Head, *, texts: dict[str, str], by: Account) -> None:
    """Put a session right at all its centres; what it said before is not kept, that it was changed is."""
    for one in Sitting.objects.filter(session=sitting.session, supervisor=sitting.supervisor).select_related("centre"):
        for name in ("day", "halves", "next_day", "case_code"):
            setattr(one, name, getattr(head, name))
        one.save(update_fields=["day", "halves", "next_day", "case_code"])
        text = SittingText.objects.get(sitting=one)
        text.sitting = one
        for name in SITTING_TEXTS:
            setattr(text, name, texts.get(name, ""))
        text.save(update_fields=list(SITTING_TEXTS))
        chronicle.record("supervision.sitting_changed", one, by=by, on=head.day.isoformat())


@transaction.atomic
def agree(sitting: Sitting, agreed: Agreed, *, by: Account | None) -> FollowUp:
    """Write down something that is to be done after a sitting; the same for the same person and day is one."""
    there = sitting.follow_ups.filter(owner=agreed.owner, due=agreed.due).select_related("centre")
    if same := next((one for one in there if one.words == agreed.words.strip()), None):
        return same
    made = FollowUp.objects.create(
        sitting=sitting, centre=sitting.centre, supervisor=sitting.supervisor, owner=agreed.owner, words=agreed.words.strip(), due=agreed.due
    )
    chronicle.record("supervision.agreed", made, by=by, on=agreed.due.isoformat())
    return made


@transaction.atomic
def finish(follow_up: FollowUp, *, by: Account | None, on: date) -> None:
    """Say that something agreed is done; said twice it was done the first time."""
    if FollowUp.objects.filter(pk=follow_up.pk, done_on__isnull=True).update(done_on=on, done_by=by):
        chronicle.record("supervision.followed_up", follow_up, by=by, on=on.isoformat())


@transaction.atomic
def reopen(follow_up: FollowUp, *, by: Account | None) -> None:
    """Say that something agreed is not done after all."""
    if FollowUp.objects.filter(pk=follow_up.pk, done_on__isnull=False).update(done_on=None, done_by=None):
        chronicle.record("supervision.reopened", follow_up, by=by)


@transaction.atomic
def report(centre: Centre, month: date, *, results: str, issues: str, by: Account | None) -> Report:
    """Write what a centre reports of a month; said again it replaces what was said."""
    month = months.month_of(month)
    found = Report.objects.filter(centre=centre, month=month).first()
    if found is None:
        found = Report.objects.create(centre=centre, month=month, results=results, issues=issues, written_by=by)
    else:
        found.centre, found.results, found.issues, found.written_by, found.written_at = centre, results, issues, by, Now()
        found.save(update_fields=["results", "issues", "written_by", "written_at"])
    chronicle.record("supervision.reported", found, by=by, on=month.isoformat())
    return found


@transaction.atomic
def plan(supervisor: Account, centre: Centre, day: date, halves: int, *, by: Account | None) -> Planned:
    """Plan half days at a centre; the same day and centre again changes how many."""
    made, is_new = Planned.objects.update_or_create(supervisor=supervisor, centre=centre, day=day, defaults={"halves": halves})
    chronicle.record("supervision.planned", made, by=by, on=day.isoformat(), halves=halves, first=is_new)
    return made


@transaction.atomic
def unplan(planned: Planned, *, by: Account | None) -> None:
    """Take a planned day back."""
    key, day = planned.pk, planned.day
    gone, _rows = Planned.objects.filter(pk=key).delete()
    if gone:
        planned.pk = key
        chronicle.record("supervision.unplanned", planned, by=by, on=day.isoformat())
