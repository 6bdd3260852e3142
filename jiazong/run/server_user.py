"""The user the database server runs as: the caller, or for root somebody without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jiazong.run.home import user_name
from jiazong.run.troubles import NoServerUser

OWN_NAME = "jiazong"


@dataclass(frozen=True)
class ServerUser:
    """A user of this machine as whom the server programs run."""

    name: str
    uid: int
    gid: int

    @property
    def is_caller(self) -> bool:
        """Whether no change of user is needed."""
        return self.uid == os.geteuid()

    def run(self, words: Sequence[object], **options: object) -> subprocess.CompletedProcess[str]:
        """Run a program as this user in its own session, with a small environment and English messages.

        Its own session, because Ctrl-C at the terminal is meant for the command and not for the database.
        """
        if not self.is_caller:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        options = {"cwd": "/", "stdin": subprocess.DEVNULL} | options
        if "input" in options:
            options.pop("stdin")
        return subprocess.run(
            [os.fspath(word) if isinstance(word, Path) else str(word) for word in words],
            env=_environment(),
            start_new_session=True,
            umask=0o077,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            **options,
        )

    def may_enter(self, folder: Path) -> bool:
        """Whether this user can pass every folder down to and including this one; tried, not computed."""
        if self.is_caller:
            return os.access(folder, os.X_OK)
        return self.run(["/bin/sh", "-c", 'test -x "$1"', "sh", folder]).returncode == 0

    def make_folder(self, path: Path) -> None:
        """A folder that only this user (and root) may enter, created when missing."""
        path.mkdir(mode=0o700, exist_ok=True)
        self.give(path)

    def give(self, path: Path) -> None:
        """Make this user the owner of one file or folder; a link itself, never what it points to."""
        if not self.is_caller:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def owner_of(path: Path) -> ServerUser:
    """The user to whom existing data belongs: it keeps its owner whatever users appear on the machine later."""
    found = path.stat()
    return ServerUser(user_name(found.st_uid), found.st_uid, found.st_gid)


def choose(preferred: Sequence[str] = ("postgres", OWN_NAME)) -> ServerUser:
    """The caller itself; for root the first of these users there is, else a new system user, else nobody.

    Raises NoServerUser where root can become nobody else.
    """
    if os.geteuid() != 0:
        return ServerUser(user_name(os.geteuid()), os.geteuid(), os.getegid())
    for name in preferred:
        if (found := _named(name)) and found.uid:
            return found
    user = _create(OWN_NAME) or _named("nobody")
    if user is None:
        raise NoServerUser(reason="there is no user called nobody")
    return user


def check_can_become(user: ServerUser) -> None:
    """Raise NoServerUser where the caller may not start a program as this user, as in some containers."""
    try:
        done = user.run(["/bin/sh", "-c", "exit 0"])
    except (OSError, subprocess.SubprocessError) as error:
        raise NoServerUser(reason=f"changing to {user.name}: {error}") from error
    if done.returncode:
        raise NoServerUser(reason=f"changing to {user.name}: {done.stderr.strip()}")


def _named(name: str) -> ServerUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return ServerUser(name, entry.pw_uid, entry.pw_gid)


def _create(name: str) -> ServerUser | None:
    """A system user for the server, where the machine has useradd; None where that does not work."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    words = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    # Failing (a read-only /etc in a container) is not the end: nobody is the next choice.
    subprocess.run([*words, "--shell", "/usr/sbin/nologin", name], capture_output=True, check=False)
    return _named(name)


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C", "LC_ALL": "C"}
