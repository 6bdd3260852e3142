"""Every address × every role × how it stands: opened, refused as if it did not exist, or sent to sign in; no word leaks."""
from dataclasses import dataclass
from zlib import crc32

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from jiazong.ground.access import checks, table
from tests.permissions.arguments import SCREENS, Screen
from tests.permissions.conftest import Sessions
from tests.permissions.reading import words_of
from tests.permissions.world import AT_A_CENTRE, COLLEAGUE, ELSEWHERE, HERE, Person, Side, World
from tests.taking_back import taken_back

NAMES = sorted({name for name, _ in checks.screens()} & set(table.word_of_screen()))
OPENED = {200, 302, 303}
TAKEN = {200, 204, 302, 303, 400, 409, 413, 422}
WITHOUT_ROLE = ("public", "signed_in")
# Steps of signing in that begin anew when they are opened by themselves.
LEAD_TO_SIGN_IN = {
    "accounts:sign_out", "accounts:second", "accounts:sign_in_with_passkey", "accounts:provider", "accounts:provider_callback",
}  # fmt: skip
SINGING = [
    "staff:worker", "places:centre", "hours:posting", "hours:indicator", "hours:indicator_export", "contracts:detail",
    "books:book", "books:refused", "evidence:download",
]  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One visit: who, how, where, and whether it must succeed."""

    name: str
    method: str
    address: str
    person: Person | None
    is_allowed: bool

    def __str__(self) -> str:
        return f"{self.method} {self.address} by {self.person or 'nobody'}"


def is_allowed(name: str, screen: Screen, person: Person | None, *, their_side: bool) -> bool:
    """What the table says: the word in the role, today, and the side within reach."""
    word = table.word_of_screen()[name]
    if word in WITHOUT_ROLE:
        return word == "public" or person is not None
    if person is None or not table.cells()[word][person.role] or person.state not in (HERE, ELSEWHERE):
        return False
    return screen.arguments is None or screen.is_anywhere or screen.is_of_the_public or (person.state == ELSEWHERE) == their_side


def cells_of(name: str, world: World) -> list[Cell]:
    """All visits to one address: nobody and everybody, on both sides, read and write."""
    screen, cells = SCREENS[name], []
    today = [one for one in world.people if one.state in (HERE, ELSEWHERE)]
    sides = [(world.ours, [None, *world.people])] + ([(world.theirs, today)] if screen.arguments else [])
    for side, people in sides:
        for person in people:
            address = address_of(name, screen, side, person)
            allowed = is_allowed(name, screen, person, their_side=side is world.theirs)
            cells += [Cell(name, method, address, person, allowed) for method in ("GET", "POST")]
    return cells


def address_of(name: str, screen: Screen, side: Side, person: Person | None) -> str:
    return reverse(name, kwargs=screen.arguments(side, person) if screen.arguments else {}) + screen.query


def visit(cell: Cell, sessions: Sessions) -> tuple[HttpResponse, str]:
    """The answer and all its words; whatever the visit wrote is taken back."""
    sessions.stay_seen()
    client = sessions.client
    client.cookies.clear()
    if cell.person:
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[cell.person]
    with taken_back():
        answer = client.generic(cell.method, cell.address, content_type="application/x-www-form-urlencoded")
        return answer, words_of(answer)


def fault_in(cell: Cell, answer: HttpResponse) -> str:
    """What is wrong with an answer, nothing if it is as it must be."""
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("accounts:sign_in"))
    if answer.status_code == 405 and cell.method != SCREENS[cell.name].method:
        return ""  # a screen that is never posted to says so of every address alike
    if cell.person is None and not cell.is_allowed:
        return "" if to_sign_in else f"{answer.status_code} instead of the sign-in page"
    if not cell.is_allowed:
        return "" if answer.status_code == 404 else f"{answer.status_code} instead of 404"
    right = answer.status_code in (OPENED if cell.method == "GET" else TAKEN)
    if not right or (to_sign_in and cell.name not in LEAD_TO_SIGN_IN):
        return f"{answer.status_code} instead of an open door"
    return ""


def leak_in(cell: Cell, words: str, world: World) -> str:
    """A word of the side the person must not see; the address itself, which she typed, is no leak."""
    if SCREENS[cell.name].is_anywhere:
        return ""  # accounts belong to no side: whoever manages them sees them all
    side = world.ours if cell.person is None or cell.person.state == ELSEWHERE else world.theirs
    rest = words.replace(cell.address, "")
    found = [canary for canary in (side.canary, side.latin) if canary in rest]
    return f"leaks {', '.join(found)}" if found else ""


def walk(world, sessions, subtests, capsys, *, is_tried) -> None:
    """Visit the cells that are to be tried, address by address, and say how many there were."""
    visits = 0
    for name in NAMES:
        cells, faults = [cell for cell in cells_of(name, world) if is_tried(cell)], []
        for cell in cells:
            answer, words = visit(cell, sessions)
            fault = fault_in(cell, answer) or leak_in(cell, words, world)
            faults += [f"{cell}: {fault}"] if fault else []
        visits += len(cells)
        with subtests.test(name):
            assert faults == []
    with capsys.disabled():
        print(f"\nPermissions: {visits:,} visits to {len(NAMES)} addresses.")


def is_in_the_sample(cell: Cell) -> bool:
    """Everybody who is somebody today, and of those who were, will be or are elsewhere every tenth, another at each address."""
    usual = cell.person is None or cell.person.state == HERE
    return usual or crc32(f"{cell.name} {cell.method} {cell.person}".encode()) % 10 == 0


def test_every_address_opens_for_whom_the_table_says_and_for_nobody_else(world, sessions, subtests, capsys):
    walk(world, sessions, subtests, capsys, is_tried=is_in_the_sample)


@pytest.mark.long
def test_every_cell_of_every_address_for_everybody(world, sessions, subtests, capsys):
    walk(world, sessions, subtests, capsys, is_tried=lambda cell: True)


@pytest.mark.parametrize("name", ["hours:posting", "hours:correct"])
def test_own_means_own(name, world, sessions):
    """Where the table says `own`, a colleague's line of the same centre is as if it did not exist."""
    address = reverse(name, kwargs={"number": world.ours.shared.pk})
    for role in AT_A_CENTRE:
        mark = table.cells()[table.word_of_screen()[name]][role]
        answer, _ = visit(Cell(name, "GET", address, world.person(role), mark == "scope"), sessions)
        assert answer.status_code == (200 if mark == "scope" else 404), role


def test_what_a_colleague_wrote_is_in_no_answer_to_those_who_see_only_their_own(world, sessions, subtests):
    for name in NAMES:
        for role, mark in table.cells()[table.word_of_screen()[name]].items():
            if mark == "own":
                person = world.person(role)
                address = address_of(name, SCREENS[name], world.ours, person)
                with subtests.test(f"{name} by {role}"):
                    assert COLLEAGUE not in visit(Cell(name, "GET", address, person, True), sessions)[1]


def test_every_screen_has_its_line():
    """A screen that is added and not listed in `arguments.py` would be tried by nobody."""
    assert {name for name, _ in checks.screens()} == set(SCREENS)


@pytest.mark.parametrize("name", SINGING)
def test_the_words_looked_for_do_stand_in_what_may_be_read(name, world, sessions):
    """If the canary could not be heard at home, its silence elsewhere would mean nothing."""
    director = world.person("centre_director")
    address = address_of(name, SCREENS[name], world.ours, director)
    _, words = visit(Cell(name, "GET", address, director, True), sessions)
    assert world.ours.canary in words.replace(address, "")
    stranger = Person("centre_director", ELSEWHERE, director.account)
    assert leak_in(Cell(name, "GET", address, stranger, True), words, world)
