from datetime import date, timedelta

from django.db import transaction

from jiazong.ground.access import table
from jiazong.ground.access.models import Membership
from jiazong.ground.accounts import actions as accounts
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle


class UnknownRole(ValueError):
    """A role that permissions.csv does not have."""


@transaction.atomic
def admit(
    account: Account, *, role: str, scope_kind: str, scope_code: str, by: Account | None, on: date, until: date | None = None
) -> Membership:
    """Give a person a role in a centre, agency or region from a day on; giving it twice changes nothing."""
    if role not in table.roles():
        raise UnknownRole(role)
    member, is_new = Membership.objects.get_or_create(
        account=account, role=role, scope_kind=scope_kind, scope_code=scope_code, last_day=until, defaults={"first_day": on}
    )
    if is_new:
        accounts.end_sessions(account, why="role")
        chronicle.record("access.admitted", member, by=by, role=role, scope=f"{scope_kind}:{scope_code}", person=account.login)
    return member


@transaction.atomic
def dismiss(member: Membership, *, by: Account | None, on: date) -> None:
    """Take a role from a person at once; her sessions end, and what she did with it stays."""
    yesterday = on - timedelta(days=1)
    if member.first_day > yesterday:
        # It began today or has not begun: no day of it is left.
        Membership.objects.filter(pk=member.pk).delete()
    else:
        Membership.objects.filter(pk=member.pk).update(last_day=yesterday)
    accounts.end_sessions(member.account, why="role")
    chronicle.record("access.dismissed", member, by=by, role=member.role, scope=f"{member.scope_kind}:{member.scope_code}")
