"""Whether sealed words are still those that were written: against the mark on their row, and against the evidence log."""
from collections.abc import Iterator

from django.db import connection
from django.db.models import Model

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.custody.places import SealedColumn, sealed_columns
from jiazong.ground.privacy import troubles
from jiazong.ground.privacy.marked import MarkedTextField
from jiazong.ground.privacy.models import Key

LATEST = 1_000
# The last leaf of a row that names the column; what a leaf of before holds is no mark.
OTHERS = """
SELECT line.id::text FROM {table} line CROSS JOIN LATERAL (
  SELECT leaf.private::jsonb ->> %(column)s AS mark FROM transparency_leaf leaf
  WHERE leaf.subject = %(leaf)s || ':' || line.id::text AND leaf.private::jsonb ? %(column)s ORDER BY leaf.id DESC LIMIT 1) told
WHERE told.mark ~ '^[0-9a-f]{{64}}$' AND told.mark <> line.{column}_mark ORDER BY line.id LIMIT %(most)s
"""


def changed_words() -> list[str]:
    """Rows (table.column id) whose words are not those of their mark, or whose mark is not that of their leaf.

    Every mark is compared with its leaf; words are opened of a thousand rows of each column. Words whose key was destroyed
    are gone on purpose and no fault.
    """
    with acting_as_system("keys.rotate"):
        marked = [one for one in sealed_columns() if isinstance(one, SealedColumn) and isinstance(one.field, MarkedTextField)]
        return [f"{column} {number}" for column in marked for number in (*_not_of_the_leaf(column), *_not_of_the_mark(column))]


def _not_of_the_leaf(column: SealedColumn) -> list[str]:
    field = column.field
    with connection.cursor() as cursor:
        quoted = OTHERS.format(table=connection.ops.quote_name(column.table), column=field.column)
        cursor.execute(quoted, {"column": field.column, "leaf": field.leaf, "most": LATEST})
        return [number for (number,) in cursor.fetchall()]


def _not_of_the_mark(column: SealedColumn) -> Iterator[str]:
    field = column.field
    path = [field.agency.rpartition(".")[0].replace(".", "__")] if "." in field.agency else []
    rows = column.model._default_manager.exclude(**{field.mark_name: ""}).select_related(*path).order_by("-pk")
    forgotten = set(Key.objects.filter(agency__contains=":", state=Key.DESTROYED).values_list("agency", flat=True))
    for row in rows[:LATEST]:
        if field.agency_of(row) not in forgotten and not _fits(row, field):
            yield str(row.pk)


def _fits(row: Model, field: MarkedTextField) -> bool:
    try:
        words = getattr(row, field.name)
    except troubles.SealingTrouble:
        return False
    return bool(words) and words.mark == getattr(row, field.mark_name)
