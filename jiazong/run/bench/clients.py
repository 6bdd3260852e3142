"""Several people at once: each signs in with her own session, then asks again and again until the time is up."""
import http.client
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ASKED_TIMEOUT = 30


class WrongAnswer(RuntimeError):
    """The server answered something else than what was measured."""


class Person:
    """One signed-in session over one kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ASKED_TIMEOUT)
        self._cookies: dict[str, str] = {}
        self._token = ""

    def sign_in(self, login: str, password: str) -> None:
        """Sign in through the screen."""
        self.form("/sign-in")
        status, _, _ = self.send("/sign-in", {"login": login, "password": password})
        if status != 302:
            raise WrongAnswer(f"signing in as {login} gave {status}")

    def look(self, path: str) -> str:
        """Open a page; anything but a page is refused."""
        status, text, _ = self._ask("GET", path, None)
        if status != 200:
            raise WrongAnswer(f"{path} gave {status}")
        return text

    def form(self, path: str) -> str:
        """Open a page with a form, and keep its token."""
        text = self.look(path)
        if found := TOKEN.search(text):
            self._token = found[1]
        return text

    def send(self, path: str, said: dict[str, str]) -> tuple[int, str, str]:
        """Send a form; gives the status, the page and where the server sends one on."""
        answer = self._ask("POST", path, {"csrfmiddlewaretoken": self._token, **said})
        # A browser would show the notice and drop it; kept, it would grow with every form that is sent.
        self._cookies.pop("messages", None)
        return answer

    @property
    def cookie(self) -> str:
        """The cookies of the session as a header."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items() if name != "messages")

    @property
    def token(self) -> str:
        """The token of the last form."""
        return self._token

    def _ask(self, method: str, path: str, said: dict[str, str] | None) -> tuple[int, str, str]:
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()), "Accept-Language": "zh-CN"}
        body = None
        if said is not None:
            body = urlencode(said)
            heads |= {"Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, body, heads)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer.status, text, answer.headers.get("Location", "")


@dataclass
class Crowd:
    """What several people measured together: seconds of every request, and for how long they went on."""

    seconds: list[float] = field(default_factory=list)
    whole: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.whole

    def share(self, part: float) -> float:
        """The time within which that part of all requests was answered, in milliseconds."""
        return sorted(self.seconds)[min(int(len(self.seconds) * part), len(self.seconds) - 1)] * 1000


def crowd(steps: Sequence[Callable[[int], None]], seconds: float, most: int) -> Crowd:
    """Let each step run in a thread of its own, over and over, until the time or the number of requests is up."""
    found, faults = Crowd(), []
    until = time.perf_counter() + seconds
    lock = threading.Lock()

    def go(step: Callable[[int], None]) -> None:
        mine: list[float] = []
        try:
            while (began := time.perf_counter()) < until and len(mine) * len(steps) < most:
                step(len(mine))
                mine.append(time.perf_counter() - began)
        except Exception as fault:  # kept, and raised by the one who waits
            faults.append(fault)
        with lock:
            found.seconds.extend(mine)

    began = time.perf_counter()
    threads = [threading.Thread(target=go, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.whole = time.perf_counter() - began
    if faults:
        raise faults[0]
    return found
