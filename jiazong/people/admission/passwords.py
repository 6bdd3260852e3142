"""The last check of a new password: the names of the places where the person works."""
import re

from django.core.exceptions import ValidationError
from pypinyin import lazy_pinyin

from jiazong.ground.accounts.models import Account
from jiazong.ground.accounts.patterns import REFUSALS, known_patterns
from jiazong.ground.accounts.rules import passwords
from jiazong.people.admission import queries

# What every name of a centre, agency or office ends with; what stands before it is the short name people use.
ENDINGS = re.compile(r"(?:街道?|镇|区|市|县)?(?:社工服务站|社会工作服务站|家庭综合服务中心|社会工作服务中心|服务中心|街道办事处|民政局)$")


def short_names(name: str) -> list[str]:
    """The name of a place as people shorten it, in characters and in pinyin: 青禾街社工服务站 → 青禾, qinghe."""
    short = ENDINGS.sub("", name)
    return [word for word in (name, short, "".join(lazy_pinyin(short))) if len(word) >= 2]


class PlaceNameValidator:
    """Refuse a password made of the name of the own centre, agency or street, with or without a year."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError with the one sentence that says why."""
        if user is None or user._state.adding:
            return
        names = [short for name in queries.names_around(user) for short in short_names(name)]
        found = passwords.findings(password, known_patterns(), {"place": names})
        is_place = any(one.kind == "place" for one in found)
        if is_place and passwords.own_signs(password, found) < passwords.OWN_SIGNS:
            raise ValidationError(str(REFUSALS["place"]), code="password_place")

    def get_help_text(self) -> str:
        return ""
