"""A closed bid opens with its own key under its own number, and in no other way."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiazong.commission.tenders import envelopes

PUBLIC, SECRET = envelopes.make_keys()
NUMBER = "0f8fad5b-d9cb-469f-a165-70867728950e"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_what_was_closed_comes_out_again(data):
    closed = envelopes.close(PUBLIC, NUMBER, data)
    assert envelopes.open_with(SECRET, NUMBER, closed) == data


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_one_changed_bit_and_nothing_opens(data):
    closed = bytearray(envelopes.close(PUBLIC, NUMBER, "标书".encode() * 20))
    place = data.draw(st.integers(0, len(closed) * 8 - 1))
    # The last bit of an X25519 point is not read by the curve, but the point itself is part of what makes the key.
    closed[place // 8] ^= 1 << place % 8
    with pytest.raises(envelopes.DoesNotOpen):
        envelopes.open_with(SECRET, NUMBER, bytes(closed))


def test_it_opens_neither_with_another_key_nor_under_another_number_nor_when_it_is_cut():
    closed = envelopes.close(PUBLIC, NUMBER, b"bid")
    for secret, number, what in (
        (envelopes.make_keys()[1], NUMBER, closed), (SECRET, NUMBER[:-1] + "f", closed), (SECRET, NUMBER, closed[:-1]), (SECRET, NUMBER, b""),
    ):  # fmt: skip
        with pytest.raises(envelopes.DoesNotOpen):
            envelopes.open_with(secret, number, what)


def test_the_same_bid_closed_twice_looks_different():
    assert envelopes.close(PUBLIC, NUMBER, b"bid") != envelopes.close(PUBLIC, NUMBER, b"bid")
