"""A leaf is written in the transaction of its deed; the salt, the commitment and the hash are made by the database itself."""
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction

from jiazong.ground.transparency import rows
from jiazong.ground.transparency.canonical import canonical
from jiazong.ground.transparency.models import Leaf

Facts = Mapping[str, str | int | bool | list | None]

# HMAC by hand, because PostgreSQL without extensions has SHA-256 alone: the salt as two numbers, that can be XORed.
OUTER, INNER = (
    f"int8send(a # x'{byte * 8}'::bigint) || int8send(b # x'{byte * 8}'::bigint) || '\\x{byte * 48}'::bytea"
    for byte in ("5c", "36")
)
COMMIT = f"encode(sha256({OUTER} || sha256({INNER} || convert_to(private, 'UTF8'))), 'hex')"
# The moment is that of the transaction; read once, not for every row.
MOMENT = """(SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))"""
ONE = "SELECT 1::bigint AS number, %(subject)s::text AS subject, %(facts)s::text AS facts, %(private)s::text AS private"
STAGED = "SELECT number, subject, facts, private FROM transparency_staged"
STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS transparency_staged (number bigint GENERATED ALWAYS AS IDENTITY,
  subject text NOT NULL, facts text NOT NULL, private text NOT NULL) ON COMMIT DROP
"""


class LeavesMissing(RuntimeError):
    """Rows were written that got no leaf; the whole transaction has to go."""


def insert_sql(lines: str, kept: str) -> str:
    """The statement that makes leaves of lines (number, subject, facts, private), keeping the texts or not."""
    return f"""
INSERT INTO transparency_leaf (kind, subject, adopted, written_at, salt, hash, facts, private)
SELECT %(kind)s, subject, %(adopted)s, now(), int8send(a) || int8send(b),
  sha256('\\x00'::bytea || convert_to(concat(%(head)s::text, {COMMIT}, '","facts":', facts, %(middle)s::text, to_json(subject),
    ',"written_at":"', {MOMENT}, '"}}'), 'UTF8')), {kept}
FROM (
  SELECT *, ('x' || substr(seed, 1, 16))::bit(64)::bigint AS a, ('x' || substr(seed, 17, 16))::bit(64)::bigint AS b
  FROM (SELECT *, encode(sha256(%(seed)s::bytea || int8send(number)), 'hex') AS seed FROM ({lines}) line OFFSET 0) seeded
  OFFSET 0
) salted
"""


@transaction.atomic(savepoint=False)
def append(kind: str, subject: str, facts: Facts, *, private: Facts | None = None) -> Leaf:
    """Write the leaf of one deed, in the transaction of the deed; `subject` is `kind:number` or the like.

    `facts` may be shown to whoever checks; `private` is only committed to. Raises NotCanonical for what JSON cannot hold
    in one way alone, such as fractions. The salt stays with the database.
    """
    given = {"subject": subject, "facts": canonical(dict(facts)), "private": canonical(dict(private or {}))}
    with connection.cursor() as cursor:
        cursor.execute(insert_sql(ONE, "facts, private") + " RETURNING id, written_at, hash", {**_marks(kind), **given})
        number, written_at, hashed = cursor.fetchone()
    return Leaf(
        id=number, kind=kind, subject=subject, adopted=False, written_at=written_at, hash=bytes(hashed),
        facts=given["facts"], private=given["private"],
    )  # fmt: skip


@transaction.atomic
def append_many(kind: str, rows: Iterable[tuple[str, Facts, Facts | None]]) -> int:
    """Write the leaves of many deeds of a kind, given as (subject, facts, private); answers how many.

    Where the deeds are rows of a table that is never changed, `append_rows` is several times as fast.
    """
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.execute("TRUNCATE transparency_staged")
        with cursor.cursor.copy("COPY transparency_staged (subject, facts, private) FROM STDIN") as copy:
            for subject, facts, private in rows:
                copy.write_row((subject, canonical(dict(facts)), canonical(dict(private or {}))))
        cursor.execute(insert_sql(STAGED, "facts, private"), _marks(kind))
        return cursor.rowcount


@transaction.atomic(savepoint=False)
def append_rows(
    kind: rows.RowKind, condition: str, given: Mapping[str, Any] | None = None, *, adopted: bool = False, expected: int | None = None,
) -> int:
    """Write the leaves of the rows of a table that fit a condition, read from the rows themselves; answers how many.

    `condition` is SQL over the table under the name `line`, such as "line.id = ANY(%(ids)s)", with its values in `given`.
    Raises LeavesMissing where there are not as many as `expected`: a row the acting account may not see gets no leaf.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            insert_sql(_lines_of(kind, f"{kind.table} line WHERE {condition}"), "NULL, NULL"),
            {**(given or {}), **_marks(kind.kind, adopted=adopted)},
        )
        made = cursor.rowcount
    if expected is not None and made != expected:
        raise LeavesMissing(f"{made} leaves for {expected} rows of {kind.table}")
    return made


def row_leaves(kind: rows.RowKind, written: str) -> tuple[str, dict[str, Any]]:
    """The statement, with its values, that makes the leaves of rows written by the same statement: a part of it.

    `written` names the part that wrote the rows and gives them back. The database is asked once for row and leaf.
    """
    return insert_sql(_lines_of(kind, f"{written} line"), "NULL, NULL"), _marks(kind.kind)


def _lines_of(kind: rows.RowKind, found: str) -> str:
    # Each line needs a number of its own within the call, for its salt; a key that is one saves counting.
    number = f"line.{kind.key}" if kind.key_type == "bigint" else "row_number() OVER ()"
    return (
        f"SELECT {number} AS number, {kind.subject} AS subject, "
        f"{rows.object_sql(kind.facts)} AS facts, {rows.object_sql(kind.private)} AS private FROM {found}"
    )


def _marks(kind: str, *, adopted: bool = False) -> dict[str, Any]:
    """The fixed parts of a leaf of a kind, and a fresh secret its salts are drawn from, forgotten with the call."""
    mark = '"adopted":true,' if adopted else ""
    return {
        "kind": kind, "adopted": adopted, "seed": secrets.token_bytes(32),
        "head": f'{{{mark}"commit":"', "middle": f',"kind":{canonical(kind)},"subject":',
    }  # fmt: skip
