"""Every boundary of a valid bid, each broken alone and told by exactly its own code (domain A3, A4, A42)."""
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.commission.tenders.rules import sealing
from jiazong.commission.tenders.rules.checking import CODES, hours_ceiling, hours_floor, most_professionals
from jiazong.commission.tenders.rules.files import hours_rule, read_bid
from jiazong.commission.tenders.rules.ruleset import rules_for
from jiazong.commission.tenders.tests.factories import (
    HOURS_RULE,
    INDICATORS,
    bid_said,
    codes,
    lot_said,
    offer_said,
    staff_said,
    tender,
    verdict,
)

RULE = hours_rule(HOURS_RULE, "hours_rule", tender().rules)
ALONE: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a sound bid": ({}, []),
    "price at the budget": ({"offer": {"price": 2_000_000}}, []),
    "one year over, the total under": ({"offer": {"price": [1_900_000, 2_000_001, 1_900_000]}}, ["price_over_annual_budget"]),
    "one fen over": ({"offer": {"price": [2_000_000, 2_000_000, 2_000_000.01]}}, ["price_over_annual_budget"]),
    "a year without a price": ({"offer": {"price": [1_900_000, 1_900_000]}}, ["partial_scope"]),
    "a year too many": ({"offer": {"price": [1, 1, 1, 1]}}, ["price_over_annual_budget"]),
    "an indicator at its minimum": ({"offer": {"indicators": INDICATORS}}, []),
    "an indicator one below": ({"offer": {"indicators": {**INDICATORS, "group_sessions": 239}}}, ["indicator_below_minimum"]),
    "an indicator left out": ({"offer": {"indicators": {"case_openings": 60, "home_visits": 1500}}}, ["indicator_below_minimum"]),
    "hours 22,851": ({"offer": {"annual_hours": 22_851}}, ["hours_below_floor"]),
    "hours 22,851.99": ({"offer": {"annual_hours": 22_851.99}}, ["hours_below_floor"]),
    "hours 22,852": ({"offer": {"annual_hours": 22_852}}, []),
    "hours 30,184": ({"offer": {"annual_hours": 30_184}}, []),
    "hours 30,184.01": ({"offer": {"annual_hours": 30_184.01}}, ["hours_above_ceiling"]),
    "hours 30,185": ({"offer": {"annual_hours": 30_185}}, ["hours_above_ceiling"]),
    "13 professionals": ({"offer": {"staff": staff_said(10, 3)}}, ["too_few_professionals"]),
    "14 professionals": ({"offer": {"staff": staff_said(10, 4)}}, []),
    "9 social workers": ({"offer": {"staff": staff_said(9, 5)}}, ["too_few_social_workers"]),
    "14 social workers": ({"offer": {"staff": staff_said(14, 0)}}, []),
    "15 professionals on 2,000,000": ({"offer": {"staff": staff_said(10, 5)}}, ["too_many_professionals_for_fund"]),
    "at the closing second": ({"received": "2016-03-22T09:30:00+08:00"}, []),
    "late by one second": ({"received": "2016-03-22T09:30:01+08:00"}, ["late"]),
    "late by a thousandth": ({"received": "2016-03-22T09:30:00.001+08:00"}, ["late"]),
    "at the closing second, told in UTC": ({"received": "2016-03-22T01:30:00Z"}, []),
    "late by one second, told in UTC": ({"received": "2016-03-22T01:30:01Z"}, ["late"]),
    "late by one second, told elsewhere": ({"received": "2016-03-21T20:30:01-05:00"}, ["late"]),
    "without an offset it is Beijing time": ({"received": "2016-03-22T09:30:01"}, ["late"]),
    "bond at the limit": ({"bond_yuan": 120_000}, []),
    "bond one fen over": ({"bond_yuan": 120_000.01}, ["bond_over_limit"]),
    "an interest declared": ({"declared_interests": ["理事长的配偶在采购人任职"]}, ["conflict_of_interest"]),
    "an interest as an object": ({"declared_interests": [{"with": "评委甲", "relation": "夫妻"}]}, ["conflict_of_interest"]),
    "no interest, said in words": ({"declared_interests": ["无", " ", "none"]}, []),
    "the purchaser itself": ({"bidder": "禾塘街街道办事处"}, ["conflict_of_interest"]),
    "another lot than asked for": ({"offer": {"code": "9"}}, ["partial_scope"]),
    "no lot at all": ({"lots": []}, ["partial_scope"]),
}


@pytest.mark.parametrize("case", ALONE)
def test_a_bid_is_invalid_for_exactly_the_right_reasons(case: str) -> None:
    changes, expected = ALONE[case]
    assert codes(bid_said(**changes)) == expected


@pytest.mark.parametrize(("social", "allied", "expected"), [(12, 7, []), (12, 8, ["too_many_professionals_for_fund"])])
def test_2_500_000_a_year_allow_19_professionals_and_not_20(social: int, allied: int, expected: list[str]) -> None:
    asked = tender(lots=[lot_said(budget=2_500_000)])
    number = social + allied
    said = bid_said(offer={"staff": staff_said(social, allied), "annual_hours": 1960 * number})
    assert codes(said, asked) == expected


def test_floor_and_ceiling_follow_the_professionals_planned() -> None:
    asked = tender(lots=[lot_said(budget=2_500_000)])
    staff = staff_said(12, 7)
    # 22,852 ÷ 14 × 19 = 31,013.43; 1,960 × 19 × 110 % = 40,964.
    for hours, expected in {31_013: ["hours_below_floor"], 31_014: [], 40_964: [], 40_965: ["hours_above_ceiling"]}.items():
        assert codes(bid_said(offer={"staff": staff, "annual_hours": hours}), asked) == expected


def test_what_is_shown_as_required_would_itself_do() -> None:
    asked = tender(lots=[lot_said(budget=2_500_000)])
    found = verdict(bid_said(offer={"staff": staff_said(12, 7), "annual_hours": 31_013}), asked)
    [finding] = found.reasons[0].findings
    assert (finding.found, finding.required) == (31_013, Fraction("31013.43"))
    assert codes(bid_said(offer={"staff": staff_said(12, 7), "annual_hours": 31_013.43}), asked) == []


def test_a_certificate_holds_on_its_last_day_and_not_after() -> None:
    for until, expected in {
        "2016-03-22": [],
        "2016-03-21": ["too_few_professionals", "certificate_expired"],
    }.items():
        staff = staff_said(10, 3) + [{"name": "专员甲", "certificate": "allied_professional", "valid_until": until}]
        assert codes(bid_said(offer={"staff": staff})) == expected


def test_the_closing_day_is_a_day_in_shanghai() -> None:
    asked = tender(closes="2016-03-21T16:30:00Z")
    staff = staff_said(10, 3) + [{"name": "专员甲", "certificate": "allied_professional", "valid_until": "2016-03-21"}]
    assert "certificate_expired" in codes(bid_said(offer={"staff": staff}), asked)


def test_an_expired_social_worker_counts_neither_as_one_nor_as_a_professional() -> None:
    staff = staff_said(9, 4) + [{"name": "社工甲", "certificate": "social_worker", "valid_until": "2015-12-31"}]
    assert codes(bid_said(offer={"staff": staff})) == ["too_few_professionals", "too_few_social_workers", "certificate_expired"]


def test_an_expired_professional_beyond_the_minimum_is_still_a_reason_of_its_own() -> None:
    staff = staff_said() + [{"name": "专员甲", "certificate": "allied_professional", "valid_until": "2015-12-31"}]
    found = verdict(bid_said(offer={"staff": staff}))
    assert found.codes == ("certificate_expired",)
    assert [(one.lot, one.item, one.found, one.required) for one in found.reasons[0].findings] == [
        ("1", "专员甲", "2015-12-31", "2016-03-22")
    ]


def test_aides_and_support_staff_do_not_count_and_need_no_certificate() -> None:
    others = [{"name": f"社工员{n}", "certificate": "social_work_aide", "valid_until": "2010-01-01"} for n in range(9)]
    others += [{"name": "文员", "certificate": "support_staff"}]
    assert codes(bid_said(offer={"staff": staff_said() + others})) == []
    assert codes(bid_said(offer={"staff": staff_said(10, 3) + others})) == ["too_few_professionals"]


def test_a_senior_social_worker_counts_as_a_social_worker() -> None:
    staff = staff_said(9, 4) + [{"name": "社工甲", "certificate": "senior_social_worker"}]
    assert codes(bid_said(offer={"staff": staff})) == []


def test_every_fault_is_told_with_every_place_where_it_is() -> None:
    said = bid_said(
        received="2016-03-23T00:00:00+08:00", bond_yuan=999_999, declared_interests=["甲"], sealed_sha256="0" * 64,
        offer={"price": [2_000_001, 1, 2_000_002], "annual_hours": 1, "staff": staff_said(1, 1), "indicators": {}},
    )  # fmt: skip
    found = verdict(said)
    assert set(CODES) - set(found.codes) == {"partial_scope", "hours_above_ceiling", "too_many_professionals_for_fund", "certificate_expired"}
    by_code = {reason.code: reason for reason in found.reasons}
    assert [one.item for one in by_code["price_over_annual_budget"].findings] == ["year 1", "year 3"]
    assert [one.item for one in by_code["indicator_below_minimum"].findings] == list(INDICATORS)
    assert all(reason.rule and reason.source and reason.findings for reason in found.reasons)


@pytest.fixture
def two_lots() -> dict[str, Any]:
    return {"lots": [lot_said("1", 2_500_000), lot_said("2", 600_000, minimum_indicators={"training": 12})]}


def small(price: int = 590_000, **changes: Any) -> dict[str, Any]:
    return {"code": "2", "annual_price_yuan": [price] * 3, "indicators": {"training": 12}, **changes}


def test_a_bid_for_one_of_two_lots_is_for_part_only(two_lots: dict[str, Any]) -> None:
    assert codes(bid_said(), tender(**two_lots)) == ["partial_scope"]
    assert codes(bid_said(lots=[offer_said(), small()]), tender(**two_lots)) == []


def test_where_lots_may_be_bid_for_one_by_one_only_those_are_checked(two_lots: dict[str, Any]) -> None:
    asked = tender(whole_project_only=False, **two_lots)
    assert codes(bid_said(), asked) == []
    assert codes(bid_said(lots=[small()]), asked) == []
    assert codes(bid_said(lots=[small(600_001)]), asked) == ["price_over_annual_budget"]
    assert codes(bid_said(lots=[]), asked) == ["partial_scope"]


def test_a_lot_over_its_own_year_is_found_though_the_total_is_under(two_lots: dict[str, Any]) -> None:
    found = verdict(bid_said(lots=[offer_said(price=2_000_000), small(600_001)]), tender(**two_lots))
    assert found.codes == ("price_over_annual_budget",)
    assert {one.lot for one in found.reasons[0].findings} == {"2"}
    assert found.is_valid_for("1") and not found.is_valid_for("2")


def test_a_bond_is_held_against_the_budget_of_all_years_of_what_is_bid_for(two_lots: dict[str, Any]) -> None:
    whole, single = tender(**two_lots), tender(whole_project_only=False, **two_lots)
    both = [offer_said(), small()]
    assert codes(bid_said(lots=both, bond_yuan=186_000), whole) == []
    assert codes(bid_said(lots=both, bond_yuan=186_001), whole) == ["bond_over_limit"]
    assert codes(bid_said(lots=[small()], bond_yuan=36_000), single) == []
    assert codes(bid_said(lots=[small()], bond_yuan=36_001), single) == ["bond_over_limit"]


def test_a_lot_may_have_its_own_hours_rule_or_none(two_lots: dict[str, Any]) -> None:
    two_lots["lots"][0]["hours_rule"] = None
    two_lots["lots"][1]["hours_rule"] = {**HOURS_RULE, "base_professionals": 3, "minimum_social_workers": 2, "floor_hours_for_base": 4_800}
    asked = tender(**two_lots)
    plain = {"code": "1", "annual_price_yuan": [1, 1, 1], "indicators": INDICATORS}
    assert codes(bid_said(lots=[plain, small(staff=staff_said(2, 1), annual_hours=4_800)]), asked) == []
    assert codes(bid_said(lots=[plain, small(staff=staff_said(1, 2), annual_hours=4_799)]), asked) == [
        "hours_below_floor", "too_few_social_workers",
    ]  # fmt: skip


def test_a_single_lot_below_the_base_fund_is_under_the_rule_all_the_same() -> None:
    asked = tender(lots=[lot_said(budget=1_900_000)])
    assert codes(bid_said(offer={"price": 1_900_000, "staff": staff_said(10, 3)}), asked) == ["too_few_professionals"]
    assert codes(bid_said(offer={"price": 1_900_000}), asked) == []


def test_without_an_hours_rule_neither_hours_nor_heads_are_counted() -> None:
    asked = tender(hours_rule=None, kind="post_purchase")
    assert codes(bid_said(offer={"annual_hours": None, "staff": []}), asked) == []


def test_what_an_hours_rule_leaves_out_comes_from_the_city_and_null_means_no_such_limit() -> None:
    assert codes(bid_said(offer={"staff": staff_said(10, 3)}), tender(hours_rule={})) == ["too_few_professionals"]
    free = tender(hours_rule={"ceiling_percent": None, "floor_hours_for_base": None, "base_fund_yuan": None})
    assert codes(bid_said(offer={"annual_hours": 99_999, "staff": staff_said(30, 9)}), free) == []


def test_a_tender_may_set_floor_and_ceiling_outright() -> None:
    asked = tender(hours_rule={"floor_hours": 39_192, "ceiling_hours": 48_356, "base_fund_yuan": None})
    for hours, expected in {39_191: ["hours_below_floor"], 39_192: [], 48_356: [], 48_357: ["hours_above_ceiling"]}.items():
        assert codes(bid_said(offer={"annual_hours": hours}), asked) == expected


def test_a_sealed_bid_that_was_changed_is_found() -> None:
    said = bid_said()
    said["sealed_sha256"] = sealing.digest(said)
    assert codes(said) == []
    said["lots"][0]["annual_price_yuan"][2] -= 1
    assert codes(said) == ["changed_after_sealing"]


@given(st.integers(1, 400))
def test_ceiling_and_floor_scale_by_head(number: int) -> None:
    assert hours_ceiling(RULE, number) == Fraction(2156 * number)
    assert hours_floor(RULE, number) * 14 == 22_852 * number
    assert hours_floor(RULE, number) < hours_ceiling(RULE, number)


@given(st.integers(0, 50_000_000))
def test_more_fund_never_allows_fewer_professionals(fund: int) -> None:
    allowed = most_professionals(RULE, fund * 100)
    assert allowed >= 14
    assert allowed <= most_professionals(RULE, (fund + 1) * 100) <= allowed + 1
    if fund >= 2_000_000:
        assert allowed == 14 + (fund - 2_000_000) // 100_000


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 60_000), st.lists(st.integers(0, 3_000_000), min_size=3, max_size=3))
def test_a_bid_that_is_better_everywhere_has_no_reason_the_other_has_not(social: int, allied: int, hours: int, prices: list[int]) -> None:
    """A lower price and a higher indicator never bring a new reason."""
    offer = {"staff": staff_said(social, allied), "annual_hours": hours}
    worse = codes(bid_said(offer={**offer, "price": [price + 1 for price in prices], "indicators": {"case_openings": 59}}))
    better = codes(bid_said(offer={**offer, "price": prices}))
    assert set(better) <= set(worse)


def test_the_rule_set_is_the_one_of_the_day_of_publication() -> None:
    assert tender().rules.number("annual_fund_yuan") == 2_000_000
    assert tender(published="2018-01-01").rules.number("annual_fund_yuan") == 2_400_000
    assert rules_for("guangzhou", tender().published).clause("late").source == verdict(bid_said(received="2017-01-01T00:00")).reasons[0].source


def test_the_hash_does_not_cover_what_the_receiver_and_the_panel_write() -> None:
    said = bid_said()
    said["seal"] = {"sha256": sealing.digest(said).upper()}
    stamped = {**said, "received": "2016-03-20T08:00:00+08:00", "panel_scores": [], "technical": 50}
    assert read_bid(stamped).found_sha256 == read_bid(said).sealed_sha256
