"""Words for the codes of a report, and why a step is not open."""
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.service.crisis import rules

KINDS = {
    rules.VIOLENCE: _("Domestic violence"), rules.ABUSE: _("Abuse"), rules.SEXUAL: _("Sexual harm"), rules.NEGLECT: _("Neglect, left alone"),
    rules.SELF_HARM: _("Self-harm or suicide"), rules.MISSING: _("Missing or abducted"), rules.OTHER: _("Another danger"),
}  # fmt: skip
ORIGINS = {rules.DESK: _("At the desk"), rules.VISIT: _("On a visit"), rules.CASE: _("In a case"), rules.PHONE: _("By telephone")}
WAYS = {"phone": _("By telephone"), "visit": _("In person"), "written": _("In writing"), "online": _("On the authority's platform")}
ENDINGS = {rules.CLOSED: _("Close: done with"), rules.DISMISSED: _("Dismiss: it turned out to be nothing")}
# Standing → (word, level as the kit colours it).
STANDINGS = {
    rules.LATE: (_("Overdue: no authority told"), "red"),
    rules.WAITING: (_("No authority told yet"), "yellow"),
    rules.TOLD: (_("An authority was told"), "blue"),
    rules.ENDED: (pgettext_lazy("crisis report", "Ended"), "green"),
}


def kind_of(code: str) -> str:
    """What the danger is."""
    return str(KINDS.get(code, code))


def origin_of(code: str) -> str:
    """Where it was found."""
    return str(ORIGINS.get(code, code))


def way_of(code: str) -> str:
    """How somebody was told."""
    return str(WAYS.get(code, code))


def ending_of(code: str) -> str:
    """How it is to end."""
    return str(ENDINGS.get(code, code))


def refusal(fault: rules.NotAllowed) -> Promise:
    """Why a step was not taken and what to do."""
    return {
        rules.NeedsAnother: _("Not saved: whoever wrote the report or asked for its end cannot agree to it; ask another director or the privacy officer."),
        rules.NotToldYet: _("Not saved: no authority has been told yet; tell one and write it down, or dismiss the report with its reason."),
        rules.GuardianIsSuspected: _("Not saved: the guardian is suspected and is not told; choose somebody else."),
        rules.HasEnded: _("Not saved: this report has ended; write a new one if there is danger again."),
    }.get(type(fault), _("Not saved; open the report once more and look at it."))


WORDS = {"kind_of": kind_of, "origin_of": origin_of, "way_of": way_of, "ending_of": ending_of, "standings": STANDINGS}
