"""Either layer holds alone: without the first the database leaks nothing, without the database the first leaks nothing."""
import pytest

from jiazong.ground.access import table
from tests.permissions import layers
from tests.permissions.test_every_address import (
    COLLEAGUE,
    NAMES,
    SINGING,
    WITHOUT_ROLE,
    Cell,
    World,
    cells_of,
    fault_in,
    leak_in,
    visit,
)
from tests.permissions.world import ELSEWHERE, ENDED, TO_COME

# What a worker learnt stands on the worker's page, for whoever may open it: the courses of the world sing with the colleague's word.
READS_COURSES = "staff.read"
# The pack is built in transactions of its own, in which the database gives a bureau no line; here all is one transaction.
# Heard by jiazong/review/evidence/tests/test_views.py -k bureau.
HEARD_ELSEWHERE = ("evidence:download",)
READS_LINES = ("postings.read", "evidence.pack", "months.close", "hours.mine", "hours.log")


def heard(cell: Cell, words: str, world: World) -> str:
    """A word the person must not hear: of the other side, of her own without a word that reads lines, of any after the end."""
    if leak := leak_in(cell, words, world):
        return leak
    rest = words.replace(cell.address, "")
    opened = table.word_of_screen()[cell.name]
    if cell.person is None or cell.person.state in (ENDED, TO_COME):
        found = [one for one in (world.ours.canary + COLLEAGUE, world.ours.latin + "-001") if one in rest]
        return f"leaks {found}" if found else ""
    reads = (*READS_LINES, READS_COURSES) if opened == READS_COURSES else READS_LINES
    if not any(table.cells()[word][cell.person.role] for word in reads) and COLLEAGUE in rest:
        return f"leaks {COLLEAGUE}"
    return ""


def visits(names: list[str], world: World) -> list[Cell]:
    return [cell for name in names for cell in cells_of(name, world) if table.word_of_screen()[name] not in WITHOUT_ROLE]


def leaks_without_application(names: list[str], world: World, sessions: dict) -> tuple[int, list[str]]:
    tried, found = visits([name for name in names if name not in HEARD_ELSEWHERE], world), []
    for cell in tried:
        try:
            _, words = visit(cell, sessions)
            for side in (world.ours, world.theirs):
                words = words.replace(side.contract.purchaser.name, "")  # the names of street offices are public
        except Exception as fault:  # a page that breaks on what the database refuses shows nothing
            words = str(fault)
        if leak := heard(cell, words, world):
            found.append(f"{cell}: {leak}")
    return len(tried), found


def faults_without_database(names: list[str], world: World, sessions: dict) -> tuple[int, list[str]]:
    tried, found = visits(names, world), []
    for cell in tried:
        answer, words = visit(cell, sessions)
        if fault := fault_in(cell, answer) or heard(cell, words, world):
            found.append(f"{cell}: {fault}")
    return len(tried), found


@pytest.mark.parametrize("names", [SINGING[1:4], pytest.param(NAMES, marks=pytest.mark.long)], ids=["sample", "all"])
def test_without_the_first_layer_the_database_leaks_nothing(names, world, sessions, monkeypatch, capsys):
    layers.without_application(monkeypatch)
    tried, found = leaks_without_application(list(names), world, sessions)
    with capsys.disabled():
        print(f"\nApplication layer off: {tried:,} visits, {len(found)} leaks.", *found, sep="\n  ")
    assert found == []


@pytest.mark.parametrize("names", [SINGING[1:4], pytest.param(NAMES, marks=pytest.mark.long)], ids=["sample", "all"])
def test_without_the_database_the_first_layer_leaks_nothing(names, world, sessions, capsys):
    layers.without_database()
    tried, found = faults_without_database(list(names), world, sessions)
    with capsys.disabled():
        print(f"\nDatabase layer off: {tried:,} visits, {len(found)} faults.", *found, sep="\n  ")
    assert found == []


def test_with_both_layers_off_the_leak_is_heard(world, sessions, monkeypatch):
    """If nothing were heard here, the silence above would mean nothing."""
    layers.without_application(monkeypatch)
    layers.without_database()
    _, found = leaks_without_application(["staff:worker"], world, sessions)
    assert any(ELSEWHERE in fault for fault in found)
