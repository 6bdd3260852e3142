"""What is typed into the register."""
import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from jiazong.ground.access.grants.models import BreakGlass
from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import NumberInput
from jiazong.people.staff.models import Worker
from jiazong.people.supervision import wording
from jiazong.people.supervision.actions import Said
from jiazong.people.supervision.models import Check, Note

LONG = forms.Textarea({"rows": 5, "data-no-draft": True})
SHORT = forms.Textarea({"rows": 3, "data-no-draft": True})
# Half days, said in days.
DAYS = [
    (0, _("no day")), (1, _("half a day")), (2, _("1 day")), (3, _("1.5 days")), (4, _("2 days")), (5, _("2.5 days")), (6, _("3 days")),
]  # fmt: skip


class NoteForm(forms.Form):
    """One supervision: the head, and the texts that are sealed."""

    day = PastDayField(label=_("Day"))
    minutes = forms.IntegerField(
        label=_("How long"), widget=NumberInput, validators=[MinValueValidator(1), MaxValueValidator(1440)],
        error_messages={"required": _("How long it took is missing; write the minutes.")},
    )  # fmt: skip
    form = forms.ChoiceField(
        label=_("Form"), widget=forms.RadioSelect, choices=wording.FORMS, initial=Note.INDIVIDUAL,
        error_messages={"required": _("Choose the form.")},
    )  # fmt: skip
    themes = forms.CharField(
        label=_("What it was about"), widget=LONG, max_length=8000,
        error_messages={"required": _("Write what it was about.")},
    )  # fmt: skip
    agreements = forms.CharField(label=_("What was agreed, until when"), widget=SHORT, max_length=4000, required=False)
    private = forms.CharField(
        label=_("Remarks for yourself"), widget=SHORT, max_length=4000, required=False,
        help_text=_("Only you see this. The worker does not, nor does anybody who is let in for one look."),
    )  # fmt: skip
    about = forms.ModelChoiceField(
        label=_("Holds a complaint about"), queryset=Worker.objects.none(), required=False, empty_label=_("Nobody"),
        help_text=_("Whoever you choose never sees this note, in any role."),
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = workers

    def said(self) -> Said:
        """The note as the register keeps it."""
        names = ("day", "minutes", "form", "themes", "agreements", "private", "about")
        return Said(**{name: self.cleaned_data[name] for name in names})


class NewNoteForm(NoteForm):
    """A new note, with those who took part."""

    pairs = forms.ModelMultipleChoiceField(
        label=_("With whom"), queryset=None, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose with whom.")},
    )  # fmt: skip
    halves = forms.TypedChoiceField(
        label=_("Days it took of the month"), coerce=int, initial=1, required=False, empty_value=0,
        choices=DAYS,
    )  # fmt: skip
    next_day = DayField(label=_("Next date"), required=False)
    session = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, pairs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pairs"].queryset = pairs
        self.fields["pairs"].label_from_instance = lambda pair: pair.worker.name

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("next_day") and told.get("day") and told["next_day"] <= told["day"]:
            self.add_error("next_day", _("The next date lies before this one; choose a later day."))
        return told

    def said(self) -> Said:
        """The note, with what it took of the month and when the next is."""
        return replace(super().said(), halves=self.cleaned_data["halves"], next_day=self.cleaned_data["next_day"])


class PairForm(forms.Form):
    """Who supervises whom from a day on."""

    supervisor = forms.ModelChoiceField(
        label=_("Supervisor"), queryset=Worker.objects.none(), empty_label=_("Choose"),
        error_messages={"required": _("Choose the supervisor.")},
        help_text=_("Those on your staff lists with an account and the role of a supervisor or director."),
    )  # fmt: skip
    worker = forms.ModelChoiceField(
        label=_("Worker"), queryset=Worker.objects.none(), empty_label=_("Choose"),
        error_messages={"required": _("Choose the worker.")},
    )  # fmt: skip
    on = DayField(label=_("From"))

    def __init__(self, *args: Any, supervisors: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].queryset, self.fields["worker"].queryset = supervisors, workers

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        supervisor, worker = told.get("supervisor"), told.get("worker")
        if supervisor and worker and supervisor.account_id == worker.account_id:
            self.add_error("worker", _("Nobody supervises themselves; choose another worker."))
        return told


class CheckForm(forms.Form):
    """A record check of one worker."""

    worker = forms.ModelChoiceField(
        label=_("Worker"), queryset=Worker.objects.none(), empty_label=_("Choose"),
        error_messages={"required": _("Choose the worker.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Why it was asked"), widget=forms.RadioSelect, choices=wording.KINDS, initial=Check.YEARLY,
        error_messages={"required": _("Choose why it was asked.")},
    )  # fmt: skip
    asked_on = PastDayField(label=_("Asked on"))
    result = forms.ChoiceField(
        label=_("What came back"), widget=forms.RadioSelect, choices=wording.RESULTS,
        error_messages={"required": _("Choose what came back.")},
    )  # fmt: skip
    number = forms.CharField(label=_("Number of the paper"), max_length=60, required=False)
    words = forms.CharField(
        label=_("What was found"), widget=SHORT, max_length=2000, required=False,
        help_text=_("Number and words are sealed; after saving they open only by an approved look."),
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers



class DecideForm(forms.Form):
    """Yes or no to a request."""

    answer = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect, choices=[("yes", _("Let in for one look")), ("no", _("Refuse"))],
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    remark = forms.CharField(label=_("Remark"), widget=SHORT, max_length=500, required=False)

    def __init__(self, *args: Any, says_why: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.says_why = says_why

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if self.says_why and told.get("answer") == "no" and not told.get("remark", "").strip():
            self.add_error("remark", _("Write why you refuse; it is kept and shown."))
        return told



class ReviewForm(forms.Form):
    """What the review of an emergency reading found."""

    verdict = forms.ChoiceField(
        label=_("What you found"), widget=forms.RadioSelect,
        choices=[(BreakGlass.JUSTIFIED, _("It was needed")), (BreakGlass.NOT_JUSTIFIED, _("It was not needed"))],
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    remark = forms.CharField(
        label=_("Why"), widget=SHORT, max_length=1000, error_messages={"required": _("Write why.")}
    )
