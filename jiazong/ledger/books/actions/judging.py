"""Which rows of a book are new, which stand in the ledger already, and which are changed since; asked in sets."""
from collections.abc import Sequence
from typing import Any

from django.db import connection

from jiazong.ledger.books.models import Book
from jiazong.ledger.books.queries import Judged
from jiazong.ledger.books.rules import versions
from jiazong.ledger.books.rules.versions import Anchor, Line
from jiazong.ledger.hours import queries as ledger
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.entry import Draft

FIGURES = "day, worker_id, method_id, direct_minutes, indirect_minutes, person_times, field, title"

# A posting that a book made is "there" unless a later book replaced it; one that a person corrected or took back on
# the screen is there too: that row of the book has been dealt with and does not come back by importing it again.
THERE = f"""
CREATE TEMPORARY TABLE books_there ON COMMIT DROP AS
SELECT p.id, p.source_id, p.source_sheet, p.source_row, back.id IS NOT NULL AS is_dealt_with,
  row_number() OVER (PARTITION BY {", ".join("p." + name for name in FIGURES.split(", "))} ORDER BY back.id IS NOT NULL, p.id) AS nth,
  {", ".join("p." + name for name in FIGURES.split(", "))}
FROM hours_posting p JOIN hours_source made ON made.id = p.source_id AND made.kind = 'book'
LEFT JOIN hours_posting back ON back.reverses_id = p.id
LEFT JOIN hours_source undone ON undone.id = back.source_id
WHERE p.contract_id = %(contract)s AND p.quantity = 1 AND (undone.kind IS NULL OR undone.kind <> 'book')
"""
LINES = """
CREATE TEMPORARY TABLE books_line (place integer PRIMARY KEY, sheet text, "row" integer, day date, worker_id bigint,
  method_id bigint, direct_minutes integer, indirect_minutes integer, person_times integer, field text, title text) ON COMMIT DROP
"""
SAME = f"""
CREATE TEMPORARY TABLE books_same ON COMMIT DROP AS
SELECT mine.place, there.id AS posting_id
FROM (SELECT place, row_number() OVER (PARTITION BY {FIGURES} ORDER BY place) AS nth, {FIGURES} FROM books_line) mine
JOIN books_there there USING (nth, {FIGURES})
"""
MATCHED = """
SELECT there.source_id, count(same.place), count(*) FROM books_there there
LEFT JOIN books_same same ON same.posting_id = there.id
GROUP BY there.source_id
"""
HAS_BOOKS = "SELECT EXISTS (SELECT FROM hours_source WHERE contract_id = %s AND kind = 'book')"


def judge(book: Book, drafts: Sequence[Draft]) -> Judged:
    """Compare the accepted rows of a book with the ledger as it stands: which are there, which change one that is there."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_BOOKS, [book.contract_id])
        if not drafts or not cursor.fetchone()[0]:
            return Judged()
        cursor.execute("DROP TABLE IF EXISTS books_there, books_line, books_same")
        cursor.execute(THERE, {"contract": book.contract_id})
        if not cursor.rowcount:
            return Judged()
        _stage(cursor, drafts)
        # Fresh tables: without figures the planner would join them row by row.
        cursor.execute("ANALYZE books_there, books_line")
        cursor.execute(SAME)
        cursor.execute("ANALYZE books_same")
        cursor.execute(MATCHED)
        by_source = {source: (matched, rows) for source, matched, rows in cursor.fetchall()}
        cursor.execute("SELECT place, posting_id FROM books_same")
        same = dict(cursor.fetchall())
    lineage = _lineage(book, by_source, len(drafts))
    if not lineage:
        return Judged(same)
    old = _unmatched_old(lineage)
    changed, still = _changes(drafts, same, old, lineage)
    return Judged(same | still, changed, len(old) - len(changed) - len(still))


def _stage(cursor: Any, drafts: Sequence[Draft]) -> None:
    cursor.execute(LINES)
    with cursor.cursor.copy("COPY books_line FROM STDIN") as copy:
        for place, one in enumerate(drafts):
            copy.write_row((
                place, one.sheet, one.row, one.day, one.worker_id, one.method_id, one.direct_minutes, one.indirect_minutes,
                one.person_times, one.field, one.title,
            ))  # fmt: skip


def _lineage(book: Book, by_source: dict, rows: int) -> list:
    found = [
        source
        for source, (matched, of_source) in by_source.items()
        if versions.is_newer_version(matched=matched, rows_of_source=of_source, rows_of_book=rows)
    ]
    if found:
        return found + _corrections_of(found)
    # A small book with every row changed shares no row with its older version: then the file's own name tells.
    same_name = Book.objects.filter(contract_id=book.contract_id, name=book.name, source_id__in=list(by_source))
    return list(same_name.exclude(pk=book.pk).values_list("source_id", flat=True))


def _corrections_of(sources: list) -> list:
    """The books that changed rows of these ones, and those that changed theirs: together they are the earlier version."""
    later = Posting.objects.filter(corrects__source_id__in=sources, source__kind="book").exclude(source_id__in=sources)
    found = list(later.values_list("source_id", flat=True).distinct())
    return found + _corrections_of(sources + found) if found else []


def _unmatched_old(lineage: list) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT there.id, there.source_id, there.source_sheet, there.source_row, there.day, there.worker_id,
                 there.method_id, there.title, there.field
               FROM books_there there LEFT JOIN books_same same ON same.posting_id = there.id
               WHERE there.source_id = ANY(%s) AND same.place IS NULL AND there.source_row IS NOT NULL
               ORDER BY there.id""",
            [lineage],
        )
        return [Line(key, source, sheet, row, tuple(traits)) for key, source, sheet, row, *traits in cursor.fetchall()]


def _changes(
    drafts: Sequence[Draft], same: dict[int, int], old: list[Line], lineage: list
) -> tuple[dict[int, int], dict[int, int]]:
    """Places of rows that change a posting, and of those that say what it says today already, each with that posting."""
    new = [
        Line(place, None, one.sheet, one.row, (one.day, one.worker_id, one.method_id, one.title, one.field))
        for place, one in enumerate(drafts)
        if place not in same
    ]
    if not new or not old:
        return {}, {}
    pairs = versions.pair_changes(new, old, _anchors(lineage))
    replaced = _living(list(pairs.values()))
    changed, still = {}, {}
    for place, posting_id in pairs.items():
        living = replaced[posting_id]
        if living and not _says_the_same(drafts[place], living):
            changed[place] = living.pk
        else:
            still[place] = living.pk if living else posting_id
    return changed, still


def _anchors(lineage: list) -> list[Anchor]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT there.source_id, line.sheet, line."row", there.source_row
               FROM books_same same JOIN books_there there ON there.id = same.posting_id
               JOIN books_line line ON line.place = same.place AND line.sheet = there.source_sheet
               WHERE there.source_id = ANY(%s)""",
            [lineage],
        )
        return [Anchor(*row) for row in cursor.fetchall()]


def _living(posting_ids: list[int]) -> dict[int, Posting | None]:
    """Posting → the one that stands for it today: itself, the last correction of it, or none if it was taken back."""
    found: dict[int, Posting | None] = {}
    for posting in Posting.objects.filter(pk__in=posting_ids).select_related("corrected_by"):
        living: Posting | None = posting
        while living and Posting.objects.filter(reverses=living).exists():
            living = Posting.objects.filter(corrects=living).first()
        found[posting.pk] = living
    return found


def _says_the_same(draft: Draft, posting: Posting) -> bool:
    names = ("day", "worker_id", "method_id", "direct_minutes", "indirect_minutes", "person_times")
    return all(getattr(draft, name) == getattr(posting, name) for name in names)


def crowding(book: Book, drafts: list[Draft]) -> list[Draft]:
    """Flag the drafts that crowd a worker's day, together with what the ledger already holds for these workers."""
    if not drafts:
        return []
    days = [draft.day for draft in drafts]
    replaced = {draft.corrects for draft in drafts if draft.corrects}
    spans = ledger.spans_between({draft.worker_id for draft in drafts}, min(days), max(days), without=replaced)
    return entry.notice_crowding(drafts, spans)
