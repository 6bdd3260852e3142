"""The canonical form is that of RFC 8785, and one changed character changes the hash."""
import json
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from jiazong.commission.tenders.rules import reading, sealing
from jiazong.commission.tenders.tests.factories import bid_said

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = st.none() | st.booleans() | st.integers(0, 2**53 - 1) | WORDS
TREES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12)


@given(TREES)
def test_the_form_is_the_one_of_the_standard(tree: object) -> None:
    assert sealing.canonical(tree) == rfc8785.dumps(tree)


@pytest.mark.parametrize(("one", "other"), [("1980000.0", "1980000"), ("1.98e6", "1980000"), ("0.50", "0.5"), ("-0.0", "0")])
def test_the_same_number_is_always_written_the_same_way(one: str, other: str) -> None:
    assert sealing.canonical(Decimal(one)) == sealing.canonical(Decimal(other)) == other.encode()


def test_order_and_blanks_do_not_matter_but_every_value_does() -> None:
    said = bid_said()
    turned = json.loads(json.dumps(dict(reversed(said.items())), indent=4))
    assert sealing.digest(turned) == sealing.digest(said)
    turned["lots"][0]["staff"][3]["name"] += "。"
    assert sealing.digest(turned) != sealing.digest(said)


@pytest.mark.parametrize("seal", [{"sealed_sha256": "abc"}, {"sealed_sha256": 7}, {"seal": {}}, {"seal": "x"}])
def test_a_hash_that_is_none_is_refused(seal: dict) -> None:
    with pytest.raises(reading.BadFile):
        sealing.sealed_hash({**bid_said(), **seal})
