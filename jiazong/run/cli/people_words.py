"""How the command line tells of people: what became of a book, who may be one person."""
from typing import Any

from django.utils.translation import gettext

from jiazong.people.residents.actions.importing import Hint, Imported
from jiazong.people.residents.queries.duplicates import Double
from jiazong.people.residents.rules.columns import Column
from jiazong.people.residents.rules.reasons import told
from jiazong.people.residents.rules.refusals import Refused


def imported_document(found: Imported, centre: str, file: str, *, dry_run: bool) -> dict[str, Any]:
    """The answer of `people import --json`."""
    return {
        "centre": centre, "file": file, "dry_run": dry_run, "rows": found.rows, "accepted": found.accepted,
        "new": found.new, "changed": found.changed, "unchanged": found.unchanged,
        "households": found.households, "new_households": found.new_households,
        "refused": [_refused(one) for one in found.refused], "noted": [_refused(one) for one in found.noted], "hints": [_hint(one) for one in found.hints],
        "unknown_tags": dict(found.unknown_tags),
        "sheets": [
            {"name": one.name, "heading_row": one.heading_row, "passed_over": one.passed_over, "columns": [_column(column) for column in one.columns]}
            for one in found.sheets
        ],
    }  # fmt: skip


def pairs_document(pairs: list[Double]) -> dict[str, Any]:
    """The answer of `people duplicates --json`."""
    return {
        "pairs": [
            {
                "a": {"outside_number": one.a.outside_number, "name": one.a.name},
                "b": {"outside_number": one.b.outside_number, "name": one.b.name},
                "score": one.score,
                "reason": _reason(one.reasons),
            }
            for one in pairs
        ]
    }


def _reason(codes: tuple[str, ...]) -> str:
    return "；".join(gettext(told(code)) for code in codes)


def _refused(one: Refused) -> dict[str, Any]:
    return {
        "sheet": one.sheet, "line": one.line, "column": one.column, "code": one.code,
        "reason": gettext(one.reason) % one.params, "what_to_do": gettext(one.advice),
    }  # fmt: skip


def _hint(one: Hint) -> dict[str, Any]:
    other = {"outside_number": one.other.outside_number, "name": one.other.name}
    if line := getattr(one.other, "line", 0):
        other["line"] = line
    return {"sheet": one.row.sheet, "line": one.row.line, "name": one.row.name, "other": other, "score": one.score, "reason": _reason(one.reasons)}


def _column(one: Column) -> dict[str, str]:
    return {"heading": one.heading, "letter": one.letter, "meaning": one.meaning}
