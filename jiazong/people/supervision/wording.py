"""Words of the register for codes: forms, results, standings, reasons, sources."""
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.ground.custody.wording import CODES
from jiazong.people.supervision.models import Check, Note
from jiazong.people.supervision.rules import checks

FORMS = [
    (Note.INDIVIDUAL, _("One to one")), (Note.GROUP, _("Group supervision")),
    (Note.HARD_CASE, _("Hard case")), (Note.SITE_VISIT, _("Visit on site")),
]  # fmt: skip
KINDS = [(Check.ENTRY, _("Before taking on")), (Check.YEARLY, _("Yearly"))]
RESULTS = [(checks.CLEAR, _("Nothing on record")), (checks.FOUND, _("Something on record")), (checks.WAITING, _("No answer yet"))]
# Standing → (word, level of risk as the kit colours it).
STANDINGS = {
    checks.FOUND: (_("Something on record"), "red"),
    checks.MISSING: (_("Never checked"), "red"),
    checks.EXPIRED: (_("Ran out"), "red"),
    checks.WAITING: (_("No answer yet"), "yellow"),
    checks.EXPIRING: (_("Runs out soon"), "yellow"),
    checks.VALID: (pgettext_lazy("record check", "Valid"), "green"),
}
# Said by the line of the read alone: whoever a file is about does not see the grants of others.
PURPOSES = {"supervision": _("Supervises the worker"), "approval": _("Approved look"), "crisis": _("Emergency")}
VERDICTS = {"justified": _("It was needed"), "not_justified": _("It was not needed")}


def form_of(code: str) -> str:
    """What a form of supervision is called."""
    return str(dict(FORMS).get(code, code))


def result_of(code: str) -> str:
    """What came back, in a word."""
    return str(dict(RESULTS).get(code, code))


def kind_of(code: str) -> str:
    """Why a check was asked."""
    return str(dict(KINDS).get(code, code))


WORDS = {"form_of": form_of, "result_of": result_of, "kind_of": kind_of, "purposes": PURPOSES, "codes": CODES,
         "standings": STANDINGS, "verdicts": VERDICTS}  # fmt: skip
