"""The day a pack is asked for."""
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.inputs import DayInput


class PackDayForm(forms.Form):
    """Up to which day the pack reaches: within the term, and not a day still to come."""

    as_of = forms.DateField(
        label=_("Up to and including"),
        widget=DayInput,
        error_messages={
            "required": _("Choose the day the pack reaches to."),
            "invalid": _("This is no day. Choose one from the calendar, or write it like 2026-03-31."),
        },
    )

    def __init__(self, data: Any, *, first_day: date, last_day: date) -> None:
        super().__init__(data, initial={"as_of": last_day})
        self.first_day, self.last_day = first_day, last_day
        self.fields["as_of"].widget.attrs |= {"min": first_day.isoformat(), "max": last_day.isoformat()}

    def clean_as_of(self) -> date:
        """A day outside what can be packed is refused with the days that can."""
        day: date = self.cleaned_data["as_of"]
        if not self.first_day <= day <= self.last_day:
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s: before the term and after today there is nothing to pack."),
                params={"first": self.first_day.isoformat(), "last": self.last_day.isoformat()},
            )
        return day
