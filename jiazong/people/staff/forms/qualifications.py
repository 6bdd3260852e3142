"""What is typed about registration, courses and skills."""
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.ground.ui.inputs import NumberInput
from jiazong.people.staff import rules
from jiazong.people.staff.models import CertificateKind, Skill, Worker


class RegistrationForm(forms.Form):
    """A worker's registration, the first or the next."""

    certificate = forms.ModelChoiceField(
        label=_("Registered as"), queryset=CertificateKind.objects.filter(use=rules.PROFESSION), empty_label=None,
        widget=forms.RadioSelect, error_messages={"required": _("Choose the certificate.")},
    )  # fmt: skip
    number = forms.CharField(label=_("Registration number"), max_length=60, required=False)
    on = DayField(label=_("Registered from"))
    last_day = DayField(
        label=_("Registered until"), required=False,
        help_text=_("As the registration says; left blank it is reckoned from the first day."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("on") and told.get("last_day") and told["last_day"] < told["on"]:
            self.add_error("last_day", _("It would end before it began; check both days."))
        return told


class CourseForm(forms.Form):
    """Something a worker learned."""

    kind = forms.ChoiceField(
        label=_("What was learned"), widget=forms.RadioSelect, initial=rules.COURSE,
        choices=[
            (rules.COURSE, _("Continuing education")), (rules.DEGREE, _("A degree")), (rules.PRE_POST, _("Training before the post")),
        ],
        error_messages={"required": _("Choose what it was.")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title of the course"), max_length=120, error_messages={"required": _("Write what the course is called.")}
    )
    organiser = forms.CharField(label=_("Held by"), max_length=80, required=False)
    day = PastDayField(label=_("Finished on"))
    hours = forms.DecimalField(
        label=_("Hours on the paper"), widget=NumberInput(decimals=True), max_digits=5, decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(400))],
        error_messages={"required": _("The hours are missing; write the number on the paper."), "invalid": _("Write the hours as a number, such as 6 or 1.5.")},
        help_text=_("A degree counts with its own fixed hours, whatever you write."),
    )  # fmt: skip
    number = forms.CharField(label=_("Number of the proof"), max_length=60, required=False)

    def facts(self) -> dict[str, Any]:
        """The course as the worker's file keeps it, its hours in minutes."""
        told = dict(self.cleaned_data)
        return told | {"minutes": int(round(told.pop("hours") * 60))}


class SkillsForm(forms.Form):
    """The languages and specialties of a worker."""

    languages = forms.ModelMultipleChoiceField(
        label=_("Languages"), queryset=Skill.objects.filter(kind=Skill.LANGUAGE), widget=forms.CheckboxSelectMultiple, required=False
    )
    specialties = forms.ModelMultipleChoiceField(
        label=_("Specialties"), queryset=Skill.objects.filter(kind=Skill.SPECIALTY), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = list(worker.skills.values_list("skill_id", flat=True))
        self.initial |= {"languages": held, "specialties": held}

    def chosen(self) -> list[Skill]:
        """Every skill that is ticked."""
        return [*self.cleaned_data["languages"], *self.cleaned_data["specialties"]]
