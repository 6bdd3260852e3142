from django.db import transaction

from jiazong.ground.accounts import sessions
from jiazong.ground.accounts.models import Account, Session


@transaction.atomic
def open_account(login: str, *, name: str, password: str, is_temporary: bool = False) -> Account:
    """Open an account for one person; the login is what the person types, for example a staff number or phone.

    A temporary password opens nothing but the page on which the person sets one of her own.
    """
    account = Account(login=login, name=name, must_change_password=is_temporary)
    account.set_password(password)
    account.save(force_insert=True)
    return account


@transaction.atomic
def change_password(
    account: Account, *, password: str, keep_session: str | None = None, is_temporary: bool = False
) -> None:
    """Set a new password and end every other session of the person at once."""
    account.set_password(password)
    account.must_change_password = is_temporary
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account, keep=keep_session, why="password")


@transaction.atomic
def close_account(account: Account) -> None:
    """Close an account: nobody signs in with it any more, and its live sessions end at once; its deeds stay."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account, why="closed")


def end_sessions(account: Account, *, why: str = "ended", keep: str | None = None) -> int:
    """End the live sessions of the person at once, but for the one to keep; gives how many were ended.

    `why`: password, role, closed, left, ended (by the person), limit, signed_out. `keep` is a session key.
    """
    rows = Session.objects.filter(account=account)
    if keep:
        rows = rows.exclude(session_key=sessions.hashed(keep))
    return sessions.end(rows, why=why)
