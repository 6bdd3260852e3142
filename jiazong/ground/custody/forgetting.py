"""Throwing away every key of one file: what it sealed opens nowhere any more, in no backup either.

The numbers of thrown-away keys stand in a small file beside the master key, outside the database, so that a backup from
before cannot bring them back: `jiazong restore` goes through it before anybody sees the restored database.
"""
import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground import durable
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.custody.places import KID_OF, SealedColumn, sealed_columns
from jiazong.ground.privacy import keyring
from jiazong.ground.privacy.models import Key
from jiazong.ground.privacy.rules import envelope
from jiazong.ground.transparency import actions as transparency

NAME = "destroyed-keys"
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7149, 0)"


class NotOfOneFile(ValueError):
    """A key that more than one file lies under is not thrown away this way."""


@dataclass(frozen=True)
class Gone:
    """A key that was thrown away: its number, and the file it was made for (a number in an older copy may be another's)."""

    kid: int
    label: str


def file() -> Path:
    """Where the numbers of thrown-away keys stand: beside the master key."""
    return Path(settings.JIAZONG_MASTER_KEY_FILE).with_name(NAME)


def gone() -> list[Gone]:
    """Every key that was ever thrown away, as the file has it."""
    try:
        lines = file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    parts = (line.split() for line in lines if line and not line.startswith("#"))
    return [Gone(int(one[0]), one[1]) for one in parts]


def forget(label: str, *, by: Account | None = None) -> list[int]:
    """Throw away every key made for one file ("case:…") and empty what they sealed; answers their numbers.

    Called by a system job, in its transaction. The numbers are written to the file first: should the transaction fail
    afterwards, doing it again finishes it, and a deed that was decided is never half undone. Raises NotOfOneFile.
    """
    if ":" not in label:
        raise NotOfOneFile(label)
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    keys = list(Key.objects.select_for_update().filter(agency=label).exclude(state=Key.DESTROYED))
    _note(Gone(key.pk, label) for key in keys)
    kids = list(Key.objects.filter(agency=label).values_list("pk", flat=True))
    empty(kids, label)
    for key in keys:
        key.state, key.wrapped, key.destroyed_at = Key.DESTROYED, None, Now()
        key.save(update_fields=["state", "wrapped", "destroyed_at"])
        chronicle.record("keys.destroyed", key, by=by, agency=label, purpose=key.purpose)
        transparency.append("key_event", f"key:{key.pk}", {"verb": "keys.destroyed", "agency": label, "purpose": key.purpose})
    keyring.forget()
    return kids


def note_file(label: str) -> None:
    """Write down that all of one file was taken out whose values lie under a shared key; number 0 stands for no key."""
    _note([Gone(0, label)])


def empty(kids: list[int], label: str) -> int:
    """Empty every sealed value these keys of one file have sealed, whatever table it lies in; answers how many."""
    done = 0
    for column in sealed_columns():
        where = _of_file(column, label) if kids and isinstance(column, SealedColumn) else None
        if where:
            name, table = connection.ops.quote_name(column.field.column), connection.ops.quote_name(column.table)
            numbers = [kid.to_bytes(envelope.KID_BYTES, "big") for kid in kids]
            sealed = f"length({name}) > 0 AND {KID_OF.format(column=name)} = ANY(%s)"
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {name} = '' WHERE {sealed} AND {where[0]}", [numbers, where[1]])
                done += cursor.rowcount
    return done


def _of_file(column: SealedColumn, label: str) -> tuple[str, str] | None:
    """How to find the rows of one file in a column, nothing where a column is never sealed for a file.

    Its path to the key says it: "case.sealed_for" leads to the file itself, or to a row that holds the label; a single
    step is the label.
    """
    meta, steps = column.model._meta, column.field.agency.split(".")
    if len(steps) == 2 and steps[1] == "sealed_for":
        relation = meta.get_field(steps[0])
        file = relation.related_model._meta
        if "sealed_for" in {one.name for one in file.concrete_fields}:
            return f"{connection.ops.quote_name(relation.column)} IN (SELECT {file.pk.column} FROM {file.db_table} WHERE sealed_for = %s)", label
        return f"{connection.ops.quote_name(relation.column)} = %s::{relation.db_type(connection)}", label.partition(":")[2]
    if len(steps) == 1 and steps[0] in {one.name for one in meta.concrete_fields}:
        return f"{connection.ops.quote_name(meta.get_field(steps[0]).column)} = %s", label
    return None


def destroy_again() -> list[Gone]:
    """Throw away once more what an older copy brought back; answers which. A system job calls it, and restoring."""
    found = [one for one in gone() if Key.objects.filter(pk=one.kid, agency=one.label).exclude(state=Key.DESTROYED).exists()]
    for label in {one.label for one in found}:
        forget(label)
    return found


def _note(ones: Iterable[Gone]) -> None:
    """Add numbers to the file, on disk before anything else happens."""
    fresh = list(ones)
    if not fresh:
        return
    with _held():
        known = set(gone())
        lines = [f"{one.kid} {one.label} {timezone.localdate().isoformat()}" for one in fresh if one not in known]
        if lines:
            path = file()
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            durable.write_whole(path, before + "".join(f"{line}\n" for line in lines), mode=0o600)


@contextmanager
def _held() -> Iterator[None]:
    path = file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_name(f"{NAME}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
