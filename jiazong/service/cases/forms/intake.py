"""The intake form, what is asked of the list, and the decision about a case."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.ground.ui.days import PastDayField
from jiazong.service.cases import wording
from jiazong.service.cases.actions.intake import IntakeTold
from jiazong.service.cases.forms.fields import line, text
from jiazong.service.cases.models import Intake
from jiazong.service.cases.queries.cases import ENDED, GOING_ON, REVIEW_DUE, Asked

ANY = [("", _("All"))]


class ListForm(forms.Form):
    """What the list is asked for; it lives in the address."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=80)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[*ANY, *wording.STAGES.items()])
    colour = forms.ChoiceField(label=_("Colour"), required=False, choices=[*ANY, *wording.COLOURS.items()])
    only = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=[*ANY, (REVIEW_DUE, _("Due for a look")), (GOING_ON, _("Going on")), (ENDED, pgettext_lazy("cases", "Ended"))],
    )  # fmt: skip

    def asked(self) -> Asked:
        """The question; what cannot be read is not asked."""
        self.is_valid()
        told = self.cleaned_data
        return Asked(told.get("q", "").strip(), told.get("stage", ""), told.get("colour", ""), told.get("only", ""))


class IntakeForm(forms.Form):
    """What the intake form asks beyond what is known of the person."""

    source = forms.ChoiceField(
        label=_("How it came"), widget=forms.RadioSelect, choices=wording.SOURCES,
        error_messages={"required": _("Choose how the case came.")},
    )  # fmt: skip
    referred_by = line(_("Referred by"), longest=120, help_text=_("Who referred it, and from where."))
    contact = line(_("Whom to reach"), longest=120, help_text=_("Only if it is somebody else than the person."))
    issue = text(_("What is the matter"), required=_("Write what is the matter."), rows=6)
    urgency = forms.ChoiceField(
        label=_("How urgent"), widget=forms.RadioSelect, choices=wording.URGENCIES,
        error_messages={"required": _("Choose how urgent it is.")},
    )  # fmt: skip
    prior_service = text(_("Served before"), rows=2, help_text=_("By whom, and what came of it."))
    consent_on = PastDayField(label=_("Consent signed on"), required=False)

    def told(self) -> IntakeTold:
        """The form as the case keeps it."""
        return IntakeTold(**self.cleaned_data)


class DecideForm(forms.Form):
    """Whether a case is taken."""

    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=wording.DECISIONS,
        error_messages={"required": _("Choose what happens to the case.")},
    )  # fmt: skip
    reason = text(_("Why it is not taken"), rows=3)
    referred_to = line(_("Referred to"), longest=120)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("decision") == Intake.REFUSED and not told.get("reason"):
            self.add_error("reason", _("Write why the case is not taken."))
        if told.get("decision") == Intake.REFERRED and not told.get("referred_to"):
            self.add_error("referred_to", _("Write where it is referred to."))
        return told
