"""The accepted rows of a book as one piece of bytes, kept between reading and posting; pure."""
import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import date

from jiazong.ledger.hours.rules.entry import Draft

_FAST = 1
_AT_ONCE = 2_000
_SQUEEZED_AT_ONCE = 64 * 1024
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack(drafts: Sequence[Draft]) -> bytes:
    """The drafts in their order; a book of 100,000 rows takes a fraction of a second and a few megabytes."""
    squeezed = zlib.compressobj(_FAST)
    pieces = []
    for begin in range(0, len(drafts), _AT_ONCE):
        rows = [_row(one) for one in drafts[begin : begin + _AT_ONCE]]
        pieces.append(squeezed.compress(_encode(rows).encode() + b"\n"))
    return b"".join([*pieces, squeezed.flush()]) if pieces else b""


def _row(one: Draft) -> tuple:
    return (
        one.worker_id, one.method_id, one.day.toordinal(), one.direct_minutes, one.indirect_minutes, one.person_times,
        one.start_minute, one.field, one.title, one.note, one.flags, one.sheet, one.row,
    )  # fmt: skip


def unpack(packed: bytes) -> list[Draft]:
    """The drafts again; nothing gives none."""
    drafts, shared = [], {}
    for piece in _pieces(packed):
        for worker, method, day, direct, indirect, persons, start, field, title, note, flags, sheet, row in json.loads(piece):
            # The same few words stand in thousands of rows; they are kept once.
            field, title, sheet = (shared.setdefault(word, word) for word in (field, title, sheet))
            day = date.fromordinal(day)
            drafts.append(Draft(worker, method, day, direct, indirect, persons, start, field, title, note, flags, sheet, row))
    return drafts


def _pieces(packed: bytes) -> Iterator[bytes]:
    """The lines that were packed, one at a time: the whole text beside its rows would double what a book takes."""
    opened, rest = zlib.decompressobj(), b""
    for begin in range(0, len(packed), _SQUEEZED_AT_ONCE):
        *whole, rest = (rest + opened.decompress(packed[begin : begin + _SQUEEZED_AT_ONCE])).split(b"\n")
        yield from whole
    if packed and not opened.eof:
        raise zlib.error("the packed rows end too early")
