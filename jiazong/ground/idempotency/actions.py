"""Holding a key while its write runs, keeping the answer with it, and forgetting keys that are old."""
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from jiazong.ground.idempotency.models import Key


@dataclass(frozen=True)
class KeptAnswer:
    """What is kept of a write that took place."""

    request_hash: bytes
    status: int
    answer: bytes


def hold(name: bytes, account: UUID | None) -> KeptAnswer | None:
    """Hold a key until the transaction ends, waiting for whoever holds it now; gives the answer of a write that took place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT request_hash, status, answer FROM app.idempotency_hold(%s, %s)", [name, account])
        row = cursor.fetchone()
    return KeptAnswer(bytes(row[0]), row[1], bytes(row[2])) if row else None


def keep(
    name: bytes, account: UUID | None, *, route: str, request_hash: bytes, status: int, answer: bytes
) -> bool:
    """Keep the answer with the effect, in the same transaction; a request that wrote nothing is not kept. Answers whether it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.idempotency_keep(%s, %s, %s, %s, %s::smallint, %s)",
            [name, account, route, request_hash, status, answer],
        )
        return cursor.fetchone()[0]


def forget_old(*, days: int) -> int:
    """Forget the keys of writes older than so many days; answers how many."""
    return Key.objects.filter(created_at__lt=Now() - timedelta(days=days)).delete()[0]
