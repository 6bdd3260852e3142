"""The examination of the whole log, in one pass over the tree and one over each kind of deed."""
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from jiazong.ground.transparency import notes, tree
from jiazong.ground.transparency.models import Node
from jiazong.ground.transparency.rows import RowKind
from jiazong.ground.transparency.verifying import deeds, signed
from jiazong.ground.transparency.verifying.faults import Fault, Report, Signed, Timeline

ENTRIES = """
SELECT entry.index, entry.hash, leaf.hash, leaf.kind, leaf.subject
FROM transparency_entry entry LEFT JOIN transparency_leaf leaf ON leaf.id = entry.leaf_id
ORDER BY entry.index
"""
ROWS_AT_ONCE = 20_000


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Everything read inside is of the same moment and nothing is written; to be entered before anybody acts."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def verify(
    kinds: Sequence[RowKind], *, outside: Iterable[tuple[str, str]] = (), key: notes.Key | None = None
) -> Report:
    """Examine the log and the rows of these kinds; `outside` are notes kept elsewhere, as (note, where), `key` the log's own.

    The checkpoint the sequencer keeps outside the database is always among them.
    """
    report = Report()
    stored, timeline = signed.check_stored(report, key)
    signed.check_cosignatures(report)
    head = signed.head()
    told = [signed.read_outside(report, note, where, key) for note, where in [*outside, *([head] if head else [])]]
    kept = [*stored, *(one for one in told if one)]
    _check_tree(report, kept, timeline)
    for kind in kinds:
        deeds.check_rows(report, kind, timeline)
    deeds.check_kept(report, [kind.kind for kind in kinds], timeline)
    return report


def _check_tree(report: Report, kept: Sequence[Signed], timeline: Timeline) -> None:
    """Numbers without gaps, leaves as they were numbered, whole subtrees, and the roots that were signed."""
    roots = dict.fromkeys((one.size for one in kept), b"")
    whole = _Subtrees(report, timeline)
    growing = tree.Range(completed=whole.check)
    if 0 in roots:
        roots[0] = growing.root()
    for index, numbered, hashed, kind, subject in _stream(ENTRIES):
        if index != growing.size:
            report.add(Fault("entry_broken", kind or "", subject or "", index, timeline.covering(index)))
        elif hashed is None:
            report.add(Fault("leaf_deleted", index=index, checkpoint=timeline.covering(index)))
        elif hashed != numbered:
            report.add(Fault("leaf_changed", kind, subject, index, timeline.covering(index)))
        growing.append(bytes(numbered))
        if growing.size in roots:
            roots[growing.size] = growing.root()
    whole.finish()
    report.size, report.root = growing.size, growing.root()
    _check_roots(report, kept, roots)


def _check_roots(report: Report, kept: Sequence[Signed], roots: dict[int, bytes]) -> None:
    """Each signed root against the tree as it is; of the stored ones the first that differs names the place."""
    differs = False
    for one in kept:
        is_stored = one.where == "stored"
        if one.size > report.size:
            report.add(Fault("truncated" if is_stored else "older", subject=one.where, checkpoint=one.size))
        elif roots[one.size] != one.root and not (is_stored and differs):
            differs = differs or is_stored
            report.add(Fault("root_differs" if is_stored else "forked", subject=one.where, checkpoint=one.size))


class _Subtrees:
    """Compares the subtrees kept for proofs with those the leaves make."""

    def __init__(self, report: Report, timeline: Timeline) -> None:
        self._report, self._timeline = report, timeline
        self._kept = {(level, number): bytes(hashed) for level, number, hashed in Node.objects.values_list("level", "number", "hash")}

    def check(self, level: int, number: int, hashed: bytes) -> None:
        """A subtree of 2**level leaves became whole."""
        if self._kept.pop((level // 8, number), None) != hashed:
            self._fault(level // 8, number)

    def finish(self) -> None:
        """What is left over belongs to no leaf."""
        for level, number in sorted(self._kept):
            self._fault(level, number)

    def _fault(self, level: int, number: int) -> None:
        first = number << 8 * level
        self._report.add(Fault("tile_changed", "tile", f"{level}/{number}", first, self._timeline.covering(first)))


def _stream(statement: str) -> Iterator[tuple]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while lines := cursor.fetchmany(ROWS_AT_ONCE):
            yield from lines
