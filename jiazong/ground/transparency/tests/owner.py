"""The owner of the tables, who is bound by their policies until it lays them aside, as it may; triggers stay awake unless told to sleep."""
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

FORCED = "SELECT oid::regclass::text FROM pg_class WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace"


@contextmanager
def past_policies(*tables: str, with_triggers: bool = True) -> Iterator[CursorWrapper]:
    """Be the owner before whom no policy of these tables (of every table where none is named) stands; the end puts all back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        role = cursor.fetchone()[0]
        cursor.execute(FORCED)
        forced = [name for (name,) in cursor.fetchall() if name in tables or not tables]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL ROLE NONE")
        _alter(cursor, forced, "NO FORCE ROW LEVEL SECURITY")
        if not with_triggers:
            _alter(cursor, tables, "DISABLE TRIGGER USER")
        yield cursor
        if not with_triggers:
            _alter(cursor, tables, "ENABLE TRIGGER USER")
        _alter(cursor, forced, "FORCE ROW LEVEL SECURITY")
        cursor.execute("SELECT set_config('role', %s, true)", [role])


def _alter(cursor: CursorWrapper, tables: tuple[str, ...] | list[str], change: str) -> None:
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} {change}")
