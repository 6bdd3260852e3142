"""Every policy, guard, predicate and cell of the table is taken away, one at a time: the suite notices each.

Policies are tried by the probes of the database alone; guards and predicates by visits with the database layer off, which
would otherwise stand in for what is missing. Of guards and predicates the normal run takes a sample, --long takes all.
"""
import pytest
from django.db import connection

from docs import make_permissions
from jiazong.ground.access import checks, table
from jiazong.ground.access.grants.queries import purpose_lines
from tests.permissions import layers, probes
from tests.permissions.test_each_layer_alone import faults_without_database
from tests.permissions.test_every_address import SINGING, WITHOUT_ROLE, cells_of, fault_in, visit

POLICIES = "SELECT polname, polcmd, polqual IS NOT NULL, polwithcheck IS NOT NULL FROM pg_policy WHERE polrelid = %s::regclass AND polname LIKE %s ORDER BY 1"
# Behind these words a grant of its own stands for every row: with the guard gone nothing opens, so there is nothing to notice.
BY_GRANT = {line["word"] for line in purpose_lines()}
# What the probes cannot hear, and where it is heard: no contract of the world is terminated; whoever reads a bank line may tie it.
ELSEWHERE = {
    "contracts_contract: app_ended gone": "jiazong/ledger/money/tests/test_second_layer.py",
    "money_bankline: app_update open": "jiazong/ledger/money/tests/test_second_layer.py",
}
# These ask for the person's own row in a centre she supervises today: with the guard gone everybody else finds nothing all the same.
OWN_ROWS = {"supervision:plan_remove"}
GUARDED = sorted(name for name, _ in checks.screens() if table.word_of_screen().get(name) not in {*WITHOUT_ROLE, *BY_GRANT} and name not in OWN_ROWS)


def mutants_of(name: str) -> list[tuple[str, str]]:
    """What can be wrong with the policies of one table: one missing, one open, all off."""
    with connection.cursor() as cursor:
        cursor.execute(POLICIES, [name, "app%"])
        found = cursor.fetchall()
    mutants = [(f"{name}: protection off", f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")]
    for policy, _verb, reads, writes in found:
        opened = " ".join([*(["USING (true)"] if reads else []), *(["WITH CHECK (true)"] if writes else [])])
        mutants.append((f"{name}: {policy} gone", f"DROP POLICY {policy} ON {name}"))
        mutants.append((f"{name}: {policy} open", f"ALTER POLICY {policy} ON {name} {opened}"))
    return mutants


def test_each_policy_is_missed(world, capsys):
    killed, alive = 0, []
    for one in probes.TABLES:
        if one.name == "hours_daysum":
            continue  # a view has no policy of its own
        for label, statement in mutants_of(one.name):
            with layers.mutated(statement):
                noticed = any(probes.faults_of(one, world.people, world))
            killed += noticed
            alive += [] if noticed else [label]
    with capsys.disabled():
        print(f"\nMutants of policies: {killed} of {killed + len(alive)} noticed.")
    assert sorted(set(alive) - set(ELSEWHERE)) == []


@pytest.mark.parametrize("names", [GUARDED[::15], pytest.param(GUARDED, marks=pytest.mark.long)], ids=["sample", "all"])
def test_each_guard_is_missed(names, world, sessions, capsys):
    layers.without_database()
    alive = []
    for name in names:
        with pytest.MonkeyPatch.context() as patch:
            layers.without_guard(patch, name)
            # Whoever has no role today is the first to be let in wrongly.
            cells = sorted(cells_of(name, world), key=lambda cell: cell.is_allowed)
            if not any(_is_noticed(cell, sessions) for cell in cells):
                alive.append(name)
    with capsys.disabled():
        print(f"\nMutants of guards: {len(names) - len(alive)} of {len(names)} noticed.")
    assert alive == []


def _is_noticed(cell, sessions) -> bool:
    try:
        answer, _ = visit(cell, sessions)
    except Exception:  # a page that breaks for want of a reach is noticed as well
        return True
    return bool(fault_in(cell, answer))


@pytest.mark.parametrize("name", ["postings_within", *(pytest.param(one, marks=pytest.mark.long) for one in layers.PREDICATES if one != "postings_within")])
def test_each_predicate_is_missed(name, world, sessions, monkeypatch):
    layers.without_database()
    layers.without_predicate(monkeypatch, name)
    screens = [*SINGING, "contracts:edit", "evidence:contract"]
    assert any(faults_without_database([screen], world, sessions)[1] for screen in screens), f"{name} is missed by nobody"


def test_each_cell_of_the_table_is_missed(capsys):
    """The page that people have reviewed says every cell; a table with one cell changed does not fit it."""
    agreed, source = make_permissions.PAGE.read_text(encoding="utf-8"), make_permissions.TABLE.read_text(encoding="utf-8")
    assert make_permissions.render(source) == agreed
    mutants = 0
    for line in table.lines():
        for role in table.roles() if line["word"] not in WITHOUT_ROLE else ():
            changed = {**line, role: "" if line[role] else "scope"}
            lines = [",".join(line), *(",".join((changed if one["word"] == line["word"] else one).values()) for one in table.lines())]
            mutants += 1
            assert make_permissions.render("\n".join(lines)) != agreed, f"{line['word']} × {role}"
    with capsys.disabled():
        print(f"\nMutants of the table: {mutants} of {mutants} noticed.")
