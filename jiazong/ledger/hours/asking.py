"""The questions a person may put to the pages of progress and of rows; they live in the address."""
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiazong.commission.contracts.models import Contract
from jiazong.ground.ui.formats import month
from jiazong.ground.ui.inputs import DayInput
from jiazong.ledger.hours.rules import entry

LATE, FLAGGED, REVERSED = "late", "flagged", "reversed"
FARTHEST_DAYS = 366


class DayAsked(forms.Form):
    """The day a page is asked about; without one, today within the term."""

    as_of = forms.DateField(label=_("As of"), required=False, widget=DayInput)

    def __init__(self, data: Any, *, contract: Contract) -> None:
        super().__init__({"as_of": data.get("as_of") or self.today_within(contract).isoformat()}, auto_id="asked-%s")
        self.fields["as_of"].error_messages["invalid"] = _(
            "This is no day. Choose one from the calendar, or write it like 2026-03-31."
        )
        self.contract, self.is_given = contract, bool(data.get("as_of"))

    def clean_as_of(self) -> date:
        """A day more than a year away from the term says nothing about the contract."""
        day: date = self.cleaned_data["as_of"]
        far = max((self.contract.first_day - day).days, (day - self.contract.last_day).days)
        if far > FARTHEST_DAYS:
            raise forms.ValidationError(_("This day is more than a year away from the contract's term; choose one nearer to it."))
        return day

    @staticmethod
    def today_within(contract: Contract) -> date:
        """Today, but not after the last day of the term."""
        return min(timezone.localdate(), contract.last_day)

    @property
    def day(self) -> date:
        """The day to show; a day nobody can read shows today and the page says so."""
        return self.cleaned_data["as_of"] if self.is_valid() else self.today_within(self.contract)

    @property
    def bound(self) -> date | None:
        """The day that was asked for in so many words; nothing where the page simply shows all."""
        return self.day if self.is_given and self.is_valid() else None


class RowsAsked(forms.Form):
    """Which of the rows behind a number: one month, one worker, only the late, the doubtful or the taken back."""

    month = forms.ChoiceField(label=_("Month"), required=False)
    worker = forms.TypedChoiceField(label=_("Worker"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False)
    as_of = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, contract: Contract, workers: dict[int, str], own_only: bool) -> None:
        super().__init__(data, auto_id="asked-%s")
        months = entry.months_of_term(contract.first_day, contract.last_day)
        self.fields["month"].choices = [("", _("All"))] + [(f"{one:%Y-%m}", month(one)) for one in months]
        self.fields["worker"].choices = [("", _("All")), *workers.items()]
        self.fields["state"].choices = [
            ("", _("All")), (LATE, _("Late")), (FLAGGED, _("Doubtful")), (REVERSED, _("Reversals")),
        ]  # fmt: skip
        if own_only:
            del self.fields["worker"]
        self.is_valid()

    def asked(self, name: str) -> Any:
        """What was asked for, or nothing where it cannot be read."""
        return self.cleaned_data.get(name)

    @property
    def is_asking(self) -> bool:
        """Whether anything narrows the rows."""
        return any(value for name, value in self.cleaned_data.items() if name != "as_of")

    @property
    def month_asked(self) -> date | None:
        """The first day of the month asked for."""
        return date.fromisoformat(f"{self.asked('month')}-01") if self.asked("month") else None

    def said(self) -> list[tuple[str, str]]:
        """What is being asked, (name of the parameter, words)."""
        return [
            (name, str(dict(field.choices)[self.asked(name)]))
            for name, field in self.fields.items()
            if name != "as_of" and self.asked(name)
        ]
