"""The checks of a new password (AUTH_PASSWORD_VALIDATORS); each refusal is one sentence that says what to do."""
import csv
import re
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypinyin import lazy_pinyin

from jiazong.ground.accounts.models import Account
from jiazong.ground.accounts.rules import passwords
from jiazong.ground.accounts.rules.passwords import Pattern

FILE = Path(__file__).parent / "data" / "password-patterns.csv"
REFUSALS = {
    "date": gettext_lazy("This password is mostly a date, which is guessed first; add words of your own to it."),
    "year": gettext_lazy("This password is mostly a year, which is guessed first; add words of your own to it."),
    "telephone": gettext_lazy("This password is mostly a telephone number, which is guessed first; add words of your own to it."),
    "repeated": gettext_lazy("This password repeats the same signs, which is guessed first; add words of your own to it."),
    "walk": gettext_lazy("This password follows the keys of the keyboard, which is guessed first; choose a short sentence instead."),
    "word": gettext_lazy("This password is mostly a word many people use; choose a short sentence instead."),
    "digits": gettext_lazy("This password is mostly digits many people use, such as 520 or 1314; choose a short sentence instead."),
    "login": gettext_lazy("This password holds your login, which is guessed first; leave it out."),
    "name": gettext_lazy("This password holds your name, which is guessed first; leave it out."),
    "place": gettext_lazy("This password is mostly the name of your place, which is guessed first; choose a short sentence instead."),
    "few": gettext_lazy("This password has too few different signs; choose a short sentence instead."),
}


@cache
def known_patterns() -> tuple[Pattern, ...]:
    """The lines of password-patterns.csv."""
    with FILE.open(encoding="utf-8", newline="") as source:
        return tuple(Pattern(line["kind"], line["pattern"].casefold()) for line in csv.DictReader(source))


def called(account: Account | None) -> dict[str, list[str]]:
    """What a person is called by: login and its parts, name, and the name in pinyin, joined and turned round."""
    if account is None:
        return {}
    parts = [part for part in re.split(r"[^\w]+|_|\d+", account.login) if len(part) >= 4]
    sounds = lazy_pinyin(account.name)
    turned = sounds[1:] + sounds[:1]
    names = [account.name, account.name[1:]] if not account.name.isascii() else account.name.split()
    spoken = ["".join(sounds), "".join(turned)] if len(sounds) > 1 else []
    return {"login": [account.login, *parts], "name": [*names, *spoken]}


class PatternValidator:
    """Refuse what people in China guess first: birthdays, telephone numbers, 520, the keyboard, the own name and login."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError with the one sentence that says why."""
        kind = passwords.weakness(password, known_patterns(), called(user))
        if kind:
            raise ValidationError(str(REFUSALS[kind]), code=f"password_{kind}")

    def get_help_text(self) -> str:
        return _("No birthday, telephone number, name or login, and nothing that follows the keys of the keyboard.")


class LengthValidator:
    """Refuse a password that is too short (JIAZONG_PASSWORD_LENGTH) or so long that nobody typed it."""

    def __init__(self, min_length: int, max_length: int = 256) -> None:
        self.min_length, self.max_length = min_length, max_length

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError with the length that is asked for."""
        if len(password) < self.min_length:
            said = _("At least %(count)s signs are needed; a short sentence is easy to keep in mind.")
            raise ValidationError(said, code="password_short", params={"count": self.min_length})
        if len(password) > self.max_length:
            said = _("At most %(count)s signs are taken; choose a shorter sentence.")
            raise ValidationError(said, code="password_long", params={"count": self.max_length})

    def get_help_text(self) -> str:
        return _("At least %(count)s signs are needed; a short sentence is easy to keep in mind.") % {"count": self.min_length}
