"""Reads of the books: what a book brings, row by row and in sums."""
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from jiazong.ledger.books.models import Book, BookRow
from jiazong.ledger.books.rules import sentences
from jiazong.ledger.books.rules.book import AcceptedRow, Problem
from jiazong.ledger.hours.rules.entry import Draft

SUMS = ("direct_minutes", "indirect_minutes", "person_times")
# The reasons as the field's own tests name them, beside the sentence for people.
PLAIN = {
    "no_such_day": "no such day", "outside_term": "outside the contract term", "no_duration": "no duration",
    "not_a_duration": "not a duration", "negative": "negative", "more_than_a_day": "more than a day",
    "unknown_method": "unknown method", "unknown_worker": "not on the staff list", "not_a_count": "not a count",
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """How the accepted rows of a book stand to the ledger: by their place in the book, the posting that says the same or the

    older one that a row changes; the others are new. `missing` old rows are not in the book any more.
    """

    same: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    missing: int = 0


def count_rows(book: Book, drafts: list[Draft], judged: Judged, *, refused: int) -> dict[str, Any]:
    """Rows by verdict, and the sums of what is accepted, in all and by method."""
    by_method, flags = defaultdict(lambda: [0, 0, 0, 0]), Counter()
    for place, draft in enumerate(drafts):
        if place in judged.same:
            continue
        sums = by_method[draft.method_id]
        sums[0] += 1
        sums[1] += draft.direct_minutes
        sums[2] += draft.indirect_minutes
        sums[3] += draft.person_times
        if draft.flags:
            flags.update(draft.flags.split())
    names = book.contract.methods.order_by("order", "pk").values_list("pk", "name")
    told = {name: dict(zip(("rows", *SUMS), by_method[pk], strict=True)) for pk, name in names if pk in by_method}
    return {
        "rows": len(drafts) + refused,
        "accepted": len(drafts) - len(judged.same),
        "changed": len(judged.changed),
        "refused": refused,
        "already_there": len(judged.same),
        "missing": judged.missing,
        **{name: sum(method[name] for method in told.values()) for name in SUMS},
        "by_method": told,
        "flags": dict(flags),
    }


def draft_of(row: AcceptedRow, shared: dict[str, str]) -> Draft:
    """An accepted row as a draft for the ledger; NUL, which PostgreSQL cannot keep, is left out of its words.

    `shared` keeps the words that stand in thousands of rows once.
    """
    field, title = row.field[:80], row.title[:200]
    words = shared.setdefault(field, field), shared.setdefault(title, title), row.note, " ".join(row.flags), row.sheet
    if any("\x00" in word for word in words):
        words = tuple(word.replace("\x00", "") for word in words)
    return Draft(
        row.worker, row.method, row.day, row.direct_minutes, row.indirect_minutes, row.person_times, row.start_minute,
        *words, row.row,
    )  # fmt: skip


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
                "why": PLAIN.get(row.code, row.code), "found": row.found, "also": row.also or [],
            }
            for row in refusals(book)
        ],
        "sheets": book.reading.get("sheets", []),
    }  # fmt: skip
