"""The tenders and bids in docs/examples/tender give the verdicts the page of the format tells."""
from pathlib import Path

import pytest

from jiazong.commission.tenders.rules.checking import check
from jiazong.commission.tenders.rules.contest import hold
from jiazong.commission.tenders.rules.files import Tender, read_bid, read_tender
from jiazong.commission.tenders.rules.publishing import faults_of
from jiazong.commission.tenders.rules.reading import read_json
from jiazong.commission.tenders.rules.telling_scores import result_document

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "examples" / "tender"
INVALID = {
    "a3-bid-late-and-short": ["indicator_below_minimum", "hours_below_floor", "too_few_social_workers", "late"],
    "a4-bid-partial": ["partial_scope", "too_many_professionals_for_fund", "conflict_of_interest"],
}
BIDS = sorted(path.stem for path in FOLDER.glob("a?-bid-*.json"))


def tender_of(name: str) -> Tender:
    return read_tender(read_json((FOLDER / f"{name[:2]}-tender.json").read_bytes()))


@pytest.mark.parametrize("name", BIDS)
def test_every_example_has_its_verdict(name: str) -> None:
    bid = read_bid(read_json((FOLDER / f"{name}.json").read_bytes()))
    assert list(check(tender_of(name), bid).codes) == INVALID.get(name, [])


@pytest.mark.parametrize("name", ["a3", "a4"])
def test_the_tenders_may_be_published_as_they_stand(name: str) -> None:
    assert faults_of(tender_of(name)) == []


def test_the_two_lots_come_to_nine_million_three_hundred_thousand() -> None:
    assert [sum(lot.budgets_fen) for lot in tender_of("a4").lots] == [750_000_000, 180_000_000]


@pytest.mark.parametrize(
    ("name", "ranking"),
    [
        ("a3", [("晨穗社会工作服务中心", 85.29), ("木西社会服务社", 83.15), ("青禾社工服务中心", 79.6)]),
        ("a4", [("晨穗社会工作服务中心", 88.27), ("木西社会服务社", 87.25), ("青禾社工服务中心", 84.24)]),
    ],
)
def test_the_examples_are_ranked(name: str, ranking: list) -> None:
    bids = [read_bid(read_json((FOLDER / f"{one}.json").read_bytes())) for one in BIDS if one.startswith(name)]
    found = result_document(hold(tender_of(name), bids))
    assert found["outcome"] == "awarded"
    assert [(line["bidder"], line["total"]) for line in found["ranking"]] == ranking
