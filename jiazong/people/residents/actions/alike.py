"""Who of the register may be the one a form tells of; a telephone typed is a look-up that is counted."""
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jiazong.ground.accounts.models import Account
from jiazong.ground.custody import actions as custody
from jiazong.ground.privacy.rules import normal
from jiazong.ground.privacy.troubles import TooManyLooks
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Phone
from jiazong.people.residents.queries import duplicates
from jiazong.people.residents.rules.doors import door_of
from jiazong.people.residents.rules.matching import Known

MOST = 5


@dataclass(frozen=True)
class Alike:
    """Somebody of the register who may be the person typed: how likely (0 to 1) and the codes of why."""

    person: Known
    score: float
    reasons: tuple[str, ...]


class Typed(Protocol):
    """A form that tells of somebody; what cannot be understood is left out."""

    cleaned_data: Mapping[str, Any]


def to(centre: Centre, form: Typed, *, by: Account) -> list[Alike]:
    """Those who may be the person typed, the likeliest first; nobody before a name is there."""
    told = form.cleaned_data
    if not told.get("name"):
        return []
    birth, phone = told.get("birth"), told.get("phone")
    person = Known(
        "typed", told["name"], sex=told.get("sex") or "", born_on=birth.born_on if birth else None,
        is_birth_estimated=bool(birth and birth.is_estimated), numbers=_numbers(centre, phone.number if phone else "", by),
        door=door_of("", told.get("community") or "", told.get("block") or "", told.get("room") or "", ""),
    )  # fmt: skip
    found = duplicates.near(centre, person)[:MOST]
    return [Alike(one.b if one.a.key == person.key else one.a, one.score, one.reasons) for one in found]


def _numbers(centre: Centre, number: str, by: Account) -> frozenset[str]:
    """The number to compare by, once the look is counted; none when this hour's looks are used up."""
    if not number:
        return frozenset()
    try:
        custody.look_up(Phone._meta.get_field("number_index"), centre.agency_id, number, by=by)
    except TooManyLooks:
        return frozenset()
    return frozenset({normal.normal(number, normal.PHONE)})
