"""Making a backup: one moment of the whole database, sealed while it is written, read back before it gets its name."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jiazong.ground import durable
from jiazong.run import home
from jiazong.run.backup import files, keys, sealing, stock
from jiazong.run.backup.source import Source
from jiazong.run.troubles import BackupFailed, BackupRunning, from_os

Progress = Callable[[int, int], None]

_ALONE = "SELECT pg_try_advisory_lock(7146, 3)"
_READ_BYTES = 1 << 18
_DUMPING = re.compile(rb"dumping contents of table ")


@dataclass(frozen=True)
class Made:
    """A backup that is whole: the file, what stands in it, and what it took (seconds, bytes)."""

    path: Path
    manifest: dict[str, Any] = field(repr=False)
    size_bytes: int
    seconds: float
    removed: tuple[Path, ...] = ()


def make(source: Source, place: Path, *, keep: int, on_progress: Progress = lambda done, whole: None) -> Made:
    """Back up the whole database into a folder and keep so many; interrupted at any moment it leaves no file taken as good.

    Raises BackupRunning while another is being made, BackupFailed, DiskFull and what ``source`` raises.
    """
    began = time.monotonic()
    with source.connect(autocommit=True) as line:
        if not line.execute(_ALONE).fetchone()[0]:
            raise BackupRunning()
        files.clear_remains(place)
        with line.transaction():
            line.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            manifest = stock.take(line)
            snapshot = line.execute("SELECT pg_export_snapshot()").fetchone()[0]
            with _making(place) as making:
                _write(making, manifest, _dumped(source, snapshot, len(manifest["tables"]), on_progress))
                check(making, source.programs)
                path = place / files.name_for(manifest_moment(manifest))
                size, digest = making.stat().st_size, _digest(making)
                making.rename(path)
        home.write_whole(path.with_name(path.name + ".sha256"), f"{digest}  {path.name}\n")
        removed = tuple(files.prune(place, keep=keep, newest_good=path))
        durable.sync_folder(place)
    return Made(path, manifest, size, time.monotonic() - began, removed)


def manifest_moment(manifest: dict[str, Any]) -> datetime:
    """When the backup's moment was, as Asia/Shanghai reads it."""
    return datetime.fromisoformat(manifest["made"]).astimezone(ZoneInfo("Asia/Shanghai"))


def check(path: Path, programs: Path) -> None:
    """Read a backup back from disk to its end and let pg_restore take it apart; raises BackupDamaged or BackupFailed."""
    with path.open("rb") as source, contextlib.suppress(OSError):
        os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # what is in memory proves nothing of the disk
    with files.reading(path) as found:
        words = [programs / "pg_restore", "--file=-"]
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
        if reason := feed(words, found.dump, environment):
            raise BackupFailed(reason=reason)


def feed(words: list[object], pieces: Iterable[bytes], environment: dict[str, str]) -> str:
    """Run a program on these pieces; gives its first complaint, empty where it did what it was asked."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [str(word) for word in words], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=environment
        )
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended before its input: it says why
                for piece in pieces:
                    process.stdin.write(piece)
                process.stdin.close()
            if process.wait() == 0:
                return ""
            said.seek(0)
            return first_complaint(said.read())
        finally:
            process.kill()
            process.wait()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()


def first_complaint(said: bytes) -> str:
    """The first line with which a program of PostgreSQL tells of an error, without values of rows."""
    lines = said.decode("utf-8", "replace").splitlines()
    telling = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (telling or lines or ["it said nothing"])[0].strip()


@contextlib.contextmanager
def _making(place: Path) -> Iterator[Path]:
    """A file under a name that nobody takes for a backup; what has not got its final name by the end is removed."""
    # The name is known before the file is there: an interruption in the very moment of its making leaves nothing either.
    making = place / f"{files.MAKING}{secrets.token_hex(8)}"
    try:
        try:
            os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield making
        finally:
            making.unlink(missing_ok=True)
    except OSError as error:
        raise from_os(error, place) from error


def _write(making: Path, manifest: dict[str, Any], dump: Iterator[bytes]) -> None:
    named, secret, suite = keys.current(may_make=not manifest["tables"].get("public.privacy_key"))
    line = {"made": manifest["made"], "product": manifest["product"], "key": named}
    with making.open("wb") as target, contextlib.closing(dump):
        sealing.seal(files.written(manifest, dump), target, secret=secret, suite=suite, line=line)
        target.flush()
        os.fsync(target.fileno())


def _dumped(source: Source, snapshot: str, tables: int, on_progress: Progress) -> Iterator[bytes]:
    """What pg_dump writes of that moment; it is ended with whoever stops reading. Raises BackupFailed."""
    words = [source.programs / "pg_dump", "--format=custom", "--compress=4", "--no-password", "--verbose"]
    process = subprocess.Popen(
        [*words, f"--snapshot={snapshot}"], env=source.environment(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    said: list[bytes] = []
    listener = threading.Thread(target=_listen, args=(process.stderr, said, tables, on_progress), daemon=True)
    listener.start()
    try:
        while piece := process.stdout.read(_READ_BYTES):
            yield piece
        listener.join()
        if process.wait():
            raise BackupFailed(reason=first_complaint(b"".join(said)))
    finally:
        process.kill()
        process.wait()
        listener.join()
        process.stdout.close()
        process.stderr.close()


def _listen(stream: Any, said: list[bytes], tables: int, on_progress: Progress) -> None:
    done = 0
    for line in stream:
        if _DUMPING.search(line):
            done += 1
            on_progress(min(done, tables), tables)
        elif b"error" in line.lower() or b"fatal" in line.lower():
            said.append(line)


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
