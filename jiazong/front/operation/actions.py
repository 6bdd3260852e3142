"""Notes of what the system did, and the two things an administrator may do with a job."""
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from psycopg.types.json import Jsonb

from jiazong.front.operation.models import Backup, Failure, Trial
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.unhurried import kept_later

_PULSE = """
INSERT INTO operation_pulse (machine, facts) VALUES (%s, %s)
ON CONFLICT (machine) DO UPDATE SET facts = excluded.facts, noted_at = now()
"""
_TROUBLE = """
INSERT INTO operation_trouble (hour, route, kind, times) VALUES (date_trunc('hour', now()), %s, %s, 1)
ON CONFLICT (hour, route, kind) DO UPDATE SET times = operation_trouble.times + 1
"""


class JobGone(Exception):
    """The job is no longer in the state in which this may be done with it."""


def note_backup(*, folder: str, file: str, made_at: datetime, seconds: float, size_bytes: int, rows: int,
                evidence: Mapping[str, Any] | None) -> Backup:  # fmt: skip
    """Note a backup that is whole."""
    held = evidence or {}
    return Backup.objects.create(
        is_good=True, folder=folder, file=file, made_at=made_at, seconds=seconds, size_bytes=size_bytes, rows=rows,
        evidence_size=held.get("size"), evidence_root=held.get("root", ""),
    )  # fmt: skip


def note_failed_backup(*, folder: str, error: str) -> Backup:
    """Note that a backup was not made, and the name of the reason."""
    return Backup.objects.create(is_good=False, folder=folder, error=error)


def note_trial(*, file: str, is_good: bool, seconds: float = 0, faults: Iterable[str] = (), error: str = "") -> Trial:
    """Note how a backup came out when it was restored into a scratch database."""
    return Trial.objects.create(file=file, is_good=is_good, seconds=seconds, faults=list(faults), error=error)


def note_failure(job: int, task: str, error: BaseException) -> None:
    """Note that a job did not succeed, by the name of its error alone."""
    Failure.objects.create(job=job, task=task, error=type(error).__name__[:100])


def note_pulse(machine: str, facts: Mapping[str, Any]) -> None:
    """Keep what a machine tells of itself in place of what it told before."""
    with connection.cursor() as cursor:
        cursor.execute(_PULSE, [machine, Jsonb(dict(facts))])


def note_trouble(route: str, kind: str) -> None:
    """Count a page that was slow or failed."""
    with kept_later(), connection.cursor() as cursor:
        cursor.execute(_TROUBLE, [route[:100], kind])


@transaction.atomic
def retry_job(job: int, *, by: Account) -> None:
    """Let a job that failed be done once more; raises JobGone where it did not fail or is done already."""
    _locked(job, "failed")
    app.job_manager.retry_job_by_id(job, retry_at=timezone.now())
    chronicle.record("job.retried", by, by=by, job=job)


@transaction.atomic
def cancel_job(job: int, *, by: Account) -> None:
    """Let a job that waits not be done; raises JobGone where it has begun already."""
    _locked(job, "todo")
    app.job_manager.cancel_job_by_id(job)
    chronicle.record("job.cancelled", by, by=by, job=job)


def _locked(job: int, status: str) -> None:
    """The job stays in this state until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status::text = %s FOR UPDATE", [job, status])
        if cursor.fetchone() is None:
            raise JobGone
