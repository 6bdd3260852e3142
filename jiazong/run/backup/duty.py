"""What the command line and the worker ask for: back up, try out, restore; each leaves a note for the status page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiazong.front.operation import actions
from jiazong.ground.access.context import acting_as_system
from jiazong.run import serving
from jiazong.run.backup import files, making, restoring, source
from jiazong.run.backup.making import Made, Progress
from jiazong.run.backup.restoring import Report
from jiazong.run.told import backup_folder
from jiazong.run.troubles import BackupRunning, ProductRunning

KEEP, KEPT = "JIAZONG_BACKUP_KEEP", 14
PURPOSE = "backup"


def _silent(done: int, whole: int) -> None:
    """Nobody watches."""


def back_up(place: Path | None = None, *, keep: int | None = None, on_progress: Progress = _silent) -> Made:
    """Back up the product's database into a folder and keep so many backups there; how it went is noted."""
    kept = keep or int(os.environ.get(KEEP) or KEPT)
    told = str(place or backup_folder())
    with _noting_failure(lambda error: actions.note_failed_backup(folder=told, error=error)):
        made = making.make(source.of_the_product(), files.folder(place), keep=kept, on_progress=on_progress)
    with acting_as_system(PURPOSE):
        actions.note_backup(
            folder=str(made.path.parent), file=made.path.name, made_at=making.manifest_moment(made.manifest),
            seconds=made.seconds, size_bytes=made.size_bytes, rows=sum(made.manifest["tables"].values()),
            evidence=made.manifest["evidence"],
        )  # fmt: skip
    return made


def try_out(path: Path | None = None, *, on_progress: Progress = _silent) -> Report:
    """Restore a backup (the newest) into a scratch database and look through it; how it came out is noted."""
    chosen = path or files.newest(backup_folder())
    with _noting_failure(lambda error: actions.note_trial(file=chosen.name, is_good=False, error=error)):
        report = restoring.try_out(source.of_the_product(), chosen, on_progress=on_progress)
    with acting_as_system(PURPOSE):
        faults = [look.name for look in report.looks if not look.ok]
        actions.note_trial(file=chosen.name, is_good=report.is_good, seconds=report.seconds, faults=faults)
    return report


def restore(path: Path | None, *, may_replace: bool, on_progress: Progress = _silent) -> tuple[Report, str]:
    """Put a backup (the newest) in the place of the product's database. Raises ProductRunning while it is served."""
    if place := serving.running():
        raise ProductRunning(where=place.address)
    chosen = path or files.newest(backup_folder())
    return restoring.replace(source.of_the_product(), chosen, may_replace=may_replace, on_progress=on_progress)


@contextmanager
def _noting_failure(note: object) -> Iterator[None]:
    """Note why it did not succeed, by the name of the error; that another one runs is no failure."""
    try:
        yield
    except BackupRunning:
        raise
    except Exception as fault:
        with acting_as_system(PURPOSE):
            note(type(fault).__name__)
        raise
