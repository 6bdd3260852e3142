"""Writes of the register: pairs with their grants, notes, record checks."""
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import queries as granted
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.staff.models import Worker
from jiazong.people.supervision import queries
from jiazong.people.supervision.models import Check, CheckText, Note, NotePrivate, NoteText, Pair
from jiazong.people.supervision.rules import checks

SUPERVISION = "supervision"


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
    session = session or uuid.uuid4()
    there = list(Note.objects.filter(session=session, written_by=by)) if by else []
    return there or [_write(pair, said, session, by) for pair in pairs]


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
