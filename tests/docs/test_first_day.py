"""The tutorial of the first day, done for real: its files, its figures, and the report it prints."""
import json
from datetime import date
from typing import Any

import pytest

from jiazong.commission.contracts.actions import load_contract
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import read_contract
from jiazong.ledger.books import actions, queries
from jiazong.ledger.hours.queries import progress_of, totals_by_method
from tests.docs.pages import REFERENCE, ROOT, first_columns_of, text_of
from tests.docs.test_progress_report import LEDGER

EXAMPLES = ROOT / "docs" / "examples"
TUTORIAL = ROOT / "docs" / "tutorials" / "first-day.md"
MARCH = date(2025, 3, 31)
# Named in the text of the page, where a table of their own would say no more.
TOLD_IN_PASSING = {"columns": {"heading", "letter", "meaning", "certainty", "unit", "unit_certainty"}}


@pytest.fixture
def contract(db: None) -> Contract:
    said = json.loads((EXAMPLES / "first-contract.json").read_text(encoding="utf-8"))
    return load_contract(read_contract(said), by=None).contract


def import_ledger(contract: Contract) -> dict[str, Any]:
    """Import the ledger of the tutorial as the command line does; gives the report."""
    content = (EXAMPLES / "first-ledger.csv").read_bytes()
    book = actions.hand_in(contract, name="first-ledger.csv", content=content, by=None)
    actions.read_book(book)
    return queries.report(actions.post_book(book, by=None), dry_run=False)


def test_the_ledger_of_the_tutorial_gives_what_the_tutorial_says(contract: Contract) -> None:
    report = import_ledger(contract)
    assert (report["rows"], report["accepted"], report["refused"]) == (12, 9, 3)
    assert "读出 12 行，可以入账 9 行，不能收 3 行" in text_of(TUTORIAL)
    for one in report["refusals"]:
        assert f"| {one['row']} | {one['column']} | {one['found']} |" in text_of(TUTORIAL)
    again = import_ledger(contract)
    assert (again["accepted"], again["already_there"]) == (0, 9)


def test_the_progress_of_the_tutorial_is_the_one_the_reference_reckons(contract: Contract) -> None:
    import_ledger(contract)
    names = dict(contract.methods.values_list("pk", "name"))
    found = {names[pk]: one for pk, one in totals_by_method(contract, as_of=MARCH).items()}
    counted = ("rows", "person_times", "counted_direct_minutes", "counted_indirect_minutes")
    assert {name: [getattr(one, part) for part in counted] for name, one in found.items()} == {
        name: [getattr(one, part) for part in counted] for name, one in LEDGER.items()
    }
    verdict = progress_of(contract, as_of=MARCH).verdict
    assert (verdict.measures, verdict.on_track, verdict.behind) == (5, 1, 4)
    assert "5 项指标，1 项跟得上，4 项落后。" in text_of(TUTORIAL)


def test_every_key_of_the_import_report_is_on_its_page_and_the_reverse(contract: Contract) -> None:
    report = import_ledger(contract)
    keys = {*report, *report["refusals"][0], *report["sheets"][0]}
    page = REFERENCE / "import-report.md"
    assert first_columns_of(page) == keys
    for list_name, parts in TOLD_IN_PASSING.items():
        assert parts == set(report["sheets"][0][list_name][0])
        assert all(f"`{part}`" in text_of(page) for part in parts)
