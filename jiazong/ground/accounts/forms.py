from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiazong.ground.accounts.models import Account

SECRET = {"autocapitalize": "none", "spellcheck": "false", "data-no-draft": True}


class SignInForm(forms.Form):
    """Login and password; which of the two is wrong is not told, so that logins cannot be found out by trying."""

    login = forms.CharField(
        label=_("Login"),
        max_length=60,
        error_messages={"required": _("Type the login you were given, for example your staff number.")},
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True, **SECRET}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        error_messages={"required": _("Type your password.")},
        widget=forms.PasswordInput({"autocomplete": "current-password", "data-no-draft": True}),
    )
    is_own_device = forms.BooleanField(label=_("This device is mine: keep me signed in today"), required=False)

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.account: Account | None = None

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "login" in said and "password" in said:
            self.account = authenticate(self.request, username=said["login"], password=said["password"])
            if self.account is None:
                raise ValidationError(_("Login and password do not belong together; check both and try again."))
        return said


class PasswordForm(forms.Form):
    """The password now and the new one twice."""

    now = forms.CharField(
        label=_("Password now"),
        max_length=4096,
        strip=False,
        error_messages={"required": _("Type the password you sign in with now.")},
        widget=forms.PasswordInput({"autocomplete": "current-password", "data-no-draft": True}),
    )
    new = forms.CharField(
        label=_("New password"),
        max_length=4096,
        strip=False,
        help_text=_("At least 8 characters, not only digits, and not one that many people use. A short sentence is easy to keep in mind."),
        error_messages={"required": _("Type the new password.")},
        widget=forms.PasswordInput({"autocomplete": "new-password", "data-no-draft": True}),
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=4096,
        strip=False,
        error_messages={"required": _("Type the new password once more.")},
        widget=forms.PasswordInput({"autocomplete": "new-password", "data-no-draft": True}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_now(self) -> str:
        if not self.account.check_password(self.cleaned_data["now"]):
            raise ValidationError(_("This is not your password now; type it again."))
        return self.cleaned_data["now"]

    def clean_new(self) -> str:
        password_validation.validate_password(self.cleaned_data["new"], self.account)
        return self.cleaned_data["new"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "new" in said and "again" in said and said["new"] != said["again"]:
            self.add_error("again", _("The two new passwords differ; type the same one twice."))
        return said
