"""The product as a person runs it: a home of its own, the real command line, the real server and the real worker."""
import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "jiazong/ledger/books/tests/samples"
# What an operator does before a centre that nobody knows yet signs in for the first time.
OPERATOR = """
from datetime import date
from jiazong.ground.access import actions as access
from jiazong.ground.accounts import actions as accounts
from jiazong.people.places import actions as places
from jiazong.people.places.models import Body
agency = places.ensure_body(Body.AGENCY, name="广州市启明社会工作服务中心", region=None, by=None)
day = date(2025, 1, 1)
office = accounts.open_account("qi.ming", name="祁明", password="{password}")
access.admit(office, role="agency_office", scope_kind="agency", scope_code=agency.code, by=None, on=day)
for login, name, code in (("wu.ran", "吴然", "shiqiao"), ("longxi.zhuren", "龙溪主任", "longxi")):
    director = accounts.open_account(login, name=name, password="{password}")
    access.admit(director, role="centre_director", scope_kind="centre", scope_code=code, by=None, on=day)
nobody = accounts.open_account("xin.ren", name="辛仁", password="{password}")
"""
# The product's shell, kept open: each line is a piece of Python, each answer what it printed and why it failed.
SHELL = """
import contextlib, io, json, sys, traceback
from django.db import connection
for line in sys.stdin:
    fault = ""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        try:
            exec(json.loads(line), {})
        except Exception:
            fault = traceback.format_exc()
    connection.close()
    print(json.dumps([said.getvalue(), fault]), flush=True)
"""
NEWCOMERS = {"new_agency": "qi.ming", "shiqiao_director": "wu.ran", "longxi_director": "longxi.zhuren", "no_role": "xin.ren"}


@dataclass
class Product:
    """One running product; `logins` gives login and password by role."""

    home: Path
    address: str = ""
    logins: dict[str, tuple[str, str]] = field(default_factory=dict)
    _posted: set[str] = field(default_factory=set)
    _shell: subprocess.Popen[str] | None = None

    def _words(self, *words: str | Path) -> list[str]:
        return [str(Path(sys.executable).with_name("jiazong")), *map(str, words)]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIAZONG", "DJANGO"))}
        return {**kept, "JIAZONG_HOME": str(self.home)}

    def jiazong(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the command line with nothing but this home; a failure is the test's."""
        done = subprocess.run(self._words(*words), env=self._environment(), capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done

    def answer(self, *words: str | Path) -> dict:
        """The one JSON document a command prints."""
        return json.loads(self.jiazong(*words, "--json").stdout)

    def done(self, code: str) -> str:
        """What a few lines of Python in the product's own shell print; a failure is the test's."""
        if self._shell is None:
            self._shell = subprocess.Popen(self._words("manage", "shell", "--no-imports", "-c", SHELL), env=self._environment(),
                                           text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        print(json.dumps(code), file=self._shell.stdin, flush=True)
        said, fault = json.loads(self._shell.stdout.readline())
        assert not fault, fault
        return said

    def asked(self, code: str) -> object:
        """What those lines print as JSON in their last line."""
        return json.loads(self.done(code).splitlines()[-1])

    def is_started(self) -> bool:
        """Whether a product already runs in this home; then its address and logins are taken over."""
        try:
            noted = json.loads((self.home / "run" / "serving.json").read_text())
        except FileNotFoundError:
            return False
        self.address = f"http://{noted['host']}:{noted['port']}"
        self._take_logins()
        return True

    def _take_logins(self) -> None:
        shown = self.answer("demo", "load", "--scale", "small")
        self.logins = {role: (login, password) for role, login, password, *_more in shown["logins"]}
        password = next(iter(self.logins.values()))[1]
        self.logins |= {role: (login, password) for role, login in NEWCOMERS.items()}

    def account(self, login: str, name: str, *words: str) -> tuple[str, str]:
        """Open an account as an operator does; gives login and password."""
        password = self.jiazong("account", "add", login, "--name", name, *words).stdout.strip()
        return login, password or self.jiazong("account", "password", login).stdout.strip()

    def start(self) -> None:
        """Start it with a demonstration, then do what an operator does for a centre that is new."""
        self._take_logins()
        password = next(iter(self.logins.values()))[1]
        self.done(OPERATOR.replace("{password}", password))
        port = free_port()
        self.jiazong("up", "--port", str(port))
        self.address = f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        if self._shell is not None:
            self._shell.communicate(timeout=60)
        self.jiazong("down")

    def has_contract_of(self, sample: str) -> None:
        """See to it that a sample's contract is in, whichever test runs first."""
        if f"contract of {sample}" in self._posted:
            return
        self._posted.add(f"contract of {sample}")
        self.jiazong("contract", "load", SAMPLES / f"{sample}-2025-contract.json")

    def has_ledger_of(self, sample: str) -> None:
        """See to it that a sample's ledger is posted; a second time posts nothing."""
        if sample in self._posted:
            return
        self.has_contract_of(sample)
        self._posted.add(sample)
        self.jiazong("import", "records", SAMPLES / f"{sample}-2025.xlsx", "--contract", f"{sample}-2025")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
