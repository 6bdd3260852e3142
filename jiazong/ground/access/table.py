"""The reviewed table of who may do what: permissions.csv, one line a word, one column a role."""
import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("permissions.csv")
FIXED = ("word", "meaning", "screens")


@cache
def lines() -> tuple[dict[str, str], ...]:
    """The lines of the table as written, checked for unknown marks."""
    with FILE.open(encoding="utf-8", newline="") as source:
        read = tuple(csv.DictReader(source, restval=""))
    for line in read:
        for role in roles_of(line):
            if line[role] not in ("", "own", "scope"):
                raise ValueError(f"permissions.csv: {line['word']} × {role} says {line[role]!r}")
    return read


def roles_of(line: dict[str, str]) -> list[str]:
    return [name for name in line if name not in FIXED]


def roles() -> list[str]:
    """Every role of the table, in its order."""
    return roles_of(lines()[0])


@cache
def cells() -> dict[str, dict[str, str]]:
    """word → role → '' | 'own' | 'scope'."""
    return {line["word"]: {role: line[role] for role in roles_of(line)} for line in lines()}


@cache
def word_of_screen() -> dict[str, str]:
    """Name of an address → the word that guards it."""
    named: dict[str, str] = {}
    for line in lines():
        for screen in line["screens"].split():
            if screen in named:
                raise ValueError(f"permissions.csv: the address {screen} stands under two words")
            named[screen] = line["word"]
    return named
