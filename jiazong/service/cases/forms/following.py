"""What is typed after closing, and about referrals."""
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import PastDayField
from jiazong.service.cases import contact_words as words
from jiazong.service.cases import wording
from jiazong.service.cases.actions.following import FollowUpTold
from jiazong.service.cases.actions.referring import ReferralTold
from jiazong.service.cases.forms.fields import text
from jiazong.service.cases.queries.following import Item
from jiazong.service.cases.rules import referring


class FollowUpForm(forms.Form):
    """A look after closing."""

    day = PastDayField(label=_("Day"))
    mode = forms.ChoiceField(
        label=_("How you met"), choices=words.MODES, widget=forms.RadioSelect, initial="phone",
        error_messages={"required": _("Choose how you met.")},
    )  # fmt: skip
    words = text(_("How the family is doing"), rows=5, longest=8000, required=_("Write how the family is doing."))
    is_last = forms.BooleanField(label=_("This was the last look; close the file to me"), required=False)

    def told(self) -> FollowUpTold:
        return FollowUpTold(**{name: self.cleaned_data[name] for name in ("day", "mode", "words", "is_last")})


class SatisfactionForm(forms.Form):
    """How the family found the service: one answer to each question of the day."""

    day = PastDayField(label=_("Asked on"))

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"item-{item.code}"] = forms.ChoiceField(
                label=item.words, choices=words.CHOICES, widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer; “Do not know” is one.")},
            )  # fmt: skip
        self.fields["words"] = text(_("In the family's own words"), rows=3, longest=4000)

    @property
    def answers(self) -> dict[str, str]:
        return {item.code: self.cleaned_data[f"item-{item.code}"] for item in self.items}


class ReferralForm(forms.Form):
    """A referral out or in, with the day of the separate consent where something goes out."""

    direction = forms.ChoiceField(
        label=_("Which way"), choices=words.DIRECTIONS, widget=forms.RadioSelect, initial=referring.OUT,
        error_messages={"required": _("Choose which way.")},
    )  # fmt: skip
    body = forms.CharField(
        label=_("Which body"), max_length=200, widget=forms.TextInput({"autocomplete": "off", "data-no-draft": True}),
        error_messages={"required": _("Write which body.")},
    )  # fmt: skip
    day = PastDayField(label=_("Day"))
    consent_on = PastDayField(
        label=_("Separate consent given on"), required=False,
        help_text=_("What goes to another body needs the person's separate consent to just that."),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("How urgent"), choices=wording.URGENCIES, widget=forms.RadioSelect, initial="normal")
    reason = text(_("Why"), rows=3, longest=4000, required=_("Write why."))
    summary = text(_("Summary that goes along"), rows=5, longest=8000)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        given, day = said.get("consent_on"), said.get("day")
        if said.get("direction") == referring.OUT and "consent_on" not in self.errors:
            if not given:
                self.add_error("consent_on", _("Ask for the separate consent first, and write its day."))
            elif day and given > day:
                self.add_error("consent_on", _("The consent comes before the referral; check both days."))
        return said

    def told(self) -> ReferralTold:
        names = ("direction", "body", "day", "consent_on", "urgency", "reason", "summary")
        return ReferralTold(**{name: self.cleaned_data[name] for name in names})


class ReferralAnswerForm(forms.Form):
    """What the other body answered."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=words.ANSWERS, widget=forms.RadioSelect, error_messages={"required": _("Choose the answer.")}
    )
    answered_on = PastDayField(label=_("Answered on"))
    answer_words = text(_("In their words"), rows=3, longest=4000)


class ReturnForm(forms.Form):
    """A family comes back after its case has ended."""

    issue = text(_("What is the matter now"), rows=4, required=_("Write what is the matter."))
    urgency = forms.ChoiceField(label=_("How urgent"), choices=wording.URGENCIES, widget=forms.RadioSelect, initial="normal")
