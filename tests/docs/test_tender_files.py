"""The page of tenders and bids names every key that is read, every code and outcome, and shows the example that is taken."""
import json
from collections.abc import Mapping
from typing import Any

from jiazong.commission.tenders.rules import scoring
from jiazong.commission.tenders.rules.checking import CODES
from jiazong.commission.tenders.rules.contest import read_scoring
from jiazong.commission.tenders.rules.files import read_bid, read_tender
from jiazong.commission.tenders.rules.ruleset import COLUMNS
from tests.docs.pages import REFERENCE, ROOT, blocks_of, first_columns_of, spans_of, text_of
from tests.docs.test_contract_file import Watched

PAGE = REFERENCE / "tender-files.md"
EXAMPLES = ROOT / "docs" / "examples" / "tender"


def example(name: str) -> dict[str, Any]:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def section(title: str) -> set[str]:
    """The keys of the first columns below a heading."""
    body = text_of(PAGE).split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    return {line.split("`")[1] for line in body.splitlines() if line.startswith("| `")}


def keys_read(said: Mapping[str, Any], read: Any) -> set[str]:
    asked: set[str] = set()
    read(Watched(said, asked))
    plain = {key.replace("[].hours_rule.", "[].hours_rule|") for key in asked}
    return {key for key in plain if "indicators." not in key and "|" not in key}


def test_every_key_of_a_tender_is_on_the_page_and_the_reverse() -> None:
    asked = keys_read(example("a3-tender") | {"hours_rule": {}}, lambda said: _whole_tender(said))
    items = ("scoring.technical[]", "scoring.business[]")
    assert sorted(key for key in asked ^ section("招标文件") if not key.startswith(items)) == []


def _whole_tender(said: Any) -> None:
    found = read_tender(said)
    read_scoring(Watched(found.scoring.said, said.asked, "scoring."), found.rules)


def test_every_key_of_a_bid_is_on_the_page_and_the_reverse() -> None:
    asked = keys_read(example("a3-bid-chensui"), read_bid)
    assert sorted(key for key in asked ^ section("投标文件") if not key.startswith("panel_scores[]")) == []


def test_every_code_and_outcome_and_column_is_on_the_page() -> None:
    assert set(CODES) <= first_columns_of(PAGE)
    assert set(COLUMNS) <= first_columns_of(PAGE)
    words = {scoring.AWARDED, scoring.CANCELLED, scoring.INCOMPLETE, scoring.TIED, scoring.BY_HOURS, scoring.LOWEST_PRICE, scoring.DROP_ENDS}
    assert words <= spans_of(PAGE)


def test_the_example_on_the_page_is_the_one_that_is_shipped() -> None:
    assert json.loads(blocks_of(PAGE, "json")[0]) == example("a4-tender")
