"""Where programs reach the database: a socket folder nobody else may enter, and the address as one line."""

from __future__ import annotations

import os
import re
import socket
import stat
import struct
import tempfile
from pathlib import Path
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

from jiazong.run.cluster_files import PORT
from jiazong.run.server_user import ServerUser

# A socket's path has room for 107 bytes; some are left free for the lock file's name beside it.
_LONGEST_BYTES = 100
# Commas and quotes mean something to PostgreSQL in a list of folders.
_PLAIN = re.compile(r"[A-Za-z0-9/_.+-]+")


class Url(str):
    """A libpq address that keeps its password out of anything that is printed for a person."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Url({self.shown()!r})"

    def shown(self) -> str:
        """Who, where and which database, without password and options."""
        parts = self.parts()
        # libpq's own defaults stand where the address is silent.
        where = parts.get("host") or parts.get("hostaddr") or "local socket"
        return f"{parts.get('user', '')}@{where}:{parts.get('port', '')}/{parts.get('dbname', '')}"

    def parts(self) -> dict[str, str]:
        """The address as libpq's keywords: user, password, host, port, dbname and any options."""
        return {name: str(value) for name, value in conninfo_to_dict(self).items() if value is not None}


def url(*, user: str, password: str, database: str, folder: Path) -> Url:
    """The address of a database behind the socket in this folder."""
    place = quote(os.fsencode(folder), safe="")
    return Url(f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@/{database}?host={place}&port={PORT}")



def socket_path(folder: Path) -> Path:
    """The file PostgreSQL makes in its socket folder."""
    return folder / f".s.PGSQL.{PORT}"


def socket_folder(area: Path, user: ServerUser, last: str) -> Path:
    """A folder for the socket that only the server's user may enter: in the area, or a short one where that is too deep.

    A short one has a name nobody could guess, is made for us by the kernel or not at all, and is used again (``last``)
    only while it is still ours alone.
    """
    beside = area / "socket"
    if len(os.fsencode(socket_path(beside))) <= _LONGEST_BYTES and _PLAIN.fullmatch(str(beside)):
        user.make_folder(beside)
        return beside
    if last and is_private(Path(last), user):
        return Path(last)
    # Only root can write to /run, so there nobody else can play with names; users have /tmp, where names are sticky.
    short = Path("/run") if os.geteuid() == 0 and os.access("/run", os.W_OK) else Path("/tmp")
    folder = Path(tempfile.mkdtemp(prefix="jiazong-", dir=short))
    user.give(folder)
    return folder


def is_private(folder: Path, user: ServerUser) -> bool:
    """Whether this is a real folder of the server's user that nobody else may enter."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == user.uid and stat.S_IMODE(found.st_mode) == 0o700


def listener(folder: Path, user: ServerUser) -> int | None:
    """The process that listens behind the socket, by the kernel's word; None where nobody of that user does.

    The number is 0 for a process in another container that shares the folder.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(5)
        try:
            line.connect(os.fsencode(socket_path(folder)))
            pid, uid, _gid = struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        except OSError:
            return None
    return pid if uid == user.uid else None
