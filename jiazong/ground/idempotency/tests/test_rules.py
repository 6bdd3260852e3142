"""Keys are read, named and marked; which answers are kept."""
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.idempotency import rules, sealing
from jiazong.ground.idempotency.rules import Kept

KEYS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=16, max_size=128)


@given(KEYS)
def test_a_key_is_read_from_header_or_form(key):
    assert rules.read_key(key, None) == rules.read_key(None, key) == rules.read_key(f'"{key}"', "other" * 4) == key


@pytest.mark.parametrize("given_key", ["short", "a" * 129, "a b c d e f g h i j", "钥" * 20, "x" * 20 + "\n" + "y"])
def test_what_can_be_guessed_or_is_no_key_is_refused(given_key):
    with pytest.raises(rules.NotAKey):
        rules.read_key(None, given_key)


@pytest.mark.parametrize(("header", "field"), [(None, None), ("", ""), (" ", None)])
def test_a_write_may_carry_no_key(header, field):
    assert rules.read_key(header, field) is None


@given(KEYS, st.lists(st.binary(max_size=20), max_size=5), st.lists(st.binary(max_size=20), max_size=5))
def test_two_requests_have_one_mark_only_if_they_are_the_same(key, one, other):
    assert (rules.mark_of(key, one) == rules.mark_of(key, other)) is (one == other)


@given(KEYS, KEYS, st.lists(st.binary(max_size=20), max_size=3))
def test_a_mark_says_nothing_without_its_key(key, other, asked):
    assert (rules.mark_of(key, asked) == rules.mark_of(other, asked)) is (key == other)


@given(KEYS)
def test_neither_the_name_nor_the_seal_gives_the_key_away(key):
    assert len({rules.name_of(key), rules.seal_of(key), key.encode()}) == 3


@pytest.mark.parametrize(
    ("status", "is_page", "is_streaming", "size", "kept"),
    [
        (302, True, False, 0, Kept.WHOLE), (303, False, False, 0, Kept.WHOLE), (204, False, False, 0, Kept.WHOLE),
        (200, False, False, 500, Kept.WHOLE), (200, True, False, 500, Kept.DONE), (200, False, True, 0, Kept.DONE),
        (200, False, False, rules.LONGEST_BODY_BYTES + 1, Kept.DONE), (422, True, False, 0, Kept.NOTHING),
        (404, True, False, 0, Kept.NOTHING), (503, True, False, 0, Kept.NOTHING), (101, False, False, 0, Kept.NOTHING),
    ],
)  # fmt: skip
def test_of_an_answer_is_kept_what_may_be_said_again(status, is_page, is_streaming, size, kept):
    assert rules.kept_of(status=status, is_page=is_page, is_streaming=is_streaming, body_bytes=size) is kept


@given(st.binary(min_size=32, max_size=32), st.integers(0, 200))
def test_a_kept_answer_opens_only_with_its_key_and_its_request(mark, flipped):
    key, answer = str(uuid4()), {"status": 302, "headers": {"Location": "/甲"}, "messages": [[25, "存好了", ""]]}
    sealed = sealing.seal(key, answer, bound_to=mark)
    assert sealing.unseal(key, sealed, bound_to=mark) == answer
    assert "存好了".encode() not in sealed
    at = flipped % len(sealed)
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    for wrong in ((str(uuid4()), sealed, mark), (key, changed, mark), (key, sealed, bytes(32 - len(b"x")) + b"x")):
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(wrong[0], wrong[1], bound_to=wrong[2])
