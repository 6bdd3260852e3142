"""The reviewed list of tables: tables.csv, one line a table: what is in it, how it is protected, what each role may do to it."""
import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("tables.csv")
VERBS = {"read": "SELECT", "add": "INSERT", "change": "UPDATE", "remove": "DELETE"}
PROTECTIONS = ("rls", "public", "door")
DEED = re.compile(r"(read|add|change|remove)(\([a-z0-9_,]+\))?")


@dataclass(frozen=True)
class Line:
    """One table: its data class (D0–D7), its protection, the privileges of the two roles, and why."""

    table: str
    data_class: str
    protection: str
    app: tuple[str, ...]
    system: tuple[str, ...]
    why: str


@cache
def lines() -> dict[str, Line]:
    """Every line by its table, checked for words nobody knows."""
    with FILE.open(encoding="utf-8", newline="") as source:
        read = [_line(row) for row in csv.DictReader(source)]
    return {line.table: line for line in read}


def _line(row: dict[str, str]) -> Line:
    if row["protection"] not in PROTECTIONS or not re.fullmatch("D[0-7]", row["class"]) or not row["why"]:
        raise ValueError(f"tables.csv: {row['table']} has no class, protection or reason that is known")
    return Line(row["table"], row["class"], row["protection"], _verbs(row, "app"), _verbs(row, "system"), row["why"])


def _verbs(row: dict[str, str], role: str) -> tuple[str, ...]:
    """The privileges as PostgreSQL names them; `change(a,b)` is the right to change these columns alone."""
    found = []
    for word in row[role].split():
        parts = DEED.fullmatch(word)
        if not parts:
            raise ValueError(f"tables.csv: {row['table']} says {word!r} for {role}")
        found.append(VERBS[parts[1]] + (f" {parts[2]}" if parts[2] else ""))
    return tuple(found)
