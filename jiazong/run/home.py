"""The one folder in which Jiazong keeps everything of an installation: data, keys, logs, locks."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path

from jiazong.ground import durable
from jiazong.run.troubles import HomeOfAnother, from_os

ROOT_HOME = Path("/var/lib/jiazong")


def folder() -> Path:
    """The home of this installation, created when missing.

    JIAZONG_HOME, else /var/lib/jiazong for root, else $XDG_DATA_HOME/jiazong or ~/.local/share/jiazong.
    Created 0700; 0711 for root with the built-in database, whose server is another user and must pass.
    Raises HomeNotUsable or DiskFull.
    """
    home = location()
    try:
        _make(home)
        if not os.access(home, os.W_OK | os.X_OK):
            raise PermissionError(13, "not writable")
    except OSError as error:
        raise from_os(error, home) from error
    return home


def location() -> Path:
    """Where the home is or would be; nothing is created and links are kept as they were written."""
    chosen = os.environ.get("JIAZONG_HOME")
    if chosen:
        return Path(os.path.abspath(os.path.expanduser(chosen)))
    if os.geteuid() == 0:
        return ROOT_HOME
    data = os.environ.get("XDG_DATA_HOME", "")
    # The XDG rule: a relative value is to be ignored.
    base = Path(data) if os.path.isabs(data) else Path(os.path.expanduser("~/.local/share"))
    return base / "jiazong"


def private(name: str) -> Path:
    """A folder of that name in the home which only this user may enter, created when missing.

    Raises HomeOfAnother where it belongs to somebody else, so that root and a user never mix in one home.
    """
    path = folder() / name
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
            raise HomeOfAnother(path=path, owner=user_name(found.st_uid))
        if stat.S_IMODE(found.st_mode) != 0o700:
            path.chmod(0o700)
    except OSError as error:
        raise from_os(error, path) from error
    return path


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a file so that after a crash either the old or the new text is there, never half of it."""
    try:
        durable.write_whole(path, text, mode=mode)
    except OSError as error:
        raise from_os(error, path) from error


def user_name(uid: int) -> str:
    """The name of a user, or the number where the machine has no name for it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def is_ours_to_open(path: Path) -> bool:
    """Whether letting other users pass through this folder is ours to decide: our own, and nobody's login folder."""
    owner = path.stat().st_uid
    if owner != os.geteuid() or path == Path("/"):
        return False
    try:
        return not os.path.samefile(path, pwd.getpwuid(owner).pw_dir)
    except (KeyError, OSError):
        return True


def _make(home: Path) -> None:
    builtin_as_root = os.geteuid() == 0 and not os.environ.get("JIAZONG_DATABASE_URL")
    mode = 0o711 if builtin_as_root else 0o700
    missing = []
    for step in (home, *home.parents):
        if os.path.lexists(step):
            break
        missing.append(step)
    for step in reversed(missing):
        try:
            step.mkdir(mode=0o700)
        except FileExistsError:
            continue  # another command made it in the same moment
        step.chmod(mode)  # the umask of the caller must not decide
    if not home.is_dir():
        raise NotADirectoryError(20, "not a folder")
