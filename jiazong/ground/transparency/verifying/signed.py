"""The stored checkpoints and the signatures of witnesses."""
from datetime import datetime

from jiazong.ground.transparency import keys, notes, queries, rules
from jiazong.ground.transparency.models import Checkpoint, Cosignature, Log, Witness
from jiazong.ground.transparency.verifying.faults import Fault, Report, Signed, Standing, Timeline

COLUMNS = ("number", "size", "root", "note", "made_at")


def check_stored(report: Report, key: notes.Key | None) -> tuple[list[Signed], Timeline]:
    """Every stored checkpoint: whether it was signed, in order, in time; answers them and their times."""
    signed, times, expected = [], [], 1
    known = _keys(key)
    for number, size, root, note, made_at in (
        Checkpoint.objects.order_by("number").values_list(*COLUMNS).iterator(chunk_size=5000)
    ):
        if number != expected:
            report.add(Fault("checkpoint_deleted", checkpoint=size))
        expected = number + 1
        _check_note(report, note, known, size, bytes(root), made_at)
        if times and made_at < times[-1]:
            report.add(Fault("clock_back", checkpoint=size))
        if signed and size <= signed[-1].size:
            report.add(Fault("forked", checkpoint=size))
        signed.append(Signed(size, bytes(root), "stored"))
        times.append(made_at)
    report.checkpoints = len(signed)
    return signed, Timeline([one.size for one in signed], times)


def _keys(key: notes.Key | None) -> dict[str, notes.Key]:
    """The key of each name the log has signed under; the newest one is the key told, or that of the key file."""
    lives = list(Log.objects.order_by("number"))
    known = {life.origin: notes.Key.parse(life.key) for life in lives}
    if key:
        known[key.name] = key
    elif lives and keys.is_there():
        known[lives[-1].origin] = keys.signer(lives[-1].origin).key
    return known


def _check_note(
    report: Report, note: str, known: dict[str, notes.Key], size: int, root: bytes, made_at: datetime
) -> None:
    try:
        read = notes.Checkpoint.parse(note)
        if read.origin not in known:
            raise notes.BadSignature(read.origin)
        read.check_log(known[read.origin])
    except notes.BadNote:
        report.add(Fault("bad_signature", checkpoint=size))
        return
    when = datetime.fromisoformat(read.time) if read.time else made_at
    if (read.size, read.root, when) != (size, root, made_at):
        report.add(Fault("bad_signature", checkpoint=size))


def check_cosignatures(report: Report) -> None:
    """Every signature of a witness, how far each has signed, and the largest size that enough of them signed."""
    furthest: dict[int, int] = {}
    by_size: dict[int, set[tuple[str, str]]] = {}
    for one in Cosignature.objects.select_related("witness", "checkpoint").order_by("checkpoint_id").iterator(chunk_size=2000):
        witness, checkpoint = one.witness, one.checkpoint
        try:
            body = notes.Checkpoint.parse(checkpoint.note).body
            notes.check_cosignature(body, notes.Line.parse(one.line.removesuffix("\n")), notes.Key.parse(witness.key))
        except notes.BadNote:
            report.add(Fault("bad_cosignature", kind="witness", subject=witness.name, checkpoint=checkpoint.size))
            continue
        furthest[witness.pk] = checkpoint.size
        by_size.setdefault(checkpoint.size, set()).add((witness.name, witness.role))
    report.witnesses = [Standing(one.name, one.role, furthest.get(one.pk, 0)) for one in Witness.objects.all()]
    report.quorum = max((size for size, signers in by_size.items() if rules.is_quorum(signers)), default=0)


def read_outside(report: Report, note: str, where: str, key: notes.Key | None) -> Signed | None:
    """A checkpoint kept elsewhere, if it was signed by the log."""
    try:
        read = notes.Checkpoint.parse(note)
        read.check_log(_keys(key)[read.origin])
    except (notes.BadNote, KeyError):
        report.add(Fault("bad_signature", subject=where))
        return None
    return Signed(read.size, read.root, where)


def head() -> tuple[str, str] | None:
    """The checkpoint kept outside the database by the sequencer, and where."""
    log = queries.log()
    note = keys.read_head(log.pk) if log else ""
    return (note, str(keys.head_file(log.pk))) if note else None
