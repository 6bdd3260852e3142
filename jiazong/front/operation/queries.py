"""Reads of how the product is doing; a fixed number of questions, however many jobs there are."""
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Now

from jiazong.front.operation import rules
from jiazong.front.operation.models import Backup, Pulse, Trial, Trouble
from jiazong.front.operation.rules import Limit
from jiazong.ground.transparency import queries as evidence_log
from jiazong.ground.transparency.models import Cosignature

LISTED = 20
# A machine that has told nothing of itself for so long is silent.
SILENCE = timedelta(minutes=3)
# What may be seen of a job: never its arguments.
_LISTED = """
SELECT job.id, job.task_name, job.status::text, job.scheduled_at, last.error, last.noted_at
FROM procrastinate_jobs job
LEFT JOIN LATERAL (SELECT error, noted_at FROM operation_failure WHERE job = job.id ORDER BY id DESC LIMIT 1) last ON true
WHERE job.status = ANY(%s::procrastinate_job_status[]) ORDER BY job.id DESC LIMIT %s
"""
_COUNTED = """
SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'), count(*) FILTER (WHERE status = 'failed'),
  (SELECT extract(epoch FROM now() - min(at))::float8 FROM procrastinate_events WHERE type = 'deferred' AND job_id =
    (SELECT min(id) FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))),
  (SELECT extract(epoch FROM now() - max(last_heartbeat))::float8 FROM procrastinate_workers)
FROM procrastinate_jobs
"""
_DATABASE = """
SELECT current_setting('server_version'), pg_database_size(current_database()), extract(epoch FROM clock_timestamp())::float8,
  (SELECT sum(numbackends) FROM pg_stat_database)::int, current_setting('max_connections')::int
"""


@dataclass(frozen=True)
class Job:
    """A job as far as anybody may see it."""

    id: int
    task: str
    status: str
    scheduled_at: datetime | None
    error: str | None
    failed_at: datetime | None


@dataclass(frozen=True)
class Jobs:
    """How many jobs wait, are done now, failed; how long the oldest has waited and the worker been silent (seconds)."""

    waiting: int
    doing: int
    failed: int
    oldest_seconds: float | None
    silent_seconds: float | None
    failures: tuple[Job, ...]
    queue: tuple[Job, ...]


@dataclass(frozen=True)
class Database:
    """The database server: version, bytes, connections, and by how many seconds this machine's clock is ahead of its."""

    version: str
    size_bytes: int
    connections: int
    most_connections: int
    skew_seconds: float


@dataclass(frozen=True)
class Evidence:
    """The evidence log: what waits (told by the worker, None where it is silent), the last checkpoint, who signed it."""

    waiting: int | None
    waiting_seconds: float | None
    size: int
    checkpoint_at: datetime | None
    witnesses: int


@dataclass(frozen=True)
class Status:
    """All there is to say about the operation at one moment."""

    at: datetime
    jobs: Jobs
    backup: Backup | None
    last_try: Backup | None
    trial: Trial | None
    pulses: tuple[Pulse, ...]
    evidence: Evidence
    database: Database
    failed_pages: int
    slow_pages: int
    limits: Mapping[str, Limit]

    @property
    def backup_hours(self) -> float | None:
        """How old the moment of the last good backup is."""
        return None if self.backup is None else (self.at - self.backup.made_at) / timedelta(hours=1)

    @property
    def trial_days(self) -> float | None:
        """How long ago a backup was last restored and found good."""
        return None if self.trial is None else (self.at - self.trial.noted_at) / timedelta(days=1)


def status() -> Status:
    """How the product is doing now."""
    since = Now() - timedelta(hours=24)
    troubles = dict(Trouble.objects.filter(hour__gte=since).values_list("kind").annotate(times=Sum("times")))
    at, pulses = _now(), tuple(Pulse.objects.order_by("machine")[:LISTED])
    return Status(
        at=at, jobs=jobs(), database=database(), evidence=evidence(pulses, at), pulses=pulses,
        backup=Backup.objects.filter(is_good=True).order_by("-made_at").first(), last_try=Backup.objects.first(),
        trial=Trial.objects.filter(is_good=True).first(),
        failed_pages=troubles.get(Trouble.FAILED, 0), slow_pages=troubles.get(Trouble.SLOW, 0),
        limits=rules.read_limits(settings.JIAZONG_STATUS_LIMITS, settings.JIAZONG_USUAL_LIMITS),
    )  # fmt: skip


def jobs() -> Jobs:
    """The jobs in numbers, and the newest of those that failed and of those that wait."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        counted = cursor.fetchone()
        cursor.execute(_LISTED, [["failed"], LISTED])
        failures = tuple(Job(*row) for row in cursor.fetchall())
        cursor.execute(_LISTED, [["todo", "doing"], LISTED])
        return Jobs(*counted, failures, tuple(Job(*row) for row in cursor.fetchall()))


def database() -> Database:
    """The database server in numbers; the clock is compared in the middle of the question."""
    began = time.time()
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        version, size, clock, used, most = cursor.fetchone()
    return Database(version, size, used, most, (began + time.time()) / 2 - clock)


def evidence(pulses: Sequence[Pulse], at: datetime) -> Evidence:
    """How far the evidence log is behind, and who has signed its newest checkpoint.

    What waits is seen by the system alone, so it is what a worker has told within the last minutes.
    """
    newest = evidence_log.latest_checkpoint()
    signed = Cosignature.objects.filter(checkpoint=newest).values("witness").distinct().count() if newest else 0
    told = max((one for one in pulses if "waiting" in one.facts), key=lambda one: one.noted_at, default=None)
    known = told.facts if told and at - told.noted_at < SILENCE else {"waiting": None, "waiting_seconds": None}
    return Evidence(
        known["waiting"], known["waiting_seconds"], newest.size if newest else 0, newest.made_at if newest else None, signed
    )  # fmt: skip


def waiting() -> dict[str, float]:
    """What waits to be sealed into the evidence log; only the system sees it."""
    found = evidence_log.waiting()
    return {"waiting": found.leaves, "waiting_seconds": found.seconds}


def measured(folders: Mapping[str, Path]) -> dict[str, Any]:
    """What this machine can say of itself: free and whole bytes of the disk behind each folder."""
    return {name: _room(path) for name, path in folders.items()}


def _room(path: Path) -> dict[str, int] | None:
    """The room on the disk of a folder, or of the nearest one above it that is there; None where it cannot be seen."""
    for step in (path, *path.parents):
        try:
            found = os.statvfs(step)
        except OSError:
            continue
        return {"free": found.f_bavail * found.f_frsize, "whole": found.f_blocks * found.f_frsize}
    return None


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]
