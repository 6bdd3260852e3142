"""The unwrapped keys of this process: at most 1,000, for at most ten minutes each, the least used goes first."""
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from jiazong.ground.privacy import master, troubles
from jiazong.ground.privacy.models import Key
from jiazong.ground.privacy.rules.suites import BY_NAME, Box, NotAuthentic, Suite
from jiazong.ground.transparency import actions as transparency

MOST, SECONDS = 1_000, 600


@dataclass(frozen=True, repr=False)
class Opened:
    """A key ready for use."""

    kid: int
    agency: str
    purpose: str
    suite: Suite
    material: bytes
    box: Box


_lock = threading.Lock()
_kept: OrderedDict[int, tuple[float, Opened]] = OrderedDict()


def active(agency: str, purpose: str = Key.DATA) -> Opened:
    """The key that seals for an agency now; made when the agency has none yet.

    Held until the transaction ends: a rotation that begins meanwhile waits for this transaction before it says that no
    row of the old key is left.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_hold_key(%s, %s)", [agency, purpose])
        kid = cursor.fetchone()[0]
    return opened(kid) if kid is not None else create(agency, purpose)


def opened(kid: int) -> Opened:
    """A key by its number; raises KeyUnknown, KeyDestroyed, MasterKeyMissing, DoesNotOpen."""
    now = time.monotonic()
    with _lock:
        found = _kept.get(kid)
        if found and now - found[0] < SECONDS:
            _kept.move_to_end(kid)
            return found[1]
    row = Key.objects.filter(pk=kid).first()
    if row is None:
        raise troubles.KeyUnknown(f"key {kid}")
    return _keep(_unwrapped(row), now)


def readable(agency: str, purpose: str) -> list[Opened]:
    """All keys of an agency that may still have rows: the active one, and those being replaced."""
    states = [Key.ACTIVE, Key.RETIRING]
    found = Key.objects.filter(agency=agency, purpose=purpose, state__in=states).values_list("pk", flat=True)
    return [opened(kid) for kid in found]


def create(agency: str, purpose: str, *, suite: Suite | None = None) -> Opened:
    """Make a key for an agency that has no active one; where another process was faster, its key holds."""
    suite = suite or BY_NAME[settings.JIAZONG_CIPHER_SUITE]
    wrapping = first_master()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('privacy_key_id_seq')")
        kid = cursor.fetchone()[0]
        material = _fresh(suite)
        wrapped = wrapping.wrap(suite, material, label(kid, agency, purpose, suite))
        cursor.execute(
            "INSERT INTO privacy_key (id, agency, purpose, suite, state, master, wrapped)"
            " VALUES (%s, %s, %s, %s, 'active', %s, %s) ON CONFLICT (agency, purpose) WHERE state = 'active' DO NOTHING",
            [kid, agency, purpose, suite.name, wrapping.fingerprint, wrapped],
        )
        if not cursor.rowcount:
            return active(agency, purpose)
        cursor.execute("SELECT pg_advisory_xact_lock_shared(7147, %s)", [kid])
        facts = {"verb": "keys.made", "agency": agency, "purpose": purpose, "suite": suite.name}
        transparency.append("key_event", f"key:{kid}", facts)
    # Not kept: should this transaction be undone, the key was never there.
    return Opened(kid, agency, purpose, suite, material, suite.box(material))


def first_master() -> master.Master:
    """The newest master key, made only where nothing can have been wrapped by one that was lost."""
    if not master.is_there() and not Key.objects.exists():
        return master.make()
    return master.newest()


def label(kid: int, agency: str, purpose: str, suite: Suite) -> bytes:
    """What a wrapped key is bound to: a key moved to another agency does not unwrap."""
    return f"privacy_key|{kid}|{agency}|{purpose}|{suite.name}".encode()


def unwrapped_material(row: Key) -> bytes:
    """The bare key of a row; raises KeyDestroyed, MasterKeyMissing, DoesNotOpen."""
    if row.wrapped is None:
        raise troubles.KeyDestroyed(f"key {row.pk}")
    suite = BY_NAME[row.suite]
    try:
        bound_to = label(row.pk, row.agency, row.purpose, suite)
        return master.by_fingerprint(row.master).unwrap(suite, bytes(row.wrapped), bound_to)
    except NotAuthentic as fault:
        raise troubles.DoesNotOpen(f"key {row.pk}") from fault


def forget() -> None:
    """Drop every unwrapped key of this process."""
    with _lock:
        _kept.clear()


def _unwrapped(row: Key) -> Opened:
    suite, material = BY_NAME[row.suite], unwrapped_material(row)
    return Opened(row.pk, row.agency, row.purpose, suite, material, suite.box(material))


def _keep(key: Opened, now: float) -> Opened:
    with _lock:
        _kept[key.kid] = (now, key)
        _kept.move_to_end(key.kid)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return key


def _fresh(suite: Suite) -> bytes:
    return secrets.token_bytes(suite.key_bytes)
