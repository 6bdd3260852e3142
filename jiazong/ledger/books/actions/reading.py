import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction

from jiazong.commission.contracts.models import Contract
from jiazong.ground.sheets.folding import fold_name
from jiazong.ground.sheets.reading import read_sheets
from jiazong.ground.sheets.refusals import ReadingCancelled, WorkbookRefused
from jiazong.ground.sheets.telling import Progress, Teller
from jiazong.ledger.books import queries
from jiazong.ledger.books.actions import keeping
from jiazong.ledger.books.actions.judging import crowding, judge
from jiazong.ledger.books.models import Book
from jiazong.ledger.books.rules import BookContext, RefusedRow, SheetReading, packing, understand
from jiazong.ledger.hours.rules.entry import Draft


class NothingUnderstood(ValueError):
    """A workbook in which no sheet looks like a service ledger."""


def context_of(contract: Contract, file_name: str) -> BookContext:
    """What reading needs to know of a contract: its term, its workers by name, its methods."""
    listed = contract.assignments.select_related("worker")
    return BookContext(
        first_day=contract.first_day,
        last_day=contract.last_day,
        workers={fold_name(one.worker.name): one.worker_id for one in listed},
        methods={method.pk: [method.name] for method in contract.methods.all()},
        file_name=file_name,
    )


def read_book(book: Book, *, on_progress: Progress | None = None) -> Book:
    """Read a book that was handed in and judge every row; nothing is posted.

    The rows and the book's new state become visible together. What the file refuses is kept with the book and raised:
    WorkbookRefused, ReadingCancelled, NothingUnderstood. Reading again starts anew.
    """
    if not Book.objects.filter(pk=book.pk, state__in=[Book.UPLOADED, Book.READING]).update(state=Book.READING, done=0):
        return book
    teller = Teller(book, on_progress)
    try:
        with tempfile.NamedTemporaryFile(prefix="jiazong-book-", suffix=Path(book.name).suffix) as file:
            file.write(Book.objects.select_related("contract__centre").get(pk=book.pk).content)
            file.flush()
            _read_and_judge(book, Path(file.name), teller)
    except WorkbookRefused as fault:
        _put_aside(book, Book.REFUSED, {"code": fault.code, "params": fault.params})
        raise
    except NothingUnderstood:
        _put_aside(book, Book.REFUSED, {"code": "nothing_understood", "params": {}})
        raise
    except ReadingCancelled:
        _put_aside(book, Book.CANCELLED, None)
        raise
    book.refresh_from_db(fields=["state", "counts", "reading", "done", "total"])
    return book


@transaction.atomic
def _read_and_judge(book: Book, path: Path, teller: Teller) -> None:
    parts = read_sheets(path, on_progress=teller.heard, cancelled=teller.is_cancelled, name=book.name)
    reading = understand(parts, context_of(book.contract, book.name))
    refused: list[RefusedRow] = []
    drafts: list[Draft] = []
    shared: dict[str, str] = {}
    for row in reading.rows():
        if row.__class__ is RefusedRow:
            refused.append(row)
        else:
            # Of an accepted row only what the ledger takes is kept: a hundred thousand rows are in memory at once.
            drafts.append(queries.draft_of(row, shared))
    book.reading = {"sheets": [_told(sheet) for sheet in reading.sheets]}
    if not any(one["state"] == "read" for one in book.reading["sheets"]):
        raise NothingUnderstood
    # A day is judged as a whole, so the accepted rows wait until the book is read to its end.
    drafts = crowding(book, drafts)
    book.lines = packing.pack(drafts)
    judged = judge(book, drafts)
    keeping.keep_rows(book, refused=refused, changed=[(drafts[at], old) for at, old in judged.changed.items()], sheets=reading.sheets)
    book.counts = queries.count_rows(book, drafts, judged, refused=len(refused))
    book.done = book.total = book.counts["rows"]
    book.state = Book.READ
    book.save(update_fields=["reading", "lines", "counts", "done", "total", "state"])


def _told(sheet: SheetReading) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "state": "skipped" if sheet.skipped else "read",
        "skipped": sheet.skipped,
        "heading_rows": list(sheet.heading_rows),
        "columns": [column._asdict() for column in sheet.columns],
        "assumed": sheet.assumed,
        "accepted": sheet.accepted,
        "refused": sheet.refused,
        "passed_over": dict(sheet.passed_over),
    }


def _put_aside(book: Book, state: str, problem: dict[str, Any] | None) -> None:
    Book.objects.filter(pk=book.pk).update(state=state, problem=problem)
    book.refresh_from_db(fields=["state", "problem"])
