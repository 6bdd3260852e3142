"""The daily backup and the weekly trial, begun by the worker in a process of their own: `python -m jiazong.run.backup.scheduled`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import suppress
from datetime import datetime, timedelta

import django
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.utils import timezone

from jiazong.run.ending import interruptible
from jiazong.run.told import backup_hour

LOOK_SECONDS, AGAIN_AFTER = 60.0, timedelta(hours=6)
TRIAL_EVERY = timedelta(days=7)

log = logging.getLogger("jiazong.backup")


async def back_up_for_ever() -> None:
    """Begin the backup when its hour has come, or at once where it was missed; ended with the worker."""
    while True:
        try:
            if await asyncio.to_thread(_look):
                await _in_a_process()
        except (DatabaseError, InterfaceError) as fault:
            log.warning("looking whether a backup is due: %s", type(fault).__name__)
        await asyncio.sleep(LOOK_SECONDS)


def _look() -> bool:
    """Whether one is due, on a connection that is known to live."""
    close_old_connections()
    try:
        return is_due()
    finally:
        close_old_connections()


def is_due(now: datetime | None = None) -> bool:
    """Whether the daily backup is due; after one that failed some hours go by before the next try."""
    from jiazong.front.operation import rules
    from jiazong.front.operation.models import Backup
    from jiazong.ground.access.context import acting_as_system

    now = now or timezone.localtime()
    with acting_as_system("backup"):
        good = Backup.objects.filter(is_good=True).order_by("-made_at").first()
        last = Backup.objects.first()
        # Before the first backup the day counts from when the tables were made: a fresh database has nothing to lose.
        since = good.made_at if good else MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"]
    if last and not last.is_good and now - last.noted_at < AGAIN_AFTER:
        return False
    return rules.is_due(now, at=backup_hour(), last=since and timezone.localtime(since))


async def _in_a_process() -> None:
    words = ["-m", "jiazong.run.backup.scheduled"]
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdin=asyncio.subprocess.DEVNULL, cwd="/")
    try:
        await process.wait()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.terminate()  # it removes what it has begun
        await process.wait()
        raise


def main() -> int:
    """Back up, and where none was tried for a week restore the new one into a scratch database."""
    os.nice(10)
    django.setup()
    from jiazong.front.operation.models import Trial
    from jiazong.ground.access.context import acting_as_system
    from jiazong.run.backup import duty
    from jiazong.run.troubles import Trouble

    try:
        with interruptible():
            made = duty.back_up()
            log.warning("backup %s: %s bytes in %.1f s", made.path.name, made.size_bytes, made.seconds)
            with acting_as_system("backup"):
                tried = Trial.objects.filter(is_good=True, noted_at__gt=timezone.now() - TRIAL_EVERY).exists()
            if not tried:
                report = duty.try_out(made.path)
                log.warning("trial of %s: %s", made.path.name, "good" if report.is_good else "NOT GOOD")
    except Trouble as trouble:
        log.error("%s", trouble.told("en"))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
