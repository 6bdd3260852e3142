"""A stream sealed in chunks: each is bound to its place and to the file's first line, and the last one says it is.

    JZB1 {"made": …, "key": …, "salt": …}\n      the first line, readable and authenticated
    chunk 0, chunk 1, …                           AES-256-GCM or SM4-GCM, 1 MiB of plain text each, the last one shorter

Changing, moving, removing, repeating or cutting off any part of it is found on reading (trust.md T25, B2).
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from jiazong.ground.privacy.rules.suites import BY_NAME, TAG, Box, NotAuthentic, Suite

MAGIC = b"JZB1 "
CHUNK_BYTES, SALT_BYTES = 1 << 20, 32
_LONGEST_LINE_BYTES = 4096


class Damaged(Exception):
    """A sealed file is not what was written, or was written with another key; the message says where."""


def seal(plain: Iterable[bytes], target: BinaryIO, *, secret: bytes, suite: Suite, line: dict[str, Any]) -> None:
    """Write a first line and the sealed stream; each file has a key of its own, derived from the secret."""
    told = line | {"suite": suite.name, "salt": os.urandom(SALT_BYTES).hex()}
    first = MAGIC + json.dumps(told, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    target.write(first)
    box, bound = _box(secret, told), hashlib.sha256(first).digest()
    for place, (chunk, is_last) in enumerate(_chunks(plain)):
        target.write(box.encrypt(_nonce(place, is_last), chunk, bound))


def read_line(source: BinaryIO) -> dict[str, Any]:
    """The first line of a sealed file; raises Damaged where it is none."""
    return _first(source)[1]


def opened(source: BinaryIO, *, secret: bytes) -> Iterator[bytes]:
    """The plain text of a sealed file, chunk by chunk; raises Damaged at the first thing that is not as written."""
    first, line = _first(source)
    try:
        box = _box(secret, line)
    except KeyError:
        raise Damaged("the first line") from None
    bound, size = hashlib.sha256(first).digest(), CHUNK_BYTES + TAG
    held, place = source.read(size), 0
    while True:
        ahead = source.read(size)
        try:
            yield box.decrypt(_nonce(place, not ahead), held, bound)
        except NotAuthentic:
            raise Damaged(f"byte {len(first) + place * size} and after") from None
        if not ahead:
            return
        held, place = ahead, place + 1


def _first(source: BinaryIO) -> tuple[bytes, dict[str, Any]]:
    first = source.readline(_LONGEST_LINE_BYTES)
    try:
        if not first.startswith(MAGIC):
            raise ValueError
        line = json.loads(first[len(MAGIC) :])
    except ValueError:
        raise Damaged("the first line") from None
    if not isinstance(line, dict):
        raise Damaged("the first line")
    return first, line


def _chunks(plain: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The stream in pieces of one size, the last of them marked; an empty stream is one empty piece."""
    held = bytearray()
    for piece in plain:
        held += piece
        # One byte more than a chunk must be there before it is known not to be the last.
        while len(held) > CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES]), False
            del held[:CHUNK_BYTES]
    yield bytes(held), True


def _nonce(place: int, is_last: bool) -> bytes:
    return struct.pack(">QxxxB", place, is_last)


def _box(secret: bytes, line: dict[str, Any]) -> Box:
    suite = BY_NAME[line["suite"]]
    return suite.box(suite.derive(secret, f"jiazong backup file v1 {line['salt']}"))
