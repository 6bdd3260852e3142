"""What anybody wrote never reaches the log, whatever goes wrong: canaries in names, forms, addresses, errors and SQL."""
import json
import logging
import subprocess
import sys
import threading

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from jiazong.front.operation.middleware import RequestLogMiddleware
from jiazong.front.operation.models import Trouble
from jiazong.ground.access.guarding import guard
from jiazong.people.places.tests import factories as place
from jiazong.run import logs

CANARY = "canary梁秋禾13800138000"


@guard("public")
def broken(request, name=""):
    """A page that fails with what was typed in the middle of its error."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int", [f"{CANARY}{request.POST.get('note', '')}"])
    except DatabaseError as fault:
        raise ValueError(f"{CANARY} {request.GET} {name}") from fault
    return HttpResponse()


urlpatterns = [path("broken/<str:name>", broken, name="broken")]


class Kept(logging.Handler):
    """Keeps the lines as they would stand in the log."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs.JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def kept():
    handler = Kept()
    loggers = [logging.getLogger(), logging.getLogger("jiazong"), logging.getLogger("django")]
    before = [one.level for one in loggers]
    logging.getLogger().addHandler(handler)
    for one in loggers:
        one.setLevel(logging.DEBUG)
    yield handler
    logging.getLogger().removeHandler(handler)
    for one, level in zip(loggers, before, strict=True):
        one.setLevel(level)


def records(handler: Kept) -> list[dict]:
    return [json.loads(line) for line in handler.lines]


@pytest.mark.django_db
def test_a_page_that_fails_leaves_a_line_with_places_in_the_code_and_nothing_typed(kept: Kept, settings):
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    answer = client.post(f"/broken/{CANARY}?q={CANARY}", {"note": CANARY}, headers={"user-agent": CANARY, "referer": f"http://x/{CANARY}"})
    assert answer.status_code == 500
    assert not [line for line in kept.lines if "canary" in line or "13800138000" in line or "梁秋禾" in line]
    [line] = [one for one in records(kept) if one.get("event") == "request"]
    assert (line["route"], line["method"], line["status"], line["account"]) == ("broken", "POST", 500, None)
    faults = [one["error"] for one in records(kept) if "error" in one]
    assert [error["class"] for error in faults[0]][:2] == ["builtins.ValueError", "django.db.utils.DataError"]
    assert any("test_logs.py" in step and step.endswith("broken") for step in faults[0][0]["at"])


@pytest.mark.django_db
def test_a_person_is_told_by_a_number_and_a_page_by_its_name(kept: Kept):
    centre = place.centre("ours", name=CANARY)
    director = place.director(centre)
    client = Client()
    client.force_login(director)
    client.get(reverse("places:centre", args=["ours"]), {"q": CANARY})
    client.post(reverse("accounts:sign_in"), {"login": CANARY, "password": CANARY})
    client.get(f"/nothing/{CANARY}/here?name={CANARY}")
    told = [one for one in records(kept) if one.get("event") == "request"]
    assert [(one["route"], one["status"]) for one in told][0] == ("places:centre", 200)
    assert told[0]["account"] == str(director.pk) and len({one["id"] for one in told}) == 3
    assert told[2]["route"] is None and told[2]["status"] == 404
    assert "canary" not in "".join(kept.lines) and director.name not in "".join(kept.lines)


@pytest.mark.django_db
def test_a_host_or_method_that_was_made_up_is_not_repeated(kept: Kept):
    Client().generic(f"X{'CANARY'}", "/healthz?q=canary", headers={"host": "canary.example"})
    assert "canary" not in "".join(kept.lines).lower()


@pytest.mark.parametrize("write", [
    lambda log: log.error(f"Job books.post(name={CANARY}) ended"),
    lambda log: log.error("Job %s ended", CANARY),
    lambda log: log.error("ended: %(name)s", {"name": CANARY}),
    lambda log: log.error("ended", exc_info=ValueError(CANARY)),
    lambda log: log.error(ValueError(CANARY)),
    lambda log: log.error("ended", extra={"job": {"id": 7, "task_name": "books.post", "task_kwargs": {"name": CANARY}}}),
], ids=["put together before", "argument", "mapping", "exception", "exception as message", "extra"])  # fmt: skip
def test_what_a_library_writes_is_told_without_its_values(kept: Kept, write):
    write(logging.getLogger("procrastinate.worker"))
    [line] = kept.lines
    assert "canary" not in line and json.loads(line)["level"] == "error"


def test_our_own_sentence_names_an_exception_by_its_class(kept: Kept):
    logging.getLogger("jiazong.worker").warning("looking for abandoned jobs: %s, try %s", ValueError(CANARY), 3)
    [line] = records(kept)
    assert line["event"] == "looking for abandoned jobs: ValueError, try 3"


def test_what_ends_a_process_or_a_thread_is_written_the_same_way():
    code = (
        "import logging, threading; from jiazong.run import logs; logs.begin()\n"
        f"t = threading.Thread(target=lambda: 1 / len({CANARY!r}[99:])); t.start(); t.join()\n"
        f"raise RuntimeError({CANARY!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "canary" not in done.stderr
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["a thread ends", "the process ends"]


@pytest.mark.django_db
def test_pages_that_fail_or_are_slow_are_counted_by_the_hour(settings):
    request = RequestFactory().get("/")
    request.resolver_match = None
    for _ in range(3):
        RequestLogMiddleware(lambda asked: HttpResponse(status=500))(request)
    settings.JIAZONG_SLOW_MS = 0
    RequestLogMiddleware(lambda asked: HttpResponse())(request)
    assert sorted(Trouble.objects.values_list("route", "kind", "times")) == [("-", "failed", 3), ("-", "slow", 1)]


def test_the_log_of_a_command_holds_neither_what_was_typed_nor_what_went_wrong(tmp_path, monkeypatch):
    monkeypatch.setenv("JIAZONG_HOME", str(tmp_path / "home"))
    from click.testing import CliRunner

    from jiazong.run.cli import accounts, main

    def fail() -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(accounts, "house", fail)
    done = CliRunner().invoke(main, ["account", "close", CANARY])
    assert done.exit_code == 1
    [line] = (tmp_path / "home" / "log" / "command.log").read_text(encoding="utf-8").splitlines()
    assert "canary" not in line and json.loads(line)["command"].endswith("account close")
    assert json.loads(line)["error"][0]["class"] == "builtins.RuntimeError"


def test_threads_write_whole_lines(kept: Kept):
    log = logging.getLogger("jiazong.many")
    threads = [threading.Thread(target=lambda: [log.info("line %s", n) for n in range(50)]) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len([json.loads(line) for line in kept.lines]) == 200
