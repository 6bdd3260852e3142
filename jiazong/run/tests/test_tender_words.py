"""Every fault a tender's file can have has its Chinese, with the same places to fill in."""
import re
from pathlib import Path

import pytest

from jiazong.commission.tenders import rules, sheets
from jiazong.run.cli.tender_words import FAULTS

RAISED = re.compile(r'(?:BadFile|BadScores)\(\s*(?:[^"\n]*?|f?"[^"]*"),\s*"([^"]+)"')
PLACES = re.compile(r"%\((\w+)\)s")
SOURCES = [*sorted(Path(rules.__file__).parent.glob("*.py")), Path(sheets.__file__)]


def sentences() -> set[str]:
    return {found for path in SOURCES for found in RAISED.findall(path.read_text(encoding="utf-8"))}


def test_every_fault_that_is_raised_is_translated() -> None:
    assert len(sentences()) > 20, "the walk finds too little to mean anything"
    assert sorted(sentences() - set(FAULTS)) == []


def test_no_translation_is_left_over() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert [english for english in FAULTS if f'"{english}"' not in text] == []


@pytest.mark.parametrize("english", FAULTS)
def test_the_chinese_has_the_same_places(english: str) -> None:
    assert set(PLACES.findall(FAULTS[english])) <= set(PLACES.findall(english))
