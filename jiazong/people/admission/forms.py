"""What an administrator types about accounts and roles."""
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiazong.ground.access import table
from jiazong.ground.accounts.models import Account
from jiazong.ground.ui.days import DayField
from jiazong.people.admission import queries
from jiazong.people.admission.wording import role_names


class AccountFilter(forms.Form):
    """Which accounts the list shows."""

    q = forms.CharField(label=_("Login or name"), max_length=60, required=False)


class AccountForm(forms.Form):
    """A new account: how its owner signs in and what she is called."""

    login = forms.CharField(
        label=_("Login"), max_length=60, help_text=_("For example the staff number. No e-mail is needed."),
        error_messages={"required": _("Type a login, for example the staff number.")},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Type the person’s name.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip

    def clean_login(self) -> str:
        login = self.cleaned_data["login"]
        if Account.objects.filter(login__iexact=login).exists():
            raise ValidationError(_("This login is taken; choose another one."))
        return login


class RoleForm(forms.Form):
    """A role somebody is to be given, where, and from when to when."""

    role = forms.ChoiceField(label=_("Role"))
    scope_kind = forms.ChoiceField(
        label=_("Where"),
        choices=[("centre", _("One centre")), ("agency", _("All centres of an agency")), ("region", _("A street, district or city")), ("everywhere", _("Everywhere"))],
    )
    place = forms.CharField(
        label=_("Code or full name of the place"), max_length=120, required=False,
        help_text=_("Leave it empty for “everywhere”."),
    )  # fmt: skip
    first_day = DayField(label=_("From"))
    last_day = DayField(label=_("Until and including"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=200, error_messages={"required": _("Say in a few words why; the one who decides reads it.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = role_names()
        self.fields["role"].choices = [(role, named.get(role, role)) for role in table.roles()]
        self.scope_code = ""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first; change one of them."))
        kind, typed = said.get("scope_kind"), said.get("place", "").strip()
        if kind == "everywhere":
            self.scope_code = "*"
        elif kind:
            self._find_place(kind, typed)
        return said

    def _find_place(self, kind: str, typed: str) -> None:
        found = queries.places_called(kind, typed) if typed else []
        if len(found) == 1:
            self.scope_code = found[0][0]
        elif found:
            listed = "、".join(f"{name}（{code}）" for code, name in found)
            self.add_error("place", ValidationError(_("Several places are called so: %(listed)s. Type the code."), params={"listed": listed}))
        else:
            self.add_error("place", _("There is no such place of this kind; type its code or its full name."))


class EndForm(forms.Form):
    """Why a role is to be taken."""

    reason = forms.CharField(label=_("Why"), max_length=200, error_messages={"required": _("Say in a few words why; the one who decides reads it.")})
