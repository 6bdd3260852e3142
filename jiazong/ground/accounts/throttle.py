"""Tries at the door are spaced, in the database, for all processes together; see docs/adr/0017.

A browser the person has signed in with before has a bucket of its own that nobody else can fill. Everybody else shares
the buckets of the login at this address, of the address, and of the whole system.
"""
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction

from jiazong.ground.accounts.rules import throttling
from jiazong.ground.accounts.rules.throttling import Rate

MINUTE = timedelta(minutes=1)
KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Try:
    """One try that may be made now; `took` are its buckets."""

    took: tuple[tuple[str, Rate], ...]


class Wait(Exception):
    """The next try is free in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def per_minute(tries: int) -> Rate:
    return Rate(tries, MINUTE)


def buckets_of_sign_in(*, login: str, address: str, device: str, is_known_network: bool) -> list[tuple[str, Rate]]:
    """The buckets a try with a login counts in; `device` is the mark of a browser this login is known with, or empty."""
    who = login.casefold()
    pair = per_minute(settings.JIAZONG_TRIES_PER_ACCOUNT)
    if device:
        return [(_key("device", who, device), pair)]
    found = [
        (_key("pair", who, address), pair),
        (_key("address", address), per_minute(settings.JIAZONG_TRIES_PER_ADDRESS)),
    ]
    if not is_known_network:
        found.append((_key("system"), per_minute(settings.JIAZONG_TRIES_PER_SYSTEM)))
    return found


def buckets_of_second_factor(*, account: str, device: str) -> list[tuple[str, Rate]]:
    """The bucket of codes: one for a known browser, one for all unknown ones together, five at once and one a minute."""
    rate = Rate(settings.JIAZONG_TRIES_PER_ACCOUNT, settings.JIAZONG_TRIES_PER_ACCOUNT * MINUTE)
    return [(_key("second", account, device), rate)]


def buckets_of_form(name: str, *, address: str) -> list[tuple[str, Rate]]:
    """The buckets of a form that anybody may send: so many a minute from one network, so many in all."""
    return [
        (_key("form", name, address), per_minute(settings.JIAZONG_TRIES_PER_ADDRESS)),
        (_key("form", name), per_minute(settings.JIAZONG_TRIES_PER_SYSTEM)),
    ]


def take(buckets: Sequence[tuple[str, Rate]]) -> Try:
    """Take one try out of every bucket, or out of none; raises Wait. Commits at once, so that no lock is held meanwhile."""
    with transaction.atomic():
        now, free = _locked(buckets)
        left = throttling.longest_wait([(free[key], rate) for key, rate in buckets], now)
        if left > timedelta(0):
            raise Wait(math.ceil(left.total_seconds()))
        _write({key: throttling.after_try(free[key], now, rate) for key, rate in buckets})
    return Try(tuple(buckets))


def give_back(made: Try) -> None:
    """The try was right: it counts as not made, so that twenty people of one office may sign in within a minute."""
    with transaction.atomic():
        _, free = _locked(made.took)
        _write({key: throttling.after_success(free[key], rate) for key, rate in made.took})


def forget_old() -> int:
    """Drop buckets that have long been empty; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_bucket WHERE free_at < clock_timestamp() - %s", [KEPT])
        return cursor.rowcount


def _locked(buckets: Sequence[tuple[str, Rate]]) -> tuple[datetime, dict[str, datetime]]:
    """The database's time and the buckets, locked in one order so that two tries never wait for each other in a circle."""
    keys = sorted(key for key, _ in buckets)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_bucket (key, free_at) SELECT unnest(%s::text[]), clock_timestamp() "
            "ORDER BY 1 ON CONFLICT DO NOTHING",
            [keys],
        )
        cursor.execute("SELECT key, free_at FROM accounts_bucket WHERE key = ANY(%s) ORDER BY key FOR UPDATE", [keys])
        found = dict(cursor.fetchall())
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    return now, {key: found.get(key, now) for key in keys}


def _write(free: dict[str, datetime]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE accounts_bucket SET free_at = %s WHERE key = %s", [(at, key) for key, at in free.items()])


def _key(*parts: str) -> str:
    # What was typed as a login may be a password typed into the wrong box: only its fingerprint is kept.
    return hmac.new(settings.SECRET_KEY.encode(), "\x1f".join(parts).encode("utf-8", "replace"), sha256).hexdigest()
