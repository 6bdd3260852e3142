"""A request that waits too long is broken off with a sentence; a disk that is nearly full takes no writes, and can be read."""
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from jiazong.ground.ui.unavailable import Why, why_of
from jiazong.run import endurance, logins
from jiazong.run.address import Url
from jiazong.run.endurance import EnduranceMiddleware, Pause, Room, TimeLimitMiddleware

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def settings(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(Pause, "until", 0.0)
    settings.JIAZONG_REQUEST_SECONDS = 0.6
    settings.JIAZONG_DISK_RESERVE_MB = 0
    settings.JIAZONG_WATCHED_FOLDERS = {"data": tmp_path}
    return settings


def asleep(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse("woken")


def both(answer: Callable[[HttpRequest], HttpResponse]) -> TimeLimitMiddleware:
    return TimeLimitMiddleware(EnduranceMiddleware(answer))


def ask(middleware: TimeLimitMiddleware | EnduranceMiddleware, method: str = "POST") -> HttpResponse:
    return middleware(RequestFactory().generic(method, "/hours/log", "title=早上探访独居长者", content_type="application/x-www-form-urlencoded"))


def test_a_line_that_waits_too_long_is_cut_from_outside(settings):
    began = time.monotonic()
    with pytest.raises(Exception) as fault:
        ask(both(asleep))
    assert time.monotonic() - began < 5
    assert why_of(fault.value) is Why.DATABASE
    connection.close()


def test_after_a_write_was_broken_off_writes_rest_and_reading_goes_on(settings, monkeypatch):
    monkeypatch.setattr(endurance, "PAUSE_SECONDS", 1.0)
    doing = [asleep]
    middleware = both(lambda request: doing[0](request))
    with pytest.raises(Exception):  # noqa: B017
        ask(middleware)
    connection.close()
    doing[0] = lambda request: HttpResponse("done")
    refused = ask(middleware)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert "早上探访独居长者" in refused.content.decode()
    assert ask(middleware, "GET").status_code == 200
    time.sleep(1.1)
    assert ask(middleware).status_code == 200


def test_requests_that_end_in_time_are_left_alone_side_by_side(settings):
    def quick(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        connection.close()
        return HttpResponse("done")

    middleware, said = both(quick), []
    threads = [threading.Thread(target=lambda: said.append(ask(middleware).status_code)) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(0.8)
    assert said == [200] * 6
    assert TimeLimitMiddleware.watch._running == {}


def test_a_disk_that_is_nearly_full_is_read_and_not_written(settings):
    settings.JIAZONG_DISK_RESERVE_MB = 2**40
    middleware = EnduranceMiddleware(lambda request: HttpResponse("done"))
    assert ask(middleware).status_code == 503
    assert ask(middleware, "GET").content == b"done"


def test_room_is_found_again_when_it_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(endurance, "LOOK_SECONDS", 0.0)
    room = Room(tmp_path, 2**60)
    assert not room.is_there()
    room.reserve = 1
    assert room.is_there()


def test_the_web_tells_the_database_how_long_it_may_take(monkeypatch):
    monkeypatch.setenv("JIAZONG_WEB_STATEMENT_SECONDS", "7")
    told = str(logins.url_for(logins.WEB, Url("postgresql://somebody@localhost/somewhere")))
    assert "statement_timeout=7s" in told
    assert "idle_in_transaction_session_timeout=60s" in told
