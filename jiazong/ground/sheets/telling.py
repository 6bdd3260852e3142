"""Telling how far a long reading is while its transaction is open, and hearing whether somebody stops it.

The row that is told about has columns `done`, `total` and `cancel_asked`.
"""
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model

from jiazong.ground.sheets.refusals import ReadingCancelled

TELL_SECONDS = 0.5
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Telling:
    """A handed-in file in words: the finding (a part of it coloured), what stands below it, the steps, how far in percent."""

    finding: str
    coloured: str
    kind: str
    lede: str
    steps: list[tuple[str, str, str]]
    percent: int


class Teller:
    """Tells how far a reading is, outside the transaction that holds the rows, and hears whether somebody cancels."""

    def __init__(self, row: Model, on_progress: Progress | None = None) -> None:
        self.table, self.key, self.on_progress = row._meta.db_table, row.pk, on_progress
        self.told_at = self.asked_at = time.monotonic()
        self.cancelled = False

    def heard(self, done: int, total: int | None) -> None:
        """So many of so many are done; both are seen on the page within half a second."""
        if self.on_progress:
            self.on_progress(done, total or 0)
        if time.monotonic() - self.told_at >= TELL_SECONDS:
            self.told_at = time.monotonic()
            _elsewhere(f"UPDATE {self.table} SET done = %s, total = %s WHERE id = %s", [done, total or 0, self.key])

    def is_cancelled(self) -> bool:
        """Whether somebody has asked to stop."""
        if not self.cancelled and time.monotonic() - self.asked_at >= TELL_SECONDS:
            self.asked_at = time.monotonic()
            asked = _elsewhere(f"SELECT cancel_asked FROM {self.table} WHERE id = %s", [self.key])
            self.cancelled = bool(asked and asked[0])
        return self.cancelled

    def check(self) -> None:
        """Go on only while nobody has asked to stop. Raises ReadingCancelled."""
        if self.is_cancelled():
            raise ReadingCancelled


def _elsewhere(statement: str, facts: list[Any]) -> tuple | None:
    """Run a statement on a connection of its own: progress must be seen while the reading's transaction is open."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(statement, facts)
            return cursor.fetchone() if cursor.description else None
    finally:
        other.close()
