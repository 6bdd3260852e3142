"""Whose eyes a backup is made with: a role that sees every row, and PostgreSQL's own programs of the right version."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from jiazong.run import address, binaries, postgres
from jiazong.run.address import Url
from jiazong.run.cluster_files import DATABASE
from jiazong.run.troubles import BackupProgramsMissing, BackupRoleBound, DatabaseUnreachable

TOLD = "JIAZONG_BACKUP_DATABASE_URL"
_SEES_ALL = "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


@dataclass(frozen=True)
class Source:
    """A database as its administrator sees it, and the programs that dump and restore it."""

    url: Url
    programs: Path

    def environment(self, *, database: str | None = None) -> dict[str, str]:
        """The environment for PostgreSQL's programs: the password is in no command line, where all could read it."""
        known = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
                 "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "hostaddr": "PGHOSTADDR"}  # fmt: skip
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        told = {known[name]: value for name, value in self.url.parts().items() if name in known}
        return kept | told | {"LC_ALL": "C", "PGAPPNAME": "jiazong-backup"} | ({"PGDATABASE": database} if database else {})

    def address(self, database: str) -> str:
        """The same server's address with another database."""
        return make_conninfo(**(self.url.parts() | {"dbname": database}))

    def connect(self, *, database: str | None = None, **options: object) -> psycopg.Connection:
        """A connection that sees every row or raises; never one that silently sees fewer."""
        parts = self.url.parts() | ({"dbname": database} if database else {})
        given = f"{parts.pop('options', '')} -c row_security=off -c statement_timeout=0".strip()
        return psycopg.connect(**parts, options=given, connect_timeout=10, application_name="jiazong-backup", **options)


def of_the_product() -> Source:
    """The product's database: the built-in one as its superuser, a foreign one as JIAZONG_BACKUP_DATABASE_URL says.

    Raises BackupRoleBound where that role would not see every row, BackupProgramsMissing, DatabaseUnreachable.
    """
    foreign = os.environ.get(postgres.ENVIRONMENT)
    return of(Url(os.environ.get(TOLD) or foreign)) if foreign else _embedded()


def of(url: Url) -> Source:
    """A database somewhere; raises BackupRoleBound where this role would not see every row."""
    try:
        with psycopg.connect(url, connect_timeout=10) as line:
            role, sees_all = line.execute(_SEES_ALL).fetchone()
            major = line.info.server_version // 10000
    except psycopg.Error as error:
        raise DatabaseUnreachable(where=url.shown(), reason=type(error).__name__) from None
    if not sees_all:
        raise BackupRoleBound(role=role, where=url.shown())
    return Source(url, fitting(major))


def _embedded() -> Source:
    parts = postgres.superuser_url().parts()
    running = postgres.status()
    major = int(running.version.split(".")[0])
    folder = running.programs if running.programs and _major(running.programs) == major else fitting(major)
    told = address.url(user=parts["user"], password=parts["password"], database=DATABASE, folder=Path(parts["host"]))
    return Source(told, folder)


def fitting(major: int) -> Path:
    """The folder with pg_dump and pg_restore for a server of that version: the same, else the next newer one."""
    there = [(found, folder) for folder in _folders() if (found := _major(folder)) and found >= major]
    if not there:
        raise BackupProgramsMissing(major=major)
    return min(there, key=lambda one: one[0])[1]


def _folders() -> Iterator[Path]:
    yield from binaries.folders()
    if os.environ.get("JIAZONG_POSTGRES_BIN"):
        return
    yield Path("/usr/bin")


def _major(folder: Path) -> int | None:
    try:
        words = [folder / "pg_dump", "--version"]
        said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=30).stdout
    except OSError:
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found and (folder / "pg_restore").exists() else None
