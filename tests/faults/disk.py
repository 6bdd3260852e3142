"""A disk of its own for an installation: so small that it can be filled, and given room again."""
import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTE = 2**20


def may_mount() -> bool:
    """Whether this machine lets the tests have a small disk (root, and a kernel that mounts tmpfs)."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False)
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return done.returncode == 0


class Disk:
    """A small file system in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ballast = folder, folder / "ballast"

    @property
    def free(self) -> int:
        told = os.statvfs(self.folder)
        return told.f_bavail * told.f_frsize

    def fill(self, *, but: int = 0) -> None:
        """Leave only so many bytes."""
        with self.ballast.open("ab", buffering=0) as file:
            while (left := self.free - but) > 0:
                try:
                    file.write(b"\0" * min(left, MEGABYTE))
                except OSError as fault:
                    if fault.errno != errno.ENOSPC:
                        raise
                    return

    def clear(self) -> None:
        self.ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(megabytes: int, *, at: Path | None = None) -> Iterator[Disk]:
    """Mount a small disk for the block."""
    folder = at or Path(tempfile.mkdtemp(prefix="jz-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        if at is None:
            folder.rmdir()
