"""How added tasks are said on a screen."""
from django.utils.translation import gettext_lazy as _

from jiazong.review.grievances import rules

STATES = {
    rules.ASKED: (_("no answer yet"), "blue"), rules.AGREED: (_("the street agreed to the change of plan"), "green"),
    rules.REFUSED: (_("the street did not agree"), "yellow"), rules.REFERRED: (_("referred to the coordinating officer"), "red"),
    rules.ENDED: (_("ended"), "green"),
}  # fmt: skip
PAYERS = {
    rules.NOBODY: _("It cost nothing"), rules.STREET: _("The street pays it separately"),
    rules.PROJECT: _("The street wanted project money for it"),
}  # fmt: skip
REFUSED = {
    "answered": _("This was answered or ended already; what was said stays."),
    "referred": _("This was referred or ended already."),
}  # fmt: skip


def refusal(fault: rules.NotAllowed) -> str:
    """Why a step cannot be taken, in one sentence."""
    return str(REFUSED[fault.why])
