"""Which deeds the evidence log keeps too, and what of each may be shown to whoever checks. Pure."""
from collections.abc import Mapping
from typing import Any

# By the first part of the verb, or the whole of it. Postings and closings have leaves of their rows, keys leaves of their own.
KINDS = {
    "access": "membership", "admission": "account", "admission.role_asked": "membership", "admission.end_asked": "membership",
    "admission.decided": "approval", "books.handed_in": "import", "hours.batch_posted": "import", "hours.rows_exported": "export",
    "evidence.packed": "export", "contracts": "contract", "grant": "grant", "grant.decided": "approval", "glass": "break_glass",
    "privacy.uncovered": "uncovering",
    "tenders": "tender",
}  # fmt: skip
SHOWN = frozenset((
    "as_of", "code", "contract", "corrected", "decision", "granted", "indicator", "level", "posted", "role", "scope", "sha256",
    "to", "verdict",
))  # fmt: skip


def kind_of(verb: str) -> str | None:
    """The kind of leaf a deed gets in the evidence log, nothing where it gets none."""
    return KINDS.get(verb) or KINDS.get(verb.partition(".")[0])


def shown_of(details: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of the details may be shown, and the rest, that is only committed to."""
    shown = {name: value for name, value in details.items() if name in SHOWN}
    return shown, {name: value for name, value in details.items() if name not in SHOWN}
