"""The accepted rows of a book as one piece of bytes, kept between reading and posting; pure."""
import json
import zlib
from collections.abc import Sequence
from datetime import date

from jiazong.ledger.hours.rules.entry import Draft

_FAST = 1
_AT_ONCE = 2_000
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
    for piece in zlib.decompress(packed).splitlines() if packed else ():
        for worker, method, day, direct, indirect, persons, start, field, title, note, flags, sheet, row in json.loads(piece):
            # The same few words stand in thousands of rows; they are kept once.
            field, title, sheet = (shared.setdefault(word, word) for word in (field, title, sheet))
            day = date.fromordinal(day)
            drafts.append(Draft(worker, method, day, direct, indirect, persons, start, field, title, note, flags, sheet, row))
    return drafts
