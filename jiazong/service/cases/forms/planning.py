"""The form of a plan: goals with their steps in as many places as there are, and the person it is handed in to."""
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from jiazong.ground.accounts.models import Account
from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import NumberInput
from jiazong.service.cases.actions.planning import PlanTold
from jiazong.service.cases.forms.fields import line, text
from jiazong.service.cases.rules.planning import GoalTold, StepTold

MOST_GOALS, MOST_STEPS = 8, 8


class PlanForm(forms.Form):
    """A plan; `places` says how many steps each goal has room for."""

    def __init__(self, *args: Any, domains: list[tuple[str, str]], places: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for goal, steps in enumerate(places, start=1):
            self.fields[f"goal{goal}-domain"] = forms.ChoiceField(label=_("Domain"), choices=domains, required=False)
            self.fields[f"goal{goal}-words"] = text(_("Goal"), rows=2, longest=500)
            for step in range(1, steps + 1):
                self.fields[f"goal{goal}-step{step}-words"] = line(_("Step"), longest=300)
                self.fields[f"goal{goal}-step{step}-who"] = line(_("Who does it"), longest=40)
                self.fields[f"goal{goal}-step{step}-due"] = DayField(label=_("Until when"), required=False)
        self.fields["means"] = text(_("How it will be seen whether it worked"), rows=3)
        self.fields["sessions_planned"] = forms.IntegerField(
            label=_("Contacts planned"), widget=NumberInput, required=False, validators=[MinValueValidator(1), MaxValueValidator(500)],
            error_messages={"invalid": _("Write the number in digits.")},
        )  # fmt: skip
        self.fields["agreed_on"] = PastDayField(label=_("Agreed with the person on"), required=False)
        self.fields["is_hard_case"] = forms.BooleanField(
            label=_("A hard case: bring it to a case conference"), required=False
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        for goal, steps in enumerate(self.places, start=1):
            filled = [step for step in range(1, steps + 1) if told.get(f"goal{goal}-step{step}-words")]
            loose = [step for step in range(1, steps + 1) if step not in filled and (told.get(f"goal{goal}-step{step}-who") or told.get(f"goal{goal}-step{step}-due"))]
            for step in loose:
                self.add_error(f"goal{goal}-step{step}-words", _("Write what is done in this step."))
            if filled and not told.get(f"goal{goal}-words"):
                self.add_error(f"goal{goal}-words", _("Write the goal these steps lead to."))
        return told

    def told(self) -> PlanTold:
        """The plan as the case keeps it; places left empty are dropped."""
        told = self.cleaned_data
        goals = [self._goal(goal, steps) for goal, steps in enumerate(self.places, start=1) if told[f"goal{goal}-words"]]
        return PlanTold(goals, told["means"], told["sessions_planned"], told["is_hard_case"], told["agreed_on"])

    def _goal(self, goal: int, steps: int) -> GoalTold:
        told = self.cleaned_data
        found = [
            StepTold(told[f"goal{goal}-step{step}-words"], told[f"goal{goal}-step{step}-who"], told[f"goal{goal}-step{step}-due"])
            for step in range(1, steps + 1)
            if told[f"goal{goal}-step{step}-words"]
        ]
        return GoalTold(told[f"goal{goal}-domain"], told[f"goal{goal}-words"], tuple(found))


class HandInForm(forms.Form):
    """Who is asked to approve."""

    to = forms.ModelChoiceField(
        label=_("Hand in to"), queryset=Account.objects.none(), empty_label=_("Choose"),
        error_messages={"required": _("Choose who is asked to approve.")},
    )  # fmt: skip

    def __init__(self, *args: Any, approvers: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Account.objects.filter(pk__in=[one.pk for one in approvers]).order_by("name", "pk")
        self.fields["to"].label_from_instance = lambda account: account.name


class OpinionForm(forms.Form):
    """The word of whoever decides; giving back needs one."""

    opinion = text(_("Your opinion"), longest=2000)

    def __init__(self, *args: Any, is_approved: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_approved = is_approved

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.is_approved and not told.get("opinion"):
            self.add_error("opinion", _("Write what should be changed before you give it back."))
        return told


def places_of(goals: list[GoalTold]) -> list[int]:
    """How much room a form gives to the goals there are: one more of each than is filled."""
    return [min(max(len(goal.steps) + 1, 2), MOST_STEPS) for goal in goals][:MOST_GOALS] + ([2] if not goals else [])


def places_sent(data: Mapping[str, str]) -> list[int]:
    """The room a form that comes back had, and a place more where that was asked for (`more` is a goal's number or "goal").

    Nothing where it says nothing of its room: it is opened for the first time.
    """
    if "places" not in data:
        return []
    sent = [int(one) for one in data.get("places", "").split(",")[:MOST_GOALS] if one.isdecimal()]
    places = [min(max(one, 1), MOST_STEPS) for one in sent] or [2]
    asked = data.get("more", "")
    if asked == "goal" and len(places) < MOST_GOALS:
        places.append(2)
    elif asked.isdecimal() and 0 < int(asked) <= len(places):
        places[int(asked) - 1] = min(places[int(asked) - 1] + 1, MOST_STEPS)
    return places


def typed(goals: list[GoalTold]) -> dict[str, Any]:
    """What goals say, into the form."""
    said: dict[str, Any] = {}
    for number, goal in enumerate(goals, start=1):
        said |= {f"goal{number}-domain": goal.domain, f"goal{number}-words": goal.words}
        for place, step in enumerate(goal.steps, start=1):
            said |= {f"goal{number}-step{place}-words": step.words, f"goal{number}-step{place}-who": step.who, f"goal{number}-step{place}-due": step.due_on}
    return said
