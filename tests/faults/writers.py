"""People who record services over HTTP, each write under its key, sent again until it is acknowledged."""
import contextlib
import http.client
import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from tests.faults.scene import Scene

TOKEN = "a" * 32
FIRST_DAY, DAYS = date(2025, 1, 1), 365
ANSWER_SECONDS = 40


@dataclass
class Kept:
    """What the writers were told: acknowledged titles with the time, titles sent but never answered, other answers."""

    acknowledged: dict[str, float] = field(default_factory=dict)
    began: dict[str, float] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)
    tries: int = 0
    replayed: int = 0
    repeated: int = 0
    not_replayed: int = 0
    said: dict[int, int] = field(default_factory=dict)
    slowest: float = 0.0


class Writer(threading.Thread):
    """One person who records one service after the other until told to stop."""

    def __init__(self, scene: Scene, number: int, kept: Kept, stop: threading.Event, seed: int) -> None:
        super().__init__(daemon=True)
        self.place, self.number, self.kept, self.stop_now = urlsplit(scene.address).netloc, number, kept, stop
        self.cookie = f"{scene.cookie_name}={scene.cookies[number]}; csrftoken={TOKEN}"
        self.chance = Random(seed * 1000 + number)
        self.line: http.client.HTTPConnection | None = None

    def run(self) -> None:
        turn = 0
        while not self.stop_now.is_set():
            turn += 1
            self._record(f"记录 {self.number}-{turn}", turn)
        self._hang_up()

    def _record(self, title: str, turn: int) -> None:
        key = UUID(int=self.chance.getrandbits(128))
        day = FIRST_DAY + timedelta(days=turn % DAYS)
        typed = {
            "csrfmiddlewaretoken": TOKEN, "_once": str(key), "method": "探访", "title": title, "minutes": "",
            "other_minutes": "1", "person_times": "1", "day": day.isoformat(), "start": "", "indirect_minutes": "", "field": "", "note": "",
        }  # fmt: skip
        self.kept.began[title] = time.monotonic()
        self.kept.unanswered.add(title)
        patience = time.monotonic() + 90
        # The last word belongs to the server: when told to stop, what was begun is still brought to its end.
        while time.monotonic() < patience:
            status, is_replayed = self._send("/hours/log", typed)
            self.kept.tries += 1
            if status == 302:
                self.kept.acknowledged[title] = time.monotonic()
                self.kept.unanswered.discard(title)
                self.kept.replayed += is_replayed
                # Now and then the answer is not believed and the same is sent again.
                if self.chance.random() < 0.2:
                    status, is_replayed = self._send("/hours/log", typed)
                    self.kept.repeated += status == 302
                    self.kept.not_replayed += status == 302 and not is_replayed
                return
            self.kept.said[status] = self.kept.said.get(status, 0) + 1
            time.sleep(0.05 + self.chance.random() * 0.2)

    def _send(self, path: str, typed: dict[str, str]) -> tuple[int, bool]:
        """The status of the answer, 0 where the connection broke."""
        began = time.monotonic()
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection(self.place, timeout=ANSWER_SECONDS)
            heads = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            self.line.request("POST", path, urlencode(typed), heads)
            answer = self.line.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Idempotency-Replayed") == "true"
        except (OSError, http.client.HTTPException):
            self._hang_up()
            return 0, False
        finally:
            self.kept.slowest = max(self.kept.slowest, time.monotonic() - began)

    def _hang_up(self) -> None:
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.close()
            self.line = None


@contextlib.contextmanager
def at_work(scene: Scene, *, seed: int):
    """Everybody of the scene records until the block ends; gives what they were told."""
    kept, stop = Kept(), threading.Event()
    writers = [Writer(scene, number, kept, stop, seed) for number in range(len(scene.cookies))]
    for writer in writers:
        writer.start()
    try:
        yield kept
    finally:
        stop.set()
        for writer in writers:
            writer.join(120)


def lost_and_doubled(scene_titles: dict[str, int], kept: Kept) -> tuple[list[str], list[str]]:
    """Acknowledged services that are not there, and any service that is there more than once."""
    lost = sorted(title for title in kept.acknowledged if scene_titles.get(title, 0) == 0)
    doubled = sorted(title for title in kept.began if scene_titles.get(title, 0) > 1)
    return lost, doubled
