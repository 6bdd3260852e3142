"""The short forms of the steps: publish, panel, declaration, sheet, query, answer, signature."""
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiazong.commission.tenders import wording
from jiazong.commission.tenders.actions.deciding import Signed
from jiazong.commission.tenders.forms.requirement import words
from jiazong.commission.tenders.models import Offer, ScoringItem
from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import ClockInput, NumberInput

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
CODE_ERRORS = {"invalid": _("Use letters, digits, dot, hyphen and underscore only, for example qinghe-2026-01.")}
CLOCK_ERRORS = {"invalid": _("This time cannot be read; write it as 09:30.")}


class ClosingForm(forms.Form):
    """Closing and opening."""

    closes_day = DayField(label=_("Closing day"))
    closes_clock = forms.TimeField(label=_("Closing time"), widget=ClockInput, initial=time(9, 30), error_messages=CLOCK_ERRORS)
    opens_day = DayField(label=_("Opening day"), required=False, help_text=_("Blank means at the moment of closing."))
    opens_clock = forms.TimeField(label=_("Opening time"), widget=ClockInput, required=False, error_messages=CLOCK_ERRORS)

    def moments(self) -> tuple[datetime, datetime]:
        """Closing and opening."""
        told = self.cleaned_data
        closes = _moment(told["closes_day"], told["closes_clock"])
        if not told["opens_day"] and not told["opens_clock"]:
            return closes, closes
        return closes, _moment(told["opens_day"] or told["closes_day"], told["opens_clock"] or told["closes_clock"])


class PublishForm(ClosingForm):
    """Notice, closing and opening."""

    notice_day = PastDayField(label=_("Day of the notice"))
    notice_address = forms.URLField(
        label=_("Address of the notice on the official portal"), required=False, assume_scheme="https", max_length=300,
        help_text=_("Needed where the notice stood there before today."),
    )  # fmt: skip


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())


class CancelForm(forms.Form):
    """Why a purchase is given up."""

    words = words(_("Why"), most=1000, required=True)


class PanelForm(forms.Form):
    """Whom to call."""

    members = forms.MultipleChoiceField(label=_("Members of panels"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose whom to call.")})

    def __init__(self, *args: Any, candidates: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = list(candidates.items())


class DeclareForm(forms.Form):
    """Whether there is a conflict of interest."""

    answer = forms.ChoiceField(
        label=_("Ties to the purchaser or to a bidder"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the two.")},
        choices=[("none", _("I have none")), ("some", _("I have one and step back"))],
    )  # fmt: skip
    words = words(_("Which tie"), most=600)


class SheetForm(forms.Form):
    """The score sheet of one member for one bid: a number a line, none above the most of its line."""

    def __init__(self, *args: Any, offer: Offer, items: Iterable[ScoringItem], given: dict[int, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"bid-{offer.bid_id}", **kwargs)
        self.offer, self.items = offer, list(items)
        for item in self.items:
            self.fields[str(item.pk)] = forms.DecimalField(
                label=item.name, min_value=0, max_value=item.most, max_digits=5, decimal_places=2, required=False,
                widget=NumberInput(decimals=True), initial=given.get(item.pk), help_text=item.words,
            )  # fmt: skip

    def lines(self) -> list[tuple[ScoringItem, Any]]:
        return [(item, self[str(item.pk)]) for item in self.items]

    def points(self) -> dict[tuple[str, int], Decimal | None]:
        return {(str(self.offer.bid_id), item.pk): self.cleaned_data[str(item.pk)] for item in self.items}


class InquiryForm(forms.Form):
    """A query of a bidder."""

    about = forms.ChoiceField(label=_("What the query is about"), choices=wording.ABOUT, widget=forms.RadioSelect, error_messages={"required": _("Choose what it is about.")})
    words = words(_("Your query"), required=True)


class AnswerForm(forms.Form):
    """The answer to a query."""

    verdict = forms.ChoiceField(
        label=_("Your decision"), choices=[("upheld", _("Upheld")), ("rejected", _("Rejected"))], widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    answer = words(_("Your answer"), required=True)


class SignForm(forms.Form):
    """The contract of the first year as it was signed."""

    contract_code = forms.RegexField(CODE, label=_("Contract code"), max_length=64, error_messages=CODE_ERRORS)
    centre_name = forms.CharField(label=_("Centre name"), max_length=120)
    centre_code = forms.RegexField(CODE, label=_("Centre code"), max_length=40, error_messages=CODE_ERRORS)
    signed_on = PastDayField(label=_("Signed on"))
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def signed(self) -> Signed:
        return Signed(**self.cleaned_data)


class FiledForm(forms.Form):
    """When the copy was filed."""

    on = PastDayField(label=_("Filed on"))
