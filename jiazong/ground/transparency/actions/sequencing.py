"""The one place where leaves get their numbers and checkpoints are signed; one process at a time, in one transaction."""
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction

from jiazong.ground.transparency import keys, notes, queries, tree
from jiazong.ground.transparency.actions.appending import append
from jiazong.ground.transparency.models import Checkpoint, Log, Node
from jiazong.ground.transparency.rules import ClockWentBack, LogDiverged, OtherKey, check_head

LOCK = "SELECT pg_try_advisory_xact_lock(7146, 24)"
SITUATION = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
  greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_current_xact_id_if_assigned()::text::bigint + 1),
  (SELECT system_identifier::text FROM pg_control_system())
"""
# Every leaf that is to be seen and has no number yet. Transactions older than the horizon had all ended the last time and
# their leaves have numbers; so one that commits late is found later, and none is ever skipped. A database that was brought
# to another server holds that one's transaction numbers: the first gathering here looks at everything.
GATHER = """
INSERT INTO transparency_entry (index, leaf_id, hash)
SELECT %(size)s - 1 + row_number() OVER (ORDER BY leaf.xid, leaf.id), leaf.id, leaf.hash
FROM transparency_leaf leaf
WHERE leaf.xid >= (%(horizon)s::text)::xid8 AND leaf.xid < (%(ceiling)s::text)::xid8
  AND NOT EXISTS (SELECT 1 FROM transparency_entry entry WHERE entry.leaf_id = leaf.id)
ORDER BY leaf.xid, leaf.id
LIMIT %(most)s
"""
# Read after the gathering: the first one on a server has no ceiling and may take leaves begun after its situation was read.
NOW = "SELECT clock_timestamp()"
MOST_AT_ONCE = 200_000
BEYOND_ALL = 2**62
NODES_AT_ONCE = 1000


@dataclass(frozen=True)
class Situation:
    """What the database knows at this moment: the oldest transaction still open, the next number, which server."""

    horizon: int
    ceiling: int
    cluster: str


def sequence(*, most: int = MOST_AT_ONCE) -> Checkpoint | None:
    """Give numbers to the leaves that have none and sign the checkpoint of the tree with them.

    Answers nothing where no leaf waits or another process is at it. Raises LogDiverged where the database is older than, or
    different from, the checkpoint kept outside it; ClockWentBack; OtherKey.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
            if not cursor.fetchone()[0]:
                return None
            cursor.execute(SITUATION)
            situation = Situation(*cursor.fetchone())
        log = current_log()
        made = _sequence(log, queries.latest_checkpoint(), situation, most)
        if made:
            transaction.on_commit(lambda: keys.write_head(log.pk, made.note))
    return made


def _sequence(log: Log, before: Checkpoint | None, situation: Situation, most: int) -> Checkpoint | None:
    size, is_here = (before.size, before.cluster == situation.cluster) if before else (0, False)
    horizon, ceiling = (before.horizon, situation.ceiling) if before and is_here else (0, BEYOND_ALL)
    with connection.cursor() as cursor:
        cursor.execute(GATHER, {"size": size, "most": most, "horizon": horizon, "ceiling": ceiling})
        gathered = cursor.rowcount
        if not gathered:
            return None
        cursor.execute(NOW)
        now = cursor.fetchone()[0]
    signer = _check(log, before, now)
    growing = _grow(size, _edge(before), gathered)
    # Where not all could be taken, the horizon stays: what was left lies behind it.
    kept = situation.horizon if gathered < most else horizon
    root = growing.root()
    return Checkpoint.objects.create(
        number=before.number + 1 if before else 1, size=growing.size, root=root, edge=b"".join(growing.hashes),
        note=signer.sign(growing.size, root, moment(now)), horizon=kept, cluster=situation.cluster,
        made_at=now,
    )  # fmt: skip


def _check(log: Log, before: Checkpoint | None, now: datetime) -> keys.Signer:
    """The signer, once it is sure that the log may go on from here."""
    signer = keys.signer(log.origin)
    if str(signer.key) != log.key:
        raise OtherKey(str(keys.file()))
    if head := keys.read_head(log.pk):
        size = notes.Checkpoint.parse(head).size
        held = Checkpoint.objects.filter(size=size).values_list("note", flat=True).first()
        check_head(head, held, signer.key)
    if before and now < before.made_at:
        raise ClockWentBack(f"{before.made_at - now}")
    return signer


def _grow(size: int, edge: list[bytes], gathered: int) -> tree.Range:
    """The tree with the new leaves; what became whole is kept."""
    whole: list[Node] = []
    growing = tree.Range(
        size, edge, lambda level, number, hashed: whole.append(Node(level=level // 8, number=number, hash=hashed))
    )
    for hashed in queries.hashes_from(size, size + gathered):
        growing.append(hashed)
    if growing.size != size + gathered:
        raise LogDiverged("a number is missing")
    Node.objects.bulk_create(whole, batch_size=NODES_AT_ONCE)
    return growing


def current_log() -> Log:
    """The life of the log that is on; opened with the first leaf that is sequenced."""
    return queries.log() or _open(1, "")


@transaction.atomic
def reopen(reason: str) -> Log:
    """Go on under another name, from the tree as it is: after a backup was put back or the key was lost.

    What was signed before stays; the new name and the reason are a leaf of their own, and witnesses see both.
    """
    log = _open(current_log().number + 1, reason)
    append("reopened", f"reopened:{log.number}", {"origin": log.origin, "key": log.key, "reason": reason})
    return log


def _open(number: int, reason: str) -> Log:
    origin = settings.JIAZONG_EVIDENCE_ORIGIN
    signer = keys.signer(origin if number == 1 else f"{origin}/{number}")
    return Log.objects.create(id=uuid.uuid4(), number=number, origin=signer.key.name, key=str(signer.key), reason=reason)


def _edge(before: Checkpoint | None) -> list[bytes]:
    edge = bytes(before.edge) if before else b""
    return [edge[at : at + 32] for at in range(0, len(edge), 32)]


def moment(at: datetime) -> str:
    """A point in time as leaves and checkpoints write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
