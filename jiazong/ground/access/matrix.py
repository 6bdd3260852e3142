"""The table of permissions laid out for people: action × role × relation, reckoned by the same rule the guard asks."""
from collections.abc import Iterator
from dataclasses import dataclass

from jiazong.ground.access import table
from jiazong.ground.access.rules import AGENCY, CENTRE, EVERYWHERE, OWN, REGION, Held, reach_of

ROLES = {
    "reception": "前台", "social_worker": "社工", "supervisor": "督导", "centre_director": "中心主任",
    "agency_office": "机构办公室",
    "privacy_officer": "个人信息保护负责人", "street_office": "街道办事处", "district_bureau": "区民政局",
    "city_bureau": "市民政局", "administrator": "系统管理员",
    "panel_member": "评标委员会成员",
}  # fmt: skip
WITHOUT_ROLE = ("public", "signed_in")


@dataclass(frozen=True)
class Place:
    """Where a record lies, seen from the person: its centre, agency and region, and whether it is the person's own."""

    relation: str
    centre: str = "a"
    agency: str = "x"
    region: str = "440103001"
    is_own: bool = False
    is_over: bool = False


PLACES = (
    Place("本人的记录", is_own=True),
    Place("同一中心别人的记录"),
    Place("同一机构的别的中心（别的街道）", centre="b", region="440103002"),
    Place("同一街道的别的机构", centre="c", agency="y"),
    Place("同一区的别的街道、别的机构", centre="d", agency="y", region="440103009"),
    Place("同一市的别的区", centre="e", agency="y", region="440106001"),
    Place("别的市", centre="f", agency="y", region="440402001"),
    Place("任期已满或还没开始", is_own=True, is_over=True),
)
# Where each role usually is held; what a role may do is the same wherever it is held.
SCOPES = {
    "agency_office": (AGENCY, "x"), "privacy_officer": (AGENCY, "x"), "street_office": (REGION, "440103001"),
    "district_bureau": (REGION, "440103"), "city_bureau": (REGION, "4401"), "administrator": (EVERYWHERE, ""),
    "panel_member": (REGION, "440103"),
}  # fmt: skip


def may(word: str, role: str, place: Place) -> bool:
    """Whether somebody in this role may do the word to a record that lies there."""
    if word in WITHOUT_ROLE:
        return True
    if place.is_over:
        return False
    kind, code = SCOPES.get(role, (CENTRE, "a"))
    reach = reach_of(word, [Held(role, kind, code)], table.cells())
    is_mine = table.cells()[word][role] == OWN and place.is_own and place.centre in reach.own_in
    return is_mine or reach.covers_centre(code=place.centre, agency=place.agency, region=place.region)


def rows() -> Iterator[list[str]]:
    """One line for each word and relation: word, meaning, relation, then yes or no for each role."""
    for line in table.lines():
        for place in PLACES:
            marks = ["能" if may(line["word"], role, place) else "不能" for role in table.roles()]
            yield [line["word"], line["meaning"], place.relation, *marks]


def headings() -> list[str]:
    """The headings of these lines."""
    return ["权限词", "含义", "与记录的关系", *(ROLES[role] for role in table.roles())]
