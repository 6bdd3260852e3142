"""Files that cannot be taken: each is told by its place, none is guessed at."""
import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiazong.commission.tenders.rules.checking import check
from jiazong.commission.tenders.rules.contest import hold
from jiazong.commission.tenders.rules.files import read_bid, read_tender
from jiazong.commission.tenders.rules.reading import LARGEST_FILE, BadFile, read_json
from jiazong.commission.tenders.rules.telling import verdict_document
from jiazong.commission.tenders.tests.factories import bid_said, lot_said, offer_said, tender, tender_said

BAD_BYTES = {
    "not JSON": b'{"a": 1,}',
    "nothing": b"",
    "another encoding": '{"bidder": "甲"}'.encode("gb18030"),
    "UTF-16": '{"bidder": "甲"}'.encode("utf-16"),
    "a key twice": b'{"a": 1, "a": 2}',
    "a key twice further in": b'[{"a": {"b": 1, "b": 1}}]',
    "NaN": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "a number without end": b'{"a": ' + b"9" * 5000 + b"}",
    "nested too deeply": b"[" * 100_000,
    "half a character": b'{"a": "\\ud800"}',
    "too large": b" " * (LARGEST_FILE + 1),
}


@pytest.mark.parametrize("case", BAD_BYTES)
def test_what_is_not_plain_json_is_refused(case: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_json(BAD_BYTES[case])
    assert refused.value.where == "file"


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_json("\ufeff{}".encode()) == {}


BAD_BIDS: dict[str, tuple[dict[str, Any], str]] = {
    "no bidder": ({"bidder": None}, "bidder"),
    "a bidder of blanks": ({"bidder": "  "}, "bidder"),
    "no time": ({"received": None}, "received"),
    "a day for a time": ({"received": "2016-03-21"}, "received"),
    "a time that is none": ({"received": "2016-02-30T10:00:00+08:00"}, "received"),
    "a bond below nothing": ({"bond_yuan": -1}, "bond_yuan"),
    "a bond in words": ({"bond_yuan": "20000"}, "bond_yuan"),
    "a bond that is true": ({"bond_yuan": True}, "bond_yuan"),
    "lots that are no list": ({"lots": {}}, "lots"),
    "a lot that is a word": ({"lots": ["1"]}, "lots[0]"),
    "the same lot twice": ({"lots": [offer_said(), offer_said()]}, "lots"),
    "a price for all years": ({"lots": [{"code": "1", "annual_price_yuan": 5}]}, "lots[0].annual_price_yuan"),
    "no price": ({"lots": [{"code": "1"}]}, "lots[0].annual_price_yuan"),
    "a price of three decimals": ({"lots": [offer_said(price=[0.001])]}, "lots[0].annual_price_yuan[0]"),
    "hours in words": ({"lots": [offer_said(annual_hours="27440")]}, "lots[0].annual_hours"),
    "too many hours for any number": ({"lots": [offer_said(annual_hours=1e300)]}, "lots[0].annual_hours"),
    "an indicator in words": ({"lots": [offer_said(indicators={"a": "1"})]}, "lots[0].indicators.a"),
    "staff without certificate": ({"lots": [offer_said(staff=[{"name": "甲"}])]}, "lots[0].staff[0].certificate"),
    "a certificate until no day": (
        {"lots": [offer_said(staff=[{"name": "甲", "certificate": "social_worker", "valid_until": "长期"}])]},
        "lots[0].staff[0].valid_until",
    ),
    "interests that are no list": ({"declared_interests": "无"}, "declared_interests"),
    "an interest that is a number": ({"declared_interests": [3]}, "declared_interests[0]"),
}


@pytest.mark.parametrize("case", BAD_BIDS)
def test_a_bid_that_cannot_be_read_names_the_place(case: str) -> None:
    changes, where = BAD_BIDS[case]
    with pytest.raises(BadFile) as refused:
        read_bid(bid_said(**changes))
    assert refused.value.where == where


BAD_TENDERS: dict[str, tuple[dict[str, Any], str]] = {
    "no closing": ({"closes": None}, "closes"),
    "no code": ({"code": None}, "code"),
    "no years": ({"years": None}, "years"),
    "half a year": ({"years": 0.5}, "years"),
    "a thousand years": ({"years": 1000}, "years"),
    "no lots": ({"lots": []}, "lots"),
    "the same lot twice": ({"lots": [lot_said(), lot_said()]}, "lots"),
    "a budget for too few years": ({"lots": [lot_said(budget=[1, 2])]}, "lots[0].annual_budget_yuan"),
    "no budget": ({"lots": [lot_said(budget=None)]}, "lots[0].annual_budget_yuan"),
    "whole project said in words": ({"whole_project_only": "yes"}, "whole_project_only"),
    "half a professional": ({"hours_rule": {"base_professionals": 13.5}}, "hours_rule.base_professionals"),
    "no professional to scale by": ({"hours_rule": {"base_professionals": 0}}, "hours_rule.base_professionals"),
    "a professional for nothing": ({"hours_rule": {"extra_yuan_per_professional": 0}}, "hours_rule.extra_yuan_per_professional"),
    "a city without rules": ({"city": "atlantis"}, "city"),
}


@pytest.mark.parametrize("case", BAD_TENDERS)
def test_a_tender_that_cannot_be_read_names_the_place(case: str) -> None:
    changes, where = BAD_TENDERS[case]
    with pytest.raises(BadFile) as refused:
        read_tender(tender_said(**changes))
    assert refused.value.where == where


def test_hours_that_are_needed_and_missing_are_asked_for() -> None:
    with pytest.raises(BadFile, match="annual_hours"):
        check(tender(), read_bid(bid_said(offer={"annual_hours": None})))


@pytest.mark.parametrize("said", [[], None, "甲", 3])
def test_what_is_no_object_is_neither_bid_nor_tender(said: Any) -> None:
    for read in (read_bid, read_tender):
        with pytest.raises(BadFile):
            read(said)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8,
)  # fmt: skip


@settings(max_examples=60)
@given(data=st.data(), whose=st.sampled_from(["bid", "tender"]))
def test_whatever_stands_in_a_file_it_is_taken_or_refused_with_its_place(data: st.DataObject, whose: str) -> None:
    taken_or_refused(data, whose)


@pytest.mark.long
@settings(max_examples=5000)
@given(data=st.data(), whose=st.sampled_from(["bid", "tender"]))
def test_thousands_of_broken_files_are_taken_or_refused_with_their_place(data: st.DataObject, whose: str) -> None:
    taken_or_refused(data, whose)


def taken_or_refused(data: st.DataObject, whose: str) -> None:
    """Any value anywhere: a verdict or BadFile, never another error."""
    said = copy.deepcopy(bid_said() if whose == "bid" else tender_said())
    inner = said
    while True:
        key = data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[key], dict | list) or not inner[key] or data.draw(st.booleans()):
            inner[key] = data.draw(JSON)
            break
        inner = inner[key]
    try:
        bid, asked = (read_bid(said), tender()) if whose == "bid" else (read_bid(bid_said()), read_tender(said))
        verdict_document(check(asked, bid))
        hold(asked, [bid])
    except BadFile as fault:
        assert fault.where


def test_budgets_may_differ_from_year_to_year() -> None:
    found = tender(lots=[lot_said(budget=[1_000_000, 2_000_000, 2_400_000.5])])
    assert found.lots[0].budgets_fen == (100_000_000, 200_000_000, 240_000_050)


def test_a_tenth_of_a_fen_is_never_lost_to_binary_fractions() -> None:
    said = json.dumps(bid_said(offer={"price": [1_234_567.89] * 3}), ensure_ascii=False)
    assert read_bid(read_json(said.encode())).lots[0].prices_fen == (123_456_789,) * 3
