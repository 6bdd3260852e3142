"""One database cluster on disk: where it lies, its passwords, its creation, its settings.

The home keeps a note (postgres.json, 0600): where the cluster's area is, the passwords, and whether it was ever made.
The area belongs to the caller; inside it only ``data``, ``log`` and ``socket`` belong to the server's user, so that the
server can change neither its own settings nor who may sign in.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from jiazong.ground import durable
from jiazong.run import binaries, home, server_user
from jiazong.run.binaries import Programs
from jiazong.run.cluster_files import ACCESS, CREATION, initdb_options, quoted, settings
from jiazong.run.server_user import ServerUser
from jiazong.run.troubles import (
    CreationFailed,
    DataMissing,
    DiskFull,
    HomeOfAnother,
    OtherMajorVersion,
    from_os,
)

NOTE = "postgres.json"
# For root, when a folder above the home bars the way of the server's user.
CLUSTERS = home.ROOT_HOME / "clusters"
_DISK_IS_FULL_BYTES = 1 << 20


@dataclass(frozen=True)
class Note:
    """What the home remembers of its cluster; the area relative to the home when inside, so that a home may be moved."""

    area: str
    superuser_password: str
    owner_password: str
    made: bool = False
    socket: str = ""
    app_password: str = ""
    system_password: str = ""


@dataclass(frozen=True)
class Cluster:
    """A cluster whose place is known; it need not have been made yet."""

    home: Path
    note: Note
    user: ServerUser

    @property
    def area(self) -> Path:
        return self.home / self.note.area

    @property
    def data(self) -> Path:
        return self.area / "data"

    @property
    def log(self) -> Path:
        return self.area / "log"

    @property
    def settings(self) -> Path:
        return self.area / "postgresql.conf"

    def written_by(self) -> str | None:
        """The major version that wrote the data, or None where nothing is there."""
        try:
            return (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return None


def read_note(path: Path) -> Note | None:
    """The home's note, or None where no cluster was ever begun."""
    try:
        return Note(**json.loads((path / NOTE).read_text(encoding="utf-8", errors="surrogateescape")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise from_os(error, path / NOTE) from error


def write_note(path: Path, note: Note) -> None:
    """Keep the note, whole or not at all."""
    home.write_whole(path / NOTE, json.dumps(asdict(note), indent=1, ensure_ascii=False) + "\n")


def find(path: Path) -> Cluster | None:
    """The cluster of a home that has one; nothing is created. Raises DataMissing where its data has gone."""
    note = read_note(path)
    if note is None:
        return None
    data = path / note.area / "data"
    if data.is_dir():
        return Cluster(path, note, server_user.owner_of(data))
    if note.made:
        raise DataMissing(data=data, note=path / NOTE)
    return Cluster(path, note, server_user.choose())


def prepare(path: Path) -> tuple[Cluster, Programs]:
    """The cluster of a home, made when it is not there yet, with programs its server can run.

    To be called under the starting lock. Raises OtherMajorVersion, CreationFailed, DiskFull and what
    ``binaries`` and ``server_user`` raise; existing data is never touched.
    """
    try:
        cluster = find(path) or _begin(path)
        fitting = _fitting(cluster)
        _check_owner(cluster)
        server_user.check_can_become(cluster.user)
        cluster.area.mkdir(mode=0o700, exist_ok=True)
        cluster.area.chmod(0o700 if cluster.user.is_caller else 0o711)
        programs = binaries.reachable(fitting, cluster.user, cluster.area / "programs")
        if cluster.written_by() is None:
            _create(cluster, programs)
        if not cluster.note.made:
            cluster = Cluster(path, Note(**(asdict(cluster.note) | {"made": True})), cluster.user)
            write_note(path, cluster.note)
        return cluster, programs
    except OSError as error:
        raise from_os(error, path) from error


def write_settings(cluster: Cluster, programs: Programs, socket: Path) -> None:
    """Write settings and access rules anew before every start, so that they always fit this release.

    What a person puts into local.conf beside them comes last and wins.
    """
    access = cluster.area / "pg_hba.conf"
    mode = 0o600 if cluster.user.is_caller else 0o644
    home.write_whole(access, ACCESS, mode=mode)
    text = settings(
        major=programs.major,
        data=cluster.data,
        access=access,
        log=cluster.log,
        socket=socket,
        local=cluster.area / "local.conf",
    )
    home.write_whole(cluster.settings, text, mode=mode)


def set_passwords(cluster: Cluster, programs: Programs, *, creating: bool = False, data: Path | None = None) -> None:
    """Give both roles the passwords of the note, through a server that nobody else can reach."""
    names = {"superuser": quoted(cluster.note.superuser_password), "owner": quoted(cluster.note.owner_password)}
    text = "".join(line.format(**names) + "\n" for line in CREATION if creating or line.startswith("ALTER"))
    where = data or cluster.data
    words = [programs / "postgres", "--single", "-c", "exit_on_error=true", "-c", "log_min_messages=fatal"]
    done = cluster.user.run([*words, "-c", "log_min_error_statement=panic", "-D", where.name, "template1"],
                            input=text, cwd=where.parent)
    _check(done, where)


def why_not(text: str, path: Path) -> str:
    """The line that says what went wrong; raises DiskFull where that is it."""
    if "No space left on device" in text or "Disk quota exceeded" in text or _is_full(path):
        raise DiskFull(path=path)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [n for n, line in enumerate(lines) if "FATAL" in line or "PANIC" in line or "error:" in line]
    if not lines:
        return "it said nothing"
    last = telling[-1] if telling else len(lines) - 1
    if "contains errors" in lines[last] and last:
        last -= 1  # the settings file is named; which of its lines is said before
    return re.sub(r"^.*?(?:FATAL|PANIC|LOG|error): +", "", lines[last])


def _begin(path: Path) -> Cluster:
    """Choose place, user and passwords, and note them before anything is made."""
    user = server_user.choose()
    server_user.check_can_become(user)
    area = _place(path, user)
    kept = area.relative_to(path) if area.is_relative_to(path) else area
    note = Note(str(kept), secrets.token_urlsafe(32), secrets.token_urlsafe(32))
    # Data without a note is data whose passwords were lost: it is kept and gets new ones.
    lost = (area / "data" / "PG_VERSION").exists()
    write_note(path, note)
    cluster = Cluster(path, note, server_user.owner_of(area / "data") if lost else user)
    if lost:
        programs = binaries.reachable(_fitting(cluster), cluster.user, area / "programs")
        set_passwords(cluster, programs)
    return cluster


def _place(path: Path, user: ServerUser) -> Path:
    """A folder whose parents the server's user can pass; no parent is ever opened for it."""
    if user.is_caller:
        return path / "postgres"
    if home.is_ours_to_open(path):
        path.chmod(path.stat().st_mode & 0o7777 | 0o011)
    if user.may_enter(path):
        return path / "postgres"
    for folder in (CLUSTERS.parent, CLUSTERS):
        folder.mkdir(mode=0o711, exist_ok=True)
        if home.is_ours_to_open(folder):
            folder.chmod(folder.stat().st_mode & 0o7777 | 0o011)
    area = Path(tempfile.mkdtemp(prefix="", dir=CLUSTERS))
    home.write_whole(area / "home.txt", f"{path}\n")
    return area


def _check_owner(cluster: Cluster) -> None:
    """Refuse an area of somebody else: root would trust it, and a user could not write to it."""
    if cluster.area.exists() and cluster.area.lstat().st_uid != os.geteuid():
        raise HomeOfAnother(path=cluster.area, owner=home.user_name(cluster.area.lstat().st_uid))


def _fitting(cluster: Cluster) -> Programs:
    """The best programs, or for existing data those of the version that wrote it."""
    present = binaries.present()
    written = cluster.written_by()
    fitting = [programs for programs in present if written in (None, str(programs.major))]
    if not fitting:
        majors = ", ".join(str(programs.major) for programs in present)
        raise OtherMajorVersion(data=cluster.data, written=written, present=majors)
    return fitting[0]


def _create(cluster: Cluster, programs: Programs) -> None:
    """Make the whole cluster in a folder of its own and give it its name at the very end.

    Killed at any moment it leaves either nothing of that name or a cluster that is complete and on disk.
    """
    for leftover in cluster.area.glob("data.making-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix="data.making-", dir=cluster.area))
    try:
        cluster.user.give(making)
        # Relative names, because initdb and pg_ctl do not protect every sign in a path from the shell.
        place = ["-D", making.name]
        options = initdb_options(programs.major)
        _check(cluster.user.run([programs / "initdb", *place, *options], cwd=cluster.area), cluster.area)
        set_passwords(cluster, programs, creating=True, data=making)
        _check(cluster.user.run([programs / "initdb", *place, "--sync-only"], cwd=cluster.area), cluster.area)
        making.rename(cluster.data)
        durable.sync_folder(cluster.area)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _check(done: object, path: Path) -> None:
    if done.returncode:
        raise CreationFailed(path=path, reason=why_not(done.stderr or done.stdout, path))


def _is_full(path: Path) -> bool:
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize < _DISK_IS_FULL_BYTES
