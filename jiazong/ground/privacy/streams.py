"""Large bytes, sealed in chunks of 64 KB: each carries its number, whether it is the last, and which file it is of."""
import os
from collections.abc import Iterable, Iterator

from jiazong.ground.privacy import keyring, troubles
from jiazong.ground.privacy.rules import envelope
from jiazong.ground.privacy.rules.envelope import NotSealed
from jiazong.ground.privacy.rules.suites import NONCE, TAG, NotAuthentic
from jiazong.ground.privacy.sealing import RowId

CHUNK = 64 * 1024
FILE_ID = 12
_START = envelope.HEAD.size + FILE_ID
_FRAME = NONCE + CHUNK + TAG


def seal(agency: str, table: str, column: str, row_id: RowId, data: bytes) -> bytes:
    """A file sealed whole, for a column."""
    return b"".join(seal_chunks(agency, table, column, row_id, _cut(data)))


def seal_chunks(agency: str, table: str, column: str, row_id: RowId, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A file sealed as it comes; every chunk but the last must be 64 KB."""
    key = keyring.active(agency)
    start = envelope.head_bytes(envelope.STREAM, key.suite, key.kid) + os.urandom(FILE_ID)
    yield start
    place = start + envelope.place(table, column) + str(row_id).encode()
    for number, chunk, is_last in _numbered(chunks):
        nonce = os.urandom(NONCE)
        yield nonce + key.box.encrypt(nonce, chunk, _aad(place, number, is_last))


def open_whole(table: str, column: str, row_id: RowId, sealed: bytes, *, agency: str | None = None) -> bytes:
    """A file again, whole; raises the errors of `troubles`."""
    return b"".join(open_chunks(table, column, row_id, sealed, agency=agency))


def open_chunks(table: str, column: str, row_id: RowId, sealed: bytes, *, agency: str | None = None) -> Iterator[bytes]:
    """A file again, chunk by chunk; what was cut off at the end is noticed at the end."""
    where = f"{table}.{column} {row_id}"
    try:
        head = envelope.read_head(sealed)
        key = keyring.opened(head.kid)
        if agency is not None and key.agency != agency:
            raise troubles.WrongAgency(where)
        if head.version != envelope.STREAM or head.suite is not key.suite or len(sealed) < _START + NONCE + TAG:
            raise troubles.DoesNotOpen(where)
        place = sealed[:_START] + envelope.place(table, column) + str(row_id).encode()
        for number, at in enumerate(range(_START, len(sealed), _FRAME)):
            frame = sealed[at : at + _FRAME]
            yield key.box.decrypt(frame[:NONCE], frame[NONCE:], _aad(place, number, at + _FRAME >= len(sealed)))
    except (NotAuthentic, NotSealed) as fault:
        raise troubles.DoesNotOpen(where) from fault


def _aad(place: bytes, number: int, is_last: bool) -> bytes:
    return place + b"|%d|%d" % (number, is_last)


def _cut(data: bytes) -> Iterator[bytes]:
    return (data[at : at + CHUNK] for at in range(0, max(len(data), 1), CHUNK))


def _numbered(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Each chunk with its number and whether none follows."""
    number, held = 0, None
    for chunk in chunks:
        if held is not None:
            yield number, held, False
            number += 1
        held = chunk
    yield number, held or b"", True
