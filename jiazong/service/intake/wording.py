"""Words of the desk for its codes."""
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.service.intake.rules import codes, waiting

CHANNELS = [
    (codes.WALK_IN, _("Came in person")), (codes.PHONE, _("By telephone")), (codes.ONLINE, _("Online")),
    (codes.REFERRAL, _("Referred to us")),
]  # fmt: skip
KINDS = [
    (codes.POLICY, _("Policy question")), (codes.RESOURCE, _("Resources and help in kind")), (codes.ACTIVITY, _("Activities and classes")),
    (codes.PAPERS, _("Papers and procedures")), (codes.COMPLAINT, _("Complaint or suggestion")),
    (codes.SUPPORT, _("Needs support")), (codes.COUNSELLING, _("Needs counselling")), (codes.OTHER, pgettext_lazy("kind of need", "Other")),
]  # fmt: skip
OUTCOMES = [
    (codes.ANSWERED, _("Answered at the desk")), (codes.APPOINTMENT, _("Appointment with a social worker")),
    (codes.CASE, _("Case opened at once")), (codes.REFERRED, _("Referred elsewhere")), (codes.NOTHING, _("Left before it was dealt with")),
]  # fmt: skip
URGENCIES = [("crisis", _("Crisis")), ("urgent", _("Urgent")), ("normal", pgettext_lazy("urgency", "Ordinary"))]
SOURCES = [
    ("self", _("Came by themselves")), ("family", _("Family or friends")), ("visit", _("Found on a visit")),
    ("committee", _("Residents’ committee")), ("street", _("Street office")), ("agency", _("Another agency")),
    ("school", _("School")), ("hospital", _("Hospital")), ("police", _("Police")), ("other", pgettext_lazy("source", "Other")),
]  # fmt: skip
UNCOUNTED = {
    "no_worker": _("Not counted as hours: nobody of the staff list answered."),
    "no_contract": _("Not counted as hours: no contract runs today."),
    "no_method": _("Not counted as hours: the contract has no consultations among its methods."),
    "not_on_list": _("Not counted as hours: whoever answered is not on the contract’s staff list."),
}
NOT_COUNTED = _("Not counted as hours: the ledger refused it; record it under “Log a contact”.")
# State → (word, level as the kit colours it).
STATES = {
    waiting.WAITING: (pgettext_lazy("queue", "Waiting"), "yellow"),
    waiting.SERVED: (pgettext_lazy("queue", "Being attended to"), "blue"),
    waiting.GONE: (pgettext_lazy("queue", "Gone"), "green"),
}
FOUND_BY = {
    "n": _("by name"), "p": _("by pinyin"), "i": _("by initials"), "o": _("by number"), "phone": _("by telephone"),
    "id_number": _("by identity number"), "door": _("by address"),
}  # fmt: skip
# Why somebody is proposed or not: code → (word, kind of the mark).
ALLOTTING = {
    "fits": (_("Fits what the case asks for"), "ok"), "away_soon": (_("Away soon"), "warn"), "over_full": (_("Above a full load"), "warn"),
    "over_hours": (_("More hours than the month holds"), "warn"), "away": (_("Away today"), "bad"),
    "no_check": (_("No record check that holds"), "bad"), "conflict": (_("Must not take this case"), "bad"),
    "no_account": (_("Cannot open cases"), "bad"), "decides": (_("Gives the cases"), ""),
    "needs_second": (_("Not by whoever gives it"), "bad"),
}  # fmt: skip
NOT_TAKEN = {
    "already_given": _("Not given: somebody else gave this case to a worker meanwhile; go back to the list."),
    "unknown": _("Not given: this worker does not take cases here; choose another."),
    "conflict": _("Not given: this worker must not take this case; choose another."),
    "no_check": _("Not given: it is a minor’s case and this worker has no record check that holds; choose another or write down the check first."),
    "no_account": _("Not given: this worker cannot sign in and open a case; choose another or ask for an account first."),
    "needs_second": _("Not given: a minor’s or restricted case is not taken by whoever gives it; choose another."),
    "reason_missing": _("Write why you choose somebody else than the first proposed."),
}


def channel_of(code: str) -> str:
    """By which way somebody came."""
    return str(dict(CHANNELS).get(code, code))


def kind_of(code: str) -> str:
    """What kind of need it was."""
    return str(dict(KINDS).get(code, code))


def outcome_of(code: str) -> str:
    """What came of a contact."""
    return str(dict(OUTCOMES).get(code, code))


WORDS = {"channel_of": channel_of, "kind_of": kind_of, "outcome_of": outcome_of, "states": STATES, "found_by": FOUND_BY}
