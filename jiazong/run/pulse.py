"""What this machine tells of itself every half minute, for the status page: room on its disks, its clock, open sessions."""

from __future__ import annotations

import asyncio
import logging
import socket
from importlib.metadata import version

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from jiazong.front.operation import actions, queries
from jiazong.ground.access.context import acting_as_system
from jiazong.ground.accounts.models import Session

SECONDS = 30.0

log = logging.getLogger("jiazong.pulse")


async def beat_for_ever() -> None:
    """Tell again and again; a database that is away is no reason to end."""
    while True:
        try:
            await asyncio.to_thread(beat)
        except (DatabaseError, InterfaceError) as fault:
            log.warning("telling how this machine is: %s", type(fault).__name__)
        await asyncio.sleep(SECONDS)


def beat() -> None:
    """Tell once."""
    close_old_connections()
    with acting_as_system("pulse"):
        facts = {
            "disks": queries.measured(settings.JIAZONG_WATCHED_FOLDERS),
            "skew_seconds": round(queries.database().skew_seconds, 3),
            "sessions": Session.objects.filter(ended_at__isnull=True, expire_date__gt=timezone.now()).count(),
            "version": version("jiazong"),
        } | queries.waiting()
        actions.note_pulse(socket.gethostname(), facts)
