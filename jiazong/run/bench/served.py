"""The product's own web server on loopback, as it serves in earnest, for as long as it is measured."""
import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from jiazong.run import logins, prepare, serving
from jiazong.run.address import Url
from jiazong.run.bench.watch import cpu_of, memory_of
from jiazong.run.settings_from_home import OWNER, RESOLVED

READY_SECONDS = 60
# All clients of a measurement are one person, who signs in at many places at once.
SETTINGS = {"JIAZONG_SESSIONS_AT_ONCE": "100", "JIAZONG_SECOND_FACTOR": "offered"}


class Served:
    """A running server: where it listens, and the processor time of all its processes."""

    def __init__(self, port: int, process: int) -> None:
        self.port, self._process = port, process

    def memory(self) -> float:
        """Megabytes all its processes hold now."""
        return sum(memory_of(one) for one in _family(self._process))

    def cpu(self) -> float:
        """Processor seconds the server's processes have used so far."""
        return sum(cpu_of(one) for one in _family(self._process))


@contextlib.contextmanager
def serve(workers: int = serving.WEB_WORKERS) -> Iterator[Served]:
    """Start the web server with its usual number of workers, wait until it is ready, end it afterwards."""
    prepare.static_files()
    place = serving.choose("127.0.0.1", None)
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", place.host, "--port", str(place.port),
        "--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--log-level", "warning", "jiazong.wsgi:application",
    ]  # fmt: skip
    # The web's own login, as `jiazong up` gives it: without it the second layer would not be measured.
    web = str(logins.url_for(logins.WEB, Url(os.environ[OWNER])))
    environment = {**os.environ, **SETTINGS, RESOLVED: web}
    environment.pop(OWNER)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd="/")
    try:
        _wait(f"{place.address}readyz", process)
        yield Served(place.port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the web server did not become ready at {address}")


def _family(process: int) -> list[int]:
    """A process and all its descendants."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return [process]
    return [process, *(one for child in children for one in _family(int(child)))]
