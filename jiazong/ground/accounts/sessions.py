"""The session engine (SESSION_ENGINE): sessions as rows that know their person, their device and when they were last used.

A session is over after JIAZONG_SESSION_IDLE_MINUTES without a click, after JIAZONG_SESSION_HOURS in all, and at once when
it is ended; the clock is the database's. Saving a session that is over never brings it back.
"""
import hashlib
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as RowStore
from django.db import IntegrityError, router, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.accounts.models import Account, Session
from jiazong.ground.kept import Kept, kept
from jiazong.ground.unhurried import kept_later

SEEN_EVERY = timedelta(minutes=1)
# How long an ended session is remembered, so that a form sent too late finds its owner.
REMEMBERED = timedelta(days=2)


def hashed(key: str) -> str:
    """What stands in the table for a session key: 160 bits of its SHA-256."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def live() -> QuerySet[Session]:
    """The sessions that are not over."""
    return _live(settings.JIAZONG_SESSION_IDLE_MINUTES, settings.JIAZONG_SESSION_HOURS)


def _live(idle_minutes: int, hours: int) -> QuerySet[Session]:
    return Session.objects.filter(
        ended_at__isnull=True,
        expire_date__gt=Now(),
        seen_at__gt=Now() - timedelta(minutes=idle_minutes),
        started_at__gt=Now() - timedelta(hours=hours),
    )


def _live_one(key: str) -> Session | None:
    """The live session of a key with its account: every request begins with this question."""
    return _of_key(settings.JIAZONG_SESSION_IDLE_MINUTES, settings.JIAZONG_SESSION_HOURS).first(key=key)


@lru_cache(maxsize=100)
def _of_key(idle_minutes: int, hours: int) -> Kept:
    return kept(key=str)(lambda key: _live(idle_minutes, hours).filter(session_key=key).select_related("account"))


def _seen(session: Session) -> None:
    """Note the click; lost with the power, the next click notes it again."""
    with kept_later():
        Session.objects.filter(pk=session.pk, ended_at__isnull=True).update(seen_at=Now())


class SessionStore(RowStore):
    """One browser's session, read and written under the hash of its key."""

    notice = ""
    # Whose session it is, once it was read; whether she may still come in is for `person_of` to say.
    account: Account | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _live_one(hashed(self.session_key)) if self.session_key else None
        if found is None:
            self._session_key = None
            return None
        self.notice, self.account = found.notice, found.account
        if found.seen_at < timezone.now() - SEEN_EVERY:  # most requests come sooner, and ask nothing more
            _seen(found)
        return found

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=hashed(session_key)).exists()

    def save(self, must_create: bool = False) -> None:
        """Write the content; raises CreateError for a key that is taken and UpdateError for a session that is over."""
        if self.session_key is None:
            return self.create()
        content = self._get_session(no_load=must_create)
        written = {
            "session_data": self.encode(content),
            "expire_date": self.get_expiry_date(),
            "account_id": content.get(SESSION_KEY),
        }
        key = hashed(self._get_or_create_session_key())
        if must_create:
            self._insert(key, written)
        elif not Session.objects.filter(session_key=key, ended_at__isnull=True).update(**written):
            raise UpdateError

    def _insert(self, key: str, written: dict[str, Any]) -> None:
        try:
            with transaction.atomic(using=router.db_for_write(Session)):
                Session.objects.create(session_key=key, **written)
        except IntegrityError as error:
            raise CreateError from error

    def cycle_key(self) -> None:
        """Go on under a new key; what is known of the device goes with it, and so does the time the session began."""
        before = hashed(self.session_key) if self.session_key else ""
        super().cycle_key()
        known = Session.objects.filter(pk=before).values("started_at", "device", "network").first()
        if known:
            Session.objects.filter(pk=hashed(self.session_key)).update(**known)

    def delete(self, session_key: str | None = None) -> None:
        """End the session; the row stays for a while without its content."""
        key = session_key or self.session_key
        if key is not None:
            end(Session.objects.filter(session_key=hashed(key)), why="signed_out")

    @classmethod
    def clear_expired(cls) -> None:
        """Drop what has been over for longer than it is remembered."""
        Session.objects.filter(expire_date__lt=Now() - REMEMBERED).delete()
        Session.objects.filter(ended_at__lt=Now() - REMEMBERED).delete()


def end(rows: QuerySet[Session], *, why: str) -> int:
    """End these sessions at once; gives how many were still open."""
    return rows.filter(ended_at__isnull=True).update(ended_at=Now(), ended_why=why, session_data="", notice="")


def owner_of(key: str) -> str | None:
    """The account a session belongs or belonged to, over or not; nothing for a key nobody had."""
    found = Session.objects.filter(session_key=hashed(key), account__isnull=False).values_list("account_id", flat=True)
    account = found.first()
    return str(account) if account else None
