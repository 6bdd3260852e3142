"""The rows of a book that a person has to look at, sealed and written at once."""
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from jiazong.ground.privacy import sealing
from jiazong.ground.sheets.cells import shown
from jiazong.ledger.books import queries
from jiazong.ledger.books.models import Book, BookRow
from jiazong.ledger.books.rules import RefusedRow, SheetReading
from jiazong.ledger.hours.rules.entry import Draft

SEALED = ("found", "also", "cells")
COLUMNS = (
    "book_id", "sheet", "sheet_no", "row", "verdict", "day", "start_minute", "method_id", "worker_id", "direct_minutes",
    "indirect_minutes", "person_times", "field", "title", "flags", "column", "code", "problem", "headings", "posting_id",
    *SEALED, "id",
)  # fmt: skip
NAMES = ", ".join(f'"{name}"' for name in COLUMNS)


def keep_rows(
    book: Book, *, refused: Sequence[RefusedRow], changed: Sequence[tuple[Draft, int]], sheets: Sequence[SheetReading]
) -> None:
    """Replace what is kept of a book's rows: the refused ones with what stood there, the changed ones with their posting.

    Written through a temporary table, for no COPY goes past the policies of a protected one.
    """
    BookRow.objects.filter(book=book).delete()
    if not refused and not changed:
        return
    agency = book.contract.centre.agency_id
    fields = [BookRow._meta.get_field(name) for name in SEALED]
    sealers = [(field, field.sealer(agency)) for field in fields]
    told = [*_refused_lines(refused, sheets), *_changed_lines(changed, sheets)]
    # Sealed before the COPY begins: a key may have to be read on the same connection.
    lines = [
        (book.pk, *line, *(field.seal(sealer, number, value) for (field, sealer), value in zip(sealers, values, strict=True)), number)
        for (line, values), number in zip(told, sealing.reserve_ids(BookRow, len(told)), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS books_kept")
        cursor.execute(f"CREATE TEMPORARY TABLE books_kept ON COMMIT DROP AS SELECT {NAMES} FROM books_bookrow WITH NO DATA")
        with cursor.cursor.copy(f"COPY books_kept ({NAMES}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute(f"INSERT INTO books_bookrow ({NAMES}) SELECT {NAMES} FROM books_kept")


def _refused_lines(refused: Sequence[RefusedRow], sheets: Sequence[SheetReading]) -> Iterator[tuple[tuple, tuple]]:
    headings = {one.index: queries.packed([column.heading for column in one.columns]) for one in sheets}
    for row in refused:
        problem = row.problem
        told = queries.packed({"letter": problem.letter, "detail": problem.detail, "values": problem.values})
        also = [{"column": one.column, "code": one.code, "found": _without_nul(one.found)} for one in row.also]
        yield (
            _without_nul(row.sheet), row.sheet_index, row.row, BookRow.REFUSED, None, None, None, None, 0, 0, 0, "", "", "",
            _without_nul(problem.column[:80]), problem.code, told, headings.get(row.sheet_index, "[]"), None,
        ), (_without_nul(problem.found[:200]), also, [_without_nul(shown(cell)) for cell in row.cells])  # fmt: skip


def _changed_lines(changed: Sequence[tuple[Draft, int]], sheets: Sequence[SheetReading]) -> Iterator[tuple[tuple, tuple]]:
    numbers = {sheet.name: sheet.index for sheet in sheets}
    for draft, posting in changed:
        yield (
            _without_nul(draft.sheet), numbers.get(draft.sheet, 0), draft.row, BookRow.CHANGED, draft.day, draft.start_minute,
            draft.method_id, draft.worker_id, draft.direct_minutes, draft.indirect_minutes, draft.person_times,
            _without_nul(draft.field), _without_nul(draft.title), draft.flags, "", "", "{}", "[]", posting,
        ), ("", None, None)  # fmt: skip


def _without_nul(value: Any) -> Any:
    """PostgreSQL keeps no NUL in text; a cell that holds one loses only that."""
    return value.replace("\x00", "") if isinstance(value, str) else value
