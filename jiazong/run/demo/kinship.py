"""Who belongs to whom in an invented family, from what its members are called; drawn on the family's page."""
from datetime import date

from jiazong.ground.accounts.models import Account
from jiazong.people.residents.actions import kin
from jiazong.people.residents.models import Household, Person

PARTNERS, CHILDREN, THEIR_PARTNERS = ("妻子", "丈夫"), ("儿子", "女儿"), ("女婿",)
# What stands around many of these families; the first of them for the first family, and so on.
AROUND = (("居委会", "normal", "both"), ("社区医院", "strong", "in"), ("学校", "normal", "both"), ("邻居", "strong", "both"), ("亲戚", "weak", "in"))


def tie(household: Household, members: list[tuple[str, Person]], place: int, *, on: date, by: Account) -> None:
    """Write down the kin of a household's members, told from the first, and what surrounds them."""
    (_told, first), *others = members
    partner = next((one for role, one in others if role in PARTNERS), None)
    children = [one for role, one in others if role in CHILDREN]
    if partner:
        kin.join(first, partner, kind="married", by=by)
    for child in children:
        for parent in filter(None, (first, partner)):
            kin.add_parent(child, parent, kind="birth", by=by)
    for role, one in others:
        if role in THEIR_PARTNERS and children:
            kin.join(children[-1], one, kind="married", by=by)
    if children:
        kin.say_bond(first, children[0], kind=("close", "conflict", "distant")[place % 3], on=on, by=by)
    for name, kind, direction in (AROUND[place % 5], AROUND[(place + 2) % 5]):
        kin.tie_to(household, system=name, kind=kind, direction=direction, on=on, by=by)
