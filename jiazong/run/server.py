"""The server process of a cluster: whether it runs, starting it, stopping it.

The server itself holds ``run/server.lock`` for as long as any of its processes lives, so a dead server is never taken
for a living one, whatever process has got its number since, and its last child is gone before the next one starts.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shlex
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from jiazong.run import address
from jiazong.run.binaries import Programs
from jiazong.run.cluster import Cluster, why_not
from jiazong.run.locks import FileLock
from jiazong.run.troubles import AddressGone, StartFailed, StopFailed

# Crash recovery reads back at most max_wal_size; a slow disk may need minutes for it.
START_SECONDS = 600
_STEP_SECONDS = 0.02
_TAIL_BYTES = 16384
# Between recovering and serving nobody is at work for milliseconds; ended on the spot, PostgreSQL itself kills its slow children after 5 s.
_FORSAKEN_SECONDS, _QUIT_SECONDS = 5.0, 15.0
# Who works in a server that serves, and in one that recovers; one of them is there whatever it does, until it stops.
_AT_WORK = ("walwriter", "startup")

log = logging.getLogger("jiazong.server")


@dataclass(frozen=True)
class Process:
    """What the server has written about itself into postmaster.pid."""

    pid: int
    started: int
    socket: Path
    ready: bool


def noted(cluster: Cluster) -> Process | None:
    """The server's own note, which may be that of a dead one; None where there is none or it is half-written."""
    try:
        lines = (cluster.data / "postmaster.pid").read_text(errors="surrogateescape").splitlines()
        ready = len(lines) > 7 and lines[7].strip() == "ready"
        return Process(int(lines[0]), int(lines[2]), Path(lines[4]), ready)
    except (FileNotFoundError, IndexError, ValueError):
        return None


def running(cluster: Cluster) -> Process | None:
    """The server if it takes connections now: its note says ready and that very process is behind the socket."""
    process = noted(cluster)
    if process is None or not process.ready:
        return None
    behind = address.listener(process.socket, cluster.user)
    return process if behind in (process.pid, 0) else None


def is_alive(process: Process, cluster: Cluster) -> bool:
    """Whether the noted process is a server of this cluster, and not another program that got its number later."""
    if address.listener(process.socket, cluster.user) == process.pid:
        return True
    try:
        words = Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    ours = (b"config_file=" + os.fsencode(cluster.settings), os.fsencode(cluster.data))
    return os.path.basename(words[0]) in (b"postgres", b"postmaster") and any(word in words for word in ours)


def titles(process: Process) -> list[str]:
    """What the server's own processes call themselves, as `postgres: jiazong: walwriter`; empty where nothing can be read."""
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return [Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace").strip("\0 ") for child in children]
    except OSError:
        return []


def is_forsaken(said: list[str]) -> bool:
    """Whether a server with these processes neither serves nor recovers.

    After a fault of the disk PostgreSQL 18 recovers by itself; when the recovery meets the fault again, it ends, and the
    rest of the server stays for ever and refuses everybody.
    """
    return any(title.endswith("checkpointer") for title in said) and not any(word in title for word in _AT_WORK for title in said)


def end_forsaken(cluster: Cluster, lock_path: Path) -> bool:
    """End a server nobody is at work in, so that it can be started anew; to be called under the starting lock.

    Answers whether it did. Raises StopFailed where a process of it cannot even be killed.
    """
    process = noted(cluster)
    until = time.monotonic() + _FORSAKEN_SECONDS
    while True:
        if process is None or not process.ready or not is_forsaken(titles(process)) or not is_alive(process, cluster):
            return False
        if time.monotonic() > until:
            break
        time.sleep(_STEP_SECONDS)
    log.warning("the database server (process %s) neither serves nor recovers and is ended", process.pid)
    for number in (signal.SIGQUIT, signal.SIGKILL):
        until = time.monotonic() + _QUIT_SECONDS
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, number)
        while time.monotonic() < until:
            if _is_free(lock_path) and not is_alive(process, cluster):
                return True
            time.sleep(_STEP_SECONDS)
    raise StopFailed(pid=process.pid, seconds=round(2 * _QUIT_SECONDS))


def start(cluster: Cluster, programs: Programs, socket: Path, lock_path: Path, *, may_restart: bool) -> Process:
    """Start the server with its socket in this folder and wait until it takes connections.

    To be called under the starting lock. Waits for a server that is still coming up or still dying. Raises StartFailed, DiskFull, AddressGone.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process := running(cluster):
            return process
        with FileLock(lock_path) as lock:
            if lock.take() and not _lives_without_lock(cluster):
                _clear_remains(cluster, socket)
                _launch(cluster, programs, lock)
                continue
        _mend_address(cluster, may_restart=may_restart)
        time.sleep(_STEP_SECONDS)
    raise StartFailed(data=cluster.data, reason=f"not ready after {START_SECONDS} s", log=cluster.log)


def stop(cluster: Cluster, lock_path: Path, *, seconds: float) -> None:
    """Stop the server, breaking off whoever is connected; everything acknowledged is on disk afterwards.

    Raises StopFailed when it is still there after that many seconds; it is never killed.
    """
    until = time.monotonic() + seconds
    process = noted(cluster)
    if process is None or not is_alive(process, cluster):
        return
    try:
        os.kill(process.pid, signal.SIGINT)
    except ProcessLookupError:
        return
    while is_alive(process, cluster) or not _is_free(lock_path):
        if time.monotonic() > until:
            raise StopFailed(pid=process.pid, seconds=round(seconds))
        time.sleep(_STEP_SECONDS)


def _launch(cluster: Cluster, programs: Programs, lock: FileLock) -> None:
    """Let pg_ctl start the server, detached from us, with the lock in its hands."""
    cluster.user.make_folder(cluster.log)
    log = cluster.log / "start.log"
    log.unlink(missing_ok=True)
    options = "-c " + shlex.quote(f"config_file={cluster.settings}")
    words = [programs / "pg_ctl", "start", "-s", "-w", "-t", START_SECONDS, "-D", cluster.data.name]
    words += ["-l", log.relative_to(cluster.area), "-o", options]
    done = cluster.user.run(words, cwd=cluster.area, pass_fds=[lock.handle])
    if done.returncode and not running(cluster):
        reason = why_not(_story(cluster), cluster.area)
        raise StartFailed(data=cluster.data, reason=reason, log=cluster.log)


def _clear_remains(cluster: Cluster, socket: Path) -> None:
    """Remove the notes of a dead server, whose number PostgreSQL would take for itself if anything has it now."""
    path = address.socket_path(socket)
    for remains in (cluster.data / "postmaster.pid", path, path.with_name(path.name + ".lock")):
        remains.unlink(missing_ok=True)


def _lives_without_lock(cluster: Cluster) -> bool:
    """Whether somebody has started this cluster by hand."""
    process = noted(cluster)
    return process is not None and is_alive(process, cluster)


def _mend_address(cluster: Cluster, *, may_restart: bool) -> None:
    """Where the server runs but its socket has been swept away, stop it, so that it can start with a new one."""
    process = noted(cluster)
    if process is None or not process.ready or not is_alive(process, cluster) or running(cluster):
        return
    if address.socket_path(process.socket).exists():
        return
    if not may_restart:
        raise AddressGone(path=process.socket)
    os.kill(process.pid, signal.SIGINT)
    while is_alive(process, cluster):
        time.sleep(_STEP_SECONDS)


def _is_free(lock_path: Path) -> bool:
    with FileLock(lock_path) as lock:
        return lock.take()


def _story(cluster: Cluster) -> str:
    """The end of what the server wrote last."""
    logs = sorted(cluster.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
    text = ""
    for path in logs[-2:]:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            text += file.read().decode("utf-8", "replace")
    return text
