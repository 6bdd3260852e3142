"""Small files that have to outlive a crash: keys, notes, the last word of a log. Written whole or not at all, on the disk at return."""
import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Put a text in the place of a file; after a crash either the old or the new one is there. Raises OSError."""
    with _beside(path, text, mode) as fresh:
        os.replace(fresh, path)
    sync_folder(path.parent)


def write_once(path: Path, text: str) -> bool:
    """Make a file 0600 with a text unless it is there already; whether it was made: the first of several processes wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _beside(path, text, 0o600) as fresh:
        try:
            os.link(fresh, path)
        except FileExistsError:
            return False
    sync_folder(path.parent)
    return True


def sync_folder(path: Path) -> None:
    """Make names that were created or renamed in a folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _beside(path: Path, text: str, mode: int) -> Iterator[str]:
    """A finished file beside the place it is for; gone afterwards unless it was moved there."""
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as target:
            target.write(text)
            target.flush()
            os.fchmod(target.fileno(), mode)
            os.fsync(target.fileno())
        yield fresh
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(fresh)
