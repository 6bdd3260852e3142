"""A book of people is handed in, tried, and after somebody has looked at what it would do, written into the register."""
import hashlib
from datetime import date
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.sheets.refusals import ReadingCancelled, WorkbookRefused
from jiazong.ground.sheets.telling import Teller
from jiazong.people.places.models import Centre
from jiazong.people.residents.actions import importing
from jiazong.people.residents.actions.importing import Hint, Imported
from jiazong.people.residents.models import PeopleBook
from jiazong.people.residents.rules.matching import Known
from jiazong.people.residents.rules.refusals import Refused

# So many of each are kept to be shown; the numbers tell of all.
KEPT = 500


class NotReady(ValueError):
    """The book was put aside, or is not read to its end."""


@transaction.atomic
def hand_in(centre: Centre, *, name: str, content: bytes, by: Account | None) -> PeopleBook:
    """Take in a book of people; nothing is read or written yet."""
    book = PeopleBook.objects.create(
        centre=centre, name=PurePath(name.replace("\\", "/")).name[:200] or "名册", sha256=hashlib.sha256(content).hexdigest(),
        content=content, uploaded_by=by,
    )  # fmt: skip
    chronicle.record("residents.book_handed_in", book, by=by, centre=centre.pk, sha256=book.sha256)
    return book


def try_book(book: PeopleBook, *, today: date) -> PeopleBook:
    """Read a book and reckon what it would do; nothing of it is written. A book somebody stopped is put aside."""
    if not _goes(book, PeopleBook.UPLOADED, PeopleBook.READING):
        return book
    if found := _imported(book, by=None, today=today, dry_run=True):
        book.told, book.state = told(found), PeopleBook.READ
        book.done = book.total = found.rows
        book.save(update_fields=["told", "state", "done", "total"])
    return book


@transaction.atomic
def begin_writing(book: PeopleBook, *, by: Account) -> bool:
    """Let what was read be written; gives whether it was this call that began it. Raises NotReady."""
    held = PeopleBook.objects.select_for_update(of=("self",)).defer("content").get(pk=book.pk)
    if held.state in (PeopleBook.WRITING, PeopleBook.WRITTEN):
        return False
    if held.state != PeopleBook.READ or held.cancel_asked:
        raise NotReady(held.state)
    PeopleBook.objects.filter(pk=held.pk).update(state=PeopleBook.WRITING, written_by=by, done=0)
    chronicle.record("residents.book_confirmed", held, by=by)
    return True


def write_book(book: PeopleBook, *, by: Account, today: date) -> PeopleBook:
    """Write a confirmed book into the register, all of it or nothing; the file is thrown away afterwards."""
    if book.state != PeopleBook.WRITING:
        return book
    if found := _imported(book, by=by, today=today, dry_run=False):
        PeopleBook.objects.filter(pk=book.pk).update(
            told=told(found), state=PeopleBook.WRITTEN, content=b"", written_at=Now(), done=found.rows, total=found.rows
        )
        book.refresh_from_db(fields=["told", "state", "done", "total", "written_at"])
    return book


@transaction.atomic
def ask_to_cancel(book: PeopleBook, *, by: Account) -> PeopleBook:
    """Stop a book that is being read or written, or put aside one that waits; one that is written stays written."""
    held = PeopleBook.objects.select_for_update(of=("self",)).defer("content").get(pk=book.pk)
    if held.state in PeopleBook.OVER:
        return held
    is_busy = held.state in (PeopleBook.READING, PeopleBook.WRITING)
    held.cancel_asked, held.state = True, held.state if is_busy else PeopleBook.CANCELLED
    change: dict[str, Any] = {"cancel_asked": True, "state": held.state} | ({} if is_busy else {"content": b""})
    PeopleBook.objects.filter(pk=held.pk).update(**change)
    chronicle.record("residents.book_cancelled", held, by=by)
    return held


def _goes(book: PeopleBook, before: str, to: str) -> bool:
    """A book takes its next step; a step that broke off is begun anew. False where somebody was quicker."""
    taken = PeopleBook.objects.filter(pk=book.pk, state__in=[before, to], cancel_asked=False).update(state=to, done=0)
    book.refresh_from_db(fields=["state", "cancel_asked"])
    return bool(taken)


def _imported(book: PeopleBook, *, by: Account | None, today: date, dry_run: bool) -> Imported | None:
    """What the importing of the command line makes of the book; nothing where the file is refused or somebody stopped it."""
    teller = Teller(book)

    def read(done: int, total: int) -> None:
        teller.heard(done, 2 * max(done, total))

    def written(done: int, total: int) -> None:
        teller.heard(total + done, 2 * total)
        teller.check()

    try:
        with transaction.atomic():
            return importing.import_people(
                book.centre, content=bytes(book.content), name=book.name, by=by, today=today, dry_run=dry_run, on_progress=read,
                on_written=written, cancelled=teller.is_cancelled,
            )  # fmt: skip
    except WorkbookRefused as fault:
        _put_aside(book, PeopleBook.REFUSED, {"code": fault.code, "params": fault.params})
    except importing.NobodyFound:
        _put_aside(book, PeopleBook.REFUSED, {"code": "nobody_found", "params": {}})
    except ReadingCancelled:
        _put_aside(book, PeopleBook.CANCELLED, None)
    return None


def _put_aside(book: PeopleBook, state: str, problem: dict[str, Any] | None) -> None:
    PeopleBook.objects.filter(pk=book.pk).update(state=state, problem=problem, content=b"")
    book.refresh_from_db(fields=["state", "problem"])


def told(found: Imported) -> dict[str, Any]:
    """What is kept of an import: numbers, and lines with codes; whom a hint means by key, never by name."""
    numbers = ("rows", "accepted", "new", "changed", "unchanged", "households", "new_households")
    return {name: getattr(found, name) for name in numbers} | {
        "refused": len(found.refused), "noted": len(found.noted), "hints": len(found.hints),
        "refused_rows": [_line(one) for one in found.refused[:KEPT]], "noted_rows": [_line(one) for one in found.noted[:KEPT]],
        "hint_rows": [_hint(one) for one in found.hints[:KEPT]], "unknown_tags": dict(found.unknown_tags.most_common(50)),
        "sheets": [{"name": one.name, "columns": [[column.heading, column.letter] for column in one.columns]} for one in found.sheets],
    }  # fmt: skip


def _line(one: Refused) -> dict[str, Any]:
    return {"sheet": one.sheet, "line": one.line, "column": one.column, "code": one.code, "params": one.params}


def _hint(one: Hint) -> dict[str, Any]:
    other = {"person": str(one.other.key)} if isinstance(one.other, Known) else {"line_of_other": one.other.line}
    return {"sheet": one.row.sheet, "line": one.row.line, "score": round(one.score, 2), "reasons": list(one.reasons), **other}
