from datetime import date

from django.db import connection
from django.utils import timezone

from jiazong.ground.access import context, table
from jiazong.ground.access.rules import Held, Reach, reach_of
from jiazong.ground.accounts.models import Account

# Asked by every page: written down once, instead of being put together each time.
HELD = """
SELECT role, scope_kind, scope_code FROM access_membership
WHERE account_id = %(account)s AND first_day <= %(day)s AND (last_day IS NULL OR last_day >= %(day)s) ORDER BY id
"""


def memberships_on(account: Account, day: date) -> list[Held]:
    """The roles a person holds on a day."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"account": account.pk, "day": day})
        return [Held(*row) for row in cursor.fetchall()]


def reach(held: list[Held], word: str) -> Reach:
    """Where those roles allow one thing to be done."""
    return reach_of(word, held, table.cells())


def held_today(account: Account) -> list[Held]:
    """The roles a person holds today (Asia/Shanghai)."""
    return memberships_on(account, timezone.localdate())


def roles_today(account: Account) -> frozenset[str]:
    """The names of the roles a person holds today, wherever."""
    with context.acting(account, context.DOOR):
        return frozenset(one.role for one in held_today(account))
