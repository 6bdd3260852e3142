"""The boxes several forms share: name, birth or age, telephone, identity number, day."""
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiazong.ground.ui.inputs import PhoneInput
from jiazong.people.residents.rules import ages, identity, names, phones

SEXES = [("f", pgettext_lazy("sex", "Female")), ("m", pgettext_lazy("sex", "Male")), ("x", _("Another sex")), ("", pgettext_lazy("sex", "Not known"))]
_BIRTH = {
    "unreadable": _("This is neither a birth date nor an age; write 1950-03-02, 1950 or 76."),
    "to_come": _("This day is still to come; check the year."),
    "too_old": _("Nobody gets that old; check the year."),
}
_PHONE = {
    "rounded": _("A sheet has rounded this number; type it again whole."),
    "too_short": _("This number is too short; write it as 138 0000 1234 or 020-8123 4567."),
    "too_long": _("This number is too long; write one number to a box."),
}
_NO_PHONE = _("This is no phone number; write it as 138 0000 1234 or 020-8123 4567.")


class NameField(forms.CharField):
    """A name, kept byte for byte."""

    default_error_messages = {"required": _("The name is missing; what people call them will do.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Name"), "max_length": names.LONGEST_NAME, "strip": False, **kwargs})
        self.widget.attrs |= {"autocomplete": "off"}

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        kept = names.kept(typed)
        if typed and not kept:
            raise forms.ValidationError(
                _("The name is missing; what people call them will do.") if not typed.strip()
                else _("This name has signs that cannot be kept; type it again.")
            )  # fmt: skip
        return kept


class BirthField(forms.CharField):
    """A birth date, a year or an age."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"label": _("Birth date or age"), "help_text": _("1950-03-02, 1950 or 76"), "required": False, "max_length": 30}
        super().__init__(**told | kwargs)
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "text"}

    def clean(self, value: Any) -> ages.Birth | None:
        try:
            return ages.read_birth(super().clean(value), today=timezone.localdate())
        except ages.NotABirth as fault:
            raise forms.ValidationError(_BIRTH[fault.code]) from fault


class TelephoneField(forms.CharField):
    """One telephone number, with whose it is where that is written beside it."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"label": _("Mobile or landline"), "required": False, "max_length": 60, "widget": PhoneInput({"data-no-draft": True})}
        super().__init__(**told | kwargs)

    def clean(self, value: Any) -> phones.Number | None:
        try:
            found = phones.read(super().clean(value))
        except phones.PhoneError as fault:
            raise forms.ValidationError(_PHONE.get(fault.code, _NO_PHONE)) from fault
        if len(found) > 1:
            raise forms.ValidationError(_PHONE["too_long"])
        return found[0] if found else None


class IdentityField(forms.CharField):
    """The number of an identity paper; blank leaves what is known as it is."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput({"data-no-draft": True, "autocomplete": "off"})
        super().__init__(**{"label": _("ID number"), "required": False, "max_length": 40, "widget": box} | kwargs)

    def clean(self, value: Any) -> identity.Identity | None:
        text = super().clean(value)
        try:
            return identity.read(text, today=timezone.localdate())
        except identity.IdentityError as fault:
            raise forms.ValidationError(_("This number cannot be right; check each of its signs against the paper.")) from fault


def sex_field() -> forms.ChoiceField:
    """Sex as big buttons; not known is an answer."""
    return forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False, widget=forms.RadioSelect, initial="")


def birth_facts(birth: ages.Birth | None) -> dict[str, Any]:
    """A birth as the register keeps it."""
    return {"born_on": birth.born_on if birth else None, "is_birth_estimated": bool(birth and birth.is_estimated)}
