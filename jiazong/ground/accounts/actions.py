from django.db import transaction

from jiazong.ground.accounts import deeds, factors, sessions
from jiazong.ground.accounts.models import Account, Device, Session


@transaction.atomic
def open_account(
    login: str, *, name: str, password: str, is_temporary: bool = False, by: Account | None = None
) -> Account:
    """Open an account for one person; the login is what the person types, for example a staff number or phone.

    A temporary password opens nothing but the page on which the person sets one of her own.
    """
    account = Account(login=login, name=name, must_change_password=is_temporary)
    account.set_password(password)
    account.save(force_insert=True)
    deeds.tell("account.opened", account, by=by)
    return account


@transaction.atomic
def rename(account: Account, *, name: str, by: Account | None) -> None:
    """Correct the name of a person."""
    account.name = name
    account.save(update_fields=["name"])
    deeds.tell("account.renamed", account, by=by)


@transaction.atomic
def change_password(
    account: Account, *, password: str, keep_session: str | None = None, is_temporary: bool = False, by: Account | None = None
) -> None:
    """Set a new password and end every other session of the person at once.

    A temporary one, set by somebody else, also makes the devices known so far unknown again.
    """
    account.set_password(password)
    account.must_change_password = is_temporary
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account, keep=keep_session, why="password")
    if is_temporary:
        Device.objects.filter(account=account).delete()
    deeds.tell("account.password_changed", account, by=by, is_temporary=is_temporary)


@transaction.atomic
def close_account(account: Account, *, by: Account | None = None) -> None:
    """Close an account: nobody signs in with it any more, and its live sessions end at once; its deeds stay."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account, why="closed")
    deeds.tell("account.closed", account, by=by)


@transaction.atomic
def reopen_account(account: Account, *, by: Account | None = None) -> None:
    """Open a closed account again; the person signs in with the password she had."""
    account.is_active = True
    account.save(update_fields=["is_active"])
    deeds.tell("account.reopened", account, by=by)


def end_sessions(account: Account, *, why: str = "ended", keep: str | None = None) -> int:
    """End the live sessions of the person at once, but for the one to keep; gives how many were ended.

    `why`: password, role, closed, left, factor, ended (by the person), limit, signed_out. `keep` is a session key.
    """
    rows = Session.objects.filter(account=account)
    if keep:
        rows = rows.exclude(session_key=sessions.hashed(keep))
    return sessions.end(rows, why=why)


def end_one_session(account: Account, number: str) -> int:
    """End one of the person's own sessions; gives 1, or 0 if it was not hers or was over."""
    return sessions.end(Session.objects.filter(account=account, session_key=number), why="ended")


@transaction.atomic
def add_telephone(account: Account, *, secret: str, code: str) -> None:
    """Keep a telephone that shows codes; raises factors.NotProved unless the code fits the secret."""
    factors.add_telephone(account, secret=secret, code=code)
    deeds.tell("account.factor_added", account, by=account, kind="totp")


@transaction.atomic
def add_passkey(account: Account, *, name: str, answer: str) -> None:
    """Keep a passkey the browser made; raises factors.NotProved."""
    factors.add_passkey(account, name=name, answer=answer)
    deeds.tell("account.factor_added", account, by=account, kind="passkey")


@transaction.atomic
def remove_factor(account: Account, pk: int) -> str | None:
    """Take one of the person's own factors away; gives its kind, or nothing if it is not there."""
    kind = factors.remove(account, pk)
    if kind:
        deeds.tell("account.factor_removed", account, by=account, kind=kind)
    return kind


@transaction.atomic
def fresh_recovery_codes(account: Account) -> list[str]:
    """Ten new recovery codes; the ones before count no more."""
    deeds.tell("account.recovery_codes", account, by=account)
    return factors.fresh_recovery_codes(account)


@transaction.atomic
def reset_second_factor(account: Account, *, by: Account | None) -> int:
    """Take away every second factor of a person who lost hers, and end her sessions; gives how many there were.

    Whether she must set one up again at the next sign-in is decided by her roles.
    """
    count = factors.remove_all(account)
    Device.objects.filter(account=account).delete()
    end_sessions(account, why="factor")
    deeds.tell("account.factors_reset", account, by=by, count=count)
    return count
