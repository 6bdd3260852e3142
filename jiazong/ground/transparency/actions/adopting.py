"""Rows that were there before their kind had leaves are taken into the log once, marked as adopted for ever."""
from collections.abc import Sequence

from django.db import connection, transaction

from jiazong.ground.transparency.actions.appending import append, append_rows
from jiazong.ground.transparency.models import Adoption
from jiazong.ground.transparency.rows import RowKind

# The one who adopts is alone; others find it done.
LOCK = "SELECT pg_advisory_xact_lock(7146, 25)"


def adopt(kinds: Sequence[RowKind]) -> dict[str, int]:
    """Give leaves to the rows of kinds that never had any; answers how many by kind, and nothing for kinds already adopted."""
    waiting = [kind for kind in kinds if not Adoption.objects.filter(pk=kind.kind).exists()]
    return {kind.kind: found for kind in waiting if (found := _adopt(kind)) is not None}


@transaction.atomic
def _adopt(kind: RowKind) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    if Adoption.objects.filter(pk=kind.kind).exists():
        return None
    without = f"NOT EXISTS (SELECT 1 FROM transparency_leaf leaf WHERE leaf.subject = {kind.subject})"
    found = append_rows(kind, without, adopted=True)
    Adoption.objects.create(kind=kind.kind, leaves=found)
    append("adoption", f"adoption:{kind.kind}", {"leaves": found})
    return found
