"""The page of the progress report names every key of the answer, and its example is what the product answers."""
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiazong.commission.contracts.models import Contract, HoursRule, Indicator, JudgingRule, Method
from jiazong.ledger.hours.queries.progress import reckon
from jiazong.ledger.hours.queries.totals import Totals
from jiazong.ledger.hours.rules import progress as reckoning
from jiazong.run.cli.words import progress_document
from tests.docs.pages import REFERENCE, ROOT, blocks_of, first_columns_of

PAGE = REFERENCE / "progress-report.md"
STATES = {reckoning.DONE, reckoning.NOT_BEGUN, reckoning.BEHIND, reckoning.SLOW, reckoning.ON_TRACK}
SAID = json.loads((ROOT / "docs" / "examples" / "first-contract.json").read_text(encoding="utf-8"))
# What docs/examples/first-ledger.csv brings by method up to 31 March; test_first_day reads the file itself.
LEDGER = {
    "探访": Totals(rows=3, person_times=4, counted_direct_minutes=230, counted_indirect_minutes=70),
    "个案": Totals(rows=2, person_times=2, counted_direct_minutes=150, counted_indirect_minutes=60),
    "社区活动": Totals(rows=3, person_times=207, counted_direct_minutes=390, counted_indirect_minutes=300),
    "电话探访": Totals(rows=1, person_times=1, counted_direct_minutes=30),
}


@pytest.fixture
def answer() -> dict[str, Any]:
    """What the product answers about the contract of the tutorial on 31 March 2025."""
    contract = Contract(code=SAID["code"], first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))
    rule = HoursRule(version=1, total_minutes=3920 * 60, floor_minutes=3264 * 60, ceiling_percent=Decimal(110))
    methods = {name: Method(pk=number, name=name) for number, name in enumerate(LEDGER, start=1)}
    indicators = [Indicator(**{**one, "method": methods[one["method"]]}) for one in SAID["indicators"]]
    setting = JudgingRule(slow_below=Decimal(1), behind_below=Decimal("0.85"))
    totals = {methods[name].pk: one for name, one in LEDGER.items()}
    found = reckon(contract, as_of=date(2025, 3, 31), rule=rule, setting=setting, totals=totals, indicators=indicators)
    return progress_document(found)


def keys_of(document: dict[str, Any], place: str = "") -> Iterator[str]:
    for key, value in document.items():
        if not isinstance(value, dict):
            yield f"{place}{key}"
        if isinstance(value, dict):
            yield from keys_of(value, f"{place}{key}.")
        elif isinstance(value, list):
            yield from keys_of(value[0], f"{place}{key}[].")


def test_every_key_of_the_answer_is_on_the_page_and_the_reverse(answer: dict[str, Any]) -> None:
    assert first_columns_of(PAGE) - STATES == set(keys_of(answer))


def test_every_state_is_on_the_page() -> None:
    assert first_columns_of(PAGE) >= STATES


def test_the_example_on_the_page_is_what_the_product_answers(answer: dict[str, Any]) -> None:
    (shown,) = blocks_of(PAGE, "json")
    assert json.loads(shown) == json.loads(json.dumps(answer, default=str))
