"""The two sample years come out to the minute, and every row refused is the one that should be."""
import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from jiazong.ground.sheets.reading import read_sheets
from jiazong.ledger.books.rules import AcceptedRow, BookContext, understand

SAMPLES = Path(__file__).parent / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
CODES = {
    "no such day": "no_such_day",
    "not a duration": "not_a_duration",
    "negative": "negative",
    "unknown method": "unknown_method",
    "outside the contract term": "outside_term",
    "not on the staff list": "unknown_worker",
    "more than a day": "more_than_a_day",
}


@pytest.mark.parametrize("centre", ["longxi", "shiqiao"])
def test_a_sample_year_comes_out_exactly(centre):
    contract = json.loads((SAMPLES / f"{centre}-2025-contract.json").read_text(encoding="utf-8"))
    context = BookContext(
        date.fromisoformat(contract["term"]["first_day"]),
        date.fromisoformat(contract["term"]["last_day"]),
        {worker["name"]: worker["name"] for worker in contract["staff"]},
        {indicator["method"]: [indicator["method"]] for indicator in contract["indicators"]},
        f"{centre}-2025.xlsx",
    )
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    refused = []
    for row in understand(read_sheets(SAMPLES / f"{centre}-2025.xlsx"), context):
        if not isinstance(row, AcceptedRow):
            refused.append((row.sheet, row.row, row.column, row.code))
            continue
        for key in ("all", row.method):
            totals[key].update(rows=1, direct_minutes=row.direct_minutes, indirect_minutes=row.indirect_minutes, person_times=row.person_times)
    expected = EXPECTED[centre]["totals"]
    assert {key: totals["all"][key] for key in totals["all"]} == {key: expected[key] for key in totals["all"]}
    assert {method: dict(totals[method]) for method in expected["by_method"]} == expected["by_method"]
    assert refused == [(r["sheet"], r["row"], r["column"], CODES[r["why"]]) for r in EXPECTED[centre].get("refused", [])]
