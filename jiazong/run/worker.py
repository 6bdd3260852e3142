"""The background worker: jobs lie in the same database, so they are there exactly when their transaction is."""
import asyncio
import logging
import signal
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections
from procrastinate import App, RetryStrategy
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from jiazong.run import logs

log = logging.getLogger("jiazong.worker")

HEARTBEAT_SECONDS, STALLED_SECONDS = 4.0, 20.0
# A job whose worker was killed is taken up again, but not for ever: it may be the one that kills.
ATTEMPTS = 3
FINISH_SECONDS = 25
# Jobs that were done well are forgotten after a month; those that failed stay, the doctor tells of them.
DAY_SECONDS, KEPT_HOURS = 24 * 60 * 60.0, 30 * 24
# A job that lost its database is whole again after the rollback, so it may simply be done once more.
LOST_DATABASE = RetryStrategy(max_attempts=ATTEMPTS, wait=5, retry_exceptions={OperationalError, InterfaceError})


def main() -> None:
    """Work through jobs until told to stop; the running job is finished first."""
    django.setup()
    logs.take_over()
    from procrastinate.contrib.django import app

    from jiazong.run.backup.scheduled import back_up_for_ever
    from jiazong.run.evidence_log import sequence_for_ever
    from jiazong.run.pulse import beat_for_ever

    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    app.perform_import_paths()
    for task in app.tasks.values():
        task.retry_strategy = task.retry_strategy or LOST_DATABASE
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        asyncio.run(_work(working, sequence_for_ever, beat_for_ever, back_up_for_ever))


async def _work(app: App, *besides: Callable[[], Any]) -> None:
    async with app.open_async():
        beside = [asyncio.create_task(_rescue_for_ever(app)), *(asyncio.create_task(one()) for one in besides)]
        try:
            await app.run_worker_async(
                concurrency=1, install_signal_handlers=True, shutdown_graceful_timeout=FINISH_SECONDS,
                listen_notify=True, update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS, task_middleware=[with_fresh_connection],
            )  # fmt: skip
        finally:
            for task in beside:
                task.cancel()


def with_fresh_connection(do: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Do a job on a connection that is known to live: the one of the job before may be of a database restarted since."""
    close_old_connections()
    try:
        return do()
    except Exception as fault:
        _note(context.job, fault)
        raise
    finally:
        close_old_connections()


def _note(job: Any, fault: Exception) -> None:
    """Keep the name of the error for the status page; where even that fails, the log tells of both."""
    from jiazong.front.operation import actions
    from jiazong.ground.access.context import acting_as_system

    log.error("job %s (%s): %s", job.id, job.task_name, type(fault).__name__)
    try:
        close_old_connections()
        with acting_as_system("worker"):
            actions.note_failure(job.id, job.task_name, fault)
    except (DatabaseError, InterfaceError) as other:
        log.error("job %s: its failure could not be noted: %s", job.id, type(other).__name__)


async def _rescue_for_ever(app: App) -> None:
    tidied = -DAY_SECONDS
    while True:
        try:
            await rescue(app)
            if time.monotonic() - tidied >= DAY_SECONDS:
                tidied = time.monotonic()
                await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
        except ConnectorException as fault:
            log.warning("looking for abandoned jobs: %s", fault)
        await asyncio.sleep(STALLED_SECONDS / 4)


async def rescue(app: App, *, silent_seconds: float = STALLED_SECONDS) -> int:
    """Take up jobs whose worker has been silent for so many seconds; answers how many. The third attempt is the last."""
    abandoned = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds))
    for job in abandoned:
        if job.attempts + 1 >= ATTEMPTS:
            log.error("job %s (%s) was abandoned %s times and is given up", job.id, job.task_name, job.attempts + 1)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            log.warning("job %s (%s) was abandoned and is done again", job.id, job.task_name)
            await app.job_manager.retry_job(job)
    return len(abandoned)


if __name__ == "__main__":
    main()
