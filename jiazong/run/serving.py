"""Where the product serves, and starting and stopping it; the processes themselves are kept by the supervisor."""
import errno
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from jiazong.run import family, home
from jiazong.run.locks import FileLock

FIRST_PORT, PORTS_TRIED = 8000, 50
WEB_WORKERS = 2
# A request that runs when the product is stopped has this long to end; the supervisor needs a little more.
FINISH_SECONDS = 30
LONGEST_LOG_BYTES = 10 * 2**20
READY_SECONDS, STOP_SECONDS = 60, FINISH_SECONDS + 20


class CannotServe(RuntimeError):
    """The product cannot be started or stopped; the message is the sentence for the person."""


@dataclass(frozen=True)
class Place:
    """Where the product serves, and the supervisor's process (0 while it is not started)."""

    host: str
    port: int
    pid: int = 0
    mark: str = ""
    claim: socket.socket | None = field(default=None, compare=False, repr=False)

    @property
    def address(self) -> str:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"


def folder() -> Path:
    """Where the running product keeps its notes; it stands on the command line of each of its processes."""
    return home.private("run")


def _note() -> Path:
    return folder() / "serving.json"


def log_file() -> Path:
    """Where the processes write what they have to say."""
    return home.folder() / "log" / "serving.log"


def shorten_log() -> None:
    """Put a log that has grown too long aside and begin anew; the processes go on writing at its (new) end."""
    log = log_file()
    with suppress(FileNotFoundError):
        if log.stat().st_size > LONGEST_LOG_BYTES:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)


def choose(host: str | None, port: int | None) -> Place:
    """The address to serve on: the one asked for, else the first free port from 8000. Raises CannotServe."""
    host = _resolved(host or os.environ.get("JIAZONG_HOST") or "127.0.0.1")
    asked = port or _port_from_environment()
    for candidate in [asked] if asked else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if claim := _claim(host, candidate):
            return Place(host, candidate, mark=secrets.token_hex(8), claim=claim)
    wanted = f"端口 {asked} 已经" if asked else f"{FIRST_PORT} 到 {FIRST_PORT + PORTS_TRIED - 1} 的端口都"
    raise CannotServe(f"{wanted}被占用了，请用 --port 换一个。")


def _resolved(host: str) -> str:
    try:
        return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0]
    except OSError:
        raise CannotServe(f"不认识 {host} 这个地址，请用 --host 换一个。") from None


def _port_from_environment() -> int:
    told = os.environ.get("JIAZONG_PORT") or "0"
    if not told.isdecimal() or int(told) > 65535:
        raise CannotServe(f"JIAZONG_PORT 写的是 {told}，不是端口，请改成 1 到 65535 之间的数。")
    return int(told)


def _claim(host: str, port: int) -> socket.socket | None:
    """Keep the port for this installation until the claim is closed; None where somebody has it.

    The web server shares its port among its processes, so the kernel would let a second installation join in unseen
    between looking and listening: a name in the kernel's abstract space, as wide as the ports themselves, keeps it out.
    """
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0jiazong-port-{port}")
    except OSError:
        claim.close()
        return None
    try:
        if _is_free(host, port):
            return claim
    except BaseException:
        claim.close()
        raise
    claim.close()
    return None


def _is_free(host: str, port: int) -> bool:
    family_of_host = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family_of_host) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                return False
            what = "没有权限用" if fault.errno == errno.EACCES else "用不了"
            raise CannotServe(f"{what} {host} 的端口 {port}（{fault.strerror}），请用 --host、--port 换一个。") from None
    return True


def running() -> Place | None:
    """Where the product runs, if its supervisor is alive."""
    try:
        place = Place(**json.loads(_note().read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return place if family.is_member(place.pid, folder(), place.mark) else None


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one who starts or stops the product; another who does is waited for. Raises StillBusy."""
    with FileLock(folder() / "up.lock") as lock:
        lock.wait(seconds=READY_SECONDS + STOP_SECONDS)
        yield


def write_note(place: Place) -> None:
    """Keep where the product serves, whole or not at all."""
    told = {"host": place.host, "port": place.port, "pid": place.pid, "mark": place.mark}
    home.write_whole(_note(), json.dumps(told))


def remove_note() -> None:
    _note().unlink(missing_ok=True)


def _words(place: Place) -> list[str]:
    return family.words("supervisor", folder(), place.host, str(place.port), place.mark)


def start(place: Place) -> Place:
    """Start the supervisor in the background and wait until the product answers. Raises CannotServe."""
    log = log_file()
    log.parent.mkdir(exist_ok=True)
    if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    end_remains()
    kept = [place.claim.fileno()] if place.claim else []
    with log.open("ab") as target:
        process = subprocess.Popen(
            _words(place), stdin=subprocess.DEVNULL, stdout=target, stderr=target, start_new_session=True, cwd="/",
            pass_fds=kept,
        )  # fmt: skip
    try:
        _wait_until_ready(place, process, log)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    return place


def _wait_until_ready(place: Place, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CannotServe(f"启动没有成功，原因写在 {log} 的末尾。")
        if answers(place):
            return
        time.sleep(0.1)
    raise CannotServe(f"等了 {READY_SECONDS} 秒还没有启动好，原因写在 {log} 的末尾。")


def become(place: Place) -> None:
    """Turn this very process into the supervisor, for whoever starts it in the foreground; does not return."""
    end_remains()
    if place.claim:
        place.claim.set_inheritable(True)
    write_note(Place(place.host, place.port, os.getpid(), place.mark))
    words = _words(place)
    sys.stderr.flush()
    os.chdir("/")
    os.execv(words[0], words)


def answers(place: Place) -> bool:
    """Whether the product answers there and its database does; one whose disk is full still lets people read."""
    # Asked by a name the product knows: an operator may have left loopback out of JIAZONG_HOSTS.
    name = os.environ.get("JIAZONG_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    request = urllib.request.Request(place.address + "readyz", headers={"Host": "localhost" if name == "*" else name})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=2) as answer:
            return answer.status == 200 and json.loads(answer.read(1000)) == {"status": "ok"}
    except urllib.error.HTTPError as refusal:
        return refusal.code == 503 and b'"disk"' in refusal.read(1000)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def stop() -> bool:
    """Stop the supervisor and with it the web server and the worker; answers whether anything was running.

    What a killed supervisor left behind is ended too. Raises CannotServe.
    """
    place = running()
    if place is not None:
        os.kill(place.pid, signal.SIGTERM)
        if not family.wait([place.pid], folder(), seconds=STOP_SECONDS):
            raise CannotServe(f"进程 {place.pid} 过了 {STOP_SECONDS} 秒还没有停下，请检查后再试。")
    return end_remains() or place is not None


def end_remains() -> bool:
    """End the processes a killed supervisor has left behind, after what they are doing; answers whether there were any."""
    left = family.members(folder())
    if not left:
        return False
    family.end(left, folder(), seconds=FINISH_SECONDS)
    return True
