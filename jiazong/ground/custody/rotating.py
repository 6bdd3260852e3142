"""New keys for old: at once for what is written, batch by batch for what lies there, while everybody goes on working.

A rotation that is stopped or killed loses nothing: the old key opens its rows until none is left, and `carry_on` goes on.
"""
import time
from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.custody.places import rows_by_key, sealed_columns
from jiazong.ground.privacy import keyring, master, troubles
from jiazong.ground.privacy.models import Key
from jiazong.ground.privacy.rules.suites import BY_NAME
from jiazong.ground.transparency import actions as transparency

PURPOSE = "keys.rotate"
WAIT_SECONDS = 0.2
REWRAP_BATCH = 1_000


class KeyInUse(troubles.SealingTrouble):
    """A key that still has rows cannot be destroyed."""


def rotate(agency: str | None = None, *, by: Account | None = None) -> list[int]:
    """Give an agency (or all) new keys; what is written from now on is sealed with them. Answers the keys being replaced."""
    with acting_as_system(PURPOSE):
        _one_at_a_time()
        found = Key.objects.filter(state=Key.ACTIVE)
        old = list(found if agency is None else found.filter(agency=agency))
        Key.objects.filter(pk__in=[key.pk for key in old]).update(state=Key.RETIRING, retired_at=Now())
        for key in old:
            made = keyring.create(key.agency, key.purpose)
            _tell("keys.rotated", key, by=by, replaced_by=made.kid)
    return [key.pk for key in old]


def carry_on(*, told: Callable[[int], None] = lambda done: None, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Seal anew what keys being replaced still hold, until nothing is left or somebody asks to stop. Answers how many values.

    Every batch is a transaction of its own. A key is retired once the last transaction that held it has ended and no row
    carries it.
    """
    done = 0
    while kids := _retiring():
        for count in _one_pass(kids):
            done += count
            told(done)
            if should_stop():
                return done
        if not _retire(kids):
            time.sleep(WAIT_SECONDS)
            if should_stop():
                return done
    return done


def destroy(kid: int, *, by: Account | None = None) -> None:
    """Throw a retired key away; raises KeyInUse while any row carries it. What an older copy of the data holds is then lost."""
    with acting_as_system(PURPOSE):
        _one_at_a_time()
        key = Key.objects.select_for_update().get(pk=kid)
        if key.state != Key.RETIRED or _held_by_somebody(kid) or rows_by_key().get(kid):
            raise KeyInUse(f"key {kid}")
        key.state, key.wrapped, key.destroyed_at = Key.DESTROYED, None, Now()
        key.save(update_fields=["state", "wrapped", "destroyed_at"])
        _tell("keys.destroyed", key, by=by)
    keyring.forget()


def rotate_master(*, by: Account | None = None, told: Callable[[int], None] = lambda done: None) -> int:
    """Make a new master key and wrap every key with it; answers how many. The old one stays in the file for old copies."""
    newest = master.add()
    done = rewrap(told=told)
    with acting_as_system(PURPOSE):
        first = Key.objects.order_by("pk").first()
        if first:
            _tell("keys.master_rotated", first, by=by, master=newest.fingerprint)
    return done


def rewrap(*, told: Callable[[int], None] = lambda done: None) -> int:
    """Wrap with the newest master key whatever another one wraps; may be stopped and begun again."""
    done = 0
    while count := _rewrap_batch():
        done += count
        told(done)
    return done


def wrapped_by() -> dict[str, int]:
    """How many keys each master key wraps, by fingerprint."""
    found: dict[str, int] = {}
    for fingerprint in Key.objects.exclude(state=Key.DESTROYED).values_list("master", flat=True):
        found[fingerprint] = found.get(fingerprint, 0) + 1
    return found


def _rewrap_batch() -> int:
    newest = master.newest()
    with acting_as_system(PURPOSE):
        rows = _wrapped_by_others(newest).select_for_update().order_by("pk")[:REWRAP_BATCH]
        for row in rows:
            suite = BY_NAME[row.suite]
            label = keyring.label(row.pk, row.agency, row.purpose, suite)
            row.wrapped, row.master = newest.wrap(suite, keyring.unwrapped_material(row), label), newest.fingerprint
        Key.objects.bulk_update(rows, ["wrapped", "master"])
        return len(rows)


def _wrapped_by_others(newest: master.Master) -> QuerySet[Key]:
    return Key.objects.exclude(master=newest.fingerprint).exclude(state=Key.DESTROYED)


def _retiring() -> list[int]:
    with acting_as_system(PURPOSE):
        return list(Key.objects.filter(state=Key.RETIRING).values_list("pk", flat=True))


def _one_pass(kids: list[int]) -> Iterator[int]:
    """Walk every sealed column once; each yielded count has been committed."""
    for column in sealed_columns():
        after = None
        while True:
            with acting_as_system(PURPOSE):
                rows = column.rows_of(kids, after)
                if rows:
                    column.seal_anew(rows)
            if not rows:
                break
            after = rows[-1][0]
            yield len(rows)


def _retire(kids: list[int]) -> bool:
    """Retire these keys if nobody holds one and no row carries one."""
    with acting_as_system(PURPOSE):
        if any(_held_by_somebody(kid) for kid in kids):
            return False
        left = rows_by_key()
        if any(left.get(kid) for kid in kids):
            return False
        for key in Key.objects.filter(pk__in=kids, state=Key.RETIRING):
            key.state = Key.RETIRED
            key.save(update_fields=["state"])
            _tell("keys.retired", key, by=None)
    return True


def _held_by_somebody(kid: int) -> bool:
    """Whether a transaction that may still write with this key is open; from here on none can begin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(7147, %s)", [kid])
        return not cursor.fetchone()[0]


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7149, 0)")


def _tell(verb: str, key: Key, *, by: Account | None, **details: str | int) -> None:
    """Into the chronicle and the evidence log: numbers of keys, never keys."""
    chronicle.record(verb, key, by=by, agency=key.agency, purpose=key.purpose, **details)
    transparency.append("key_event", f"key:{key.pk}", {"verb": verb, "agency": key.agency, "purpose": key.purpose, **details})
