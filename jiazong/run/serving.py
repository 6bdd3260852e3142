"""The running product: one supervisor that keeps the web server and the worker alive and stops them together."""
import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from jiazong.run import home, postgres
from jiazong.run.settings_from_home import RESOLVED

FIRST_PORT, PORTS_TRIED = 8000, 50
WEB_WORKERS = 2
READY_SECONDS, STOP_SECONDS = 60, 30
_PR_SET_PDEATHSIG = 1


class CannotServe(RuntimeError):
    """The product cannot be started or stopped; the message is the sentence for the person."""


@dataclass(frozen=True)
class Place:
    """Where the product serves, and the supervisor's process (0 while it is not started)."""

    host: str
    port: int
    pid: int = 0
    mark: str = ""

    @property
    def address(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{host}:{self.port}/"


def _note() -> Path:
    return home.folder() / "run" / "serving.json"


def choose(host: str | None, port: int | None) -> Place:
    """The address to serve on: the one asked for, else the first free port from 8000."""
    host = host or os.environ.get("JIAZONG_HOST", "127.0.0.1")
    asked = port or int(os.environ.get("JIAZONG_PORT", "0") or 0)
    for candidate in [asked] if asked else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if _is_free(host, candidate):
            return Place(host, candidate, mark=secrets.token_hex(8))
    wanted = f"端口 {asked}" if asked else f"{FIRST_PORT} 到 {FIRST_PORT + PORTS_TRIED - 1} 的端口"
    raise CannotServe(f"{wanted}都被占用了，请用 --port 换一个。")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def running() -> Place | None:
    """Where the product runs, if its supervisor is alive."""
    try:
        place = Place(**json.loads(_note().read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return place if _is_supervisor(place) else None


def _is_supervisor(place: Place) -> bool:
    """Whether the process is really ours: a number may have been given to another process since."""
    try:
        return place.mark.encode() in Path(f"/proc/{place.pid}/cmdline").read_bytes()
    except OSError:
        return False


def start(place: Place) -> Place:
    """Start the supervisor in the background and wait until the product answers."""
    log = home.folder() / "log" / "serving.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as target:
        process = subprocess.Popen(
            [sys.executable, "-m", "jiazong.run.supervisor", place.host, str(place.port), place.mark],
            stdin=subprocess.DEVNULL, stdout=target, stderr=target, start_new_session=True, cwd="/",
        )  # fmt: skip
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CannotServe(f"启动没有成功，原因写在 {log} 的末尾。")
        if _answers(place):
            return place
        time.sleep(0.1)
    process.terminate()
    raise CannotServe(f"等了 {READY_SECONDS} 秒还没有启动好，原因写在 {log} 的末尾。")


def _answers(place: Place) -> bool:
    try:
        with urllib.request.urlopen(place.address + "readyz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def supervise(place: Place) -> int:
    """Run the web server and the worker, start again what dies, and stop both on a signal; gives the exit status."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, frame: stopping.append(got))
    _note().parent.mkdir(exist_ok=True)
    home.write_whole(_note(), json.dumps(asdict(Place(place.host, place.port, os.getpid(), place.mark))))
    children = {name: _spawn(command) for name, command in _commands(place).items()}
    died: dict[str, float] = {}
    try:
        while not stopping:
            time.sleep(0.2)
            for name, child in children.items():
                if child.poll() is not None and time.monotonic() - died.get(name, -60) > 2:
                    died[name] = time.monotonic()
                    children[name] = _spawn(_commands(place)[name])
    finally:
        _end(list(children.values()))
        _note().unlink(missing_ok=True)
    return 0


def _commands(place: Place) -> dict[str, list[str]]:
    here = [sys.executable, "-m"]
    return {
        "web": [
            *here, "granian", "--interface", "wsgi", "--host", place.host, "--port", str(place.port),
            "--workers", str(WEB_WORKERS), "--blocking-threads", "1", "--no-ws", "--log-level", "warning",
            "--respawn-failed-workers", "jiazong.wsgi:application",
        ],
        "worker": [*here, "jiazong.run.worker"],
    }  # fmt: skip


def _spawn(command: list[str]) -> subprocess.Popen:
    environment = dict(os.environ)
    if not os.environ.get(postgres.ENVIRONMENT):
        environment[RESOLVED] = str(postgres.ensure_running())
    environment.setdefault("DJANGO_SETTINGS_MODULE", "jiazong.settings")
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent, cwd="/")


def _die_with_parent() -> None:
    """When the supervisor is killed, its children get the signal to end, so that no half of the product is left over."""
    os.setsid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(children: list[subprocess.Popen]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS / 2
    for child in children:
        try:
            child.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def stop() -> bool:
    """Stop the supervisor and with it the web server and the worker; answers whether one was running."""
    place = running()
    if place is None:
        return False
    os.kill(place.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while _is_supervisor(place):
        if time.monotonic() > deadline:
            raise CannotServe(f"进程 {place.pid} {STOP_SECONDS} 秒还没有停下，请检查后再试。")
        time.sleep(0.1)
    return True
