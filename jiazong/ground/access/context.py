"""Who is acting and what for, told to the database once a transaction; without it the database shows no row.

    with acting(account, "hours.log"):          the web and what a person started: the role jiazong_app
    with acting_as_system("sequencer"):         the command line and system jobs: the role jiazong_system

Both hold for the transaction alone (set_config with is_local), so a connection given back carries nothing on.
"""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from jiazong.ground.accounts.models import Account

APP, SYSTEM = "jiazong_app", "jiazong_system"
# Before it is known who asks: the session and the account are looked up.
DOOR = "door"
# One statement: what held before comes back with it, for whoever stands around this one.
ENTER = """
SELECT current_setting('role'), current_setting('app.account', true), current_setting('app.purpose', true),
  current_setting('app.contract', true),
  set_config('app.account', %s, true), set_config('app.purpose', %s, true), set_config('app.contract', %s, true),
  set_config('role', %s, true)"""
# The same, and what the person holds on a day: every request asks both.
ENTER_AND_HOLD = ENTER + ", app.my_roles(%s)"
LEAVE = """
SELECT set_config('role', %s, true), set_config('app.account', %s, true), set_config('app.purpose', %s, true),
  set_config('app.contract', %s, true)
"""


class NoPurpose(ValueError):
    """Somebody acts without saying what for."""


class NotTheSystem(PermissionError):
    """The web wants to become the system: its login may not, and where tests have one login for all it may not either."""


@contextmanager
def acting(account: Account | None, purpose: str) -> Iterator[None]:
    """Act for a person: the database shows and takes what this account may see and do."""
    with transaction.atomic(), _as(APP, account, purpose):
        yield


@contextmanager
def acting_as_system(purpose: str) -> Iterator[None]:
    """Act for the product itself, with a purpose that the policies know."""
    with transaction.atomic(), _as(SYSTEM, None, purpose):
        yield


@contextmanager
def acting_in_request(account: Account, word: str, *, contract: str = "") -> Iterator[list[list[str]]]:
    """The same as `acting` for the transaction of a request, which is there already and ends with it; gives what she holds today.

    Each is a role, a kind of place and its code. A page about one contract names it: then the database shows that one's rows alone, if it lies within reach, and need not
    work out every contract of a city for each table.
    """
    with transaction.atomic(savepoint=False), _as(APP, account, word, contract, timezone.localdate()) as held:
        yield held


@contextmanager
def at_the_door() -> Iterator[None]:
    """Be the web before it knows who asks; the connections of the web begin so, a test that plays the web says it."""
    before, _held = _tell(APP, None, DOOR)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _put_back(before)


def is_acting() -> bool:
    """Whether somebody has said who acts, on this connection and in this transaction."""
    return getattr(connection, "jiazong_acting", 0) > 0 and connection.in_atomic_block


@contextmanager
def _as(
    role: str, account: Account | None, purpose: str, contract: str = "", day: date | None = None
) -> Iterator[list[list[str]] | None]:
    if not purpose:
        raise NoPurpose
    before, held = _tell(role, account, purpose, contract, day)
    depth = getattr(connection, "jiazong_acting", 0)
    connection.jiazong_acting = depth + 1
    try:
        yield held
        # After a fault nothing is to be put back: the rollback does it. Nor where the transaction is ours and ends here.
        if (depth or any(connection.savepoint_ids)) and not connection.needs_rollback:
            _put_back(before)
    finally:
        connection.jiazong_acting = depth


def _tell(
    role: str, account: Account | None, purpose: str, contract: str = "", day: date | None = None
) -> tuple[tuple[str | None, ...], list[list[str]] | None]:
    """Set role, account, purpose and contract at once; gives what they were, and for a day what the account holds on it."""
    # No code holds the byte the database cannot take; what is asked for with one is not found.
    told = [str(account.pk) if account else "", purpose, contract.replace("\x00", "\N{REPLACEMENT CHARACTER}"), role]
    with connection.cursor() as cursor:
        cursor.execute(*((ENTER_AND_HOLD, [*told, day]) if day else (ENTER, told)))
        found = cursor.fetchone()
    before = found[:4]
    if role == SYSTEM and before[0] == APP:
        _put_back(before)
        raise NotTheSystem(purpose)
    return before, found[-1] if day else None


def _put_back(before: tuple[str | None, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LEAVE, [value or "" for value in before])
