import hashlib
import hmac

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.transparency import canonical

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
WHOLE = st.integers(-canonical.LARGEST, canonical.LARGEST)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_the_canonical_form_is_that_of_another_implementation(value):
    assert canonical.canonical(value).encode() == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [0.5, 2**53, -(2**53), b"x", {"é": 1}, {1: 2}, "\ud800", [{"a": 1.0}], {"a": object()}])
def test_what_json_cannot_say_in_one_way_alone_is_refused(value):
    with pytest.raises(canonical.NotCanonical):
        canonical.canonical(value)


@given(st.dictionaries(KEYS, WHOLE | TEXTS, max_size=5), TEXTS, st.booleans())
def test_the_bytes_of_a_leaf_are_the_canonical_form_of_the_object_that_is_handed_out(facts, subject, adopted):
    parts = {
        "kind": "posting", "subject": subject, "written_at": "2026-03-05T10:21:07.123456Z", "commit": "ab" * 32,
        "facts": canonical.canonical(facts), "adopted": adopted,
    }  # fmt: skip
    assert canonical.content_of(**parts) == rfc8785.dumps(canonical.leaf_of(**parts))


@given(st.binary(min_size=16, max_size=16), TEXTS)
def test_a_commitment_is_the_keyed_hash_of_the_private_part(salt, private):
    assert canonical.commit_of(salt, private) == hmac.new(salt, private.encode(), hashlib.sha256).hexdigest()
