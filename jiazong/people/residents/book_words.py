"""What the screen says of a book of people: its state in a word, the finding in a sentence, each row with why and what to do."""
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiazong.ground.sheets.refusals import SENTENCES
from jiazong.ground.sheets.telling import Telling
from jiazong.people.residents.actions.importing import NOBODY_FOUND
from jiazong.people.residents.models import PeopleBook
from jiazong.people.residents.rules.refusals import Refused


def is_waiting(book: PeopleBook) -> bool:
    """Whether the page waits for something to end."""
    return book.state in (PeopleBook.UPLOADED, PeopleBook.READING, PeopleBook.WRITING)


def state_of(state: str, is_stopped: bool) -> tuple[str, str]:
    """The state in a word and its colour."""
    if is_stopped and state not in PeopleBook.OVER:
        return _("being stopped"), ""
    return {
        PeopleBook.UPLOADED: (_("waiting to be read"), "info"), PeopleBook.READING: (_("being read"), "info"),
        PeopleBook.READ: (_("waits for confirmation"), "warm"), PeopleBook.WRITING: (_("being written"), "info"),
        PeopleBook.WRITTEN: (_("in the register"), "ok"), PeopleBook.CANCELLED: (_("put aside"), ""),
        PeopleBook.REFUSED: (_("not read"), "bad"),
    }[state]  # fmt: skip


def telling(book: PeopleBook) -> Telling:
    """The words for a book as it stands."""
    finding, coloured, kind, lede = _finding(book, book.told or {})
    percent = min(book.done * 100 // book.total, 99) if book.total else 0
    return Telling(finding, coloured, kind, lede, _steps(book), percent)


def _finding(book: PeopleBook, told: dict[str, Any]) -> tuple[str, str, str, str]:
    if book.state in (PeopleBook.UPLOADED, PeopleBook.READING):
        return _("Reading the book,"), _("please wait"), "", _("You may leave this page; reading goes on. Nothing is written before you confirm.")
    if book.state == PeopleBook.WRITING:
        return _("Writing"), ngettext("%(n)s person", "%(n)s people", told.get("accepted", 0)) % {"n": told.get("accepted", 0)}, "", _("All are written together or none.")
    if book.state == PeopleBook.REFUSED:
        problem = book.problem or {}
        return _("This file was"), _("not read"), "bad", _(SENTENCES.get(problem.get("code"), NOBODY_FOUND)) % problem.get("params", {})
    if book.state == PeopleBook.CANCELLED:
        return _("This book was"), _("put aside"), "warn", _("Nothing of it was written.")
    numbers = {"rows": f"{told.get('rows', 0):,}", "accepted": f"{told.get('accepted', 0):,}"}
    if book.state == PeopleBook.WRITTEN:
        said = _("Of %(rows)s people in the book, %(accepted)s are in the register") % numbers
    else:
        said = _("Of %(rows)s people in the book, %(accepted)s can be taken") % numbers
    if not told.get("refused"):
        return said, "", "", _lede(book)
    left = ngettext("%(n)s row needs mending", "%(n)s rows need mending", told["refused"]) % {"n": f"{told['refused']:,}"}
    return said + pgettext("between clauses", ", "), left, "bad", _lede(book)


def _lede(book: PeopleBook) -> str:
    if book.state == PeopleBook.WRITTEN:
        return _("The file itself is not kept. The same file handed in again changes nothing.")
    return _("Nothing is written yet. The same file handed in twice changes nothing the second time.")


def _steps(book: PeopleBook) -> list[tuple[str, str, str]]:
    at = {PeopleBook.READ: 2, PeopleBook.WRITING: 3, PeopleBook.WRITTEN: 4}.get(book.state, 1)
    labels = [_("Hand in"), _("Read"), _("Check"), _("Done")]
    return [(label, "done" if place < at else "now" if place == at else "later", "") for place, label in enumerate(labels)]


def rows_of(book: PeopleBook) -> dict[str, list[tuple[dict[str, Any], str, str]]]:
    """The rows not taken, and those taken otherwise than written, each with what is wrong and what to do."""
    return {which: [(one, *_why(one)) for one in book.told.get(which, [])] for which in ("refused_rows", "noted_rows")}


def _why(one: dict[str, Any]) -> tuple[str, str]:
    refused = Refused(one["sheet"], one["line"], one["column"], one["code"], one["params"])
    return _(refused.reason) % refused.params, _(refused.advice)
