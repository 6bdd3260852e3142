"""The processes of one installation: each carries the installation's folder on its command line, so it can be found."""
import os
import signal
import sys
import time
from pathlib import Path

_STEP_SECONDS = 0.05
_MODULES = tuple(f"jiazong.run.{name}".encode() for name in ("supervisor", "web", "worker"))


def words(name: str, folder: Path, *more: str) -> list[str]:
    """The command line of one of the product's processes."""
    return [sys.executable, "-m", f"jiazong.run.{name}", str(folder), *more]


def members(folder: Path) -> list[int]:
    """Every living process of the installation with this folder, its web server's own processes among them."""
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())
    return sorted(pid for pid in numbers if is_member(pid, folder))


def is_member(pid: int, folder: Path, mark: str = "") -> bool:
    """Whether the process lives and is ours (and carries that mark): its number may be another's since."""
    try:
        said = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    ours = len(said) > 3 and said[1] == b"-m" and said[2] in _MODULES and said[3] == os.fsencode(folder)
    return ours and (not mark or mark.encode() in said)


def wait(pids: list[int], folder: Path, *, seconds: float) -> bool:
    """Wait until these processes are gone; answers whether they are."""
    until = time.monotonic() + seconds
    while any(is_member(pid, folder) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(_STEP_SECONDS)
    return True


def end(pids: list[int], folder: Path, *, seconds: float) -> None:
    """Ask these processes to end, and kill those that have not after so many seconds."""
    _tell(pids, folder, signal.SIGTERM)
    if not wait(pids, folder, seconds=seconds):
        _tell(pids, folder, signal.SIGKILL)
        wait(pids, folder, seconds=5)


def _tell(pids: list[int], folder: Path, number: signal.Signals) -> None:
    for pid in pids:
        if is_member(pid, folder):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue  # ended between looking and telling
