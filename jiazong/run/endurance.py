"""What keeps a request from waiting for ever and a full disk from becoming a dead database.

A request has so many seconds: then its line to the database is cut, and the person gets a sentence and her form back. After
a write that was cut, writes are refused for a moment, so that a slow disk does not keep readers waiting too. Where the disk is
nearly full nothing is written any more, while there is still room for the database to work in: reading goes on.
"""
import logging
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

from jiazong.ground.ui.unavailable import Why, unavailable

log = logging.getLogger("jiazong.endurance")

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
PAUSE_SECONDS = 5.0
LOOK_SECONDS = 2.0
AGAIN_SECONDS = 3.0
MEGABYTE = 2**20


class Watch:
    """One thread that cuts the line to the database of requests whose time is up."""

    def __init__(self) -> None:
        self._lock, self._wake = threading.Lock(), threading.Event()
        self._running: dict[int, tuple[float, BaseDatabaseWrapper]] = {}
        self._cut: set[int] = set()
        self._thread: threading.Thread | None = None

    def begin(self, seconds: float) -> int:
        """Watch this thread's line to the database from now on; gives the number to end it with."""
        line = connections[DEFAULT_DB_ALIAS]
        with self._lock:
            # A process that was forked since has none of its parent's threads.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="endurance", daemon=True)
                self._thread.start()
            number = threading.get_ident()
            self._running[number] = (time.monotonic() + seconds, line)
        return number

    def end(self, number: int) -> bool:
        """Stop watching; answers whether the line was cut."""
        with self._lock:
            self._running.pop(number, None)
            was_cut = number in self._cut
            self._cut.discard(number)
        return was_cut

    def _watch(self) -> None:
        while not self._wake.wait(0.25):
            now = time.monotonic()
            with self._lock:
                late = [number for number, (until, _line) in self._running.items() if until <= now]
                for number in late:
                    _until, line = self._running[number]
                    # What says so to the person may ask the database too, over a new line: it gets little time.
                    self._running[number] = (now + AGAIN_SECONDS, line)
                    self._cut.add(number)
                    cut(line)


def cut(line: BaseDatabaseWrapper) -> None:
    """Shut a line to the database from outside the thread that waits at it; the waiting ends with an error."""
    if line.connection is None or line.connection.closed:
        return
    try:
        with socket.socket(fileno=os.dup(line.connection.fileno())) as end:
            end.shutdown(socket.SHUT_RDWR)
    except OSError as fault:
        log.warning("a line to the database could not be cut: %s", fault)


class Room:
    """Whether the disk still has room, looked at every two seconds at most."""

    def __init__(self, folder: Path, reserve: int) -> None:
        self.folder, self.reserve = folder, reserve
        self._looked, self._is_there = 0.0, True

    def is_there(self) -> bool:
        now = time.monotonic()
        if now - self._looked > LOOK_SECONDS:
            self._looked, was = now, self._is_there
            self._is_there = self.reserve == 0 or shutil.disk_usage(self.folder).free > self.reserve
            if was != self._is_there:
                log.warning("writing goes on" if self._is_there else "the disk is nearly full: nothing is written any more")
        return self._is_there


class Pause:
    """Until when this process refuses writes; shared by the two middlewares."""

    until = 0.0


class TimeLimitMiddleware:
    """Give each request its time; stands outside whatever asks the database."""

    watch = Watch()

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = self.watch.begin(settings.JIAZONG_REQUEST_SECONDS)
        try:
            return self.answer(request)
        finally:
            if self.watch.end(number):
                log.warning("%s %s took more than %s s and was broken off", request.method, request.path, settings.JIAZONG_REQUEST_SECONDS)
                if request.method not in SAFE_METHODS:
                    Pause.until = time.monotonic() + PAUSE_SECONDS


class EnduranceMiddleware:
    """Refuse writes while they could not be kept; stands inside the check of forms, so that they can be sent again."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer
        self.room = Room(settings.JIAZONG_WATCHED_FOLDERS["data"], settings.JIAZONG_DISK_RESERVE_MB * MEGABYTE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS:
            if not self.room.is_there():
                return unavailable(request, Why.DISK)
            if time.monotonic() < Pause.until:
                return unavailable(request, Why.BUSY)
        return self.answer(request)
