"""Words for the codes of requests, and why a step is not open."""
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.service.rights import rules

KINDS = {
    rules.LOOKS: _("Who looked at my file"), rules.COPY: _("A copy of everything"), rules.CORRECT: _("Correct something"),
    rules.DELETE: _("Delete everything"), rules.LOCK: _("Lock it, use it no more"), rules.EXPLAIN: _("Explain the rules"),
}  # fmt: skip
ASKERS = {rules.HERSELF: _("The person concerned"), rules.GUARDIAN: _("The guardian"), rules.HEIR: _("A close relative of somebody who died")}
STATES = {
    rules.OPEN: (_("Waits for an answer"), "yellow"), rules.GRANTED: (pgettext_lazy("request", "Granted"), "green"),
    rules.LOCKED: (_("Locked instead"), "blue"), rules.REFUSED: (pgettext_lazy("request", "Refused"), "red"),
    rules.DONE: (_("Done on the spot"), "green"),
}  # fmt: skip
GROUNDS = {
    "kept_by_law": _("The law has it kept for its time"),
    "identity": _("It is not clear who asks"),
    "safety": _("Somebody's safety: a child, a victim of violence"),
    "third_party": _("It would tell about somebody else"),
    "still_served": _("The service goes on and needs it"),
    "too_often": _("The same was asked and answered just before"),
}
# What was looked at, by the kind of the file.
FILES = {
    "case": _("Case file"), "residents.person": _("Basic data"), "residents.phone": _("Telephone number"),
    "residents.household": _("Address"), "person": _("Basic data"), "household": _("Page of the family"), "person_copy": _("Copy of everything"),
}  # fmt: skip
PURPOSES = {
    "casework": _("Works on the case"), "approval": _("Approval"), "supervision": _("Supervision sample"), "crisis": _("Emergency"),
    "data_rights": _("The person's own request"),
}  # fmt: skip


def kind_of(code: str) -> str:
    """What is asked for."""
    return str(KINDS.get(code, code))


def asker_of(code: str) -> str:
    """Who asks."""
    return str(ASKERS.get(code, code))


def ground_of(code: str) -> str:
    """On which ground."""
    return str(GROUNDS.get(code, code))


def file_of(code: str) -> str:
    """What was looked at."""
    return str(FILES.get(code, _("Another record")))


def purpose_of(code: str) -> str:
    """What it was looked at for."""
    return str(PURPOSES.get(code, code))


def refusal(fault: Exception) -> Promise:
    """Why an answer was not saved and what to do."""
    return {
        rules.NeedsAnother: _("Not saved: whoever wrote the request down does not decide it; let the privacy officer answer."),
        rules.NeedsGround: _("Not saved: the ground is missing; choose one."),
        rules.AlreadyDecided: _("Not saved: this request was answered before."),
        rules.NotThisWay: _("Not saved: this kind of request is not answered so; choose another answer."),
        rules.GuardianConflict: _("Not saved: the guardian who asks is suspected; refuse for the child's safety."),
        rules.StillServed: _("Not saved: a case of this person goes on; close it first, or refuse because the service goes on."),
    }.get(type(fault), _("Not saved: whoever wrote the request down may not be given the copy; let a social worker with a valid record check write it down."))


WORDS = {"kind_of": kind_of, "asker_of": asker_of, "ground_of": ground_of, "file_of": file_of, "purpose_of": purpose_of, "states": STATES}
