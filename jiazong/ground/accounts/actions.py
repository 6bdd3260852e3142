from django.contrib.sessions.models import Session
from django.db import transaction

from jiazong.ground.accounts.models import Account


@transaction.atomic
def open_account(login: str, *, name: str, password: str) -> Account:
    """Open an account for one person; the login is what the person types, for example a staff number or phone."""
    account = Account(login=login, name=name)
    account.set_password(password)
    account.save(force_insert=True)
    return account


@transaction.atomic
def change_password(account: Account, *, password: str, keep_session: str | None = None) -> None:
    """Set a new password and end every other session of the person at once."""
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions(account, keep=keep_session)


@transaction.atomic
def close_account(account: Account) -> None:
    """Close an account: nobody signs in with it any more, and its live sessions end at once; its deeds stay."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)


def end_sessions(account: Account, *, keep: str | None = None) -> int:
    """End the live sessions of the person, but for the one to keep; gives how many were ended."""
    ended = 0
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk) and session.session_key != keep:
            session.delete()
            ended += 1
    return ended
