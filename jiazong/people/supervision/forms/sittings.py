"""What is typed about a conference, a visit, what was agreed, a centre's month, a planned day."""
import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import MonthInput
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Worker
from jiazong.people.supervision.actions import Agreed, Head
from jiazong.people.supervision.forms.register import DAYS, LONG, SHORT
from jiazong.people.supervision.models import Note
from jiazong.people.supervision.rules import months

ROWS = (1, 2, 3)
LEADS_TO_SOMEBODY = _("This holds a phone or ID number; take it out, the case stands here by its code alone.")


def text(label: str, needed: str = "", rows: Any = LONG) -> forms.CharField:
    """A long text that is sealed; `needed` is what is said when it is missing."""
    return forms.CharField(
        label=label, widget=rows, max_length=8000, required=bool(needed), error_messages={"required": needed} if needed else {}
    )


class SittingForm(forms.Form):
    """What every sitting has: the day, the days it took, what came up and what was advised, the next day."""

    day = PastDayField(label=_("Day"))
    halves = forms.TypedChoiceField(label=_("Days it took of the month"), coerce=int, choices=DAYS, initial=1)
    issues = text(_("What came up"))
    guidance = text(_("What was advised"))
    next_day = DayField(label=_("Next date"), required=False)
    TEXTS = ("issues", "guidance")

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("next_day") and told.get("day") and told["next_day"] <= told["day"]:
            self.add_error("next_day", _("The next date lies before this one; choose a later day."))
        return told

    def head(self, form: str) -> Head:
        """The head of the sitting."""
        told = self.cleaned_data
        return Head(told["day"], form, told["halves"], told["next_day"], told.get("case_code", ""))

    def texts(self) -> dict[str, str]:
        """Its texts, by column."""
        return {name: self.cleaned_data[name] for name in self.TEXTS}


class SiteVisitForm(SittingForm):
    """A visit to a centre."""

    issues = text(_("What came up"), _("Write what came up."))


class HardCaseForm(SittingForm):
    """A conference about a hard case, which stands there by a code and never by a name."""

    case_code = forms.CharField(
        label=_("Code of the case"), max_length=40, error_messages={"required": _("Give the case a code, such as G-07.")},
        help_text=_("A code such as G-07 or the case number; no name, no initials of a family."),
    )  # fmt: skip
    background = text(_("Background of the case"), _("Write the background, without names."))
    question = text(_("Question for the conference"), _("Write what the conference is asked."), SHORT)
    opinions = text(_("Opinions in the conference"))
    decision = text(_("Decision of the conference"), rows=SHORT)
    TEXTS = ("background", "question", "opinions", "decision")

    field_order = ("centres", "attendees", "day", "halves", "case_code", "background", "question", "opinions", "decision", "next_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["issues"], self.fields["guidance"]

    def clean_case_code(self) -> str:
        code = months.pseudonym(self.cleaned_data["case_code"])
        if not months.is_pseudonym(code):
            raise forms.ValidationError(_("A code has letters and digits only and ends with a digit, such as G-07; write no name."))
        return code

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        for name in self.TEXTS:
            if months.names_somebody(told.get(name, "")):
                self.add_error(name, LEADS_TO_SOMEBODY)
        return told


class NewSitting(forms.Form):
    """What only a new sitting is asked: which centres, who took part, what was agreed."""

    centres = forms.ModelMultipleChoiceField(
        label=_("Centres guided"), queryset=Centre.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one centre.")},
    )  # fmt: skip
    attendees = forms.ModelMultipleChoiceField(
        label=_("Who took part"), queryset=Worker.objects.none(), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Whoever took part can read it; the others see only that it took place."),
    )  # fmt: skip
    session = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, centres: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centres"].queryset, self.fields["attendees"].queryset = centres, workers.select_related("centre")
        several = len(centres) > 1
        self.fields["attendees"].label_from_instance = lambda one: f"{one.name} · {one.centre.name}" if several else one.name
        for row in ROWS:
            self.fields[f"words_{row}"] = forms.CharField(label=_("What is to be done"), max_length=500, required=False, widget=forms.TextInput({"data-no-draft": True}))
            self.fields[f"owner_{row}"] = forms.ModelChoiceField(label=_("By whom"), queryset=workers, required=False, empty_label=_("Choose"))
            self.fields[f"due_{row}"] = DayField(label=_("Until which day"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        codes = {centre.pk for centre in told.get("centres") or []}
        if stray := [one.name for one in told.get("attendees") or [] if codes and one.centre_id not in codes]:
            self.add_error("attendees", _("%(name)s works at another centre; choose that centre too.") % {"name": stray[0]})
        for row in ROWS:
            self._clean_row(row, told, codes)
        return told

    def _clean_row(self, row: int, told: dict[str, Any], codes: set[str]) -> None:
        """A line of what was agreed is whole or empty, and its owner works at one of the centres."""
        said = {name: told.get(f"{name}_{row}") for name in ("words", "owner", "due")}
        if not any(said.values()):
            return
        asks = {"words": _("Write what is to be done."), "owner": _("Choose who does it."), "due": _("Say until which day.")}
        for name, sentence in asks.items():
            if not said[name] and f"{name}_{row}" not in self.errors:
                self.add_error(f"{name}_{row}", sentence)
        if said["owner"] and codes and said["owner"].centre_id not in codes:
            self.add_error(f"owner_{row}", _("%(name)s works at another centre; choose that centre too.") % {"name": said["owner"].name})
        if said["words"] and months.names_somebody(said["words"]):
            self.add_error(f"words_{row}", LEADS_TO_SOMEBODY)

    def agreed(self) -> list[Agreed]:
        """What was agreed, line by line."""
        told = self.cleaned_data
        return [Agreed(told[f"words_{row}"], told[f"owner_{row}"], told[f"due_{row}"]) for row in ROWS if told.get(f"words_{row}")]

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The lines of what was agreed, as a template shows them."""
        return [(self[f"words_{row}"], self[f"owner_{row}"], self[f"due_{row}"]) for row in ROWS]


class NewSiteVisitForm(NewSitting, SiteVisitForm):
    """A new visit."""


class NewHardCaseForm(NewSitting, HardCaseForm):
    """A new conference."""


NEW = {Note.HARD_CASE: NewHardCaseForm, Note.SITE_VISIT: NewSiteVisitForm}
CHANGED = {Note.HARD_CASE: HardCaseForm, Note.SITE_VISIT: SiteVisitForm}


class FollowUpForm(forms.Form):
    """Something to be done after a sitting."""

    words = forms.CharField(label=_("What is to be done"), max_length=500, widget=SHORT, error_messages={"required": _("Write what is to be done.")})
    owner = forms.ModelChoiceField(
        label=_("By whom"), queryset=Worker.objects.none(), empty_label=_("Choose"), error_messages={"required": _("Choose who does it.")}
    )
    due = DayField(label=_("Until which day"))

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = workers

    def clean_words(self) -> str:
        if months.names_somebody(self.cleaned_data["words"]):
            raise forms.ValidationError(LEADS_TO_SOMEBODY)
        return self.cleaned_data["words"]


class ReportForm(forms.Form):
    """What a centre reports of a month."""

    centre = forms.ModelChoiceField(label=_("Centre"), queryset=Centre.objects.none(), empty_label=None, error_messages={"required": _("Choose the centre.")})
    month = forms.DateField(
        label=_("Month"), widget=MonthInput, input_formats=["%Y-%m", "%Y-%m-%d"],
        error_messages={"invalid": _("This month cannot be read; write it as 2026-11."), "required": _("The month is missing; write it as 2026-11.")},
    )  # fmt: skip
    results = forms.CharField(
        label=_("Results of the month"), widget=LONG, max_length=4000, error_messages={"required": _("Write the results of the month.")},
        help_text=_("The other centres of the same supervisor read it too; no names of residents."),
    )  # fmt: skip
    issues = forms.CharField(label=_("What to bring to the supervisor"), widget=SHORT, max_length=4000, required=False)

    def __init__(self, *args: Any, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres
        self.fields["centre"].label_from_instance = lambda one: one.name

    def clean_month(self) -> date:
        return months.month_of(self.cleaned_data["month"])

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        for name in ("results", "issues"):
            if months.names_somebody(told.get(name, "")):
                self.add_error(name, LEADS_TO_SOMEBODY)
        return told


class PlanForm(forms.Form):
    """A day a supervisor plans for a centre."""

    centre = forms.ModelChoiceField(label=_("Centre"), queryset=Centre.objects.none(), empty_label=_("Choose"), error_messages={"required": _("Choose the centre.")})
    day = DayField(label=_("Day"))
    halves = forms.TypedChoiceField(label=_("How long"), coerce=int, initial=2, choices=[(1, _("half a day")), (2, _("one day"))])

    def __init__(self, *args: Any, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres
        self.fields["centre"].label_from_instance = lambda one: one.name
