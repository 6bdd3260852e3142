"""What is typed about a danger."""
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField
from jiazong.ground.ui.inputs import ClockInput
from jiazong.service.crisis import wording
from jiazong.service.crisis.actions import Found
from jiazong.service.crisis.models import Recipient

LONG = forms.Textarea({"rows": 5, "data-no-draft": True})
SHORT = forms.Textarea({"rows": 3, "data-no-draft": True})
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
CLOCK_ERRORS = {
    "invalid": _("This time cannot be read; write it as 09:30."),
    "required": _("The time is missing; write it as 09:30."),
}


def moment(day: date, clock: time) -> datetime:
    """A day and a time of Asia/Shanghai as a moment."""
    return timezone.make_aware(datetime.combine(day, clock))


class MomentForm(forms.Form):
    """A form with a moment that is not ahead, now unless told."""

    day = DayField(label=_("Day"))
    clock = forms.TimeField(label=_("Time"), widget=ClockInput, error_messages=CLOCK_ERRORS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = timezone.localtime()
        self.initial.setdefault("day", here.date())
        self.initial.setdefault("clock", here.time())

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("day") and told.get("clock") and moment(told["day"], told["clock"]) > timezone.now():
            self.add_error("clock", _("This lies ahead; write when it was."))
        return told

    def at(self) -> datetime:
        """The moment that was typed."""
        return moment(self.cleaned_data["day"], self.cleaned_data["clock"])


class ReportForm(MomentForm):
    """A danger: what, when, where, who, and whether it goes on."""

    whom = forms.CharField(
        label=_("Who is in danger"), max_length=200, help_text=_("Name and age; where the name is not known, how to find the person."),
        error_messages={"required": _("Write who is in danger.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What the danger is"), widget=forms.RadioSelect, choices=list(wording.KINDS.items()),
        error_messages={"required": _("Choose what the danger is.")},
    )  # fmt: skip
    is_danger_now = forms.ChoiceField(
        label=_("In danger right now?"), widget=forms.RadioSelect, choices=YES_NO,
        help_text=_("If so, call 110 first and write afterwards."), error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    what = forms.CharField(
        label=_("What was seen or heard"), widget=LONG, max_length=8000, help_text=_("In the person's own words where you can."),
        error_messages={"required": _("Write what was seen or heard.")},
    )  # fmt: skip
    happened = forms.CharField(label=_("When it happened"), max_length=200, required=False)
    place = forms.CharField(label=_("Where it happened"), max_length=300, required=False)
    suspect = forms.CharField(label=_("Who may have done it"), max_length=300, required=False)
    is_guardian_suspected = forms.BooleanField(
        label=_("The guardian may have done it"), required=False, help_text=_("Then the guardian is told nothing.")
    )
    danger = forms.CharField(label=_("What is done for safety now"), widget=SHORT, max_length=2000, required=False)
    origin = forms.ChoiceField(
        label=_("Where it was found"), widget=forms.RadioSelect, choices=list(wording.ORIGINS.items()),
        error_messages={"required": _("Choose where it was found.")},
    )  # fmt: skip

    def found(self) -> Found:
        """What was found, as the register keeps it."""
        told = self.cleaned_data
        names = ("kind", "origin", "whom", "what", "happened", "place", "suspect", "danger", "is_guardian_suspected")
        return Found(found_at=self.at(), is_danger_now=told["is_danger_now"] == "yes", **{name: told[name] for name in names})


class TellForm(MomentForm):
    """Whom one told, when, how."""

    recipient = forms.ModelChoiceField(
        label=_("Whom you told"), queryset=Recipient.objects.none(), empty_label=_("Choose"),
        error_messages={"required": _("Choose whom you told.")},
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("How"), choices=list(wording.WAYS.items()), widget=forms.RadioSelect, initial="phone",
        error_messages={"required": _("Choose how.")},
    )  # fmt: skip
    whom = forms.CharField(
        label=_("Who took it down"), max_length=200, required=False, help_text=_("Name, post, badge or receipt number.")
    )

    def __init__(self, *args: Any, recipients: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = recipients


class ReplyForm(MomentForm):
    """What they answered."""

    words = forms.CharField(
        label=_("What they answered"), widget=SHORT, max_length=2000, error_messages={"required": _("Write what they answered.")}
    )


class EndForm(forms.Form):
    """Why a report is to end."""

    kind = forms.ChoiceField(
        label=_("How it ends"), widget=forms.RadioSelect, choices=list(wording.ENDINGS.items()),
        error_messages={"required": _("Choose how it ends.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), widget=SHORT, max_length=2000, error_messages={"required": _("Write the reason.")}
    )


class DecideForm(forms.Form):
    """Yes or no to the end of a report."""

    answer = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("yes", _("Agree: the report ends")), ("no", _("Disagree: it goes on"))],
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    remark = forms.CharField(label=_("Remark"), widget=SHORT, max_length=1000, required=False)
