"""After every change of the tables or of the lists: the database's own copy of the permissions and purposes, and who may do what to which table."""
import hashlib
import logging

from django.db import connection, transaction

from jiazong.ground.access import table, tables
from jiazong.ground.access.context import APP, SYSTEM
from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.models import Purpose
from jiazong.ground.access.models import Rule

log = logging.getLogger("jiazong.access")
SETTLED = "SELECT obj_description(to_regclass('access_rule'), 'pg_class')"
PRESENT = "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')"


def is_settled() -> bool:
    """Whether the database has read the lists as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        return cursor.fetchone()[0] == mark()


def mark() -> str:
    """What the three lists say, as one short word."""
    said = b"".join(file.read_bytes() for file in (table.FILE, tables.FILE, grants.FILE))
    return hashlib.sha256(said).hexdigest()


@transaction.atomic
def settle() -> None:
    """Write the permissions into the database and give both roles exactly the privileges of tables.csv; needs the owner."""
    cells = [Rule(word=word, role=role, reach=reach) for word, by_role in table.cells().items()
             for role, reach in by_role.items() if reach]  # fmt: skip
    Rule.objects.all().delete()
    Rule.objects.bulk_create(cells)
    Purpose.objects.all().delete()
    Purpose.objects.bulk_create(Purpose(**line) for line in grants.purpose_lines())
    with connection.cursor() as cursor:
        cursor.execute(PRESENT)
        present = {name for (name,) in cursor.fetchall()}
        cursor.execute(";\n".join([*_privileges(present), *_surroundings(connection.settings_dict["NAME"])]))
        cursor.execute(f"COMMENT ON TABLE access_rule IS '{mark()}'")


def _privileges(present: set[str]) -> list[str]:
    statements = []
    for name, line in tables.lines().items():
        if name in present:
            statements.append(f'REVOKE ALL ON "{name}" FROM {APP}, {SYSTEM}')
            for role, verbs in ((APP, line.app), (SYSTEM, line.system)):
                if verbs:
                    statements.append(f'GRANT {", ".join(verbs)} ON "{name}" TO {role}')
    return statements


def _surroundings(database: str) -> list[str]:
    """What both roles need besides tables. Temporary tables: an import checks its rows in one before it posts them."""
    name = connection.ops.quote_name(database)
    return [
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}, {SYSTEM}",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {APP}, {SYSTEM}",
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {APP}, {SYSTEM}",
    ]
