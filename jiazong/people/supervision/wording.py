"""Words of the register for codes: forms, results, standings, reasons, sources."""
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jiazong.ground.access.grants import asking, rules
from jiazong.ground.custody.wording import CODES
from jiazong.people.supervision.models import Check, Note
from jiazong.people.supervision.rules import checks, draws

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
PURPOSES = {
    "supervision": _("Supervises the worker"), "approval": _("Approved look"), "crisis": _("Emergency"), "casework": _("Works on the case"),
    "triage_review": _("Reviews what the desk decided"), "data_rights": _("A copy for the person"),
}  # fmt: skip
# What a look was into; a name that is not here stands for nothing people open.
FILES = {
    "case": _("Case file"), "staff_check": _("Record check"), "supervision_sitting": _("Conference or visit"), "supervision": _("Supervision note"),
    "supervision_note": _("Supervision note"), "staff_worker": _("Printed list of supervision"), "household": _("Household"), "person": _("Resident"),
    "consultation": _("Consultation"), "crisis": _("Crisis report"), "person_copy": _("Copy of a person’s data"),
}  # fmt: skip
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


DRAWN = {draws.OPEN: _("by lot"), draws.CRISIS: _("a crisis"), draws.UNPLANNED: _("closed otherwise than planned")}


def drawn_said(reason: str) -> str:
    """What was drawn and why, out of the reason of a grant or a request."""
    month, case, why = draws.told(reason)
    return gettext("Drawn for %(month)s: case %(case)s, %(why)s.") % {"month": month, "case": case, "why": DRAWN.get(why, why)}


def not_decided(fault: rules.NotGranted) -> str:
    """Why a decision was not taken, and what to do."""
    if isinstance(fault, asking.NotChecked):
        return gettext("Not opened: this is a minor’s file, and whoever asks has no record check that holds; have the check renewed first.")
    if isinstance(fault, rules.WaitedTooLong):
        return gettext("Not changed: the emergency was asked for too long ago; whoever still needs it asks again.")
    if isinstance(fault, rules.ReviewOverdue | rules.TooManyOpen):
        return gettext("Not opened: earlier emergency readings of this person wait for their review; review them first.")
    return gettext("Not changed: this request was decided before, or is your own.")


WORDS = {"form_of": form_of, "result_of": result_of, "kind_of": kind_of, "purposes": PURPOSES, "files": FILES, "codes": CODES,
         "standings": STANDINGS, "verdicts": VERDICTS, "drawn": DRAWN, "drawn_said": drawn_said}  # fmt: skip
