"""Scores to the hundredth, and the properties a ranking must have (domain B5, B6)."""
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jiazong.commission.tenders.rules import scoring
from jiazong.commission.tenders.rules.scoring import (
    BadScores,
    Contender,
    Item,
    Outcome,
    Scoring,
    Sheet,
    score,
)
from jiazong.commission.tenders.tests.factories import tender

RULES = tender().rules
PARTS = {"technical": (Item("technical", "", Fraction(60)),), "business": (Item("business", "", Fraction(30)),)}
TABLES = {
    "by price": Scoring(price_weight=Fraction(10), draw_seed="禾塘2016", **PARTS),
    "by hours": Scoring(price_mode=scoring.BY_HOURS, price_weight=Fraction(10), draw_seed="禾塘2016", **PARTS),
    "for a fixed price": Scoring(price_mode=scoring.FIXED, price_weight=Fraction(0), draw_seed="禾塘2016", **PARTS),
    "by the lowest price": Scoring(method=scoring.LOWEST_PRICE, draw_seed="禾塘2016"),
}


def contender(bidder: str, price: int, hours: int = 27_440, technical: object = 50, business: object = 25) -> Contender:
    """A bid with a price in yuan and points of both parts."""
    given = {"technical": Fraction(str(technical)), "business": Fraction(str(business))}
    return Contender(bidder, price * 100, Fraction(hours), given=given)


def ranked(table: Scoring, *contenders: Contender) -> Outcome:
    return score(table, contenders, RULES)


def test_the_lowest_price_is_the_benchmark_and_gets_the_whole_weight() -> None:
    found = ranked(TABLES["by price"], contender("甲", 5_880_000), contender("乙", 5_700_000), contender("丙", 6_000_000))
    assert found.benchmark == 5_700_000
    assert {line.bidder: line.price for line in found.ranking} == {"甲": Decimal("9.69"), "乙": Decimal("10.00"), "丙": Decimal("9.50")}
    assert (found.outcome, found.winner) == (scoring.AWARDED, "乙")
    assert found.ranking[0].total == Decimal("85.00")


def test_half_a_hundredth_is_rounded_upwards() -> None:
    # 10 × 1,999 ÷ 2,000 = 9.995
    found = ranked(TABLES["by price"], contender("甲", 2_000), contender("乙", 1_999), contender("丙", 4_000))
    assert {line.bidder: line.price for line in found.ranking}["甲"] == Decimal("10.00")


def test_with_a_price_that_is_fixed_the_hours_planned_bring_the_points() -> None:
    fixed = 1_854_000
    found = ranked(TABLES["by hours"], contender("甲", fixed, 30_184), contender("乙", fixed, 27_440), contender("丙", fixed, 22_852))
    assert found.benchmark == 30_184
    assert [line.price for line in found.ranking] == [Decimal("10.00"), Decimal("9.09"), Decimal("7.57")]


def test_by_the_lowest_price_nothing_else_counts() -> None:
    found = ranked(TABLES["by the lowest price"], contender("甲", 3, technical=60), contender("乙", 2, technical=0), contender("丙", 4))
    assert [line.bidder for line in found.ranking] == ["乙", "甲", "丙"]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_fewer_than_three_cancel_and_it_is_said_what_may_follow(number: int) -> None:
    found = score(TABLES["by price"], [contender(name, 5) for name in "甲乙丙"[:number]], RULES, all_over_budget=number == 0)
    assert (found.outcome, found.winner, found.ranking) == (scoring.CANCELLED, None, ())
    assert found.because[0].source == "《中华人民共和国政府采购法》第三十六条第一项"
    assert len(found.because) == (2 if number == 0 else 1) and len(found.may_follow) == 3


def test_points_of_members_are_averaged_item_by_item() -> None:
    table = Scoring(technical=(Item("plan", "", Fraction(40)), Item("team", "", Fraction(20))), price_weight=Fraction(10))
    sheets = tuple(Sheet(f"评委{n}", {"plan": Fraction(plan), "team": Fraction(team)}) for n, (plan, team) in enumerate([(30, 20), (31, 20), (31, 10)]))
    found = scoring.part_points(table, Contender("甲", 1, Fraction(0), sheets), "technical")
    assert found == Decimal("47.33")  # 30.666… + 16.666…, rounded once


def test_where_it_is_set_the_highest_and_the_lowest_do_not_count() -> None:
    given = [Fraction(one) for one in (0, 50, 51, 52, 60)]
    assert scoring.mean(given, scoring.DROP_ENDS) == 51
    assert scoring.mean(given, "none") == Fraction(213, 5)
    assert scoring.mean(given[:2], scoring.DROP_ENDS) == 25


@pytest.mark.parametrize("points", ["60.01", "-1"])
def test_more_points_than_there_are_is_refused(points: str) -> None:
    with pytest.raises(BadScores, match="甲"):
        ranked(TABLES["by price"], contender("甲", 5, technical=points), contender("乙", 5), contender("丙", 5))


def test_a_member_who_left_an_item_out_is_named() -> None:
    table = Scoring(technical=(Item("plan", "", Fraction(40)), Item("team", "", Fraction(20))))
    with pytest.raises(BadScores, match="评委乙 gave no points for team"):
        scoring.part_points(table, Contender("甲", 1, Fraction(0), (Sheet("评委乙", {"plan": Fraction(1)}),)), "technical")


def test_without_any_points_only_the_price_is_scored_and_nothing_awarded() -> None:
    bare = [Contender(name, price * 100, Fraction(0)) for name, price in (("甲", 6), ("乙", 5), ("丙", 10))]
    found = ranked(TABLES["by price"], *bare)
    assert (found.outcome, found.winner) == (scoring.INCOMPLETE, None)
    assert [(line.bidder, line.price, line.technical, line.total) for line in found.ranking][0] == ("乙", Decimal("10.00"), None, None)
    with pytest.raises(BadScores, match="甲"):
        ranked(TABLES["by price"], *bare[:2], contender("丙", 5), Contender("丁", 500, Fraction(0)))


def test_equal_scores_go_by_price_then_technical_then_by_lot() -> None:
    even = [contender("甲", 5, technical=50, business=20), contender("乙", 5, technical=49, business=21), contender("丙", 50, technical=59, business=20)]
    # 10.00 for a price of 5, 1.00 for 50: 80 points each.
    found = ranked(TABLES["by price"], *even)
    assert [(line.bidder, line.total) for line in found.ranking] == [(name, Decimal("80.00")) for name in "甲乙丙"]
    assert [line.rank for line in found.ranking] == [1, 2, 3]


def test_what_is_equal_in_everything_is_drawn_with_the_seed_published_or_stays_tied() -> None:
    twins = [contender(name, 5) for name in "甲乙丙"]
    drawn = ranked(TABLES["by price"], *twins)
    assert [line.bidder for line in drawn.ranking] == sorted("甲乙丙", key=lambda name: scoring.draw("禾塘2016", name))
    assert drawn.outcome == scoring.AWARDED
    undrawn = ranked(Scoring(price_weight=Fraction(10), **PARTS), *twins)
    assert (undrawn.outcome, undrawn.winner, [line.rank for line in undrawn.ranking]) == (scoring.TIED, None, [1, 1, 1])


POINTS = st.fractions(0, 60, max_denominator=7)
BIDS = st.lists(st.tuples(st.integers(1, 9_000_000), st.integers(1, 60_000), POINTS, st.fractions(0, 30, max_denominator=7)), min_size=3, max_size=8)


SOME, MANY = settings(max_examples=40), settings(max_examples=3000)


def contenders(bids: list[tuple[int, int, Fraction, Fraction]]) -> list[Contender]:
    return [
        Contender(f"机构{n}", price, Fraction(hours), given={"technical": technical, "business": business})
        for n, (price, hours, technical, business) in enumerate(bids)
    ]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@SOME
@given(bids=BIDS, worse=st.integers(1, 1000))
def test_a_bid_worse_in_everything_never_changes_the_order_or_the_points_of_others(table: Scoring, bids: list, worse: int) -> None:
    worse_changes_nothing(table, bids, worse)


@pytest.mark.long
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@MANY
@given(bids=BIDS, worse=st.integers(1, 1000))
def test_a_worse_bid_changes_nothing_in_thousands_of_tenders(table: Scoring, bids: list, worse: int) -> None:
    worse_changes_nothing(table, bids, worse)


def worse_changes_nothing(table: Scoring, bids: list, worse: int) -> None:
    before = ranked(table, *contenders(bids))
    last = Contender(
        "后来者", max(bid[0] for bid in bids) + worse, Fraction(max(0, min(bid[1] for bid in bids) - worse)),
        given={"technical": min(bid[2] for bid in bids), "business": min(bid[3] for bid in bids)},
    )  # fmt: skip
    after = ranked(table, *contenders(bids), last)
    assert [line for line in after.ranking if line.bidder != "后来者"] == list(before.ranking)
    assert after.winner == before.winner and after.ranking[-1].bidder == "后来者"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@SOME
@given(bids=BIDS, data=st.data())
def test_the_order_does_not_depend_on_the_order_of_the_files(table: Scoring, bids: list, data: st.DataObject) -> None:
    listed = contenders(bids)
    assert ranked(table, *data.draw(st.permutations(listed))) == ranked(table, *listed)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@SOME
@given(bids=BIDS)
def test_points_lie_between_nothing_and_their_weight_and_add_up(table: Scoring, bids: list) -> None:
    for line in ranked(table, *contenders(bids)).ranking:
        assert 0 <= line.price <= 10
        if line.total is not None:
            assert line.total == line.technical + line.business + line.price


@SOME
@given(bids=BIDS, cheaper=st.integers(1, 1000))
def test_a_lower_price_never_worsens_the_place_of_the_one_who_offers_it(bids: list, cheaper: int) -> None:
    assume(bids[0][0] > cheaper)
    table = TABLES["by price"]
    before = next(line.rank for line in ranked(table, *contenders(bids)).ranking if line.bidder == "机构0")
    lowered = [(bids[0][0] - cheaper, *bids[0][1:]), *bids[1:]]
    after = next(line.rank for line in ranked(table, *contenders(lowered)).ranking if line.bidder == "机构0")
    assert after <= before
