"""What a database holds at one moment: the manifest of a backup, and what a restored one is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

import psycopg

_TABLES = """
SELECT n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1
"""
_SHAPE = {
    "foreign_keys": "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated",
    "unchecked": "SELECT count(*) FROM pg_constraint WHERE contype IN ('f', 'c') AND NOT convalidated",
    "checks": "SELECT count(*) FROM pg_constraint WHERE contype IN ('c', 'x', 'u', 'p')",
    "indexes": "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname NOT LIKE 'pg\\_%' AND i.indisvalid",
    "policies": "SELECT count(*) FROM pg_policy",
    "protected": "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity",
    "triggers": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal",
}  # fmt: skip



def shape(line: psycopg.Connection) -> dict[str, int]:
    """How many rules of each kind hold in a database: keys, checks, indexes, policies, triggers."""
    return {name: line.execute(question).fetchone()[0] for name, question in _SHAPE.items()}


def take(line: psycopg.Connection) -> dict[str, Any]:
    """What a database holds at the moment of this transaction: rows of each table, steps of its tables, evidence log."""
    moment, server = line.execute("SELECT now(), current_setting('server_version')").fetchone()
    tables = {name: line.execute(f"SELECT count(*) FROM {sql}").fetchone()[0] for name, sql in line.execute(_TABLES)}
    steps = []
    if "public.django_migrations" in tables:
        steps = [list(one) for one in line.execute("SELECT app, name FROM django_migrations ORDER BY app, name")]
    extensions = [name for (name,) in line.execute("SELECT extname FROM pg_extension ORDER BY oid")]
    return {
        "format": 1, "product": version("jiazong"), "server": server, "made": moment.isoformat(),
        "tables": tables, "migrations": steps, "extensions": extensions, "shape": shape(line), "evidence": evidence(line, tables),
    }  # fmt: skip


def evidence(line: psycopg.Connection, tables: Iterable[str]) -> dict[str, Any] | None:
    """How far the evidence log was sequenced, with its last signed root; None where there is none yet."""
    if "public.transparency_checkpoint" not in tables:
        return None
    found = line.execute("SELECT size, root FROM transparency_checkpoint ORDER BY size DESC LIMIT 1").fetchone()
    return {"size": found[0], "root": bytes(found[1]).hex()} if found else None
