"""What the command line and the worker ask for: back up, try out, restore; each leaves a note for the status page."""

from __future__ import annotations

import os
from pathlib import Path

from jiazong.run import serving
from jiazong.run.backup import files, making, restoring, source
from jiazong.run.backup.making import Made, Progress
from jiazong.run.backup.restoring import Report
from jiazong.run.troubles import ProductRunning

KEEP, KEPT = "JIAZONG_BACKUP_KEEP", 14


def _silent(done: int, whole: int) -> None:
    """Nobody watches."""


def back_up(place: Path | None = None, *, keep: int | None = None, on_progress: Progress = _silent) -> Made:
    """Back up the product's database into a folder and keep so many backups there."""
    kept = keep or int(os.environ.get(KEEP) or KEPT)
    return making.make(source.of_the_product(), files.folder(place), keep=kept, on_progress=on_progress)


def try_out(path: Path | None = None, *, on_progress: Progress = _silent) -> Report:
    """Restore a backup (the newest) into a scratch database and look through it."""
    return restoring.try_out(source.of_the_product(), path or files.newest(files.location()), on_progress=on_progress)


def restore(path: Path | None, *, may_replace: bool, on_progress: Progress = _silent) -> tuple[Report, str]:
    """Put a backup (the newest) in the place of the product's database. Raises ProductRunning while it is served."""
    if place := serving.running():
        raise ProductRunning(where=place.address)
    chosen = path or files.newest(files.location())
    return restoring.replace(source.of_the_product(), chosen, may_replace=may_replace, on_progress=on_progress)
