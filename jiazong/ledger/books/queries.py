"""Reads of the books: what a book brings, row by row and in sums."""
import json
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from jiazong.ledger.books.models import Book, BookRow
from jiazong.ledger.books.rules import sentences
from jiazong.ledger.books.rules.book import AcceptedRow, Problem
from jiazong.ledger.hours.rules.entry import Draft

ACCEPTED = (BookRow.NEW, BookRow.CHANGED)
SUMS = ("direct_minutes", "indirect_minutes", "person_times")
# The reasons as the field's own tests name them, beside the sentence for people.
PLAIN = {
    "no_such_day": "no such day", "outside_term": "outside the contract term", "no_duration": "no duration",
    "not_a_duration": "not a duration", "negative": "negative", "more_than_a_day": "more than a day",
    "unknown_method": "unknown method", "unknown_worker": "not on the staff list", "not_a_count": "not a count",
}  # fmt: skip


def count_rows(book: Book, *, missing: int = 0) -> dict[str, Any]:
    """Rows by verdict, and the sums of what is accepted, in all and by method."""
    by_verdict = dict(book.rows.values_list("verdict").annotate(Count("pk")).order_by())
    accepted = book.rows.filter(verdict__in=ACCEPTED)
    by_method = {
        row["method__name"]: {"rows": row["n"], **{name: row[f"sum_{name}"] for name in SUMS}}
        for row in accepted.values("method__name", "method__order")
        .annotate(n=Count("pk"), **{f"sum_{name}": Sum(name) for name in SUMS})
        .order_by("method__order")
    }
    return {
        "rows": sum(by_verdict.values()),
        "accepted": sum(by_verdict.get(verdict, 0) for verdict in ACCEPTED),
        "changed": by_verdict.get(BookRow.CHANGED, 0),
        "refused": by_verdict.get(BookRow.REFUSED, 0),
        "already_there": by_verdict.get(BookRow.SAME, 0),
        "missing": missing,
        **{name: sum(method[name] for method in by_method.values()) for name in SUMS},
        "by_method": by_method,
        "flags": _flag_counts(accepted),
    }


def _flag_counts(accepted: QuerySet[BookRow]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for flags, rows in accepted.exclude(flags="").values_list("flags").annotate(Count("pk")).order_by():
        for flag in flags.split():
            counted[flag] = counted.get(flag, 0) + rows
    return counted


def draft_of(row: AcceptedRow) -> Draft:
    """An accepted row as a draft for the ledger."""
    return Draft(
        worker_id=row.worker, method_id=row.method, day=row.day, direct_minutes=row.direct_minutes,
        indirect_minutes=row.indirect_minutes, person_times=row.person_times, start_minute=row.start_minute,
        flags=" ".join(row.flags),
    )  # fmt: skip


def drafts(book: Book) -> list[Draft]:
    """The accepted rows of a book as drafts for the ledger, in the order of the book."""
    rows = book.rows.filter(verdict__in=ACCEPTED).order_by("sheet_no", "row").values_list(
        "worker_id", "method_id", "day", "direct_minutes", "indirect_minutes", "person_times", "start_minute",
        "field", "title", "note", "flags", "sheet", "row", "verdict", "posting_id",
    )  # fmt: skip
    return [Draft(*row, corrects=old if verdict == BookRow.CHANGED else None) for *row, verdict, old in rows.iterator(5000)]


def page_of(books: QuerySet[Book], *, before: str, size: int) -> tuple[list[Book], str]:
    """A page of books, newest first, and the mark of the page after it (empty: none); pages go by time, never by count."""
    if before and (mark := parse_datetime(before)):
        books = books.filter(uploaded_at__lt=mark)
    found = list(books[: size + 1])
    return found[:size], found[size - 1].uploaded_at.isoformat() if len(found) > size else ""


def changes(book: Book) -> QuerySet[BookRow]:
    """The rows that change what was posted before, each with the posting it replaces."""
    return book.rows.filter(verdict=BookRow.CHANGED).select_related("posting", "method", "worker", "posting__method", "posting__worker").order_by("sheet_no", "row")


def refusals(book: Book) -> QuerySet[BookRow]:
    """The refused rows of a book in its order."""
    return book.rows.filter(verdict=BookRow.REFUSED).order_by("sheet_no", "row")


def reason_of(row: BookRow) -> str:
    """Why a row was refused, in a sentence of the person's language."""
    problem = _problem(row)
    return gettext(sentences.reason(problem)) % problem.values


def mend_of(row: BookRow) -> str:
    """How a refused row can be mended."""
    problem = _problem(row)
    return gettext(sentences.mend(problem)) % problem.values


def _problem(row: BookRow) -> Problem:
    kept = row.problem
    return Problem(row.column, kept.get("letter", ""), row.code, kept.get("detail", ""), row.found, kept.get("values", {}))


def packed(value: Any) -> str:
    """A value as JSON text for COPY; NUL, which PostgreSQL cannot keep, is left out."""
    return json.dumps(value, ensure_ascii=False).replace("\\u0000", "")


def report(book: Book, *, dry_run: bool) -> dict[str, Any]:
    """The answer of `import records --json` (docs/reference/import-report.md)."""
    return {
        "contract": book.contract_id,
        "file": book.name,
        "dry_run": dry_run,
        "posted": book.state == Book.POSTED,
        **book.counts,
        "refusals": [
            {
                "sheet": row.sheet, "row": row.row, "column": row.column, "reason": reason_of(row), "code": row.code,
                "why": PLAIN.get(row.code, row.code), "found": row.found, "also": row.also,
            }
            for row in refusals(book)
        ],
        "sheets": book.reading.get("sheets", []),
    }  # fmt: skip
