"""Sealing and opening: one sealer for a column of an agency, secrets that belong to no row, ids known beforehand."""
import base64
import binascii
import os
from collections.abc import Callable
from uuid import UUID

from django.db import connection, models

from jiazong.ground.privacy import keyring, troubles
from jiazong.ground.privacy.models import Key
from jiazong.ground.privacy.rules import envelope
from jiazong.ground.privacy.rules.envelope import NotSealed
from jiazong.ground.privacy.rules.normal import normal
from jiazong.ground.privacy.rules.suites import NONCE, NotAuthentic

RowId = int | str | UUID
INDEX_BYTES = 16
_BODY = envelope.HEAD.size + NONCE


class Sealer:
    """Seals and opens one column of one agency; good for the transaction it was made in, never longer.

    About 3 µs a short text. The key is held until the transaction ends, so that a rotation misses no row.
    """

    __slots__ = ("agency", "_key", "_place", "_column", "_seen")

    def __init__(self, agency: str, table: str, column: str) -> None:
        self.agency = agency
        self._column = f"{table}.{column}"
        self._place = envelope.place(table, column)
        self._key: tuple | None = None
        self._seen: dict[bytes, Callable[[bytes, bytes, bytes], bytes]] = {}

    def hold(self) -> "Sealer":
        """Fetch the key now, for who can ask the database nothing while sealing (a running COPY)."""
        self._hold()
        return self

    def seal(self, row_id: RowId, text: str) -> bytes:
        """The text sealed for this row; nothing stays nothing."""
        return self.seal_bytes(row_id, text.encode()) if text else b""

    def seal_bytes(self, row_id: RowId, data: bytes) -> bytes:
        """Bytes sealed for this row (up to some 100 KB; larger ones go through `streams`)."""
        head, encrypt = self._key or self._hold()
        nonce = os.urandom(NONCE)
        return head + nonce + encrypt(nonce, envelope.pad(data), head + self._place + str(row_id).encode())

    def open(self, row_id: RowId, sealed: bytes) -> str:
        """The text again; raises DoesNotOpen, WrongAgency, KeyUnknown, KeyDestroyed, MasterKeyMissing."""
        return self.open_bytes(row_id, sealed).decode() if sealed else ""

    def open_bytes(self, row_id: RowId, sealed: bytes) -> bytes:
        """The bytes again; raises as `open` does."""
        head = sealed[: envelope.HEAD.size]
        decrypt = self._seen.get(head)
        if decrypt is None:
            decrypt = self._seen[head] = _decrypting(sealed, self.agency, f"{self._column} {row_id}")
        return _opened(sealed, self._place, row_id, decrypt, self._column)

    def _hold(self) -> tuple:
        key = keyring.active(self.agency)
        self._key = envelope.head_bytes(envelope.TEXT, key.suite, key.kid), key.box.encrypt
        return self._key


def sealer(agency: str, table: str, column: str) -> Sealer:
    """A sealer for one column of one agency ('' for data outside agencies), for use within one transaction."""
    return Sealer(agency, table, column)


def open_value(table: str, column: str, row_id: RowId, sealed: bytes, *, agency: str | None = None) -> str:
    """What a sealed column of a row says; with an agency, only if it was sealed for that one."""
    return open_bytes(table, column, row_id, sealed, agency=agency).decode() if sealed else ""


def open_bytes(table: str, column: str, row_id: RowId, sealed: bytes, *, agency: str | None = None) -> bytes:
    """The bytes of a sealed column of a row; with an agency, only if they were sealed for that one."""
    sealed, where = bytes(sealed), f"{table}.{column}"
    return _opened(sealed, envelope.place(table, column), row_id, _decrypting(sealed, agency, f"{where} {row_id}"), where)


def agency_of(sealed: bytes) -> str:
    """Which agency's key a sealed value asks for."""
    return keyring.opened(envelope.read_head(sealed).kid).agency


def _decrypting(sealed: bytes, agency: str | None, where: str) -> Callable[[bytes, bytes, bytes], bytes]:
    """The key a sealed value asks for, ready to open it; raises what `Sealer.open` raises."""
    try:
        head = envelope.read_head(sealed)
    except NotSealed as fault:
        raise troubles.DoesNotOpen(where) from fault
    key = keyring.opened(head.kid)
    if agency is not None and key.agency != agency:
        raise troubles.WrongAgency(where)
    if head.suite is not key.suite or head.version != envelope.TEXT:
        raise troubles.DoesNotOpen(where)
    return key.box.decrypt


def _opened(sealed: bytes, place: bytes, row_id: RowId, decrypt: Callable[[bytes, bytes, bytes], bytes], column: str) -> bytes:
    aad = b"%b%b%b" % (sealed[: envelope.HEAD.size], place, str(row_id).encode())
    try:
        return envelope.unpad(decrypt(sealed[envelope.HEAD.size : _BODY], sealed[_BODY:], aad))
    except (NotAuthentic, NotSealed) as fault:
        raise troubles.DoesNotOpen(f"{column} {row_id}") from fault


def seal_secret(text: str, context: str) -> str:
    """A secret of the installation itself (a TOTP seed, a token) as text for any column; opens in its context alone."""
    sealed = Sealer("", "secret", context).seal_bytes("", text.encode())
    return base64.urlsafe_b64encode(sealed).decode()


def open_secret(sealed: str, context: str) -> str:
    """The secret again; raises DoesNotOpen and what a missing key raises."""
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as fault:
        raise troubles.DoesNotOpen(f"secret.{context}") from fault
    return Sealer("", "secret", context).open_bytes("", raw).decode()


def kid_of_secret(value: object) -> int | None:
    """Which key a sealed secret asks for; nothing for what is no sealed secret."""
    try:
        raw = base64.b64decode(value, altchars=b"-_", validate=True) if isinstance(value, str) else b""
        return envelope.read_head(raw).kid
    except (binascii.Error, ValueError, NotSealed):
        return None


def reserve_ids(model: type[models.Model], n: int) -> list[int]:
    """`n` ids out of a table's own sequence, so that sealed rows know their id before they are written."""
    pk = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)::regclass) FROM generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), pk.column, n],
        )
        return [row[0] for row in cursor.fetchall()]


def blind_index(agency: str, table: str, column: str, kind: str, text: str) -> bytes | None:
    """16 bytes that are equal for equal values of a column of an agency and tell nothing else; nothing for nothing."""
    plain = normal(text, kind)
    return index_with(keyring.active(agency, Key.INDEX), table, column, plain) if plain else None


def blind_indexes(agency: str, table: str, column: str, kind: str, text: str) -> list[bytes]:
    """The value's index under every key a row of the agency may still carry, for looking it up."""
    plain = normal(text, kind)
    return [index_with(key, table, column, plain) for key in keyring.readable(agency, Key.INDEX)] if plain else []


def index_with(key: keyring.Opened, table: str, column: str, plain: str) -> bytes:
    """The index of a value in its one way of writing, with an index key at hand."""
    return key.suite.mac(key.material, envelope.place(table, column) + plain.encode())[:INDEX_BYTES]
