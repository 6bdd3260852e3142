"""What is typed about the people who work at a centre."""
import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.privacy.rules.id_numbers import is_id_number
from jiazong.ground.privacy.rules.masks import mask
from jiazong.ground.privacy.rules.normal import ID_NUMBER, PHONE, is_phone, normal
from jiazong.ground.ui.days import DAY_ERRORS, DayField
from jiazong.ground.ui.formats import day_full
from jiazong.ground.ui.inputs import DayInput, PhoneInput
from jiazong.people.places.models import Centre
from jiazong.people.staff import queries
from jiazong.people.staff.models import PostKind, Worker

OTHER = queries.OTHER


class StaffFilter(forms.Form):
    """Which workers the list shows."""

    centre = forms.ChoiceField(label=_("Centre"), required=False)
    which = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[(queries.HERE, _("Here now")), (queries.LEFT, _("Have left")), (queries.ALL, _("All"))],
    )

    def __init__(self, *args: Any, centres: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].choices = [("", _("All")), *centres]
        if len(centres) < 2:
            del self.fields["centre"]

    def asked(self, name: str) -> str:
        """What was asked for, nothing where it cannot be understood."""
        self.is_valid()
        return self.cleaned_data.get(name, "")


class NewWorkerForm(forms.Form):
    """Somebody new at a centre."""

    centre = forms.ModelChoiceField(
        label=_("Centre"), queryset=Centre.objects.none(), error_messages={"required": _("Choose the centre.")}
    )
    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("The name is missing; write it as on the identity card.")}
    )
    is_another = forms.BooleanField(label=_("This is another person of the same name"), required=False)
    kind = forms.ModelChoiceField(
        label=_("Post"),
        queryset=PostKind.objects.all(),
        to_field_name="code",
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the post.")},
    )
    on = DayField(label=_("First day here"))
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, centres: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres
        self.fields["centre"].empty_label = _("Choose")

    @property
    def asks_whether_another(self) -> bool:
        """Whether the question about people of the same name belongs on the page."""
        return self.is_bound and ("name" in self.errors or bool(self.data.get("is_another")))

    def refuse_namesake(self, joined_on: date | None) -> None:
        """Say that somebody of this name already works here."""
        since = {"since": day_full(joined_on)}
        self.add_error(
            "name",
            _("Somebody of this name has been here since %(since)s; if this is another person, tick the box below.") % since,
        )


class WorkerForm(forms.Form):
    """A worker's name, and another post from a day on."""

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("The name is missing; write it as on the identity card.")}
    )
    kind = forms.ModelChoiceField(
        label=_("Post"), queryset=PostKind.objects.all(), to_field_name="code", required=False, empty_label=_("Choose")
    )
    on = forms.DateField(
        label=_("The new post begins on"),
        required=False,
        widget=DayInput,
        error_messages=DAY_ERRORS,
        help_text=_("Only when the post changes. A post written down for later days gives way."),
    )

    def __init__(self, *args: Any, held: PostKind | None, not_before: date | None, may_change_post: bool, **kwargs: Any) -> None:
        self.held, self.not_before = held, not_before
        super().__init__(*args, **kwargs)
        if not may_change_post:
            del self.fields["kind"], self.fields["on"]

    def clean(self) -> dict[str, Any]:
        kind, on = self.cleaned_data.get("kind"), self.cleaned_data.get("on")
        if kind and kind != self.held and not on and "on" not in self.errors:
            self.add_error("on", _("Say from which day the new post holds."))
        if on and self.not_before and on < self.not_before:
            first = {"day": day_full(self.not_before)}
            self.add_error("on", _("This person began on %(day)s; choose that day or a later one.") % first)
        return self.cleaned_data

    @property
    def new_kind(self) -> PostKind | None:
        """The post to change to, if it is another one than is held."""
        kind = self.cleaned_data.get("kind")
        return kind if kind and kind != self.held else None


class IdentityForm(forms.Form):
    """A worker's phone and ID number; what is known already is not shown, and a blank leaves it as it is."""

    phone = forms.CharField(label=_("Mobile or landline"), max_length=30, required=False, widget=PhoneInput({"data-no-draft": True}))
    id_number = forms.CharField(
        label=_("ID number"), max_length=30, required=False, widget=forms.TextInput({"data-no-draft": True, "autocomplete": "off"})
    )
    no_phone = forms.BooleanField(label=_("Take the phone off the list"), required=False)
    no_id_number = forms.BooleanField(label=_("Take the ID number off the list"), required=False)

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "id_number"):
            if known := getattr(worker, name):
                hint = _("Now %(masked)s. Leave blank to keep it.") % {"masked": mask(known, name)}
                self.fields[name].help_text = hint
            else:
                del self.fields[f"no_{name}"]

    def clean_phone(self) -> str:
        text = normal(self.cleaned_data["phone"], PHONE)
        if text and not is_phone(text):
            raise forms.ValidationError(_("This is no phone number; write it as 138 0000 1234 or 020-8123 4567."))
        return text.removeprefix("+86") if text.startswith("+861") else text

    def clean_id_number(self) -> str:
        text = normal(self.cleaned_data["id_number"], ID_NUMBER)
        if text and not is_id_number(text):
            raise forms.ValidationError(_("This ID number cannot be right; check its 18 characters against the card."))
        return text

    def facts(self) -> dict[str, str | None]:
        """Phone and ID number to write down; None where they stay."""
        told = self.cleaned_data
        return {name: "" if told.get(f"no_{name}") else told[name] or None for name in ("phone", "id_number")}


class CertificateForm(forms.Form):
    """A certificate a worker holds."""

    kind = forms.ChoiceField(
        label=_("Certificate"),
        widget=forms.RadioSelect,
        choices=queries.certificate_choices,
        error_messages={"required": _("Choose the certificate.")},
    )
    other_kind = forms.CharField(label=_("Name of the other certificate"), max_length=40, required=False)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    issued_on = DayField(label=_("Issued on"), required=False)
    valid_to = forms.DateField(
        label=_("Holds until"),
        required=False,
        widget=DayInput,
        error_messages=DAY_ERRORS,
        help_text=_("The last day on which it holds. Leave blank if it has no end."),
    )

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("kind") == OTHER and not told.get("other_kind"):
            self.add_error("other_kind", _("Write the name of the certificate."))
        issued, ends = told.get("issued_on"), told.get("valid_to")
        if issued and ends and ends < issued:
            self.add_error("valid_to", _("It would end before it was issued; check both days."))
        return told

    def facts(self) -> dict[str, Any]:
        """The certificate as the worker's file keeps it."""
        told = dict(self.cleaned_data)
        other = told.pop("other_kind")
        return told | {"kind": other if told["kind"] == OTHER else told["kind"]}


class LeavingForm(forms.Form):
    """A worker's last day."""

    on = DayField(label=_("Last day here"))

    def __init__(self, *args: Any, not_before: date | None, **kwargs: Any) -> None:
        self.not_before = not_before
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if self.not_before and on < self.not_before:
            first = {"day": day_full(self.not_before)}
            raise forms.ValidationError(_("This person began on %(day)s; choose that day or a later one.") % first)
        return on
