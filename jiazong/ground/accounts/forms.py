from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from jiazong.ground.accounts import entering, factors, stepup, throttle
from jiazong.ground.accounts.models import Account

SECRET = {"autocapitalize": "none", "spellcheck": "false", "data-no-draft": True}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, **SECRET}


class Spaced:
    """A form whose tries are spaced: `seconds` says how long the next one has to wait."""

    seconds = 0

    def must_wait(self, wait: throttle.Wait) -> ValidationError:
        self.seconds = wait.seconds
        said = _now("Too many tries; wait %(seconds)s seconds and try again. Nothing is locked.")
        return ValidationError(said, params={"seconds": wait.seconds})


class SignInForm(Spaced, forms.Form):
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
    is_own_device = forms.BooleanField(label=_("This device is mine: stay signed in when I close the browser"), required=False)

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.account: Account | None = None

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "login" in said and "password" in said:
            try:
                self.account = entering.check_password(self.request, said["login"], said["password"])
            except throttle.Wait as wait:
                raise self.must_wait(wait) from None
            if self.account is None:
                raise ValidationError(_("Login and password do not belong together; check both and try again."))
        return said


class ProofForm(Spaced, forms.Form):
    """Something only this person has: a code of her telephone, a recovery code, or the answer of a passkey."""

    code = forms.CharField(label=_("Code from your telephone, or a recovery code"), max_length=20, required=False, widget=forms.TextInput(CODE))
    answer = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput({"data-no-draft": True}))

    def __init__(self, *args: Any, request: HttpRequest, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.account = request, account
        self.by = ""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        check = self.check(said)
        if check is None:
            raise ValidationError(_("Type the six digits your telephone shows, or use your passkey."))
        try:
            self.by = entering.check_again(self.request, self.account, check)
        except throttle.Wait as wait:
            raise self.must_wait(wait) from None
        except factors.NotProved:
            raise ValidationError(_("This was not right or was used before; wait for the next code and try again.")) from None
        return said

    def check(self, said: dict[str, Any]) -> Callable[[], str] | None:
        """What there is to be checked, or nothing."""
        if said.get("answer"):
            return lambda: self._passkey(said["answer"])
        return (lambda: factors.check_code(self.account, said["code"])) if said.get("code") else None

    def _passkey(self, answer: str) -> str:
        factors.check_passkey(self.account, answer)
        return stepup.PASSKEY


class ProveForm(ProofForm):
    """The same, or the password, for a person who has signed in already."""

    password = forms.CharField(
        label=_("Password"), max_length=4096, strip=False, required=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "data-no-draft": True}),
    )  # fmt: skip

    def check(self, said: dict[str, Any]) -> Callable[[], str] | None:
        if said.get("password"):
            return lambda: self._password(said["password"])
        return super().check(said)

    def _password(self, typed: str) -> str:
        if not self.account.check_password(typed):
            raise factors.NotProved
        return stepup.PASSWORD


class TelephoneForm(forms.Form):
    """The first code a telephone shows after it has photographed the square."""

    code = forms.CharField(
        label=_("The six digits your telephone shows now"),
        max_length=20,
        error_messages={"required": _("Type the six digits your telephone shows, or use your passkey.")},
        widget=forms.TextInput(CODE),
    )


class PasskeyForm(forms.Form):
    """A new passkey: what its owner calls it, and what the browser answered."""

    name = forms.CharField(
        label=_("What you call this device"), max_length=40,
        error_messages={"required": _("Give the passkey a name, for example “office computer”.")},
    )  # fmt: skip
    answer = forms.CharField(
        max_length=100_000, widget=forms.HiddenInput({"data-no-draft": True}),
        error_messages={"required": _("The browser made no passkey; press the button once more, or use a telephone instead.")},
    )  # fmt: skip


class PasswordForm(Spaced, forms.Form):
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
        help_text=_("A short sentence is easy to keep in mind. No birthday, telephone number, name or login, and nothing that follows the keys of the keyboard."),
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

    def __init__(self, *args: Any, request: HttpRequest, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.account = request, account

    def clean_now(self) -> str:
        typed = self.cleaned_data["now"]
        try:
            entering.check_again(self.request, self.account, lambda: self._is_own(typed))
        except throttle.Wait as wait:
            raise self.must_wait(wait) from None
        except factors.NotProved:
            raise ValidationError(_("This is not your password now; type it again.")) from None
        return typed

    def _is_own(self, typed: str) -> str:
        if not self.account.check_password(typed):
            raise factors.NotProved
        return stepup.PASSWORD

    def clean_new(self) -> str:
        password_validation.validate_password(self.cleaned_data["new"], self.account)
        return self.cleaned_data["new"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "new" in said and "again" in said and said["new"] != said["again"]:
            self.add_error("again", _("The two new passwords differ; type the same one twice."))
        if "new" in said and said["new"] == said.get("now"):
            self.add_error("new", _("This is the password you have now; choose another one."))
        return said
