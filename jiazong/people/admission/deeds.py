"""What happened to an account, written down: in its chronicle, and what concerns keys in the evidence log as well."""
from contextlib import nullcontext

from jiazong.ground.access.context import acting, is_acting
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as evidence

IN_THE_LOG = frozenset(
    {
        "account.opened", "account.closed", "account.reopened", "account.password_changed", "account.factor_added",
        "account.factor_removed", "account.factors_reset", "account.recovery_codes",
    }
)  # fmt: skip


def record(verb: str, account: Account, *, by: Account | None, **facts: str | int | bool) -> None:
    """Write down one deed about an account (JIAZONG_ACCOUNT_DEEDS); the log commits to the person without naming her."""
    # The pages of the own account stand at the door, where the database does not know yet who acts: it is told here.
    with nullcontext() if by is None or is_acting() else acting(by, "account"):
        _write(verb, account, by, facts)


def _write(verb: str, account: Account, by: Account | None, facts: dict[str, str | int | bool]) -> None:
    chronicle.record(verb, account, by=by, **facts)
    if verb in IN_THE_LOG:
        kept = {name: value for name, value in facts.items() if name in ("kind", "count", "is_temporary")}
        private = {"account": str(account.pk), "by": str(by.pk) if by else ""}
        evidence.append("key_event", f"account:{account.pk}", {"deed": verb, **kept}, private=private)
