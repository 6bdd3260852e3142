"""Each leaf against the deed it speaks of: the row of a table as it is now, or the text kept with the leaf."""
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from jiazong.ground.transparency.canonical import hash_of
from jiazong.ground.transparency.models import Adoption
from jiazong.ground.transparency.rows import RowKind, object_sql
from jiazong.ground.transparency.verifying.faults import Fault, Report, Timeline

LEAF = """leaf.id, entry.index, entry.hash, leaf.kind, leaf.subject, leaf.adopted, leaf.written_at,
  to_char(leaf.written_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), leaf.salt, leaf.hash"""
KEPT = f"""
SELECT {LEAF}, leaf.facts, leaf.private, NULL
FROM transparency_leaf leaf LEFT JOIN transparency_entry entry ON entry.leaf_id = leaf.id
WHERE leaf.kind <> ALL(%(kinds)s) ORDER BY leaf.id
"""
ROWS_AT_ONCE = 20_000
# A deed is written down within a long transaction at most; a leaf that claims to be older than the checkpoint before the
# one it is in, by more than this, was put in afterwards.
LONGEST = timedelta(hours=1)


class Line(NamedTuple):
    """A leaf, its place, and its deed as it is now (`facts` is None where the deed is gone)."""

    number: int | None
    index: int | None
    numbered: bytes | None
    kind: str
    subject: str
    adopted: bool
    written_at: datetime
    written: str
    salt: bytes
    hash: bytes
    facts: str | None
    private: str | None
    at: datetime | None


def check_rows(report: Report, kind: RowKind, timeline: Timeline) -> None:
    """Every row of a table against its leaf, and every leaf of the kind against its row."""
    adopted_at = Adoption.objects.filter(pk=kind.kind).values_list("adopted_at", flat=True).first()
    for line in _stream(_rows_sql(kind), {"kind": kind.kind}):
        if line.number is None:
            report.add(Fault("inserted", kind.kind, line.subject))
        else:
            _check(report, line, timeline)
            if line.adopted and (adopted_at is None or abs(line.written_at - adopted_at) > LONGEST):
                report.add(Fault("backdated", kind.kind, line.subject, line.index, _covering(timeline, line)))


def check_kept(report: Report, others: Sequence[str], timeline: Timeline) -> None:
    """Every leaf whose deed is kept with it."""
    for line in _stream(KEPT, {"kinds": list(others)}):
        _check(report, line, timeline)


def _check(report: Report, line: Line, timeline: Timeline) -> None:
    report.leaves += 1
    report.pending += line.index is None
    if line.facts is None:
        _add(report, "deleted", line, timeline)
        return
    made = hash_of(
        salt=line.salt, private=line.private, kind=line.kind, subject=line.subject, written_at=line.written,
        facts=line.facts, adopted=line.adopted,
    )  # fmt: skip
    if made != (line.numbered or line.hash):
        _add(report, "changed", line, timeline)
    elif _is_out_of_time(line, timeline):
        _add(report, "backdated", line, timeline)


def _is_out_of_time(line: Line, timeline: Timeline) -> bool:
    before, after = timeline.bounds(line.index)
    if before and line.written_at < before - LONGEST or after and line.written_at > after:
        return True
    if line.at is None or line.adopted:
        return False
    return not line.written_at <= line.at <= line.written_at + LONGEST


def _add(report: Report, what: str, line: Line, timeline: Timeline) -> None:
    report.add(Fault(what, line.kind, line.subject, line.index, _covering(timeline, line)))


def _covering(timeline: Timeline, line: Line) -> int | None:
    return timeline.covering(line.index) if line.index is not None else None


def _rows_sql(kind: RowKind) -> str:
    """Rows and leaves of a kind side by side, whichever of the two is there."""
    return f"""
    SELECT {LEAF.replace("leaf.kind", "%(kind)s").replace("leaf.subject", f"coalesce(leaf.subject, {kind.subject})")},
      CASE WHEN line.{kind.key} IS NOT NULL THEN {object_sql(kind.facts)} END,
      CASE WHEN line.{kind.key} IS NOT NULL THEN {object_sql(kind.private)} END, line.{kind.at}
    FROM {kind.table} line
    FULL JOIN (SELECT * FROM transparency_leaf WHERE kind = %(kind)s) leaf ON leaf.subject = {kind.subject}
    LEFT JOIN transparency_entry entry ON entry.leaf_id = leaf.id
    """


def _stream(statement: str, given: dict) -> Iterator[Line]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, given)
        while lines := cursor.fetchmany(ROWS_AT_ONCE):
            yield from map(Line._make, lines)
