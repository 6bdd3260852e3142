"""Reads of the log: the newest checkpoint, subtrees, proofs."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from jiazong.ground.transparency import tree
from jiazong.ground.transparency.models import Checkpoint, Entry, Log, Node, Witness

ROWS_AT_ONCE = 20_000
TILE = 256


def latest_checkpoint() -> Checkpoint | None:
    """The newest checkpoint."""
    return Checkpoint.objects.order_by("-number").first()


def log() -> Log | None:
    """The life of the log that is on; nothing before the first checkpoint."""
    return Log.objects.order_by("-number").first()


def checkpoint_of(size: int) -> Checkpoint | None:
    """The checkpoint of this size."""
    return Checkpoint.objects.filter(size=size).first()


def note_of(checkpoint: Checkpoint) -> str:
    """The note of a checkpoint with the signatures of the witnesses under it."""
    return checkpoint.note + "".join(checkpoint.cosignatures.order_by("id").values_list("line", flat=True))


def key_lines(log: Log) -> list[str]:
    """The log's public key, then each witness's with its role."""
    return [log.key, *(f"{one.role} {one.key}" for one in Witness.objects.all())]


def hashes_from(low: int, high: int) -> Iterator[bytes]:
    """The hashes of the sequenced leaves with these numbers, the last not included."""
    found = Entry.objects.filter(index__gte=low, index__lt=high).order_by("index").values_list("hash", flat=True)
    return (bytes(one) for one in found.iterator(chunk_size=ROWS_AT_ONCE))


def tile(level: int, number: int, width: int = TILE) -> list[bytes]:
    """The hashes of a tile as far as it is there: 256 leaves, or whole subtrees of 256**level leaves."""
    low = number * TILE
    if level == 0:
        return list(hashes_from(low, low + width))
    found = Node.objects.filter(level=level, number__gte=low, number__lt=low + width).order_by("number")
    return [bytes(one) for one in found.values_list("hash", flat=True)]


class Subtrees:
    """Roots of subtrees, read tile by tile and remembered for the proofs of one question."""

    def __init__(self) -> None:
        self._tile = lru_cache(maxsize=4096)(tile)
        self.whole = lru_cache(maxsize=65536)(self._whole)

    def span(self, low: int, high: int) -> bytes:
        """The root over the leaves from `low` up to `high`, which must not cross a larger subtree."""
        count = high - low
        if count & (count - 1) == 0 and low % count == 0:
            return self.whole(count.bit_length() - 1, low // count)
        middle = low + tree.split(count)
        return tree.node_hash(self.span(low, middle), self.span(middle, high))

    def _whole(self, height: int, number: int) -> bytes:
        level, rest = divmod(height, 8)
        if rest == 0:
            held = self._tile(level, number // TILE)
            if number % TILE >= len(held):
                raise tree.ProofRefused(f"subtree {level}/{number} is missing")
            return held[number % TILE]
        return tree.node_hash(self.whole(height - 1, 2 * number), self.whole(height - 1, 2 * number + 1))


def places_of(subjects: Sequence[str]) -> dict[str, int | None]:
    """The number in the tree of each subject's leaf; nothing while it waits to be sequenced."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leaf.subject, entry.index FROM transparency_leaf leaf "
            "LEFT JOIN transparency_entry entry ON entry.leaf_id = leaf.id WHERE leaf.subject = ANY(%s)",
            [list(subjects)],
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Waiting:
    """The leaves without a number: how many, and for how many seconds the oldest has waited."""

    leaves: int
    seconds: float


def waiting() -> Waiting:
    """What waits to be sequenced; more than a minute says that the sequencer does not run."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(leaf.written_at)), 0)::float8
            FROM transparency_leaf leaf
            WHERE leaf.xid >= coalesce((SELECT horizon::text::xid8 FROM transparency_checkpoint
                WHERE cluster = (SELECT system_identifier::text FROM pg_control_system())
                ORDER BY number DESC LIMIT 1), '0'::xid8)
              AND NOT EXISTS (SELECT 1 FROM transparency_entry entry WHERE entry.leaf_id = leaf.id)
            """
        )
        return Waiting(*cursor.fetchone())
