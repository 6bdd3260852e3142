"""The background process of `jiazong up`: keeps database, web server and worker alive, and ends them together."""
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from jiazong.run import family, logins, logs, postgres, serving
from jiazong.run.address import Url
from jiazong.run.serving import Place
from jiazong.run.settings_from_home import OWNER, RESOLVED
from jiazong.run.troubles import Trouble

_TICK_SECONDS = 0.2
_LOOK_SECONDS = 2.0
# A process that ends sooner than this has failed to start; after so many failures at the very beginning we give up.
_STEADY_SECONDS, _FAILURES = 10.0, 3
_LONGEST_PAUSE_SECONDS = 30.0
_PR_SET_PDEATHSIG = 1

log = logging.getLogger("jiazong.supervisor")


@dataclass
class Child:
    """One process that is kept alive: how it is started, and how often in a row it ended at once."""

    name: str
    words: list[str]
    who: tuple[str, str]
    process: subprocess.Popen | None = None
    url: str = ""
    began: float = 0.0
    not_before: float = 0.0
    failures: int = 0
    was_steady: bool = False

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, url: str) -> None:
        """Start the process with this database."""
        environment = {**os.environ, RESOLVED: str(logins.url_for(self.who, Url(url)))}
        environment.pop(OWNER, None)  # neither the web nor the worker may change tables
        environment.setdefault("DJANGO_SETTINGS_MODULE", "jiazong.settings")
        self.url, self.began = url, time.monotonic()
        self.process = subprocess.Popen(
            self.words, env=environment, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent, cwd="/"
        )
        log.info("%s started as process %s", self.name, self.process.pid)

    def note_end(self) -> None:
        """Remember that the process has ended by itself, and clear away what it may have left in its group."""
        log.warning("%s (process %s) ended with %s", self.name, self.process.pid, self.process.returncode)
        steady = time.monotonic() - self.began > _STEADY_SECONDS
        self.was_steady = self.was_steady or steady
        self.failures = 0 if steady else self.failures + 1
        self.not_before = time.monotonic() + min(2.0**self.failures - 1, _LONGEST_PAUSE_SECONDS)
        self.clear_group()
        self.process = None

    def clear_group(self) -> None:
        """Kill what is left of the process's group: a killed web server leaves its own processes on the port."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # the usual case: nothing is left

    def end(self, until: float) -> None:
        """Wait for the end of a process that was told to end, and kill its group when the time is over."""
        try:
            self.process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            log.warning("%s has not ended in time and is killed", self.name)
        self.clear_group()
        self.process.wait()
        self.process = None


def supervise(place: Place) -> int:
    """Run the product until a signal comes; gives the exit status, 1 where it does not come up at all."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda got, frame: stopping.append(got))
    serving.write_note(replace(place, pid=os.getpid()))
    folder = serving.folder()
    children = [
        Child("web", family.words("web", folder, place.host, str(place.port)), logins.WEB),
        Child("worker", family.words("worker", folder), logins.WORKER),
    ]
    try:
        return _keep(children, stopping)
    finally:
        _end([child for child in children if child.process])
        serving.remove_note()
        # The last of its users stops the database, so that a machine that is shut down finds it closed and clean.
        postgres.release_if_last()


def _keep(children: list[Child], stopping: list[int]) -> int:
    url, looked = "", 0.0
    while not stopping:
        now = time.monotonic()
        for child in children:
            if child.process and not child.is_alive:
                child.note_end()
                looked = 0.0
        if any(child.failures >= _FAILURES and not child.was_steady for child in children):
            log.error("giving up: a process has ended %s times at once", _FAILURES)
            return 1
        if now - looked >= _LOOK_SECONDS:
            url, looked = _database() or url, now
            serving.shorten_log()
        for child in children:
            if child.is_alive and child.url != url:
                child.process.terminate()  # the database has moved; the process is started anew when it has ended
            elif not child.process and url and now >= child.not_before:
                child.start(url)
        time.sleep(_TICK_SECONDS)
    return 0


def _database() -> str | None:
    """The address of the database, started again if it died; None while it cannot be started."""
    if told := os.environ.get(postgres.ENVIRONMENT):
        return told
    try:
        return str(postgres.ensure_running())
    except Trouble as trouble:
        log.error("%s", trouble.told("en"))
        return None


def _die_with_parent() -> None:
    """When the supervisor is killed, its children get the signal to end, so that no half of the product is left over."""
    os.setsid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(children: list[Child]) -> None:
    for child in children:
        if child.is_alive:
            child.process.terminate()
    until = time.monotonic() + serving.FINISH_SECONDS
    for child in children:
        child.end(until)


if __name__ == "__main__":
    logs.begin()
    _folder, host, port, mark = sys.argv[1:5]
    if Path(_folder) != serving.folder():
        sys.exit(f"this process serves {serving.folder()}, not {_folder}")
    sys.exit(supervise(Place(host, int(port), mark=mark)))
