"""The sheet of ASVS 5.0 and the threat model say of every line where it stands, and the tests they name exist."""
import ast
import csv
import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

SHEET = ROOT / "docs" / "reference" / "asvs.csv"
MODEL = ROOT / "THREAT_MODEL.md"
STATES = {"met", "part", "deployer", "not_applicable"}
THREATS = re.compile(r"^\| (T\d+) \| (.+?) \| (已防|部分|未建) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def rows() -> list[dict[str, str]]:
    with SHEET.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def names_in(path: Path) -> set[str]:
    """The functions a test file defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def missing(named: str) -> list[str]:
    """Which of the tests named, `path` or `path::function`, are not there."""
    found = []
    for one in named.split():
        path, _, function = one.partition("::")
        if not (ROOT / path).exists() or (function and function not in names_in(ROOT / path)):
            found.append(one)
    return found


def test_the_sheet_has_every_requirement_of_levels_one_and_two_once() -> None:
    found = rows()
    assert len({row["requirement"] for row in found}) == len(found) == 253
    assert [sum(row["level"] == level for row in found) for level in ("1", "2")] == [70, 183]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["requirement"])
def test_every_requirement_says_where_it_stands_and_which_test_shows_it(row: dict[str, str]) -> None:
    assert row["state"] in STATES
    assert row["how"]
    assert missing(row["test"]) == []
    if row["state"] == "met":
        assert row["test"], "what is met is shown by something"


def threats() -> list[tuple[str, ...]]:
    return THREATS.findall(MODEL.read_text(encoding="utf-8"))


def test_the_threat_model_speaks_of_all_thirty_two_threats() -> None:
    assert [threat[0] for threat in threats()] == [f"T{number}" for number in range(1, 33)]


@pytest.mark.parametrize("threat", threats(), ids=lambda threat: threat[0])
def test_every_threat_that_is_answered_names_its_test(threat: tuple[str, ...]) -> None:
    _, _, state, _, _, shown = threat
    tests = " ".join(re.findall(r"`([^`]+)`", shown))
    assert missing(tests) == []
    if state != "未建":
        assert tests
