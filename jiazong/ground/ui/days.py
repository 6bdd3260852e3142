"""Days as they are typed, with what is said where they cannot be read."""
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.inputs import DayInput

DAY_ERRORS = {
    "invalid": _("This day cannot be read; write it as 2026-11-24."),
    "required": _("The day is missing; choose it or write it as 2026-11-24."),
}


class DayField(forms.DateField):
    """A day, chosen or typed."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": DayInput, "error_messages": DAY_ERRORS} | more)


class PastDayField(DayField):
    """A day that is not ahead of today."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day lies ahead; choose today or an earlier day."))
        return day
