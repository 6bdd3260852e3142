"""How a sealed value lies in its column: `v1|suite|kid|nonce|ct|tag`; the place it belongs to is authenticated with it.

One byte version (1 text, 2 stream of chunks), one byte suite, four bytes key number, twelve bytes nonce. The place is
`table|column|row id`; together with the six head bytes it is the AAD, so that a value moved to another row, column or key
does not open. Text is padded with 0x80 and zeros (ISO/IEC 7816-4) so that its length says little.
"""
import struct
from typing import NamedTuple

from jiazong.ground.privacy.rules.suites import BY_CODE, NONCE, TAG, Suite

TEXT, STREAM = 1, 2
HEAD = struct.Struct(">BBI")
SHORT = 64
SHORT_STEP, LONG_STEP = 16, 256
# Where the key number lies, for SQL that counts rows by key: substring(column FROM 3 FOR 4).
KID_FROM, KID_BYTES = 3, 4
LEAST = HEAD.size + NONCE + SHORT_STEP + TAG

_FILL = tuple(b"\x80" + bytes(n) for n in range(LONG_STEP))


class NotSealed(Exception):
    """These bytes are no sealed value of this product: too short, or of an unknown version or suite."""


class Head(NamedTuple):
    """What the first six bytes of a sealed value say."""

    version: int
    suite: Suite
    kid: int


def head_bytes(version: int, suite: Suite, kid: int) -> bytes:
    """The six bytes a sealed value begins with."""
    return HEAD.pack(version, suite.code, kid)


def read_head(sealed: bytes) -> Head:
    """Which key a sealed value asks for; raises NotSealed."""
    if len(sealed) < HEAD.size + NONCE:
        raise NotSealed("too short")
    version, code, kid = HEAD.unpack_from(sealed)
    if version not in (TEXT, STREAM) or code not in BY_CODE:
        raise NotSealed("unknown version or suite")
    return Head(version, BY_CODE[code], kid)


def place(table: str, column: str) -> bytes:
    """The part of the AAD that is the same for a whole column; the row id follows it."""
    return f"{table}|{column}|".encode()


def pad(data: bytes) -> bytes:
    """Text filled up to 16 bytes, longer text (from 64 bytes on) to 256."""
    size = len(data) + 1
    return data + _FILL[-size % (SHORT_STEP if size <= SHORT else LONG_STEP)]


def unpad(padded: bytes) -> bytes:
    """The text without its filling; raises NotSealed."""
    bare = padded.rstrip(b"\0")
    if not bare.endswith(b"\x80"):
        raise NotSealed("no filling")
    return bare[:-1]
