"""The database every part of Jiazong works on: somebody's own server, or a built-in one shared by all our processes.

    with postgres.using() as url: ...        a command: starts the server, and the last one out stops it
    postgres.keep_running() / stop()         up and down
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from jiazong.run import address, binaries, cluster, home, locks, server
from jiazong.run.address import Url
from jiazong.run.cluster import Cluster
from jiazong.run.cluster_files import DATABASE, EQUIPMENT, OWNER, SUPERUSER, quoted
from jiazong.run.locks import FileLock
from jiazong.run.troubles import DatabaseAddressUnfit, DatabaseTooOld, DatabaseUnreachable

ENVIRONMENT = "JIAZONG_DATABASE_URL"
LEAST_VERSION = binaries.LEAST_MAJOR * 10000
_HOLD_SECONDS = 120.0
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_DAY_ZONE = ZoneInfo("Asia/Shanghai")

_held: dict[Path, tuple[int, FileLock]] = {}
_guard = threading.RLock()


@dataclass(frozen=True)
class Status:
    """What the doctor shows of the database; sizes in bytes, times aware in Asia/Shanghai."""

    embedded: bool
    running: bool
    version: str = ""
    where: str = ""
    programs: Path | None = None
    log: Path | None = None
    pid: int | None = None
    started: datetime | None = None
    size_bytes: int | None = None
    kept: bool = False
    holders: list[tuple[int, str]] = field(default_factory=list)

    @property
    def uptime_seconds(self) -> int | None:
        """How long the server has been running."""
        return None if self.started is None else int((datetime.now(_DAY_ZONE) - self.started).total_seconds())


def database_url() -> Url:
    """The database to work on: JIAZONG_DATABASE_URL when set and fit, else the built-in one, started if need be.

    Raises DatabaseUnreachable, DatabaseTooOld and whatever ``ensure_running`` raises.
    """
    told = os.environ.get(ENVIRONMENT)
    if not told:
        return ensure_running()
    _asked(Url(told), "SELECT 1")
    return Url(told)


def ensure_running() -> Url:
    """The address of the built-in database, which runs and takes connections when this returns.

    Any number of processes may call it at once. This process counts as a user of the server from now on.
    Raises a Trouble: HomeNotUsable, DiskFull, NoServerPrograms, OtherMajorVersion, StartFailed and their like.
    """
    path = home.folder()
    hold()
    found = cluster.find(path)
    if found is not None and found.note.app_password and (process := server.running(found)) and not server.is_forsaken(server.titles(process)):
        return _url(found, process.socket)
    with _starting():
        made, programs = cluster.prepare(path)
        server.end_forsaken(made, _lock("server.lock"))
        if process := server.running(made):
            return _url(_equipped(made, process.socket), process.socket)
        folder = address.socket_folder(made.area, made.user, made.note.socket)
        if str(folder) != made.note.socket:
            made = replace(made, note=replace(made.note, socket=str(folder)))
            cluster.write_note(path, made.note)
        cluster.write_settings(made, programs, folder)
        process = server.start(made, programs, folder, _lock("server.lock"), may_restart=_is_last())
        return _url(_equipped(made, process.socket), process.socket)


@contextlib.contextmanager
def using() -> Iterator[Url]:
    """Work with the database for a while; whoever is the last to leave stops the built-in server."""
    try:
        yield database_url()
    finally:
        release_if_last()


def hold() -> None:
    """Count this process among the users of the built-in server, until it lets go or dies."""
    path = _lock("users.lock")
    with _guard:
        owner, lock = _held.get(path, (0, None))
        if owner == os.getpid():
            return
        if lock is not None:
            lock.close()  # came with a fork: only this process's copy is closed, the parent goes on holding
        lock = FileLock(path)
        try:
            lock.wait(seconds=_HOLD_SECONDS, shared=True)
        except BaseException:
            lock.close()
            raise
        _held[path] = (os.getpid(), lock)


def release_if_last() -> bool:
    """Stop counting as a user, and stop the server if nobody else uses it and it is not to be kept.

    Answers whether it was stopped. Raises StopFailed.
    """
    if not _let_go() or is_kept():
        return False
    with _starting(), FileLock(_lock("users.lock")) as users:
        # Taken alone while stopping: a new user waits until the server is down and then starts it again.
        if not users.take() or is_kept():
            return False
        return _stop(60.0)


def keep_running() -> Url:
    """Start the built-in server and leave it running when the last command ends, until stop or the next boot."""
    home.write_whole(_lock("keep"), _boot())
    return ensure_running()


def stop(timeout: float = 60.0) -> bool:
    """Stop the built-in server whoever uses it, and no longer keep it; answers whether one was running.

    Raises StopFailed after that many seconds.
    """
    with _starting():
        _lock("keep").unlink(missing_ok=True)
        stopped = _stop(timeout)
    _let_go()
    return stopped


def is_kept() -> bool:
    """Whether the server is to outlive the last command; a mark from before the last boot counts no more."""
    try:
        return _lock("keep").read_text() == _boot()
    except FileNotFoundError:
        return False


def superuser_url() -> Url:
    """The address of the built-in database for its administrator (dumps of everything, new extensions)."""
    ensure_running()
    found = cluster.find(home.folder())
    return _superuser(found, server.noted(found).socket)


def status() -> Status:
    """What there is to say about the database, without starting anything."""
    if told := os.environ.get(ENVIRONMENT):
        version, started, size = _asked(
            Url(told),
            "SELECT current_setting('server_version'), pg_postmaster_start_time(), pg_database_size(current_database())",
        )
        where = Url(told).shown()
        return Status(False, True, version, where, started=started.astimezone(_DAY_ZONE), size_bytes=size)
    found = cluster.find(home.folder())
    if found is None:
        return Status(embedded=True, running=False)
    process = server.running(found)
    return Status(
        embedded=True,
        running=process is not None,
        version=_version(found, process),
        where=str(found.data),
        programs=_programs(process),
        log=found.log,
        pid=process.pid if process else None,
        started=datetime.fromtimestamp(process.started, _DAY_ZONE) if process else None,
        size_bytes=_size(found.data),
        kept=is_kept(),
        holders=[(pid, _command(pid)) for pid in locks.holders(_lock("users.lock"))],
    )


def _url(found: Cluster, folder: Path) -> Url:
    return address.url(user=OWNER, password=found.note.owner_password, database=DATABASE, folder=folder)


def _superuser(found: Cluster, folder: Path) -> Url:
    return address.url(user=SUPERUSER, password=found.note.superuser_password, database="postgres", folder=folder)


def _equipped(made: Cluster, folder: Path) -> Cluster:
    """The cluster with the roles the product works as; one made by an older release gets them now."""
    if made.note.app_password:
        return made
    note = replace(made.note, app_password=secrets.token_urlsafe(32), system_password=secrets.token_urlsafe(32))
    words = {"app": quoted(note.app_password), "system": quoted(note.system_password)}
    with psycopg.connect(_superuser(made, folder)) as line:
        for statement in EQUIPMENT:
            line.execute(statement.format(**words) if "{app}" in statement or "{system}" in statement else statement)
    cluster.write_note(made.home, note)
    return replace(made, note=note)


def _lock(name: str) -> Path:
    return home.private("run") / name


@contextlib.contextmanager
def _starting() -> Iterator[None]:
    """Be the only one who starts, creates or stops."""
    with FileLock(_lock("start.lock")) as lock:
        lock.wait(seconds=server.START_SECONDS)
        yield


def _let_go() -> bool:
    with _guard:
        owner, lock = _held.pop(_lock("users.lock"), (0, None))
        if lock is not None:
            lock.close()
        return owner == os.getpid()


def _is_last() -> bool:
    """Whether no other process uses the server."""
    return not set(locks.holders(_lock("users.lock"))) - {os.getpid()}


def _stop(seconds: float) -> bool:
    found = cluster.find(home.folder())
    process = server.noted(found) if found else None
    if process is None or not server.is_alive(process, found):
        return False
    server.stop(found, _lock("server.lock"), seconds=seconds)
    return True


def _boot() -> str:
    return _BOOT.read_text().strip() if _BOOT.exists() else ""


def _asked(told: Url, question: str) -> tuple:
    """One row from somebody's own server, after a look at its version."""
    try:
        where = told.shown()
    except psycopg.Error:
        raise DatabaseAddressUnfit from None  # the parser's own words would repeat the password
    try:
        with psycopg.connect(told, connect_timeout=5, application_name="jiazong") as connection:
            version = connection.info.server_version
            if version < LEAST_VERSION:
                shown = version / 10000 if version >= 100000 else version / 100
                raise DatabaseTooOld(where=where, version=f"{shown:g}", least=binaries.LEAST_MAJOR)
            return connection.execute(question).fetchone()
    except psycopg.Error as error:
        reason = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
        raise DatabaseUnreachable(where=where, reason=reason[-1]) from None


def _version(found: Cluster, process: server.Process | None) -> str:
    folder = _programs(process)
    programs = binaries.examine(folder) if folder else None
    return programs.version if programs else found.written_by() or ""


def _programs(process: server.Process | None) -> Path | None:
    try:
        return Path(os.fsdecode(Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0")[0])).parent if process else None
    except OSError:
        return None


def _size(folder: Path) -> int:
    total = 0
    for place, _folders, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(FileNotFoundError):  # the server removes files while we count
                total += os.lstat(os.path.join(place, name)).st_blocks * 512
    return total


def _command(pid: int) -> str:
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).replace("\0", " ").strip()
    except OSError:
        return ""
