"""What stands in a case is in no answer to those who hold no grant on it, of whatever role of the same side."""
import pytest
from django.urls import reverse

from jiazong.ground.access import table
from tests.permissions.arguments import SCREENS
from tests.permissions.casework import SEALED
from tests.permissions.test_every_address import NAMES, Cell, visit
from tests.permissions.world import HERE

OF_CASES = [name for name in NAMES if name.startswith("cases:")]
LOOKED_AT = [*OF_CASES, "desk:home", "staff:list", "staff:worker", "hours:mine"]


def test_the_case_of_somebody_else_is_in_no_answer_to_any_role(world, sessions, subtests):
    """Both layers on, read and write, on the address of the case itself."""
    side = world.ours
    for name in LOOKED_AT:
        for role in table.roles():
            person = world.person(role, HERE)
            arguments = SCREENS[name].arguments
            address = table_address(name, arguments(side, None) if arguments and name in OF_CASES else arguments and arguments(side, person))
            for method in ("GET", "POST"):
                _, words = visit(Cell(name, method, address, person, True), sessions)
                if SEALED in words:
                    with subtests.test(f"{method} {name} by {role}"):
                        pytest.fail("leaks")


def table_address(name: str, arguments: dict | None) -> str:
    return reverse(name, kwargs=arguments or {})


@pytest.mark.parametrize("role", ["street_office", "district_bureau", "city_bureau", "administrator", "agency_office"])
def test_those_who_pay_watch_or_keep_the_system_have_no_path_to_a_case(role):
    words = {table.word_of_screen()[name] for name in OF_CASES} - {"signed_in"}
    assert words and not any(table.cells()[word][role] for word in words)
