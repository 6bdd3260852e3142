"""Locks between processes: files locked through the kernel, which lets go by itself when a process dies."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from jiazong.run.troubles import StillBusy, from_os

_STEP_SECONDS = 0.02


class FileLock:
    """One open lock file; closing it lets go, and a child process never inherits it unless told to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise from_os(error, path) from error

    def take(self, *, shared: bool = False) -> bool:
        """Take the lock at once, or answer False while somebody else has it."""
        try:
            fcntl.flock(self.handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, *, seconds: float, shared: bool = False) -> None:
        """Take the lock, waiting for whoever has it; raises StillBusy after that many seconds."""
        until = time.monotonic() + seconds
        while not self.take(shared=shared):
            if time.monotonic() > until:
                raise StillBusy(path=self.path.parent, seconds=round(seconds))
            time.sleep(_STEP_SECONDS)

    def close(self) -> None:
        """Let go of the lock as far as this process is concerned; a copy in another process keeps it."""
        os.close(self.handle)

    def __enter__(self) -> FileLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def holders(path: Path) -> list[int]:
    """The processes that hold a lock on this file, as the kernel lists them; none where it does not tell."""
    try:
        found = path.stat()
        lines = Path("/proc/locks").read_text().splitlines()
    except OSError:
        return []
    device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    pids = set()
    for line in lines:
        parts = line.split()
        if "->" in parts or len(parts) < 6:
            continue  # waits for the lock, does not hold it
        same = parts[5] == device
        if os.major(found.st_dev) == 0:  # overlays and btrfs show another device number here
            same = parts[5].rpartition(":")[2] == str(found.st_ino)
        if parts[1] == "FLOCK" and same and int(parts[4]) > 0:
            pids.add(int(parts[4]))
    return sorted(pids)
