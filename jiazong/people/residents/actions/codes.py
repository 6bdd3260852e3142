"""The centre's own numbers of its households."""
from django.db import connection

from jiazong.people.places.models import Centre

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7161, hashtext(%s))"
LAST = r"SELECT coalesce(max(substr(code, 2)::bigint), 0) FROM residents_household WHERE centre_id = %s AND code ~ '^H[0-9]{1,15}$'"


def next_codes(centre: Centre, number: int) -> list[str]:
    """So many free household numbers (H0001, H0002, …) of a centre; others wait for theirs until the transaction ends.

    Whoever registers may not lock the centre's own row, so the turn is taken by a name.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [centre.pk])
        cursor.execute(LAST, [centre.pk])
        last = cursor.fetchone()[0]
    return [f"H{last + place:04}" for place in range(1, number + 1)]
