"""A family of one side: its canary stands in names, places, kin and what surrounds it."""
from dataclasses import dataclass
from datetime import date

from jiazong.people.places.models import Centre
from jiazong.people.residents.actions import families, handing, kin
from jiazong.people.residents.models import (
    Bond,
    Household,
    PeopleBook,
    Person,
    Phone,
    Tag,
    TagKind,
    Tie,
    Union,
)

SINCE = date(2025, 1, 1)


@dataclass
class Families:
    """The family and one of each thing that hangs on it."""

    household: Household
    person: Person
    phone: Phone
    tag: Tag
    tie: Tie
    couple: Union
    bond: Bond
    book: PeopleBook


def furnish(centre: Centre, canary: str) -> Families:
    head = families.register(
        centre, person={"name": f"{canary}户主", "sex": "f", "born_on": date(1970, 1, 1)}, by=None, on=SINCE, phone="13700007777",
        home={"community": f"{canary}社区", "estate": f"{canary}苑", "block": "9栋", "room": f"{canary}室"},
    )  # fmt: skip
    household = head.residences.get().household
    other = families.add_member(household, person={"name": f"{canary}配偶", "sex": "m"}, by=None)
    child = families.add_member(household, person={"name": f"{canary}孩子", "born_on": date(2015, 1, 1)}, by=None)
    kin.add_parent(child, head, kind="birth", by=None)
    kin.make_guardian(child, head, kind="父母", by=None)
    return Families(
        household, head, head.phones.get(),
        families.put_in_group(head, TagKind.objects.get(pk="minimum_living"), by=None, on=SINCE),
        kin.tie_to(household, system=f"{canary}邻居", kind="strong", direction="in", by=None, on=SINCE),
        kin.join(head, other, kind="married", by=None), kin.say_bond(head, other, kind="close", by=None, on=SINCE),
        handing.hand_in(centre, name=f"{canary}名册.csv", content=f"姓名,编号\n{canary},1\n".encode(), by=None),
    )  # fmt: skip
