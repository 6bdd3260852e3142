from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from jiazong.ground.accounts import sessions
from jiazong.ground.accounts.models import Account, Device

DEVICES_SHOWN = timedelta(days=180)


class Signed(NamedTuple):
    """One live session as its owner sees it; `number` is good for ending it, not for entering."""

    number: str
    device: str
    network: str
    started_at: datetime
    seen_at: datetime
    is_here: bool


def sessions_of(account: Account, *, here: str) -> list[Signed]:
    """The person's live sessions, this one first, then the last used; `here` is the stored key of this one."""
    rows = sessions.live().filter(account=account).order_by("-seen_at")
    found = [
        Signed(*row, is_here=row[0] == here)
        for row in rows.values_list("session_key", "device", "network", "started_at", "seen_at")
    ]
    return sorted(found, key=lambda one: not one.is_here)


def devices_of(account: Account) -> QuerySet[Device]:
    """The devices the person has signed in with in half a year, the last used first."""
    return Device.objects.filter(account=account, last_at__gt=timezone.now() - DEVICES_SHOWN).order_by("-last_at")[:20]
