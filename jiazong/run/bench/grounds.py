"""What the parts measure on, made when the first of them asks for it: the city's ledger, the web server, a folder."""
import contextlib
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.db import OperationalError
from django.utils import timezone

from jiazong.run.bench import bulk, importing, served
from jiazong.run.bench.bulk import City
from jiazong.run.bench.served import Served


@dataclass(frozen=True)
class Size:
    """How much is measured: rows of the workbook, lines of the city, rounds, seconds each server is asked, soak minutes."""

    rows: int
    lines: int
    centres: int
    rounds: int
    repeats: int
    seconds: float
    minutes: float


QUICK = Size(rows=10_000, lines=40_000, centres=8, rounds=1, repeats=5, seconds=3, minutes=0.1)
FULL = Size(rows=100_000, lines=1_000_000, centres=bulk.CENTRES, rounds=3, repeats=7, seconds=15, minutes=30)

DROPPED_AT_MOST = 5


class Grounds:
    """Everything of one run; what was opened is closed with the stack."""

    def __init__(self, size: Size, folder: Path, stack: contextlib.ExitStack) -> None:
        self.size, self.folder, self._stack, self._turn = size, folder, stack, 0

    @cached_property
    def city(self) -> City:
        """The centres with their million lines."""
        return bulk.build(self.size.lines, today=timezone.localdate(), centres=self.size.centres)

    @cached_property
    def server(self) -> Served:
        """The web server as it serves in earnest."""
        return self._stack.enter_context(served.serve())

    def turn(self) -> int:
        """A number no other round of this run has, for the keys of its forms."""
        self._turn += 1
        return self._turn

    def make_target(self) -> None:
        """The bare table inserts are compared with; there is one for the run."""
        for left in reversed(range(DROPPED_AT_MOST)):
            if hasattr(self, "_target"):
                return
            try:
                importing.make_target()
                self._target = True
            except OperationalError:  # the last of the pages that were asked for before may still be read
                if not left:
                    raise
                time.sleep(1)
