"""What was said in a supervision and what a record check found is in no answer to those who see only that it exists."""
import pytest

from jiazong.ground.access import table
from tests.permissions.arguments import SCREENS
from tests.permissions.register import SECRET
from tests.permissions.test_every_address import NAMES, Cell, address_of, visit
from tests.permissions.world import HERE

# The form of a worker is printed by whoever sees the worker; it holds nothing of the register.
OF_THE_REGISTER = [name for name in NAMES if name.startswith("supervision:") and name != "supervision:staff_print"]
# Beside the register's own screens those on which a person or a day is summed up.
LOOKED_AT = [*OF_THE_REGISTER, "desk:home", "staff:list", "staff:worker"]


def test_the_text_of_a_colleagues_file_is_in_no_answer_to_any_role(world, sessions, subtests):
    """Both layers on: everybody of the side itself, read and write; the text belongs to two other people."""
    for name in LOOKED_AT:
        for role in table.roles():
            person = world.person(role, HERE)
            address = address_of(name, SCREENS[name], world.ours, person)
            for method in ("GET", "POST"):
                _, words = visit(Cell(name, method, address, person, True), sessions)
                if SECRET in words:
                    with subtests.test(f"{method} {name} by {role}"):
                        pytest.fail("leaks")


@pytest.mark.parametrize("role", ["street_office", "district_bureau", "city_bureau", "administrator", "agency_office"])
def test_those_who_pay_watch_or_keep_the_system_have_no_path_to_the_register(role):
    words = {table.word_of_screen()[name] for name in OF_THE_REGISTER} - {"signed_in"}
    assert words and not any(table.cells()[word][role] for word in words)
