"""The plan as it is typed: lines of the budget, instalments, a day."""
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import NumberInput
from jiazong.ledger.money.actions.planning import InstalmentSpec, LineSpec
from jiazong.ledger.money.forms.fields import YuanField
from jiazong.ledger.money.rules import shares

MOST_LINES, SPARE = 40, 3
CONDITIONS = (
    (shares.SIGNING, _("signing")), (shares.EVALUATION, _("the evaluation")), (shares.ACCEPTANCE, _("the acceptance")),
)  # fmt: skip


class BudgetLineForm(forms.Form):
    """A budget line; one left blank is not kept."""

    name = forms.CharField(label=_("Budget line"), max_length=40, required=False)
    budget = YuanField(label=_("Budget"), required=False, nothing=True)
    is_staff_cost = forms.BooleanField(label=_("Staff cost"), required=False)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("name") and "budget" in told and told["budget"] is None:
            self.add_error("budget", _("The amount is missing; type it in yuan."))
        if told.get("budget") and not told.get("name"):
            self.add_error("name", _("Write the name of the line."))
        return told

    def spec(self) -> LineSpec:
        """The line as the plan takes it."""
        told = self.cleaned_data
        return LineSpec(told["name"].strip(), told["budget"], told["is_staff_cost"])


class InstalmentForm(forms.Form):
    """An instalment; one left blank is not kept."""

    name = forms.CharField(label=_("Instalment"), max_length=20, required=False)
    amount = YuanField(label=_("Amount"), required=False, nothing=True)
    due_on = DayField(label=_("Due by contract"), required=False)
    condition = forms.ChoiceField(label=_("Waits for"), choices=CONDITIONS, required=False)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("name"):
            if "amount" in told and told["amount"] is None:
                self.add_error("amount", _("The amount is missing; type it in yuan."))
            if "due_on" in told and told["due_on"] is None:
                self.add_error("due_on", _("The day is missing; choose it or write it as 2026-11-24."))
        elif told.get("amount"):
            self.add_error("name", _("Write the name of the line."))
        return told

    def spec(self) -> InstalmentSpec:
        """The instalment as the plan takes it."""
        told = self.cleaned_data
        return InstalmentSpec(told["name"].strip(), told["amount"], told["due_on"], told["condition"] or shares.SIGNING)


class Rows:
    """Several forms of one kind under each other, with some blank ones at the end; `faults` of the whole stand at its head."""

    def __init__(self, kind: type[forms.Form], data: Any, *, initial: Sequence[dict[str, Any]] = ()) -> None:
        self.is_bound, self.faults = data is not None, []
        count = len(initial) + SPARE if data is None else max(min(_count(data), MOST_LINES), 1)
        starts = [*initial, *({} for _n in range(SPARE))] if data is None else [{} for _n in range(count)]
        self.forms = [kind(data, prefix=f"row-{place}", initial=start) for place, start in enumerate(starts)]

    def is_valid(self) -> bool:
        """Whether every line can be read, and no name stands twice."""
        good = all([one.is_valid() for one in self.forms])
        names = [one.cleaned_data.get("name", "").strip() for one in self.forms if one.is_valid()]
        twice = [name for name in names if name and names.count(name) > 1]
        if twice:
            self.faults.append(_("“%(name)s” is written twice; give each line its own name.") % {"name": twice[0]})
        return good and not twice

    def specs(self) -> list[Any]:
        """What was typed, without the blank lines."""
        return [one.spec() for one in self.forms if one.cleaned_data.get("name")]


def _count(data: Any) -> int:
    text = data.get("rows", "")
    return int(text) if text.isdecimal() and len(text) < 4 else 0


class MetForm(forms.Form):
    """The day on which what an instalment waits for was there, with the result where that is an evaluation."""

    on = PastDayField(label=_("Day"))
    evaluation = forms.DecimalField(
        label=_("Result of the evaluation"), min_value=0, max_value=100, max_digits=5, decimal_places=2, widget=NumberInput(decimals=True),
        help_text=_("In percent of all points."), error_messages={"required": _("Write the result of the evaluation.")},
    )  # fmt: skip

    def __init__(self, *args: Any, condition: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if condition != shares.EVALUATION:
            del self.fields["evaluation"]


class OnDayForm(forms.Form):
    """A day on which something was done."""

    on = PastDayField(label=_("Day"))
    evidence = forms.CharField(label=_("Receipt of the bank"), max_length=120, required=False)
