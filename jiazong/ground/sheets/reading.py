"""Reading a workbook sheet by sheet: a confined child opens it, this side only receives values."""
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from jiazong.ground.sheets.cells import Cell, CellError, Merge, Row, SheetPart
from jiazong.ground.sheets.limits import LIMITS, Limits
from jiazong.ground.sheets.refusals import ReadingCancelled, WorkbookRefused

Progress = Callable[[int, int | None], None]
_PIPE_BYTES = 1 << 18
_LOOK_UP_SECONDS = 0.2


def read_sheets(
    path: Path | str,
    *,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits = LIMITS,
    name: str | None = None,
) -> Iterator[SheetPart]:
    """The sheets of a workbook or text file, one after another, rows streamed; formulas give their stored values.

    `name` is what the person called the file (a text file's only sheet bears it); `on_progress` is told the rows
    read so far and, once known, how many the sheet has. Raises `WorkbookRefused` and `ReadingCancelled`.
    """
    stem = Path(name or path).stem
    with _Child(Path(path), limits, cancelled) as child:
        names: tuple[str, ...] = ()
        messages = child.messages()
        message = next(messages, None)
        done = 0
        while message is not None:
            if "names" in message:
                names = tuple(each or stem for each in message["names"])
            if "sheet" not in message:
                message = next(messages, None)
                continue
            rows = _Rows(messages, done, message["count"], on_progress)
            yield _part(message, rows, names, stem)
            message = rows.drain()
            done = rows.done


def _part(message: dict[str, Any], rows: "_Rows", names: tuple[str, ...], stem: str) -> SheetPart:
    return SheetPart(
        name=message["sheet"] or stem,
        rows=rows,
        index=message["index"],
        visible=message["visible"],
        merged=[Merge(*edges) for edges in message["merged"]],
        row_count=message["count"],
        date1904=message["date1904"],
        names=names,
    )


class _Rows:
    """The rows of one sheet, off the pipe; whatever is left unread is passed over when the next sheet is asked for."""

    def __init__(self, messages: Iterator[dict[str, Any]], done: int, count: int | None, tell: Progress | None) -> None:
        self.messages, self.done, self.tell = messages, done, tell
        self.expected = None if count is None else done + count
        self.following: dict[str, Any] | None = None
        self.stream = self._rows()

    def __iter__(self) -> Iterator[Row]:
        return self.stream

    def _rows(self) -> Iterator[Row]:
        for message in self.messages:
            if "rows" not in message:
                self.following = message
                return
            yield from enumerate((_cells(row) for row in message["rows"]), message["at"])
            self.done += len(message["rows"])
            if self.tell:
                self.tell(self.done, self.expected)

    def drain(self) -> dict[str, Any] | None:
        for _ in self.stream:
            pass
        return self.following


def _cells(row: list[Any]) -> list[Cell]:
    return [None if cell == "" else _typed(cell) if cell.__class__ is list else cell for cell in row]


def _typed(cell: list[Any]) -> Cell:
    kind, value = cell
    if kind == "d":
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if kind == "t":
        return time.fromisoformat(value)
    if kind == "s":
        return timedelta(seconds=value)
    return CellError(value)


class _Child:
    """The reading process: started confined, listened to with a clock, never left behind."""

    def __init__(self, path: Path, limits: Limits, cancelled: Callable[[], bool] | None) -> None:
        self.path, self.limits, self.cancelled = path, limits, cancelled

    def __enter__(self) -> "_Child":
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-m", "jiazong.ground.sheets.child", os.fspath(self.path.resolve()), json.dumps(self.limits.as_dict())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "MALLOC_ARENA_MAX": "1"},
            close_fds=True,
            bufsize=0,
        )
        self.listening = select.poll()
        self.listening.register(self.process.stdout, select.POLLIN | select.POLLHUP)
        self.next_asking = 0.0
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the child sends until it says that it is done; raises what it refuses, or what became of it."""
        for line in self._lines():
            message = json.loads(line)
            if "refused" in message:
                raise WorkbookRefused(message["refused"], **message.get("params", {}))
            if "end" in message:
                return
            yield message
        raise WorkbookRefused(self._end())

    def _lines(self) -> Iterator[bytes]:
        pieces: list[bytes] = []
        while data := self._receive():
            *lines, rest = data.split(b"\n")
            if lines:
                yield b"".join(pieces) + lines[0]
                yield from lines[1:]
                pieces = []
            if rest:
                pieces.append(rest)

    def _receive(self) -> bytes:
        """The next bytes; silence only counts while we listen, so a slow listener never blames the child."""
        started, worked = monotonic(), self._worked()
        while True:
            if self.cancelled and monotonic() >= self.next_asking:
                self.next_asking = monotonic() + _LOOK_UP_SECONDS
                if self.cancelled():
                    raise ReadingCancelled
            if self.listening.poll(min(_LOOK_UP_SECONDS, self.limits.silence_seconds) * 1000):
                return os.read(self.process.stdout.fileno(), _PIPE_BYTES)
            if self._is_stuck(monotonic() - started, worked):
                raise WorkbookRefused("too_slow")

    def _is_stuck(self, quiet: float, worked: float) -> bool:
        """Whether the child works without result; one that hardly gets the processor is given three times as long."""
        allowed = self.limits.silence_seconds
        if quiet < allowed:
            return False
        return quiet >= 3 * allowed or self._worked() - worked >= quiet / 3

    def _worked(self) -> float:
        """Processor seconds the child has used."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _end(self) -> str:
        code = self.process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return "too_slow"
        return "too_much_memory" if code in (-signal.SIGABRT, -signal.SIGSEGV) else "damaged"
