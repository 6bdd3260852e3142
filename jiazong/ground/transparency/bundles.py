"""What is handed to whoever checks: the proof of one deed, of many, of growth, and the whole log (docs/reference/evidence-log.md)."""
import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection

from jiazong.ground.transparency import canonical, queries, tree
from jiazong.ground.transparency.models import Checkpoint, Witness
from jiazong.ground.transparency.rows import RowKind, object_sql

ROWS_AT_ONCE = 5000
# By itself PostgreSQL plans a cursor as if only its first tenth were wanted.
ALL_WANTED = "SET LOCAL cursor_tuple_fraction = 1"
LEAF = """entry.index, leaf.kind, leaf.subject, leaf.adopted,
  to_char(leaf.written_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS written, leaf.salt, leaf.hash"""


class Opened(NamedTuple):
    """A leaf with what it speaks of; `facts` is None where the deed is gone."""

    index: int | None
    kind: str
    subject: str
    adopted: bool
    written_at: str
    salt: bytes
    hash: bytes
    facts: str | None
    private: str | None

    def closed(self) -> str:
        """The leaf with its facts as JSON, its private part left out."""
        told = canonical.content_of(
            kind=self.kind, subject=self.subject, written_at=self.written_at, facts=self.facts or "{}",
            commit=canonical.commit_of(bytes(self.salt), self.private or "{}"), adopted=self.adopted,
        )  # fmt: skip
        return f'{{"index":{self.index},"leaf":{told.decode()},"salt":null,"private":null}}'

    def document(self) -> dict[str, Any]:
        """The leaf, its salt and its private part as they are handed out."""
        private = self.private or "{}"
        leaf = canonical.leaf_of(
            kind=self.kind, subject=self.subject, written_at=self.written_at, facts=self.facts or "{}",
            commit=canonical.commit_of(bytes(self.salt), private), adopted=self.adopted,
        )  # fmt: skip
        return {"index": self.index, "leaf": leaf, "salt": bytes(self.salt).hex(), "private": json.loads(private)}


def proof_of(subject: str, kinds: Sequence[RowKind]) -> dict[str, Any] | None:
    """The proof of one deed under the newest checkpoint; nothing where the log has no such leaf or it has no number yet."""
    latest = queries.latest_checkpoint()
    found = max(opened([subject], kinds), key=lambda one: -1 if one.index is None else one.index, default=None)
    if latest is None or found is None or found.index is None:
        return None
    path = tree.prove_inclusion(found.index, latest.size, queries.Subtrees().span)
    return {
        "format": "jiazong.evidence.proof.v1", "subject": subject, "size": latest.size, **found.document(),
        "proof": coded(path), **_signed(latest),
    }  # fmt: skip


def consistency_of(old: int, new: int | None = None) -> dict[str, Any] | None:
    """The proof that the tree of one size begins with that of another; nothing where there are not so many leaves."""
    latest = queries.latest_checkpoint()
    to = new if new is not None else latest.size if latest else 0
    if latest is None or not 0 <= old <= to <= latest.size:
        return None
    before, after = queries.checkpoint_of(old), queries.checkpoint_of(to)
    return {
        "format": "jiazong.evidence.consistency.v1", "from": old, "to": to,
        "proof": coded(tree.prove_consistency(old, to, queries.Subtrees().span)),
        "checkpoint_from": queries.note_of(before) if before else None,
        "checkpoint": queries.note_of(after) if after else None, "key": queries.log().key,
    }  # fmt: skip


def pack_pieces(kind: RowKind, numbers: Sequence[int]) -> Iterator[str]:
    """The proof of many rows of a table under the newest checkpoint, as pieces of one JSON document; nothing while there is none.

    The facts of each are proved and shown; the private parts stay closed, for a pack tells less than the ledger holds.
    """
    latest = queries.latest_checkpoint()
    if latest is None:
        return
    yield f'{{"format":"jiazong.evidence.pack.v1","size":{latest.size},{_quoted(_signed(latest))[1:-1]},"leaves":['
    placed, waiting = [], {f"{kind.kind}:{number}" for number in numbers}
    statement = _sql(kind, "leaf.subject = ANY(%s) AND entry.index IS NOT NULL ORDER BY entry.index")
    for one in _stream(statement, [sorted(waiting)]):
        if one.facts is not None:
            yield ("," if placed else "") + one.closed()
            placed.append(one.index)
            waiting.discard(one.subject)
    nodes = coded(tree.prove_many(placed, latest.size, queries.Subtrees().span))
    yield f'],"nodes":{_quoted(nodes)},"pending":{_quoted(sorted(waiting))}}}'


def opened(subjects: Sequence[str], kinds: Sequence[RowKind]) -> Iterator[Opened]:
    """The leaves of these subjects with what they speak of, in no order; for system jobs, since the salts are in it."""
    by_kind: dict[str, list[str]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.partition(":")[0], []).append(subject)
    known = {kind.kind: kind for kind in kinds}
    for kind, asked in by_kind.items():
        yield from _stream(_sql(known.get(kind), "leaf.subject = ANY(%s)"), [asked])


def export_lines(kinds: Sequence[RowKind] | None) -> Iterator[dict[str, Any]]:
    """The whole log line by line; with kinds given, each leaf with its contents."""
    latest, log = queries.latest_checkpoint(), queries.log()
    yield {
        "format": "jiazong.evidence.export.v1", "origin": log.origin, "key": log.key, "witnesses": _witnesses(),
        "size": latest.size if latest else 0, "root": coded([bytes(latest.root) if latest else tree.EMPTY])[0],
        "opened": kinds is not None,
    }  # fmt: skip
    for one in Checkpoint.objects.order_by("number").iterator(chunk_size=ROWS_AT_ONCE):
        yield {"checkpoint": queries.note_of(one)}
    for low in range(0, latest.size if latest else 0, ROWS_AT_ONCE):
        yield from _slice(low, min(low + ROWS_AT_ONCE, latest.size), kinds)


def _slice(low: int, high: int, kinds: Sequence[RowKind] | None) -> Iterator[dict[str, Any]]:
    hashes = coded(queries.hashes_from(low, high))
    if kinds is None:
        yield from ({"index": low + place, "hash": hashed} for place, hashed in enumerate(hashes))
        return
    bounds, found = [low, high], {}
    within = "entry.index >= %s AND entry.index < %s AND leaf.kind"
    for kind in kinds:
        found |= {one.index: one for one in _stream(_sql(kind, f"{within} = %s"), [*bounds, kind.kind])}
    found |= {one.index: one for one in _stream(_sql(None, f"{within} <> ALL(%s)"), [*bounds, [kind.kind for kind in kinds]])}
    for place, hashed in enumerate(hashes):
        one = found.get(low + place)
        told = one.document() if one and one.facts is not None else {"index": low + place}
        yield {**told, "hash": hashed}


def _sql(kind: RowKind | None, condition: str) -> str:
    """The leaves of a kind of row beside their rows; of other kinds with the texts kept with them."""
    facts, private, rows = "leaf.facts", "leaf.private", ""
    if kind:
        is_there = f"CASE WHEN line.{kind.key} IS NOT NULL THEN"
        facts, private = f"{is_there} {object_sql(kind.facts)} END", f"{is_there} {object_sql(kind.private)} END"
        rows = f"LEFT JOIN {kind.table} line ON line.{kind.key} = substr(leaf.subject, {kind.key_of_subject + 1})::{kind.key_type}"
    return (
        f"SELECT {LEAF}, {facts} AS facts, {private} AS private FROM transparency_leaf leaf "
        f"LEFT JOIN transparency_entry entry ON entry.leaf_id = leaf.id {rows} WHERE {condition}"
    )


def _stream(statement: str, given: list[Any]) -> Iterator[Opened]:
    """The lines of a question, a few thousand at a time from the server; inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_WANTED)
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, given)
        while lines := cursor.fetchmany(ROWS_AT_ONCE):
            yield from map(Opened._make, lines)


def _signed(checkpoint: Checkpoint) -> dict[str, Any]:
    return {"checkpoint": queries.note_of(checkpoint), "key": queries.log().key, "witnesses": _witnesses()}


def _witnesses() -> list[dict[str, str]]:
    return [{"role": one.role, "key": one.key} for one in Witness.objects.all()]


_quoted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def coded(hashes: Iterable[bytes]) -> list[str]:
    """Hashes as Base64."""
    return [base64.b64encode(one).decode() for one in hashes]
