"""What the screen says of a ledger: its state in a word, and the finding in a sentence."""
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from jiazong.ground.sheets.refusals import SENTENCES as FILE_REFUSALS
from jiazong.ground.sheets.telling import Telling
from jiazong.ledger.books.models import Book
from jiazong.ledger.books.rules import sentences

NOTHING_UNDERSTOOD = gettext_noop("No sheet of this file looks like a service ledger: it needs columns for the day, the worker, the method and the time.")


def state_of(book: Book) -> tuple[str, str]:
    """The state in a word and its colour."""
    if book.cancel_asked and book.state in (Book.UPLOADED, Book.READING):
        return _("being stopped"), ""
    return {
        Book.UPLOADED: (_("waiting to be read"), "info"),
        Book.READING: (_("being read"), "info"),
        Book.READ: (_("waits for confirmation"), "warm"),
        Book.POSTING: (_("being posted"), "info"),
        Book.POSTED: (_("posted"), "ok"),
        Book.CANCELLED: (_("put aside"), ""),
        Book.REFUSED: (_("not read"), "bad"),
    }[book.state]


def telling(book: Book) -> Telling:
    """The words for a ledger as it stands."""
    finding, coloured, kind, lede = _finding(book, book.counts or {})
    percent = min(book.done * 100 // book.total, 99) if book.total else 0
    return Telling(finding, coloured, kind, lede, _steps(book), percent)


def _finding(book: Book, counts: dict[str, Any]) -> tuple[str, str, str, str]:
    if book.state in (Book.UPLOADED, Book.READING):
        return _("Reading the ledger,"), _("%(n)s rows so far") % {"n": f"{book.done:,}"}, "", _("You may leave this page; reading goes on. Nothing is posted before you confirm.")
    if book.state == Book.REFUSED:
        problem = book.problem or {}
        sentence = _(FILE_REFUSALS.get(problem.get("code"), NOTHING_UNDERSTOOD)) % problem.get("params", {})
        return _("This file was"), _("not read"), "bad", sentence
    if book.state == Book.CANCELLED:
        return _("This ledger was"), _("put aside"), "warn", _("Nothing was posted.")
    if book.state == Book.POSTING:
        return _("Posting"), _("%(n)s rows") % {"n": f"{counts.get('accepted', 0):,}"}, "", _("All rows are posted together or none.")
    accepted, refused = counts.get("accepted", 0), counts.get("refused", 0)
    rows = ngettext("Of %(n)s row", "Of %(n)s rows", counts.get("rows", 0)) % {"n": f"{counts.get('rows', 0):,}"}
    if book.state == Book.POSTED:
        said = _("%(rows)s, %(accepted)s were posted") % {"rows": rows, "accepted": f"{accepted:,}"}
    else:
        said = _("%(rows)s, %(accepted)s can be posted") % {"rows": rows, "accepted": f"{accepted:,}"}
    if not refused:
        return said, "", "", _lede(book, counts)
    left = ngettext("%(n)s needs mending", "%(n)s need mending", refused) % {"n": f"{refused:,}"}
    return said + pgettext("between clauses", ", "), left, "bad", _lede(book, counts)


def _lede(book: Book, counts: dict[str, Any]) -> str:
    parts = [_("“%(file)s”, %(sheets)s sheets read.") % {"file": book.name, "sheets": sum(one.get("state") == "read" for one in book.reading.get("sheets", []))}]
    if there := counts.get("already_there"):
        parts.append(_("%(n)s rows stand in the ledger already and are not posted again.") % {"n": f"{there:,}"})
    if missing := counts.get("missing"):
        parts.append(_("%(n)s rows of the earlier version are not in this one; they stay as they are.") % {"n": f"{missing:,}"})
    if book.state == Book.READ:
        parts.append(_("Nothing is posted yet."))
    return " ".join(parts)


def _steps(book: Book) -> list[tuple[str, str, str]]:
    at = {Book.UPLOADED: 1, Book.READING: 1, Book.READ: 2, Book.POSTING: 3, Book.POSTED: 4}.get(book.state, 1)
    labels = [_("Hand in"), _("Read"), _("Check"), _("Done")]
    return [(label, "done" if place < at else "now" if place == at else "later", "") for place, label in enumerate(labels)]


@dataclass(frozen=True)
class Understood:
    """How the sheets were read: sheets with the same columns together, sheets passed over with the reason."""

    groups: list[tuple[list[dict[str, Any]], list[str]]]
    skipped: list[tuple[str, str]]
    passed_over: str


def understood(book: Book) -> Understood:
    """What was understood of a book, sheet by sheet, as the screen shows it."""
    groups: list[tuple[list[dict[str, Any]], list[str]]] = []
    kinds: Counter[str] = Counter()
    skipped = []
    for sheet in book.reading.get("sheets", []):
        if sheet["state"] == "skipped":
            skipped.append((sheet["name"], _(sentences.SHEETS_PASSED_OVER[sheet["skipped"]])))
            continue
        kinds.update(sheet["passed_over"])
        same = next((names for columns, names in groups if columns == sheet["columns"]), None)
        if same is None:
            groups.append((sheet["columns"], [sheet["name"]]))
        else:
            same.append(sheet["name"])
    return Understood(groups, skipped, _passed_over(kinds))


def _passed_over(kinds: Counter[str]) -> str:
    told = [f"{_(sentences.ROWS_PASSED_OVER[kind])} {count:,}" for kind, count in kinds.items()]
    return _("Not records and passed over: %(rows)s.") % {"rows": pgettext("between clauses", ", ").join(told)} if told else ""
