"""Sealed values open in their place and nowhere else: every change, cut and move is noticed."""
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiazong.ground.privacy import keyring, sealing, streams, troubles
from jiazong.ground.privacy.models import Key
from jiazong.ground.privacy.rules import envelope
from jiazong.ground.privacy.rules.suites import A256GCM, SM4GCM

pytestmark = pytest.mark.django_db
TEXT = st.text(min_size=1, max_size=700)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["A256GCM", "SM4GCM"])
def suite(request, settings) -> str:
    settings.JIAZONG_CIPHER_SUITE = request.param
    return request.param


@many
@given(text=TEXT, row=st.integers(1, 2**63 - 1))
def test_what_is_sealed_opens_in_its_place(suite, text, row) -> None:
    sealer = sealing.sealer("AG1", "staff_worker", "phone")
    sealed = sealer.seal(row, text)
    assert sealer.open(row, sealed) == text
    assert sealing.open_value("staff_worker", "phone", row, sealed) == text
    assert len(text.encode()) < 4 or text.encode() not in sealed


@many
@given(text=TEXT, at=st.integers(0), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_does_not_open(suite, text, at, bit) -> None:
    sealer = sealing.sealer("AG1", "staff_worker", "phone")
    sealed = bytearray(sealer.seal(7, text))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises((troubles.DoesNotOpen, troubles.KeyUnknown, troubles.WrongAgency)):
        sealer.open(7, bytes(sealed))


@many
@given(text=TEXT, keep=st.floats(0, 1, exclude_max=True))
def test_a_value_cut_short_or_made_longer_does_not_open(suite, text, keep) -> None:
    sealer = sealing.sealer("AG1", "staff_worker", "phone")
    sealed = sealer.seal(7, text)
    for other in (sealed[: max(int(len(sealed) * keep), 1)], sealed + b"\0", sealed[:-1]):
        with pytest.raises(troubles.DoesNotOpen):
            sealer.open(7, other)


@pytest.mark.parametrize(
    "place", [("staff_worker", "phone", 8), ("staff_worker", "id_number", 7), ("staff_workers", "phone", 7)]
)
def test_a_value_moved_to_another_row_column_or_table_does_not_open(suite, place) -> None:
    sealed = sealing.sealer("AG1", "staff_worker", "phone").seal(7, "13800001234")
    with pytest.raises(troubles.DoesNotOpen):
        sealing.open_value(*place, sealed)


def test_a_value_of_another_agency_does_not_open_even_for_the_same_row(suite) -> None:
    sealed = sealing.sealer("AG1", "staff_worker", "phone").seal(7, "13800001234")
    with pytest.raises(troubles.WrongAgency):
        sealing.sealer("AG2", "staff_worker", "phone").open(7, sealed)


def test_a_value_relabelled_with_another_key_does_not_open(suite) -> None:
    sealed = sealing.sealer("AG1", "staff_worker", "phone").seal(7, "13800001234")
    other = keyring.active("AG2")
    moved = envelope.head_bytes(envelope.TEXT, other.suite, other.kid) + sealed[envelope.HEAD.size :]
    with pytest.raises(troubles.DoesNotOpen):
        sealing.open_value("staff_worker", "phone", 7, moved)


def test_a_value_of_one_suite_does_not_pass_as_one_of_the_other(settings) -> None:
    sealed = sealing.sealer("AG1", "staff_worker", "phone").seal(7, "13800001234")
    kid = envelope.read_head(sealed).kid
    assert envelope.read_head(sealed).suite is A256GCM
    moved = envelope.head_bytes(envelope.TEXT, SM4GCM, kid) + sealed[envelope.HEAD.size :]
    with pytest.raises(troubles.DoesNotOpen):
        sealing.open_value("staff_worker", "phone", 7, moved)


def test_a_wrapped_key_moved_to_another_agency_does_not_unwrap() -> None:
    mine, theirs = keyring.active("AG1"), keyring.active("AG2")
    wrapped = Key.objects.get(pk=theirs.kid).wrapped
    Key.objects.filter(pk=mine.kid).update(wrapped=wrapped)
    keyring.forget()
    with pytest.raises(troubles.DoesNotOpen):
        keyring.opened(mine.kid)


def test_no_nonce_comes_twice() -> None:
    sealer = sealing.sealer("AG1", "staff_worker", "phone")
    start = envelope.HEAD.size
    assert len({sealer.seal(7, "same")[start : start + 12] for _ in range(20_000)}) == 20_000


def test_equal_lengths_hide_the_length_of_a_name() -> None:
    sealer = sealing.sealer("AG1", "staff_worker", "phone")
    assert len({len(sealer.seal(7, name)) for name in ("王", "王五", "欧阳小明")}) == 1
    assert len(sealer.seal(7, "字" * 100)) == envelope.HEAD.size + 12 + 512 + 16


@many
@given(size=st.sampled_from([0, 1, streams.CHUNK - 1, streams.CHUNK, streams.CHUNK + 1, 3 * streams.CHUNK, 200_000]))
def test_a_file_opens_whole(suite, size) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    sealed = streams.seal("AG1", "books_book", "content", "b1", data[:size])
    assert streams.open_whole("books_book", "content", "b1", sealed, agency="AG1") == data[:size]


def test_a_file_with_chunks_missing_swapped_or_mixed_does_not_open(suite) -> None:
    data = b"x" * (3 * streams.CHUNK + 5)
    one = streams.seal("AG1", "books_book", "content", "b1", data)
    two = streams.seal("AG1", "books_book", "content", "b1", data)
    start, frame = envelope.HEAD.size + streams.FILE_ID, streams.CHUNK + 12 + 16
    first, second, rest = one[start : start + frame], one[start + frame : start + 2 * frame], one[start + 2 * frame :]
    spoiled = [
        one[:start] + second + first + rest,
        one[:start] + second + rest,
        one[: start + 2 * frame],
        one[: start + 3 * frame],
        one[:-1],
        one + rest[-40:],
        one[:start] + two[start : start + frame] + second + rest,
        one[:start],
    ]
    for wrong in spoiled:
        with pytest.raises(troubles.DoesNotOpen):
            streams.open_whole("books_book", "content", "b1", wrong)
    with pytest.raises(troubles.DoesNotOpen):
        streams.open_whole("books_book", "content", "b2", one)


def test_a_secret_opens_in_its_context_alone() -> None:
    sealed = sealing.seal_secret("JBSWY3DPEHPK3PXP", "mfa")
    assert "JBSWY3DP" not in sealed and sealing.open_secret(sealed, "mfa") == "JBSWY3DPEHPK3PXP"
    for wrong in ((sealed, "oidc"), (sealed[:-4], "mfa"), ("not sealed", "mfa")):
        with pytest.raises(troubles.DoesNotOpen):
            sealing.open_secret(*wrong)


def test_equal_numbers_have_equal_indexes_within_one_agency_and_column_only() -> None:
    def of(agency: str, text: str, column: str = "phone_index") -> bytes | None:
        return sealing.blind_index(agency, "staff_worker", column, "phone", text)

    assert of("AG1", "138 0000-1234") == of("AG1", "+8613800001234") == of("AG1", "１３８００００１２３４")
    assert len(of("AG1", "13800001234")) == 16
    assert len({of("AG1", "13800001234"), of("AG2", "13800001234"), of("AG1", "13800001235"), of("AG1", "13800001234", "other")}) == 4
    assert of("AG1", " ") is None


def test_the_ring_keeps_a_thousand_keys_and_drops_the_least_used(monkeypatch) -> None:
    monkeypatch.setattr(keyring, "MOST", 3)
    keyring.forget()
    kids = [keyring.create(f"AG{n}", Key.DATA).kid for n in range(5)]
    for kid in kids:
        keyring.opened(kid)
    assert list(keyring._kept) == kids[2:]
    keyring.opened(kids[2])
    keyring.opened(kids[0])
    assert list(keyring._kept) == [kids[4], kids[2], kids[0]]


def test_a_key_is_unwrapped_anew_after_ten_minutes(monkeypatch, django_assert_num_queries) -> None:
    kid = keyring.active("AG1").kid
    keyring.opened(kid)
    with django_assert_num_queries(0):
        keyring.opened(kid)
    later = keyring.time.monotonic() + keyring.SECONDS + 1
    monkeypatch.setattr(keyring.time, "monotonic", lambda: later)
    with django_assert_num_queries(1):
        keyring.opened(kid)
