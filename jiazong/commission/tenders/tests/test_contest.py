"""A whole tender from its files: verdicts, scores, lot by lot, and files whose scores cannot be read."""
from typing import Any

import pytest

from jiazong.commission.tenders.rules.contest import hold, read_scoring
from jiazong.commission.tenders.rules.files import read_bid
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.telling_scores import result_document
from jiazong.commission.tenders.tests.factories import SCORING, bid_said, lot_said, offer_said, tender


def scored(bidder: str, price: int, **changes: Any) -> dict[str, Any]:
    """A valid bid with its price a year and points of both parts."""
    return bid_said(bidder, offer={"price": price}, **{"technical": 50, "business": 25, **changes})


def answer(*bids: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return result_document(hold(tender(**changes), [read_bid(one) for one in bids]))


def test_invalid_bids_are_told_with_their_reasons_and_set_no_benchmark() -> None:
    late = scored("丁", 1_000_000, received="2016-03-22T09:30:01+08:00")
    found = answer(scored("甲", 1_980_000), scored("乙", 1_900_000), scored("丙", 2_000_000), late)
    assert (found["outcome"], found["winner"], found["benchmark"]) == ("awarded", "乙", 5_700_000)
    assert [line["bidder"] for line in found["ranking"]] == ["乙", "甲", "丙"]
    assert [(one["bidder"], [reason["code"] for reason in one["reasons"]]) for one in found["invalid"]] == [("丁", ["late"])]


def test_when_every_price_is_over_the_budget_both_causes_are_told() -> None:
    found = answer(*(scored(name, 2_000_001) for name in "甲乙丙"))
    assert found["outcome"] == "cancelled" and len(found["because"]) == 2


def test_lots_awarded_one_by_one_each_have_their_own_ranking() -> None:
    lots = [lot_said("1", hours_rule=None), lot_said("2", 600_000, hours_rule=None)]

    def both(bidder: str, one: int, two: int) -> dict[str, Any]:
        return bid_said(bidder, lots=[offer_said("1", one), offer_said("2", two)], technical=50, business=25)

    only = bid_said("丁", lots=[offer_said("1", 1_700_000)], technical=50, business=25)
    found = answer(
        both("甲", 1_900_000, 500_000), both("乙", 1_800_000, 600_001), both("丙", 1_950_000, 550_000), only,
        lots=lots, whole_project_only=False,
    )  # fmt: skip
    first, second = found["lots"]
    assert (first["winner"], len(first["ranking"])) == ("丁", 4), "over the budget in lot 2 does not spoil lot 1"
    assert (second["outcome"], second["winner"]) == ("cancelled", None)
    assert found["outcome"] == "awarded"
    assert [one["bidder"] for one in found["invalid"]] == ["乙"]


def test_panel_sheets_are_averaged_and_a_sheet_may_be_for_one_lot() -> None:
    sheets = [{"member": f"评委{n}", "technical": points, "business": 20} for n, points in enumerate((50, 51, 52))]
    bids = [bid_said(name, panel_scores=sheets) for name in "甲乙丙"]
    assert answer(*bids)["ranking"][0]["technical"] == 51
    elsewhere = [{**one, "lot": "2"} for one in sheets]
    assert answer(*(bid_said(name, panel_scores=elsewhere) for name in "甲乙丙"))["outcome"] == "incomplete"


@pytest.mark.parametrize(
    ("said", "where"),
    [
        (None, "scoring"),
        ({"method": "beauty"}, "scoring.method"),
        ({"price": {"weight": 10, "mode": "guess"}}, "scoring.price.mode"),
        ({"technical": 60}, "scoring.price.weight"),
        ({**SCORING, "drop": "all"}, "scoring.drop"),
        ({**SCORING, "decimals": 9}, "scoring.decimals"),
        ({**SCORING, "ties": ["age"]}, "scoring.ties"),
        ({**SCORING, "technical": [{"code": "a"}]}, "scoring.technical[0].points"),
        ({**SCORING, "technical": [{"code": "a", "points": 1}] * 2}, "scoring"),
    ],
)
def test_a_scoring_table_that_cannot_be_read_names_the_place(said: Any, where: str) -> None:
    with pytest.raises(BadFile) as refused:
        read_scoring(said, tender().rules)
    assert refused.value.where == where


@pytest.mark.parametrize(
    "sheets",
    [
        "x", [3], [{"technical": 5}], [{"member": "甲", "technical": {"unheard": 5}}],
        [{"member": "甲", "technical": 5}] * 2, [{"member": "甲", "technical": "5"}],
    ],
    ids=["words", "a number", "nobody", "an item that is not there", "one member twice", "points in words"],
)  # fmt: skip
def test_sheets_that_cannot_be_read_are_refused(sheets: Any) -> None:
    with pytest.raises(BadFile):
        answer(*(bid_said(name, panel_scores=sheets) for name in "甲乙丙"))


def test_points_of_a_part_with_items_are_given_item_by_item() -> None:
    table = {**SCORING, "technical": [{"code": "plan", "points": 40}, {"code": "team", "points": 20}]}
    with pytest.raises(BadFile, match="item by item"):
        answer(*(bid_said(name, panel_scores=[{"member": "甲", "technical": 5}]) for name in "甲乙丙"), scoring=table)


def test_nobody_bids_twice() -> None:
    with pytest.raises(BadFile, match="甲"):
        answer(scored("甲", 1), scored("甲", 2))


@pytest.mark.parametrize("method", ["lowest_price", "lowest_price_method"])
def test_the_lowest_price_method_needs_no_points(method: str) -> None:
    found = answer(scored("甲", 3), scored("乙", 2), scored("丙", 4), scoring={"method": method})
    assert (found["outcome"], found["winner"]) == ("awarded", "乙")
