"""What is typed about leave."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField
from jiazong.people.staff import rules
from jiazong.people.staff.models import AbsenceKind, Worker

LONGEST = 366


class AbsenceForm(forms.Form):
    """Who is away, from which half day to which."""

    worker = forms.ModelChoiceField(
        label=_("Who is away"), queryset=Worker.objects.none(), empty_label=_("Choose"),
        error_messages={"required": _("Choose who is away.")},
    )  # fmt: skip
    kind = forms.ModelChoiceField(
        label=_("Kind of leave"), queryset=AbsenceKind.objects.all(), empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of leave.")},
    )  # fmt: skip
    first_day = DayField(label=_("First day away"))
    first_half = forms.TypedChoiceField(
        label=_("Away from"), coerce=int, initial=rules.MORNING, widget=forms.RadioSelect,
        choices=[(rules.MORNING, _("from the morning")), (rules.AFTERNOON, _("from midday"))],
        error_messages={"required": _("Choose from when.")},
    )  # fmt: skip
    last_day = DayField(label=_("Last day away"))
    last_half = forms.TypedChoiceField(
        label=_("Away until"), coerce=int, initial=rules.AFTERNOON, widget=forms.RadioSelect,
        choices=[(rules.MORNING, _("until midday")), (rules.AFTERNOON, _("until the end of the day"))],
        error_messages={"required": _("Choose until when.")},
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers
        self.only = list(workers[:2])
        if len(self.only) == 1:
            self.fields["worker"].initial = self.only[0]
            self.fields["worker"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("It would end before it began; check both days."))
        elif first and first == last and told.get("last_half", 1) < told.get("first_half", 0):
            self.add_error("last_half", _("It would end before it began; check both days."))
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("last_day", _("That is more than a year; check both days."))
        return told

    def span(self) -> rules.Away:
        """The half days away."""
        told = self.cleaned_data
        return rules.Away(told["first_day"], told["first_half"], told["last_day"], told["last_half"])

    def refuse_overlap(self) -> None:
        """Say that some of these half days are taken."""
        self.add_error("first_day", _("Some of these days are written down as leave already; take that back first, or choose others."))
