"""Restoring a backup: into a scratch database that is looked through and dropped, or in place of the present one."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from jiazong.ground.custody import forgetting
from jiazong.run.backup import files, inspection, making
from jiazong.run.backup.inspection import Look
from jiazong.run.backup.making import Progress
from jiazong.run.backup.source import Source
from jiazong.run.troubles import BackupRunning, RestoreBarred, RestoreFailed, RestoreRoleWeak

SCRATCH = "jiazong_check_"
_ALONE = "SELECT pg_try_advisory_lock(7146, 4)"
_MAY_CREATE = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
_PLACE = "SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"


@dataclass(frozen=True)
class Report:
    """What came out of a restored backup: each look, and how long it took (seconds)."""

    path: Path
    manifest: dict[str, Any] = field(repr=False)
    looks: tuple[Look, ...]
    restore_seconds: float
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether every look found what it should."""
        return all(look.ok for look in self.looks)


def try_out(source: Source, path: Path, *, on_progress: Progress = lambda done, whole: None) -> Report:
    """Restore a backup into a scratch database beside the real one, look through it, and drop it again.

    Raises NoBackup, BackupKeyMissing, BackupDamaged, RestoreFailed, RestoreRoleWeak, BackupRunning.
    """
    began = time.monotonic()
    with _alone(source) as line:
        for name in _left_behind(line):
            _drop(line, name)
        with _scratch(source, line) as database:
            manifest = fill(source, path, database, on_progress=on_progress)
            restored = time.monotonic() - began
            looks = tuple(inspection.look_through(source, database, manifest))
    return Report(path, manifest, looks, restored, time.monotonic() - began)


def fill(source: Source, path: Path, database: str, *, on_progress: Progress) -> dict[str, Any]:
    """Restore a backup into an empty database; gives its manifest."""
    words = [source.programs / "pg_restore", "--exit-on-error", "--no-password", f"--dbname={database}"]
    with files.reading(path) as found:
        whole = max(path.stat().st_size, 1)
        _extend(source, database, found.manifest["extensions"])
        pieces = _told(found.dump, whole, on_progress)
        if reason := making.feed(words, pieces, source.environment(database=database)):
            raise RestoreFailed(path=path, reason=reason)
        for _rest in pieces:  # pg_restore may stop reading early; what lies behind is to be authentic too
            pass
        return found.manifest


def _extend(source: Source, database: str, extensions: list[str]) -> None:
    """Put the extensions in first: pg_dump leaves out those a cluster was created with."""
    with source.connect(database=database, autocommit=True) as line:
        for name in extensions:
            line.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def replace(source: Source, path: Path, *, may_replace: bool, on_progress: Progress = lambda done, whole: None) -> tuple[Report, str]:
    """Put a backup in the place of the present database, which is kept under another name; gives the report and that name.

    The product must be stopped. The backup is restored and looked through first: where a look is not good, or anything
    fails, the present database stays. Raises RestoreBarred where it holds data and ``may_replace`` was not said.
    """
    began = time.monotonic()
    with _alone(source) as line:
        present, _owner = line.execute(_PLACE).fetchone()
        if holds_data(source) and not may_replace:
            raise RestoreBarred(database=present)
        with _scratch(source, line) as database:
            manifest = fill(source, path, database, on_progress=on_progress)
            restored = time.monotonic() - began
            looks = tuple(inspection.look_through(source, database, manifest))
            report = Report(path, manifest, looks, restored, time.monotonic() - began)
            if not report.is_good:
                return report, ""
            throw_away_again(source, database)
            kept = f"{present}_before_{datetime.now():%Y%m%d_%H%M%S}"
            line.close()  # nobody can rename the database they are in
            _swap(source, present=present, fresh=database, kept=kept)
    return report, kept


def throw_away_again(source: Source, database: str) -> int:
    """Throw away in a restored database the keys that were thrown away since its backup; gives how many it still had.

    Number and file have to agree: in an older copy the number alone may be another key's.
    """
    again = (
        "UPDATE privacy_key SET state = 'destroyed', wrapped = NULL, destroyed_at = now()"
        " WHERE id = %s AND agency = %s AND state <> 'destroyed'"
    )
    with source.connect(database=database) as line:
        return sum(line.execute(again, [one.kid, one.label]).rowcount for one in forgetting.gone())


def holds_data(source: Source) -> bool:
    """Whether somebody has an account or a contract in the present database."""
    with source.connect() as line:
        there = [name for name in ("accounts_account", "contracts_contract") if _is_there(line, name)]
        return any(line.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name))).fetchone()[0] for name in there)


def _is_there(line: psycopg.Connection, table: str) -> bool:
    return line.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"]).fetchone()[0]


def _swap(source: Source, *, present: str, fresh: str, kept: str) -> None:
    """Give the restored database the name of the present one, both names in one transaction."""
    with source.connect(database="postgres", autocommit=True) as line:
        ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s) AND pid <> pg_backend_pid()"
        line.execute(ends, [[present, fresh]])
        with line.transaction():
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            line.execute(rename.format(sql.Identifier(present), sql.Identifier(kept)))
            line.execute(rename.format(sql.Identifier(fresh), sql.Identifier(present)))


@contextmanager
def _alone(source: Source) -> Iterator[psycopg.Connection]:
    with source.connect(autocommit=True) as line:
        if not line.execute(_ALONE).fetchone()[0]:
            raise BackupRunning()
        if not line.execute(_MAY_CREATE).fetchone()[0]:
            raise RestoreRoleWeak(role=line.info.user, where=source.url.shown())
        yield line


@contextmanager
def _scratch(source: Source, line: psycopg.Connection) -> Iterator[str]:
    """An empty database of the product's owner, gone again afterwards whatever happens."""
    name = f"{SCRATCH}{os.getpid()}_{secrets.token_hex(3)}"
    present, owner = line.execute(_PLACE).fetchone()
    make = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' OWNER {}"
    line.execute(sql.SQL(make).format(sql.Identifier(name), sql.Identifier(owner)))
    try:
        _same_doors(line, present, name)
        yield name
    finally:
        with source.connect(database="postgres", autocommit=True) as cleaner:
            _drop(cleaner, name)


def _same_doors(line: psycopg.Connection, present: str, fresh: str) -> None:
    """Who may enter the present database, and nobody else, may enter the fresh one: a dump does not tell of it."""
    granted = line.execute(
        "SELECT coalesce(pg_get_userbyid(nullif(a.grantee, 0)), ''), array_agg(a.privilege_type) FROM pg_database d,"
        " aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a WHERE d.datname = %s GROUP BY a.grantee", [present]
    ).fetchall()  # fmt: skip
    line.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(fresh)))
    for role, rights in granted:
        to = sql.Identifier(role) if role and not role.startswith("unknown (OID") else sql.SQL("PUBLIC")
        words = sql.SQL(", ").join(sql.SQL(right) for right in sorted(rights))
        line.execute(sql.SQL("GRANT {} ON DATABASE {} TO {}").format(words, sql.Identifier(fresh), to))


def _left_behind(line: psycopg.Connection) -> list[str]:
    """Scratch databases of a check that was killed; no other check runs now."""
    found = line.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [SCRATCH])
    return [name for (name,) in found]


def _drop(line: psycopg.Connection, name: str) -> None:
    line.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _told(pieces: Iterator[bytes], whole: int, on_progress: Progress) -> Iterator[bytes]:
    done = 0
    for piece in pieces:
        done += len(piece)
        on_progress(min(done, whole), whole)
        yield piece
