"""An added task, an answer, a referral, an end, as they are typed."""
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiazong.commission.contracts.models import Contract
from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import NumberInput
from jiazong.review.grievances import rules, wording
from jiazong.review.grievances.actions import Told

LONG = forms.Textarea({"rows": 3})
YES_NO = (("yes", _("Yes")), ("no", _("No")))


class ContractChoice(forms.ModelChoiceField):
    def label_from_instance(self, contract: Contract) -> str:
        """Centre and year, as people speak of a contract."""
        return gettext("%(centre)s, year from %(first_day)s (%(code)s)") % {
            "centre": contract.centre.name, "first_day": contract.first_day, "code": contract.pk,
        }  # fmt: skip


class TaskForm(forms.Form):
    """A task the street added."""

    contract = ContractChoice(queryset=Contract.objects.none(), label=_("Contract"), empty_label=None)
    task = forms.CharField(
        label=_("What the street asked"), max_length=200, widget=LONG, help_text=_("Such as helping with a hygiene inspection. Without names."),
        error_messages={"required": _("Write what the street asked.")},
    )  # fmt: skip
    asked_by = forms.CharField(
        label=_("Which department asked"), max_length=80, help_text=_("The department of the street, not a person."),
        error_messages={"required": _("Write which department asked.")},
    )  # fmt: skip
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Blank for one day."))
    hours = forms.DecimalField(
        label=_("Hours of staff"), min_value=Decimal("0.25"), max_value=10_000, decimal_places=2, widget=NumberInput(decimals=True),
        help_text=_("Of all who took part together."), error_messages={"required": _("Write how many hours it took.")},
    )  # fmt: skip
    cost = forms.DecimalField(label=_("Cost besides (yuan)"), min_value=0, max_value=10**9, decimal_places=2, required=False, widget=NumberInput(decimals=True))
    payer = forms.ChoiceField(label=_("Whose money"), choices=list(wording.PAYERS.items()), widget=forms.RadioSelect, initial=rules.NOBODY)
    was_consulted = forms.ChoiceField(
        label=_("Were you consulted before"), choices=YES_NO, widget=forms.RadioSelect, error_messages={"required": _("Choose one of the two.")}
    )

    def __init__(self, *args: Any, contracts: QuerySet[Contract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"].queryset = contracts

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("first_day") and told.get("last_day") and told["last_day"] < told["first_day"]:
            self.add_error("last_day", _("The last day lies before the first day; correct one of them."))
        contract = told.get("contract")
        if contract and told.get("first_day") and not contract.first_day <= told["first_day"] <= contract.last_day:
            self.add_error("first_day", _("This day lies outside the term of the contract."))
        return told

    def told(self) -> Told:
        """The task as it is kept: hours in minutes, yuan in fen."""
        given = self.cleaned_data
        return Told(
            task=given["task"], asked_by=given["asked_by"], first_day=given["first_day"], last_day=given["last_day"] or given["first_day"],
            minutes=int(given["hours"] * 60), cost_fen=int((given["cost"] or 0) * 100), payer=given["payer"],
            was_consulted=given["was_consulted"] == "yes",
        )  # fmt: skip


class AnswerForm(forms.Form):
    """What the street says to the change of plan."""

    agrees = forms.ChoiceField(
        label=_("Is the plan of the contract changed for it"), choices=YES_NO, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Answer"), max_length=400, widget=LONG, help_text=_("Which indicators are lowered, or why not."),
        error_messages={"required": _("Write the answer.")},
    )  # fmt: skip


class ReferralForm(forms.Form):
    """Why the coordinating officer is asked."""

    words = forms.CharField(
        label=_("What you ask for"), max_length=400, widget=LONG, error_messages={"required": _("Write what you ask for.")}
    )


class EndForm(forms.Form):
    """How it ended."""

    on = PastDayField(label=_("Day"))
    outcome = forms.CharField(label=_("How it ended"), max_length=400, widget=LONG, error_messages={"required": _("Write how it ended.")})
