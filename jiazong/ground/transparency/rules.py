"""Pure decisions of the log: whether it may go on from the checkpoint kept outside, and whether witnesses are enough."""
from collections.abc import Iterable

from jiazong.ground.transparency import notes

STREET, BUREAU, AGENCY, EVALUATOR = "street", "bureau", "agency", "evaluator"
PAYING, JUDGED = frozenset((STREET, BUREAU)), frozenset((AGENCY, EVALUATOR))


class SequencingStopped(RuntimeError):
    """The log signs nothing more until somebody has looked; `reason` says why in a word."""

    reason = "stopped"


class LogDiverged(SequencingStopped):
    """The database is older than, or different from, the checkpoint that was made public."""

    reason = "diverged"


class OtherKey(SequencingStopped):
    """The key file is not the one this log signs with."""

    reason = "other_key"


class ClockWentBack(SequencingStopped):
    """The clock of the database shows an earlier time than the last checkpoint."""

    reason = "clock"


def check_head(head: str, held: str | None, key: notes.Key) -> None:
    """Raise LogDiverged unless the checkpoint kept outside is one the database has too; `held` is the database's of that size.

    A checkpoint is made public only after its transaction, so the one outside may be behind, never ahead.
    """
    kept = notes.Checkpoint.parse(head)
    kept.check_log(key)
    if held is None:
        raise LogDiverged(f"a checkpoint of {kept.size} was made public")
    if notes.Checkpoint.parse(held).body != kept.body:
        raise LogDiverged(f"two checkpoints of {kept.size}")


def is_quorum(signed: Iterable[tuple[str, str]]) -> bool:
    """Whether enough witnesses signed, given as (name, role): two or more, one who pays or watches, one who is judged or judges."""
    known = set(signed)
    roles = {role for _, role in known}
    return len({name for name, _ in known}) >= 2 and bool(roles & PAYING) and bool(roles & JUDGED)
