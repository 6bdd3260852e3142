import secrets
from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from jiazong.ground.access import actions as access
from jiazong.ground.access.models import Membership
from jiazong.ground.accounts import actions as accounts
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as evidence
from jiazong.people.admission import rules
from jiazong.people.admission.models import RoleAsk

# Read aloud over the telephone: no sign that looks like another.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, SIGNS_IN_GROUP = 4, 4


class MayNotDecide(ValueError):
    """Somebody decides what she asked for herself, a role of her own, or what was decided already."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def one_time_password() -> str:
    """A password for the first sign-in, 79 bits, in four groups one can read aloud."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(SIGNS_IN_GROUP)) for _ in range(GROUPS))


@transaction.atomic
def open_account(login: str, *, name: str, by: Account | None) -> tuple[Account, str]:
    """Open an account; gives it with the password that works once, until the person sets one of her own."""
    password = one_time_password()
    return accounts.open_account(login, name=name, password=password, is_temporary=True, by=by), password


@transaction.atomic
def reset_password(account: Account, *, by: Account | None) -> str:
    """Give a person who forgot hers a password that works once; her sessions end at once."""
    password = one_time_password()
    accounts.change_password(account, password=password, is_temporary=True, by=by)
    return password


@transaction.atomic
def ask_role(
    account: Account, *, role: str, scope_kind: str, scope_code: str, first_day: date, last_day: date | None, reason: str,
    by: Account,
) -> RoleAsk:  # fmt: skip
    """Ask that a person be given a role; it is given once another administrator has granted it."""
    ask = RoleAsk.objects.create(
        account=account, deed=RoleAsk.GIVE, role=role, scope_kind=scope_kind, scope_code=scope_code, first_day=first_day,
        last_day=last_day, reason=reason, asked_by=by,
    )  # fmt: skip
    chronicle.record("admission.role_asked", ask, by=by, role=role, scope=f"{scope_kind}:{scope_code}", person=account.login)
    return ask


@transaction.atomic
def ask_end(member: Membership, *, reason: str, by: Account) -> RoleAsk:
    """Ask that a role be taken from a person; it is taken once another administrator has granted it."""
    ask = RoleAsk.objects.create(
        account_id=member.account_id, deed=RoleAsk.TAKE, role=member.role, scope_kind=member.scope_kind,
        scope_code=member.scope_code, membership=member.pk, reason=reason, asked_by=by,
    )  # fmt: skip
    chronicle.record("admission.end_asked", ask, by=by, role=member.role)
    return ask


@transaction.atomic
def decide(pk: int, *, granted: bool, by: Account, on: date) -> RoleAsk:
    """Grant or refuse what another administrator asked for; the person's sessions end when a role changes.

    Raises MayNotDecide; the database refuses it too.
    """
    ask = RoleAsk.objects.select_for_update(of=("self",)).select_related("account").get(pk=pk)
    why = rules.why_not(rules.Asked(str(ask.account_id), str(ask.asked_by_id), bool(ask.decision)), by=str(by.pk))
    if why:
        raise MayNotDecide(why)
    ask.decision = RoleAsk.GRANTED if granted else RoleAsk.REFUSED
    RoleAsk.objects.filter(pk=pk).update(decision=ask.decision, decided_by=by, decided_at=Now())
    if granted:
        _carry_out(ask, by=by, on=on)
    chronicle.record("admission.decided", ask, by=by, decision=ask.decision, deed=ask.deed)
    evidence.append(
        "approval", f"roleask:{ask.pk}",
        {"deed": ask.deed, "role": ask.role, "scope": f"{ask.scope_kind}:{ask.scope_code}", "decision": ask.decision},
        private={"account": str(ask.account_id), "asked_by": str(ask.asked_by_id), "decided_by": str(by.pk)},
    )  # fmt: skip
    return ask


def _carry_out(ask: RoleAsk, *, by: Account, on: date) -> None:
    if ask.deed == RoleAsk.GIVE:
        access.admit(
            ask.account, role=ask.role, scope_kind=ask.scope_kind, scope_code=ask.scope_code, by=by, on=ask.first_day,
            until=ask.last_day,
        )  # fmt: skip
        return
    member = Membership.objects.filter(pk=ask.membership).first()
    if member is not None:
        access.dismiss(member, by=by, on=on)
