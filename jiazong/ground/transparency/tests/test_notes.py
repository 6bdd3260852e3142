import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.transparency import notes, rules

# The example of C2SP signed-note: somebody else's key and note.
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SECRET = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
LOG = notes.key_of("log.example/evidence", notes.LOG_KEY, SECRET)
WITNESS = notes.key_of("street.example/witness", notes.WITNESS_KEY, SECRET)
BODY = notes.body_of(LOG.name, 1284, b"\x05" * 32, "2026-03-05T10:21:09.000000Z")
NOTE = notes.sign_log(BODY, SECRET, LOG)


def test_the_example_of_the_standard_holds():
    key = notes.Key.parse(EXAMPLE_KEY)
    body, _, line = EXAMPLE_NOTE.partition("\n\n")
    read = notes.Line.parse(line.rstrip("\n"))
    assert (read.name, read.number) == (key.name, key.number)
    key.check((body + "\n").encode(), read.signature)
    with pytest.raises(notes.BadSignature):
        key.check(body.encode(), read.signature)


def test_a_checkpoint_is_read_as_it_was_signed():
    read = notes.Checkpoint.parse(NOTE)
    read.check_log(LOG)
    assert (read.origin, read.size, read.root, read.time) == (LOG.name, 1284, b"\x05" * 32, "2026-03-05T10:21:09.000000Z")
    assert notes.Key.parse(str(LOG)) == LOG


def test_a_witness_signs_the_same_text_and_says_when():
    read = notes.Checkpoint.parse(NOTE + notes.sign_witness(BODY, SECRET, WITNESS, 1772706069))
    assert read.check_witness(WITNESS) == 1772706069
    read.check_log(LOG)
    with pytest.raises(notes.BadSignature):
        read.check_witness(notes.Key(WITNESS.name, WITNESS.kind, b"\x01" * 32))


@given(st.integers(0, len(BODY) - 1), st.sampled_from("0123456789abcz"))
def test_a_checkpoint_with_another_sign_in_it_is_signed_by_nobody(place, sign):
    changed = NOTE[:place] + sign + NOTE[place + 1 :]
    if changed != NOTE:
        with pytest.raises(notes.BadNote):
            notes.Checkpoint.parse(changed).check_log(LOG)


@given(st.text(max_size=200))
def test_what_is_no_note_is_refused_and_nothing_else_happens(text):
    with pytest.raises(notes.BadNote):
        notes.Checkpoint.parse(text)
    with pytest.raises(notes.BadNote):
        notes.Key.parse(text)


@pytest.mark.parametrize("size", ["01", "-1", "1.0", "", "９", "1" * 19])
def test_a_size_is_written_in_one_way(size):
    with pytest.raises(notes.BadNote):
        notes.Checkpoint.parse(NOTE.replace("\n1284\n", f"\n{size}\n"))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\n"])
def test_a_name_has_no_spaces_and_no_plus_sign(name):
    with pytest.raises(notes.BadNote):
        notes.key_of(name, notes.LOG_KEY, SECRET)


@pytest.mark.parametrize(
    ("signed", "enough"),
    [
        ([], False),
        ([("a", "street")], False),
        ([("a", "street"), ("b", "bureau")], False),
        ([("a", "agency"), ("b", "evaluator")], False),
        ([("a", "street"), ("a", "agency")], False),
        ([("a", "street"), ("b", "agency")], True),
        ([("a", "bureau"), ("b", "evaluator"), ("c", "agency")], True),
    ],
)
def test_enough_witnesses_are_two_of_which_one_pays_or_watches_and_one_is_judged_or_judges(signed, enough):
    assert rules.is_quorum(signed) is enough
