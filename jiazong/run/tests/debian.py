"""Debian's PostgreSQL with pgBackRest, set up the way the guide says, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from jiazong.run import binaries, server_user

PGBACKREST = shutil.which("pgbackrest")
PROGRAMS = sorted(Path("/").glob(binaries.SYSTEM_FOLDERS[0].lstrip("/")))
STANZA = "jiazong"
# The settings of docs/how-to/point-in-time-recovery.md; the test shortens the time after which a quiet log is archived.
ARCHIVE_SECONDS = int(os.environ.get("JIAZONG_TEST_ARCHIVE_SECONDS", 3))

_CLUSTER = """
listen_addresses = ''
unix_socket_directories = '{socket}'
archive_mode = on
archive_command = '{pgbackrest} --config={conf} --stanza={stanza} archive-push %p'
archive_timeout = {archive_seconds}
wal_level = replica
max_wal_senders = 3
log_min_error_statement = panic
log_error_verbosity = terse
"""
_CONF = """
[global]
repo1-path={area}/repository
repo1-retention-full=2
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=only-for-this-test
compress-type=lz4
start-fast=y
process-max=2
lock-path={area}/lock
log-path={area}/log
spool-path={area}/spool
log-level-console=warn
log-level-file=off

[jiazong]
pg1-path={area}/data
pg1-socket-path={area}/socket
pg1-user={user}
"""


class Debian:
    """A server that archives its log, and the product working on it."""

    def __init__(self) -> None:
        self.user = server_user.choose(("postgres",))
        self.area = Path(tempfile.mkdtemp(prefix="jiazong-pitr-", dir="/tmp"))
        self.programs = PROGRAMS[-1]
        for name in ("", "repository", "lock", "log", "spool", "socket", "data"):
            folder = self.area / name
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
            self.user.give(folder)
        self.home = Path(tempfile.mkdtemp(prefix="jiazong-pitr-home-", dir="/tmp"))
        self.conf = self.area / "pgbackrest.conf"
        self.conf.write_text(_CONF.format(area=self.area, user=self.user.name))
        self.user.give(self.conf)
        self._create()

    @property
    def superuser(self) -> str:
        return f"postgresql://{self.user.name}@/jiazong?host={self.area / 'socket'}"

    @property
    def url(self) -> str:
        return f"postgresql://jiazong:only-for-this-test@/jiazong?host={self.area / 'socket'}"

    def _create(self) -> None:
        self.run(self.programs / "initdb", "-D", self.area / "data", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
                 "--auth=trust", f"--username={self.user.name}", "--no-instructions")  # fmt: skip
        settings = _CLUSTER.format(
            socket=self.area / "socket", pgbackrest=PGBACKREST, conf=self.conf, stanza=STANZA, archive_seconds=ARCHIVE_SECONDS
        )
        with (self.area / "data" / "postgresql.conf").open("a") as file:
            file.write(settings)
        self.start()
        with psycopg.connect(self.superuser.replace("/jiazong?", "/postgres?"), autocommit=True) as line:
            line.execute("CREATE ROLE jiazong LOGIN CREATEROLE CREATEDB PASSWORD 'only-for-this-test'")
            line.execute("CREATE DATABASE jiazong OWNER jiazong")
        self.pgbackrest("stanza-create")

    def run(self, *words: object) -> str:
        """A program as the server's user; its failure is the test's."""
        done = self.user.run(list(words), cwd=self.area)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def pgbackrest(self, *words: object) -> str:
        return self.run(PGBACKREST, f"--config={self.conf}", f"--stanza={STANZA}", *words)

    def start(self) -> None:
        self.run(self.programs / "pg_ctl", "start", "-w", "-t", "120", "-D", self.area / "data", "-l", self.area / "log" / "server.log", "-s")

    def stop(self, mode: str = "fast") -> None:
        self.user.run([self.programs / "pg_ctl", "stop", "-w", "-m", mode, "-D", self.area / "data", "-s"], cwd=self.area)

    def ask(self, question: str) -> object:
        with psycopg.connect(self.superuser, autocommit=True) as line:
            cursor = line.execute(question)
            return cursor.fetchone()[0] if cursor.description else None

    def jiazong(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the product on this server."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIAZONG_", "DJANGO_", "PG"))}
        environment = kept | {"JIAZONG_HOME": str(self.home), "JIAZONG_DATABASE_URL": self.url, "JIAZONG_BACKUP_DATABASE_URL": self.superuser}
        program = str(Path(sys.executable).with_name("jiazong"))
        return subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=False, cwd="/", timeout=300)

    def archived(self) -> str:
        """The last piece of the log that lies in the repository."""
        return str(self.ask("SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver"))

    def until(self, is_so, seconds: float = 60) -> float:
        """Wait until something is so; gives how long it took."""
        began = time.monotonic()
        while not is_so():
            assert time.monotonic() - began < seconds
            time.sleep(0.05)
        return time.monotonic() - began

    def close(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.area, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
