"""What is typed at the desk."""
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField
from jiazong.ground.ui.inputs import ClockInput, NumberInput
from jiazong.people.places.models import Centre, Room
from jiazong.people.staff.models import Skill, Worker
from jiazong.service.cases.actions import Told
from jiazong.service.cases.models import Case
from jiazong.service.intake import wording
from jiazong.service.intake.actions import (
    Booked,
    InThePast,
    NotFree,
    NotTaken,
    Opened,
    RoomTaken,
    Said,
    WorkerAway,
    WorkerTaken,
)
from jiazong.service.intake.queries.booking import rooms_of
from jiazong.service.intake.rules import codes
from jiazong.service.intake.rules.allotting import Advice

ONE_LINE = forms.TextInput({"autocomplete": "off", "data-no-draft": True})
WORDS = forms.Textarea({"rows": 3, "data-no-draft": True})
CLOCK_ERRORS = {
    "invalid": _("This is no time of day; write it as 09:30."),
    "required": _("The time is missing; choose a free one or write it as 09:30."),
}
NOT_FREE = {
    WorkerTaken: ("begins", _("The worker has another appointment then; choose another time.")),
    WorkerAway: ("begins", _("The worker is away then; choose another time or another worker.")),
    RoomTaken: ("room", _("The room is taken then; choose another room or another time.")),
    InThePast: ("begins", _("This time has gone by; choose a later one.")),
}


class WorkerField(forms.ModelChoiceField):
    """One of the workers of the desk's centre."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Worker.objects.none(), **more)

    def label_from_instance(self, obj: Worker) -> str:
        return obj.name


class ArriveForm(forms.Form):
    """Somebody came or called: only how is asked for; the rest as far as it is told."""

    channel = forms.ChoiceField(
        label=_("How they came"), widget=forms.RadioSelect, choices=wording.CHANNELS, initial=codes.WALK_IN,
        error_messages={"required": _("Choose how the person came.")},
    )  # fmt: skip
    name_told = forms.CharField(
        label=_("Name as told"), max_length=80, required=False, widget=ONE_LINE,
        help_text=_("Leave it empty if the person does not want to say."),
    )  # fmt: skip
    worker = WorkerField(label=_("For whom"), required=False, empty_label=_("The desk"))
    about = forms.CharField(label=_("What it is about"), max_length=200, required=False, widget=ONE_LINE)

    def __init__(self, *args: Any, workers: QuerySet[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers


class SettleForm(forms.Form):
    """What every outcome asks: what kind of need it was."""

    kind = forms.ChoiceField(
        label=_("Kind of need"), widget=forms.RadioSelect, choices=wording.KINDS,
        error_messages={"required": _("Choose the kind of need.")},
    )  # fmt: skip

    def __init__(self, *args: Any, centre: Centre, workers: QuerySet[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre, self.workers = centre, workers
        for name in ("answered_by", "worker", "not_for"):
            if name in self.fields:
                self.fields[name].queryset = workers

    def said(self, outcome: str) -> Said:
        """The outcome as it is written down."""
        told = self.cleaned_data
        names = ("kind", "minutes", "answered_by", "content", "answer", "referred_to")
        return Said(outcome=outcome, **{name: told[name] for name in names if told.get(name)})


class AnswerForm(SettleForm):
    """A question answered at the desk (咨询, domain D4)."""

    content = forms.CharField(label=_("What was asked"), max_length=2000, widget=WORDS, error_messages={"required": _("Write what was asked.")})
    answer = forms.CharField(label=_("What was answered"), max_length=2000, widget=WORDS, error_messages={"required": _("Write what was answered.")})
    minutes = forms.IntegerField(
        label=_("How long"), widget=NumberInput, validators=[MinValueValidator(1), MaxValueValidator(1440)],
        error_messages={"required": _("How long it took is missing; write the minutes.")},
    )  # fmt: skip
    answered_by = WorkerField(
        label=_("Who answered"), required=False, empty_label=_("Nobody on the staff list"),
        help_text=_("The minutes count for this person, if the contract counts consultations."),
    )  # fmt: skip


class ReferForm(AnswerForm):
    """A question passed on to somebody else."""

    field_order = ["kind", "content", "referred_to", "answer", "minutes", "answered_by"]
    referred_to = forms.CharField(label=_("Referred to"), max_length=200, widget=ONE_LINE, error_messages={"required": _("Write to whom.")})
    answer = forms.CharField(label=_("What was told"), max_length=2000, widget=WORDS, required=False)


class LeftForm(SettleForm):
    """Somebody left before it was dealt with."""


class BookForm(SettleForm):
    """A time with a social worker."""

    worker = WorkerField(label=_("Social worker"), empty_label=_("Choose"), error_messages={"required": _("Choose the social worker.")})
    day = DayField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins"), widget=ClockInput, error_messages=CLOCK_ERRORS)
    lasts = forms.IntegerField(
        label=_("How long"), widget=NumberInput, validators=[MinValueValidator(5), MaxValueValidator(480)],
        error_messages={"required": _("How long it is to take is missing; write the minutes.")},
    )  # fmt: skip
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False, empty_label=_("No room"))
    note = forms.CharField(label=_("Note for the worker"), max_length=500, required=False, widget=ONE_LINE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms_of(self.centre)

    def said(self, outcome: str) -> Said:
        """The appointment to be promised."""
        told = self.cleaned_data
        begins_at = timezone.make_aware(datetime.combine(told["day"], told["begins"]))
        booked = Booked(told["worker"], begins_at, told["lasts"], told["room"], told["note"])
        return Said(told["kind"], outcome, booked=booked)

    def refuse(self, fault: NotFree) -> None:
        """Put the reason beside the part of the form it belongs to."""
        part, sentence = NOT_FREE[type(fault)]
        self.add_error(part, sentence)


class OpenForm(SettleForm):
    """A case opened at once, to be given to a worker by the director."""

    urgency = forms.ChoiceField(
        label=_("How urgent"), widget=forms.RadioSelect, choices=wording.URGENCIES, initial="urgent",
        error_messages={"required": _("Choose how urgent it is.")},
    )  # fmt: skip
    source = forms.ChoiceField(label=_("How it came to us"), choices=wording.SOURCES)
    issue = forms.CharField(label=_("What is the matter"), max_length=2000, widget=WORDS, error_messages={"required": _("Write what is the matter.")})
    is_restricted = forms.BooleanField(
        label=_("It touches violence, health or a crime: open it to as few as possible"), required=False
    )
    skills = forms.MultipleChoiceField(label=_("What the worker should bring"), widget=forms.CheckboxSelectMultiple, required=False)
    not_for = forms.ModelMultipleChoiceField(
        label=_("Who must not take it"), queryset=Worker.objects.none(), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("A relative, or somebody the person complains about."),
    )  # fmt: skip
    why_not = forms.CharField(label=_("Why not"), max_length=200, required=False, widget=ONE_LINE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = list(Skill.objects.values_list("code", "name"))
        self.fields["not_for"].label_from_instance = lambda worker: worker.name

    def said(self, outcome: str, *, is_minor: bool = False) -> Said:
        """The case to be opened."""
        told = self.cleaned_data
        case = Told(
            source=told["source"], issue=told["issue"], urgency=told["urgency"], is_minor=is_minor, is_restricted=told["is_restricted"]
        )
        return Said(told["kind"], outcome, opened=Opened(case, told["skills"], tuple(told["not_for"]), told["why_not"]))


FORMS = {
    codes.ANSWERED: AnswerForm, codes.APPOINTMENT: BookForm, codes.CASE: OpenForm, codes.REFERRED: ReferForm, codes.NOTHING: LeftForm,
}  # fmt: skip


class AllotForm(forms.Form):
    """Who takes a case, and why."""

    worker = forms.TypedChoiceField(
        label=_("Who takes it"), coerce=int, widget=forms.RadioSelect, error_messages={"required": _("Choose who takes it.")}
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea({"rows": 2, "data-no-draft": True}),
        help_text=_("Needed where you choose somebody else than the first proposed; it is kept with the case."),
    )  # fmt: skip

    def __init__(self, *args: Any, workers: Iterable[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [(one.pk, one.name) for one in workers]

    def refuse(self, fault: NotTaken) -> None:
        """Put the reason beside the part of the form it belongs to."""
        self.add_error("reason" if fault.code == "reason_missing" else "worker", wording.NOT_TAKEN[fault.code])


class ConflictForm(forms.Form):
    """Who must not take a case."""

    not_this = WorkerField(empty_label=None)
    why = forms.CharField(max_length=200)

    def __init__(self, *args: Any, workers: QuerySet[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["not_this"].queryset = workers


class HandoverForm(forms.Form):
    """A taker for each of somebody's cases, one reason for all."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=ONE_LINE, error_messages={"required": _("Write why the cases are handed over.")}
    )
    keeps_sight = forms.BooleanField(
        label=_("Both work on it for seven days, if the worker is still here"), required=False, initial=True
    )

    def __init__(self, *args: Any, cases: Sequence[Case], advices: Mapping[str, Advice], workers: Iterable[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = list(cases)
        names = [("", _("Choose")), *((one.pk, one.name) for one in workers)]
        for case in self.cases:
            first = advices[str(case.pk)].first
            self.fields[f"to_{case.pk}"] = forms.TypedChoiceField(
                label=case.code, coerce=int, choices=names, initial=first.hand.key if first else "",
                error_messages={"required": _("Choose who takes case %(code)s.") % {"code": case.code}},
            )  # fmt: skip

    def taker(self, case: Case) -> forms.BoundField:
        """The field of one case."""
        return self[f"to_{case.pk}"]

    def chosen(self) -> list[tuple[Case, int]]:
        """Each case and who shall have it."""
        return [(case, self.cleaned_data[f"to_{case.pk}"]) for case in self.cases]

    def refuse(self, fault: NotTaken) -> None:
        """Put the reason beside the case it belongs to."""
        self.add_error(f"to_{fault.case.pk}", wording.NOT_TAKEN[fault.code])


class ReviewForm(forms.Form):
    """What whoever looked a month through has to say."""

    remark = forms.CharField(
        label=_("What you noticed, and what is to be done"), max_length=2000, widget=WORDS,
        error_messages={"required": _("Write what you noticed; “nothing” is an answer too.")},
    )  # fmt: skip
