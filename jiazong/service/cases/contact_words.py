"""Words for contacts, drafts, closing and what comes after it."""
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.service.cases.actions import notes as hours
from jiazong.service.cases.rules import notes, referring, satisfaction, stages

MODES = [
    (notes.VISIT, pgettext_lazy("way of contact", "Home visit")), (notes.PHONE, pgettext_lazy("way of contact", "Telephone")),
    (notes.OFFICE, pgettext_lazy("way of contact", "At the centre")), (notes.ONLINE, pgettext_lazy("way of contact", "Online")),
    (notes.OTHER, pgettext_lazy("way of contact", "Elsewhere")),
]  # fmt: skip
TEXTS = [
    ("purpose", _("Purpose")), ("content", _("What happened")), ("skills", _("Methods and skills used")),
    ("reaction", _("How the family reacted")), ("next_step", _("Next step")),
]  # fmt: skip
# Why the hours of a note wait, and the way out.
HOURS_WAIT = {
    hours.NO_WORKER: _("Your login is not joined to a name on the staff list; ask the director to join it, then record the hours here."),
    hours.NO_CONTRACT: _("No contract of the centre runs on that day; once it is entered, record the hours here."),
    hours.NO_METHOD: _("The contract has no method for this kind of contact; choose one and record the hours."),
    hours.NOT_ON_LIST: _("You are not on the contract's staff list; ask the director to add you, then record the hours here."),
}
REASONS = [
    (stages.REACHED, _("Goals reached")), (stages.WITHDREW, _("The family withdrew")), (stages.MOVED, _("Moved away")),
    (stages.TRANSFERRED, _("Transferred elsewhere")), (stages.DIED, _("Died")),
]  # fmt: skip
# How far a goal was reached, from the kit's scale.
LEVELS = [
    (-2, _("Much less than hoped")), (-1, _("Less than hoped")), (0, _("As hoped")), (1, _("More than hoped")),
    (2, _("Much more than hoped")),
]  # fmt: skip
DIRECTIONS = [(referring.OUT, _("To another body")), (referring.IN, _("From another body"))]
ANSWERS = [(referring.ACCEPTED, _("Taken over")), (referring.REFUSED, pgettext_lazy("referral", "Refused"))]
CHOICES = [
    (satisfaction.SATISFIED, pgettext_lazy("satisfaction", "Satisfied")), (satisfaction.FAIRLY, pgettext_lazy("satisfaction", "Fairly satisfied")),
    (satisfaction.NOT, pgettext_lazy("satisfaction", "Not satisfied")), (satisfaction.UNKNOWN, pgettext_lazy("satisfaction", "Do not know")),
]  # fmt: skip
FORMS = {
    "note": _("Process note"), "note_add": _("Addition to a note"), "intake": _("Intake form"), "assessment": _("Assessment"),
    "plan": _("Service plan"), "closing": _("Closing report"), "follow_up": _("Follow-up"), "satisfaction": _("How the family found it"),
    "referral": pgettext_lazy("timeline", "Referral"), "referral_answer": _("Answer to a referral"),
}  # fmt: skip
# The page on which a form that is kept goes on; those that need more than the case are opened from the case's page.
ADDRESSES = {
    "note": "cases:note_new", "assessment": "cases:assess", "plan": "cases:plan_edit", "closing": "cases:closing",
    "intake": "cases:decide_intake", "follow_up": "cases:follow_up_new", "satisfaction": "cases:satisfaction_new", "referral": "cases:referral_new",
}  # fmt: skip


def word_of(choices: object, code: object) -> str:
    """The word of a code."""
    return str(dict(choices).get(code, code))


WORDS = {
    "modes": MODES, "texts": TEXTS, "hours_wait": HOURS_WAIT, "reasons": REASONS, "levels": LEVELS, "directions": DIRECTIONS,
    "answers": ANSWERS, "choices": CHOICES, "forms": FORMS, "addresses": ADDRESSES, "word_of": word_of,
}  # fmt: skip
