"""The words ledgers are written with, read from the tables beside this file."""
import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jiazong.ground.sheets.values import fold_heading, fold_method, fold_text

_HERE = Path(__file__).parent
KNOWN_WEIGHT = 3.0
ENDING_WEIGHT = 1.8
PART_WEIGHT = 2.4  # one half of a heading such as 名称/对象
DURATIONS = frozenset({"direct", "indirect", "duration", "total"})
_LONGEST_HEADING = 24


class Match(NamedTuple):
    """One meaning a heading may have, and how plainly its words say so (3 plainly, 1 hardly)."""

    meaning: str
    weight: float


def _table(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _headings() -> dict[str, tuple[Match, ...]]:
    found: dict[str, list[Match]] = {}
    for row in _table("headings.csv"):
        found.setdefault(fold_heading(row["synonym"]), []).append(Match(row["meaning"], float(row["weight"])))
    return {word: tuple(matches) for word, matches in found.items()}


def _endings() -> list[tuple[str, str]]:
    rows = [(fold_heading(row["ending"]), row["meaning"]) for row in _table("heading_endings.csv")]
    return sorted(rows, key=lambda row: -len(row[0]))


def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in _table("words.csv"):
        found.setdefault(row["list"], set()).add(fold_text(row["word"]))
    return {name: frozenset(words) for name, words in found.items()}


HEADINGS = _headings()
ENDINGS = _endings()
WORDS = _words()


def method_families() -> dict[str, list[str]]:
    """Methods of working and the other names each goes by, folded."""
    families: dict[str, list[str]] = {}
    for row in _table("methods.csv"):
        families.setdefault(fold_method(row["method"]), []).append(fold_method(row["synonym"]))
    return families


@lru_cache(maxsize=4096)
def matches(text: str) -> tuple[Match, ...]:
    """What a heading may mean, by its own words alone; nothing for text that is no heading."""
    folded = fold_heading(text)
    if not folded or len(folded) > _LONGEST_HEADING:
        return ()
    if exact := HEADINGS.get(folded):
        return exact
    for joint in "/、|或与及和&":
        if joint in folded:
            parts = [Match(m.meaning, PART_WEIGHT) for part in folded.split(joint) for m in HEADINGS.get(part, ())]
            if parts:
                return tuple(dict.fromkeys(parts))
    return _by_ending(folded)


def _by_ending(folded: str) -> tuple[Match, ...]:
    found = []
    for ending, meaning in ENDINGS:
        if folded.endswith(ending) and folded != ending and (not found or len(ending) == found[0][1]):
            found.append((meaning, len(ending)))
    result = []
    for meaning, _ in found:
        result.append(Match(_modified(meaning, folded), ENDING_WEIGHT))
    if not result and folded.startswith(("直接", "间接")):
        result.append(Match("direct" if folded.startswith("直接") else "indirect", 1.0))
    return tuple(result)


def _modified(meaning: str, folded: str) -> str:
    """直接…时数 is not just any duration, 审核日期 is not the day of the service."""
    if any(word in folded for word in WORDS["other_in_heading"]):
        return "other"
    if meaning == "duration":
        if any(word in folded for word in WORDS["indirect_in_heading"]):
            return "indirect"
        if "直接" in folded:
            return "direct"
        if folded.startswith(("总", "合计", "累计")):
            return "total"
    return meaning


def best_meaning(text: str) -> str | None:
    """The meaning a heading most plainly has, if any."""
    found = matches(text)
    return max(found, key=lambda match: match.weight).meaning if found else None
