"""Which rows of a book are new, which stand in the ledger already, and which are changed since; asked in sets."""
from django.db import connection

from jiazong.ledger.books.models import Book, BookRow
from jiazong.ledger.books.rules import versions
from jiazong.ledger.books.rules.versions import Anchor, Line
from jiazong.ledger.hours import queries as ledger
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules import entry

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
SAME = f"""
WITH mine AS (
  SELECT id, row_number() OVER (PARTITION BY {FIGURES} ORDER BY sheet_no, "row") AS nth, {FIGURES}
  FROM books_bookrow WHERE book_id = %(book)s AND verdict <> 'refused')
UPDATE books_bookrow line SET verdict = 'same', posting_id = there.id
FROM mine JOIN books_there there USING (nth, {FIGURES}) WHERE line.id = mine.id
"""
MATCHED = """
SELECT there.source_id, count(line.id), count(*) FROM books_there there
LEFT JOIN books_bookrow line ON line.book_id = %(book)s AND line.posting_id = there.id AND line.verdict = 'same'
GROUP BY there.source_id
"""


def judge(book: Book) -> int:
    """Give every accepted row its verdict against the ledger as it stands; answers how many old rows the book lacks."""
    facts = {"contract": book.contract_id, "book": book.pk}
    BookRow.objects.filter(book=book, verdict__in=[BookRow.SAME, BookRow.CHANGED]).update(verdict=BookRow.NEW, posting=None)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS books_there")
        cursor.execute(THERE, facts)
        if not cursor.rowcount:
            return 0
        # Both tables are fresh: without figures the planner would join them row by row.
        cursor.execute("ANALYZE books_there, books_bookrow")
        cursor.execute(SAME, facts)
        cursor.execute(MATCHED, facts)
        by_source = {source: (matched, rows) for source, matched, rows in cursor.fetchall()}
    rows = BookRow.objects.filter(book=book).exclude(verdict=BookRow.REFUSED).count()
    lineage = _lineage(book, by_source, rows)
    if not lineage:
        return 0
    old = _unmatched_old(book, lineage)
    return len(old) - _mark_changes(book, old, lineage)


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


def _unmatched_old(book: Book, lineage: list) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT there.id, there.source_id, there.source_sheet, there.source_row, there.day, there.worker_id,
                 there.method_id, there.title, there.field
               FROM books_there there LEFT JOIN books_bookrow line
                 ON line.book_id = %s AND line.posting_id = there.id AND line.verdict = 'same'
               WHERE there.source_id = ANY(%s) AND line.id IS NULL AND there.source_row IS NOT NULL
               ORDER BY there.id""",
            [book.pk, lineage],
        )
        return [Line(key, source, sheet, row, tuple(traits)) for key, source, sheet, row, *traits in cursor.fetchall()]


def _mark_changes(book: Book, old: list[Line], lineage: list) -> int:
    new = [
        Line(key, None, sheet, row, tuple(traits))
        for key, sheet, row, *traits in BookRow.objects.filter(book=book, verdict=BookRow.NEW)
        .order_by("sheet_no", "row")
        .values_list("pk", "sheet", "row", "day", "worker_id", "method_id", "title", "field")
    ]
    if not new or not old:
        return 0
    pairs = versions.pair_changes(new, old, _anchors(book, lineage))
    replaced, lines = _living(list(pairs.values())), {row.pk: row for row in BookRow.objects.filter(pk__in=pairs)}
    for key, posting_id in pairs.items():
        row, living = lines[key], replaced[posting_id]
        row.posting_id = living.pk if living else posting_id
        row.verdict = BookRow.CHANGED if living and not _says_the_same(row, living) else BookRow.SAME
    BookRow.objects.bulk_update(lines.values(), ["verdict", "posting"], batch_size=1000)
    return len(pairs)


def _anchors(book: Book, lineage: list) -> list[Anchor]:
    rows = BookRow.objects.filter(book=book, verdict=BookRow.SAME, posting__source_id__in=lineage)
    found = rows.values_list("posting__source_id", "sheet", "row", "posting__source_row", "posting__source_sheet")
    return [Anchor(source, sheet, row, old_row) for source, sheet, row, old_row, old_sheet in found if sheet == old_sheet]


def _living(posting_ids: list[int]) -> dict[int, Posting | None]:
    """Posting → the one that stands for it today: itself, the last correction of it, or none if it was taken back."""
    found: dict[int, Posting | None] = {}
    for posting in Posting.objects.filter(pk__in=posting_ids).select_related("corrected_by"):
        living: Posting | None = posting
        while living and Posting.objects.filter(reverses=living).exists():
            living = Posting.objects.filter(corrects=living).first()
        found[posting.pk] = living
    return found


def _says_the_same(row: BookRow, posting: Posting) -> bool:
    names = ("day", "worker_id", "method_id", "direct_minutes", "indirect_minutes", "person_times")
    return all(getattr(row, name) == getattr(posting, name) for name in names)


def crowding(book: Book, drafts: list[entry.Draft]) -> list[entry.Draft]:
    """Flag the drafts that crowd a worker's day, together with what the ledger already holds for these workers."""
    if not drafts:
        return []
    days = [draft.day for draft in drafts]
    replaced = {draft.corrects for draft in drafts if draft.corrects}
    spans = ledger.spans_between({draft.worker_id for draft in drafts}, min(days), max(days), without=replaced)
    return entry.notice_crowding(drafts, spans)
