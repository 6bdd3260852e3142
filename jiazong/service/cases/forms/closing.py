"""The form of a closing report; sessions and hours stand on it as counted from the notes, never as boxes."""
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.accounts.models import Account
from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.service.cases import contact_words as words
from jiazong.service.cases.actions.closing import ClosingTold
from jiazong.service.cases.forms.fields import text
from jiazong.service.cases.models import Closing, Goal
from jiazong.service.cases.rules import stages

TOLD = ("closed_on", "reason", "changes", "remaining", "follow_up", "follow_up_until", "risk_words")


class ClosingForm(forms.Form):
    """Why the case is closed, how far each goal was reached, what changed, what remains, what follows."""

    closed_on = PastDayField(label=_("Closed on"))
    reason = forms.ChoiceField(
        label=_("Why it is closed"), choices=words.REASONS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the case is closed.")},
    )  # fmt: skip
    changes = text(_("What changed in the family"), rows=4, longest=8000)
    remaining = text(_("What remains"), rows=3)
    follow_up = text(_("What follows"), rows=3)
    follow_up_until = DayField(
        label=_("Followed up until"), required=False,
        help_text=_("Until then the file stays open to you. Leave it empty where nothing follows: the file closes soon."),
    )  # fmt: skip
    risk_words = text(_("Why it is closed although the risk is open"), rows=3, longest=2000)
    to = forms.ModelChoiceField(
        label=_("Hand in to"), queryset=Account.objects.none(), empty_label=_("Choose"), required=False,
        error_messages={"invalid_choice": _("Choose who is asked to approve.")},
    )  # fmt: skip

    def __init__(self, *args: Any, goals: Sequence[Goal], approvers: Sequence[Account], is_handed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals, self.is_handed_in = goals, is_handed_in
        for goal in goals:
            self.fields[name_of(goal)] = forms.TypedChoiceField(
                label=goal.words, choices=words.LEVELS, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
            )
        self.fields["to"].queryset = Account.objects.filter(pk__in=[one.pk for one in approvers]).order_by("name", "pk")
        self.fields["to"].label_from_instance = lambda account: account.name

    @property
    def goal_boxes(self) -> list:
        """The boxes of the goals, in their order."""
        return [self[name_of(goal)] for goal in self.goals]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.is_handed_in and not said.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose who is asked to approve."))
        if said.get("follow_up") and not said.get("follow_up_until") and "follow_up_until" not in self.errors:
            self.add_error("follow_up_until", _("Write until when the family is followed up, or leave “What follows” empty."))
        elif said.get("follow_up_until") and not said.get("follow_up"):
            self.add_error("follow_up", _("Write what follows until that day, or leave the day empty."))
        if said.get("reason") == stages.REACHED:
            for goal in self.goals:
                if said.get(name_of(goal)) is None and name_of(goal) not in self.errors:
                    self.add_error(name_of(goal), _("Say how far this goal was reached."))
        return said

    def told(self) -> ClosingTold:
        """The form as the case keeps it."""
        said = self.cleaned_data
        levels = {goal: said[name_of(goal)] for goal in self.goals}
        return ClosingTold(
            outcomes={goal: level for goal, level in levels.items() if level is not None},
            **{name: said[name] for name in TOLD},
        )


def name_of(goal: Goal) -> str:
    """The name of a goal's box."""
    return f"goal-{goal.pk}"


def filled_from(closing: Closing, outcomes: dict[object, int]) -> dict[str, Any]:
    """What a report says, into the form."""
    said = {name: getattr(closing, name) for name in TOLD}
    return said | {f"goal-{goal}": level for goal, level in outcomes.items()}
