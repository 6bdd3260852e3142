"""Every table is on the reviewed list and is what the list says; a table nobody declared fails here."""
import pytest
from django.db import ProgrammingError, connection, transaction

from jiazong.ground.access import tables
from jiazong.ground.access.context import APP, SYSTEM

pytestmark = pytest.mark.django_db
PRESENT = """
SELECT c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
  (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
  (SELECT bool_and(p.polroles <> '{0}') FROM pg_policy p WHERE p.polrelid = c.oid)
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1
"""
PRIVILEGES = """
SELECT c.relname, CASE right_.grantee WHEN 0 THEN 'PUBLIC' ELSE right_.grantee::regrole::text END, right_.privilege_type
FROM pg_class c, aclexplode(c.relacl) right_
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
  AND (right_.grantee = 0 OR right_.grantee::regrole::text IN ('jiazong_app', 'jiazong_system'))
"""
# Views show what their condition says; each is named here with the test that tries it.
VIEWS = {
    "grievances_tasksum": "jiazong/review/grievances/tests/test_second_layer.py", "hours_daysum": "tests/permissions/test_database_alone.py",
}  # fmt: skip
# Functions that run with the owner's eyes, each pinned: a new one is looked at by somebody before it stands here.
WITH_THE_OWNERS_EYES = "tests/permissions/functions.txt"
ONLY_ADDED = (
    "hours_posting", "hours_monthclosing", "chronicle_entry", "access_read", "transparency_leaf", "money_voucher", "money_entry",
    "lifecycle_amendment", "lifecycle_renewal", "lifecycle_termination",
)  # fmt: skip


def asked(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_every_table_is_declared_and_every_declared_table_is_there():
    present = {row[0] for row in asked(PRESENT)}
    undeclared, gone = present - set(tables.lines()), set(tables.lines()) - present
    assert not undeclared, f"not in tables.csv: {sorted(undeclared)}"
    assert not gone, f"in tables.csv, but no table: {sorted(gone)}"


def test_what_is_to_be_protected_is_protected_also_from_its_owner():
    for name, kind, is_on, is_forced, policies, all_named in asked(PRESENT):
        line = tables.lines().get(name)
        if line and line.protection == "rls" and kind != "v":
            assert is_on and is_forced, f"{name} has no forced row-level security"
            assert all_named, f"{name} has a policy for everybody"
            assert policies or not (line.app or line.system), f"{name} may be reached but has no policy"
        elif line:
            assert kind == "v" or not is_on, f"{name} is protected, tables.csv says {line.protection}"
            assert kind != "v" or name in VIEWS, f"the view {name} is tried by nobody"


def test_personal_and_restricted_data_is_never_public():
    for line in tables.lines().values():
        if line.data_class in ("D2", "D3", "D4", "D5", "D6", "D7"):
            is_closed = not line.app and not line.system
            assert line.protection in ("rls", "door") or is_closed, line.table


def test_both_roles_have_the_privileges_of_the_list_and_no_others():
    found: dict[tuple[str, str], set[str]] = {}
    for table, role, verb in asked(PRIVILEGES):
        found.setdefault((table, role), set()).add(verb)
    assert not [table for table, role in found if role == "PUBLIC"]
    for name, line in tables.lines().items():
        for role, verbs in ((APP, line.app), (SYSTEM, line.system)):
            whole = {verb for verb in verbs if "(" not in verb}
            assert found.get((name, role), set()) == whole, f"{role} on {name}"


@pytest.mark.parametrize("table", ONLY_ADDED)
def test_evidence_is_only_added(table):
    for role in (APP, SYSTEM):
        rights = asked(f"SELECT has_table_privilege('{role}', '{table}', 'UPDATE'), has_table_privilege('{role}', '{table}', 'DELETE'), has_table_privilege('{role}', '{table}', 'TRUNCATE')")
        assert rights == [(False, False, False)]


def test_both_roles_own_nothing_and_pass_no_policy():
    held = asked(f"SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname IN ('{APP}', '{SYSTEM}')")
    assert sorted(held) == [(APP, False, False, False, False), (SYSTEM, False, False, False, False)]
    assert asked(f"SELECT count(*) FROM pg_class WHERE relowner IN ('{APP}'::regrole, '{SYSTEM}'::regrole) AND relnamespace = 'public'::regnamespace") == [(0,)]
    assert asked(f"SELECT has_schema_privilege('{APP}', 'public', 'CREATE'), has_schema_privilege('{SYSTEM}', 'public', 'CREATE')") == [(False, False)]
    assert asked(f"SELECT pg_has_role('{APP}', '{SYSTEM}', 'MEMBER')") == [(False,)]


def test_functions_with_the_owners_eyes_are_pinned_and_fix_their_search_path():
    found = asked("""SELECT p.oid::regprocedure::text, coalesce(array_to_string(p.proconfig, ' '), '') FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname IN ('app', 'public')""")
    loose = [name for name, config in found if not (config.startswith("search_path=") and config.endswith("pg_temp"))]
    assert not loose
    with open(WITH_THE_OWNERS_EYES, encoding="utf-8") as file:
        pinned = {line.strip() for line in file if line.strip()}
    assert {name for name, _ in found} == pinned


@pytest.mark.parametrize("role", [APP, SYSTEM])
def test_without_context_no_row_of_a_protected_table_is_shown(role, world):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.account', '', true), set_config('app.purpose', '', true), set_config('role', %s, true)", [role])
        for name, line in tables.lines().items():
            verbs = line.app if role == APP else line.system
            if line.protection == "rls" and line.data_class not in ("D0", "D1") and "SELECT" in verbs:
                cursor.execute(f'SELECT count(*) FROM "{name}"')
                assert cursor.fetchone() == (0,), name
        cursor.execute("SET LOCAL ROLE jiazong_system")
        cursor.execute("SELECT set_config('app.purpose', 'tests', true)")


def test_the_context_ends_with_its_transaction(world):
    """Whoever gets the connection next is nobody."""
    person = world.person("centre_director")
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        cursor.execute("SELECT set_config('app.account', %s, true)", [str(person.account.pk)])
        cursor.execute("ROLLBACK TO SAVEPOINT before")
        cursor.execute("SELECT current_setting('app.account', true)")
        assert not cursor.fetchone()[0]


def test_the_web_cannot_become_the_system_nor_change_a_policy(world):
    from jiazong.ground.access.context import NotTheSystem, acting, acting_as_system

    with acting(world.person("centre_director").account, "centres.read"):
        with pytest.raises(NotTheSystem), acting_as_system("tests"):
            raise AssertionError("became the system")
        for statement in ("DROP POLICY app_select ON hours_posting", "ALTER TABLE hours_posting DISABLE ROW LEVEL SECURITY", "UPDATE access_rule SET reach = 'scope'"):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
