"""An installation of its own for the tests of `jiazong up` and `jiazong down`: a home, the command line, its processes."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
import pytest

from jiazong.run import family
from jiazong.run.tests.machine import ROOT_OF_SOURCE, Machine, new_folder, processes, wait_until

EXAMPLES = ROOT_OF_SOURCE / "docs" / "examples"


class Installation:
    """A home and what a person does with it."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home, self.machine = home, Machine(home)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("JIAZONG_", "DJANGO_", "PG"))}
        self.environment = inherited | {"JIAZONG_HOME": str(home)} | environment

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """A command that runs beside the test, in a session of its own."""
        return subprocess.Popen(
            [str(Path(sys.executable).with_name("jiazong")), *words], env=self.environment, text=True, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            # Whoever runs the tests in the background has taught them to ignore Ctrl-C; a person at a terminal has not.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip

    def jiazong(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command from its beginning to its end."""
        process = self.begin(*words)
        out, said = process.communicate(timeout=240)
        return subprocess.CompletedProcess(words, process.returncode, out, said)

    def up(self) -> str:
        """Start, or find that it runs; gives the address."""
        done = self.jiazong("up")
        assert done.returncode == 0, done.stderr + self.log()
        return done.stderr.split("：")[1].strip()

    def python(self, code: str) -> str:
        """What a piece of Python inside the product printed."""
        done = self.jiazong("manage", "shell", "-v", "0", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def log(self) -> str:
        path = self.home / "log" / "serving.log"
        return path.read_text() if path.exists() else ""

    @cached_property
    def url(self) -> str:
        """The address of the database, which stays the same as long as the home does."""
        return self.machine.call("show(postgres.database_url())")

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def note(self) -> dict:
        return json.loads((self.run / "serving.json").read_text())

    def of(self, name: str) -> list[int]:
        """The processes of this name: supervisor, web, worker."""
        wanted = [b"-m", f"jiazong.run.{name}".encode(), os.fsencode(self.run)]
        return sorted(pid for pid, words in processes() if words[1:4] == wanted)

    def everything(self) -> list[str]:
        """What `pgrep -f` finds of this home."""
        found = subprocess.run(["pgrep", "-fa", str(self.home)], capture_output=True, text=True, check=False, timeout=60).stdout
        return found.splitlines()

    @contextmanager
    def locked(self, table: str) -> Iterator[psycopg.Connection]:
        """Whoever reads or writes this table waits until the test lets go."""
        with psycopg.connect(self.url, connect_timeout=60) as line:
            line.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield line

    def ask(self, question: str) -> object:
        """One value from the database."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=60) as line:
            cursor = line.execute(question)
            return cursor.fetchone()[0] if cursor.description else None

    def waits_for_a_lock(self) -> bool:
        """Whether somebody waits for a table; what the processes of other logins do is hidden from the owner, their locks are not."""
        return bool(self.ask("SELECT count(*) FROM pg_locks WHERE NOT granted"))

    def tamper(self, statement: str) -> None:
        """Change what no role of the product may change; returns when it is there."""
        superuser = self.machine.call("show(postgres.superuser_url())").replace("/postgres?", "/jiazong?")
        with psycopg.connect(superuser, autocommit=True, connect_timeout=60) as line:
            line.execute(statement)

    def close(self) -> None:
        """End everything and remove the home with all that lies elsewhere for it."""
        for pid in family.members(self.run):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not family.members(self.run))
        self.machine.close()


def status_of(address: str) -> int:
    """The status of a page, 0 where nobody answers; forwardings are followed."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as fault:
        return fault.code
    except OSError:
        return 0


def first_status_of(address: str, cookie: str) -> int:
    """The status of the very page that was asked for with this cookie, 0 where the connection broke."""
    line = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
    try:
        line.request("GET", "/", headers={"Cookie": cookie})
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


@pytest.fixture(scope="session")
def settled_home() -> Iterator[Path]:
    """A home with its tables and a contract with its first ledger, stopped; made once and copied by nobody."""
    made = Installation(new_folder())
    for words in (
        ("contract", "load", str(EXAMPLES / "first-contract.json")),
        ("import", "records", str(EXAMPLES / "first-ledger.csv"), "--contract", contract_code()),
    ):
        done = made.jiazong(*words)
        assert done.returncode == 0, done.stderr
    yield made.home
    made.close()


@pytest.fixture
def installation(settled_home: Path) -> Iterator[Installation]:
    """The settled home with nothing running, before and after."""
    made = Installation(settled_home)
    yield made
    for pid in family.members(made.run):
        with contextlib.suppress(ProcessLookupError):  # it may end by itself meanwhile
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not family.members(made.run))
    made.machine.calm()


def contract_code() -> str:
    return json.loads((EXAMPLES / "first-contract.json").read_text(encoding="utf-8"))["code"]
