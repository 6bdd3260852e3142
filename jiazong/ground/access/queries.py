from datetime import date

from django.db.models import Q
from django.utils import timezone

from jiazong.ground.access import context, table
from jiazong.ground.access.models import Membership
from jiazong.ground.access.rules import Held, Reach, reach_of
from jiazong.ground.accounts.models import Account


def memberships_on(account: Account, day: date) -> list[Held]:
    """The roles a person holds on a day."""
    rows = Membership.objects.filter(account=account, first_day__lte=day).filter(
        Q(last_day__isnull=True) | Q(last_day__gte=day)
    )
    return [Held(*row) for row in rows.order_by("pk").values_list("role", "scope_kind", "scope_code")]


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
