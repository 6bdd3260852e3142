"""What was sealed comes back whole or not at all: every flipped bit, cut, moved or repeated chunk is found."""

import io
import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiazong.ground.privacy.rules.suites import A256GCM, SM4GCM, TAG, Suite
from jiazong.run.backup import sealing
from jiazong.run.backup.sealing import CHUNK_BYTES, Damaged, opened, read_line, seal

SECRET = bytes(range(32))


def sealed(plain: bytes, *, pieces: int = 3, suite: Suite = A256GCM, secret: bytes = SECRET) -> bytes:
    target = io.BytesIO()
    step = max(len(plain) // pieces, 1)
    cut = [plain[at : at + step] for at in range(0, len(plain), step)]
    seal(cut, target, secret=secret, suite=suite, line={"made": "2026-11-22", "key": "k"})
    return target.getvalue()


def read(content: bytes, *, secret: bytes = SECRET) -> bytes:
    return b"".join(opened(io.BytesIO(content), secret=secret))


@pytest.mark.parametrize("suite", [A256GCM, SM4GCM], ids=lambda suite: suite.name)
@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_what_is_sealed_is_read_again(length: int, suite: Suite):
    plain = random.Random(length).randbytes(length)
    content = sealed(plain, suite=suite)
    assert read(content) == plain
    assert read_line(io.BytesIO(content)) | {"salt": ""} == {"made": "2026-11-22", "key": "k", "suite": suite.name, "salt": ""}


@given(pieces=st.lists(st.binary(max_size=40), max_size=12))
@settings(max_examples=60, deadline=None)
def test_it_does_not_matter_in_which_pieces_it_came(pieces: list[bytes]):
    target = io.BytesIO()
    seal(pieces, target, secret=SECRET, suite=A256GCM, line={})
    assert read(target.getvalue()) == b"".join(pieces)


def test_another_secret_opens_nothing():
    with pytest.raises(Damaged):
        read(sealed(b"text"), secret=bytes(32))


def test_every_flipped_bit_is_found():
    flips = int(os.environ.get("JIAZONG_TEST_FLIPS", 200))
    chance = random.Random(7)
    content = sealed(chance.randbytes(2 * CHUNK_BYTES + 5000))
    first = content.index(b"\n") + 1
    # Half of them in the first line and its neighbourhood, the rest anywhere.
    places = [chance.randrange(first + 64) if n % 2 else chance.randrange(len(content)) for n in range(flips)]
    silent = []
    for place in places:
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        try:
            read(bytes(flipped))
            silent.append(place)
        except Damaged:
            continue
    assert silent == []


@pytest.mark.parametrize("kept", ["nothing", "half the line", "the line", "one chunk", "all but a byte", "all but the last chunk"])
def test_a_file_that_was_cut_off_is_found(kept: str):
    content = sealed(os.urandom(2 * CHUNK_BYTES + 10))
    first, step = content.index(b"\n") + 1, CHUNK_BYTES + TAG
    ends = {
        "nothing": 0, "half the line": first // 2, "the line": first, "one chunk": first + step,
        "all but a byte": len(content) - 1, "all but the last chunk": first + 2 * step,
    }  # fmt: skip
    with pytest.raises(Damaged):
        read(content[: ends[kept]])


def test_chunks_that_were_swapped_repeated_or_brought_from_another_file_are_found():
    content, other = (sealed(os.urandom(3 * CHUNK_BYTES)) for _ in range(2))
    first, step = content.index(b"\n") + 1, CHUNK_BYTES + TAG
    line, chunks = content[:first], [content[first + n * step : first + (n + 1) * step] for n in range(3)]
    foreign = other[other.index(b"\n") + 1 :][:step]
    for order in ([1, 0, 2], [0, 0, 1, 2], [0, 2]):
        with pytest.raises(Damaged):
            read(line + b"".join(chunks[n] for n in order))
    with pytest.raises(Damaged):
        read(line + foreign + chunks[1] + chunks[2])


def test_two_files_of_the_same_content_have_nothing_in_common():
    one, two = (sealed(b"x" * 5000) for _ in range(2))
    assert one != two
    assert sealing.MAGIC == one[:5] == two[:5]
