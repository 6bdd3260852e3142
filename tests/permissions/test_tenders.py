"""On every screen of tenders: a bidder finds nothing of another's, a member of the panel nothing of another member's."""
from tests.permissions.arguments import SCREENS
from tests.permissions.commissioning import JUDGE, RIVAL
from tests.permissions.test_every_address import NAMES, Cell, address_of, visit

SECRETS = {"agency_office": (RIVAL, JUDGE), "panel_member": (JUDGE, "59.00", "质疑")}


def test_what_rivals_and_other_members_wrote_is_in_no_answer_to_those_who_see_only_their_own(world, sessions, subtests):
    for name in (one for one in NAMES if one.startswith("tenders:")):
        for role, secrets in SECRETS.items():
            person = world.person(role)
            address = address_of(name, SCREENS[name], world.ours, person)
            with subtests.test(f"{name} by {role}"):
                words = visit(Cell(name, "GET", address, person, True), sessions)[1]
                assert [one for one in secrets if one in words] == []
    with subtests.test("the words looked for do stand in what may be read"):
        street = world.person("street_office")
        address = address_of("tenders:tender", SCREENS["tenders:tender"], world.ours, street)
        words = visit(Cell("tenders:tender", "GET", address, street, True), sessions)[1]
        assert RIVAL in words and JUDGE in words
