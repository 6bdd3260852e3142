"""How the leaf of a table's row is put together: the database writes and checks many at once from the same description."""
from collections.abc import Mapping
from dataclasses import dataclass

from jiazong.ground.transparency.canonical import canonical


def text(column: str) -> str:
    """SQL for a text or code column as canonical JSON; PostgreSQL quotes text exactly as RFC 8785 asks."""
    return f"coalesce(to_json({column}::text)::text, 'null')"


def plain(column: str) -> str:
    """SQL for a column whose text form needs no quotes: whole numbers and truth values."""
    return f"coalesce({column}::text, 'null')"


def word(column: str) -> str:
    """SQL for a column whose text form needs quotes but no escapes: days, UUIDs."""
    return f"""coalesce('"' || {column}::text || '"', 'null')"""


def moment(column: str) -> str:
    """SQL for a point in time, in UTC as PostgreSQL writes it (2026-03-05 10:21:07.123456)."""
    return f"""coalesce('"' || ({column} AT TIME ZONE 'UTC')::text || '"', 'null')"""


@dataclass(frozen=True)
class RowKind:
    """A table each of whose rows has one leaf; the rows are never changed, so their leaf can be made again at any time.

    `facts` and `private` give SQL of canonical JSON for each key, over the table under the name `line`. `at` is the column
    with the time the database gave the row.
    """

    kind: str
    table: str
    facts: Mapping[str, str]
    private: Mapping[str, str]
    at: str
    key: str = "id"
    key_type: str = "bigint"

    @property
    def subject(self) -> str:
        """SQL for the subject of a row."""
        return f"'{self.kind}:' || line.{self.key}::text"

    @property
    def key_of_subject(self) -> int:
        """How many characters come before the key in a subject."""
        return len(self.kind) + 1


def object_sql(parts: Mapping[str, str]) -> str:
    """SQL for a JSON object with these keys in canonical order."""
    if not parts:
        return "'{}'"
    pieces = [f"'{',' if place else '{'}{canonical(key)}:', {parts[key]}" for place, key in enumerate(sorted(parts))]
    return f"concat({', '.join(pieces)}, '}}')"
