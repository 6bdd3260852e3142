"""What is agreed and decided about a contract, as it is typed."""
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.commission.contracts.models import Indicator
from jiazong.commission.lifecycle.models import AcceptanceRow, Bond
from jiazong.commission.lifecycle.rules import deciding
from jiazong.ground.ui.days import PastDayField
from jiazong.ground.ui.inputs import NumberInput
from jiazong.ledger.money import wording
from jiazong.ledger.money.forms.fields import YuanField

REASON = forms.Textarea({"rows": 3})


class AcceptanceForm(forms.Form):
    """The acceptance form: for each standard a verdict and a remark."""

    remark = forms.CharField(label=_("On the whole"), max_length=400, required=False, widget=REASON)
    on = PastDayField(label=_("Day of the acceptance"), required=False)

    def __init__(self, *args: Any, rows: Sequence[AcceptanceRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"verdict-{row.pk}"] = forms.ChoiceField(
                label=row.name, choices=[("", _("not judged yet")), *wording.VERDICTS.items()], required=False, initial=row.verdict
            )
            self.fields[f"remark-{row.pk}"] = forms.CharField(label=_("Remark"), max_length=200, required=False, initial=row.remark)

    def lines(self) -> list[tuple[AcceptanceRow, Any, Any]]:
        """Each standard with its two fields."""
        return [(row, self[f"verdict-{row.pk}"], self[f"remark-{row.pk}"]) for row in self.rows]

    def judged(self) -> list[deciding.Judged]:
        """How each standard was found."""
        told = self.cleaned_data
        return [deciding.Judged(row.code, told[f"verdict-{row.pk}"], told[f"remark-{row.pk}"]) for row in self.rows]


class RenewalForm(forms.Form):
    """The decision on another year: what the evaluation said, what speaks against it, the decision and why."""

    evaluation = forms.DecimalField(
        label=_("Result of the evaluation"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False,
        widget=NumberInput(decimals=True), help_text=_("In percent of all points; blank while there is none."),
    )  # fmt: skip
    finance_veto = forms.BooleanField(label=_("The finance evaluation vetoed"), required=False)
    red_flags = forms.MultipleChoiceField(
        label=_("What speaks against another year"), choices=list(wording.FLAGS.items()), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What the ledgers show is ticked already."),
    )  # fmt: skip
    renews = forms.ChoiceField(
        label=_("What you decide"), choices=(("yes", _("Sign another year")), ("no", _("Sign no further year"))), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason for it"), max_length=400, required=False, widget=REASON, help_text=_("Needed where you decide otherwise than the rules advise."),
    )  # fmt: skip
    on = PastDayField(label=_("Day of the decision"))


class TerminationForm(forms.Form):
    """The end of a contract before its last day."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=list(wording.GROUNDS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground.")},
    )  # fmt: skip
    on = PastDayField(label=_("Last day of the contract"))
    reason = forms.CharField(
        label=_("What happened"), max_length=400, widget=REASON, error_messages={"required": _("Write what happened.")},
    )  # fmt: skip


class AmendmentForm(forms.Form):
    """More or less money than was signed."""

    amount = YuanField(label=_("More (or, with a minus, less)"), below_nothing=True)
    on = PastDayField(label=_("Agreed on"))
    words = forms.CharField(label=_("What for"), max_length=200, error_messages={"required": _("Write what the money was for.")})


class BondForm(forms.Form):
    """The performance bond."""

    kind = forms.ChoiceField(label=_("Kind of bond"), choices=((Bond.BANK, _("letter of guarantee")), (Bond.CASH, _("transfer"))), widget=forms.RadioSelect, initial=Bond.BANK)
    amount = YuanField(label=_("Amount"))
    on = PastDayField(label=_("Received on"))


class PromisesForm(forms.Form):
    """What the bid promised of each indicator; blank where it promised what the contract asks."""

    def __init__(self, *args: Any, indicators: Sequence[Indicator], promised: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = list(indicators)
        for one in self.indicators:
            self.fields[f"indicator-{one.pk}"] = forms.IntegerField(
                label=one.name, min_value=0, max_value=10**8, required=False, widget=NumberInput(), initial=promised.get(one.code)
            )

    def lines(self) -> list[tuple[Indicator, Any]]:
        """Each indicator with its field."""
        return [(one, self[f"indicator-{one.pk}"]) for one in self.indicators]

    def promised(self) -> dict[str, int]:
        """What was promised, by code."""
        told = ((one.code, self.cleaned_data[f"indicator-{one.pk}"]) for one in self.indicators)
        return {code: value for code, value in told if value is not None}
