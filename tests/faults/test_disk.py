"""A full disk: nothing acknowledged is lost, the page says so and keeps what was typed, reading goes on, and it mends itself."""
import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from jiazong.run.endurance import LOOK_SECONDS
from jiazong.run.tests.installation import EXAMPLES, Installation
from jiazong.run.tests.machine import wait_until
from tests.faults.disk import MEGABYTE, Disk, may_mount, small_disk
from tests.faults.killer import family_of
from tests.faults.scene import Scene, faults_of_the_books, furnish, titles
from tests.faults.writers import TOKEN, at_work, lost_and_doubled

pytestmark = [
    pytest.mark.xdist_group("serving"),
    pytest.mark.skipif(not may_mount(), reason="only root may mount the small disk this is tried on"),
]
DISK_MEGABYTES, RESERVE_MEGABYTES = 400, 48
RECOVERY_SECONDS = 30


@pytest.fixture
def disk() -> Iterator[Disk]:
    with small_disk(DISK_MEGABYTES) as made:
        yield made


@pytest.fixture
def scene(disk: Disk, request: pytest.FixtureRequest) -> Iterator[Scene]:
    reserve = getattr(request, "param", RESERVE_MEGABYTES)
    made = fresh(disk, JIAZONG_DISK_RESERVE_MB=str(reserve))
    try:
        yield furnish(made, 2)
    finally:
        disk.clear()
        made.close()


def fresh(disk: Disk, **environment: str) -> Installation:
    """A new installation on the small disk, with a contract."""
    made = Installation(disk.folder / "home", **environment)
    done = made.jiazong("contract", "load", str(EXAMPLES / "first-contract.json"))
    assert done.returncode == 0, done.stderr
    return made


def page_of(scene: Scene, path: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
    """A page as a browser gets it."""
    line = http.client.HTTPConnection(urlsplit(scene.address).netloc, timeout=40)
    heads = {"Cookie": f"{scene.cookie_name}={scene.cookies[0]}; csrftoken={TOKEN}", "Accept-Language": "zh-CN"}
    try:
        if typed is None:
            line.request("GET", path, headers=heads)
        else:
            body = urlencode({"csrfmiddlewaretoken": TOKEN, **typed})
            line.request("POST", path, body, heads | {"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


def service(title: str) -> dict[str, str]:
    return {
        "_once": f"disk-test-key-{title.encode().hex()}"[:60], "method": "探访", "title": title, "minutes": "", "other_minutes": "1",
        "person_times": "1", "day": "2025-03-03", "start": "", "indirect_minutes": "", "field": "", "note": "",
    }  # fmt: skip


def test_a_disk_that_is_nearly_full_says_so_keeps_what_was_typed_and_lets_people_read(scene, disk):
    assert page_of(scene, "/hours/log", service("之前"))[0] == 302
    disk.fill(but=(RESERVE_MEGABYTES - 16) * MEGABYTE)
    time.sleep(LOOK_SECONDS + 1)  # each process of the web looks for itself
    status, page = page_of(scene, "/hours/log", service("满的时候"))
    assert status == 503
    assert "磁盘满了" in page
    assert "满的时候" in page
    for path in ("/", "/hours/mine", "/hours/log", "/contracts/"):
        assert page_of(scene, path)[0] == 200, path
    disk.clear()
    began = time.monotonic()
    wait_until(lambda: page_of(scene, "/hours/log", service("满的时候"))[0] == 302, seconds=RECOVERY_SECONDS)
    print(f"\nnearly full: saved again {time.monotonic() - began:.1f} s after there was room", file=sys.stderr)
    assert titles(scene) == {"之前": 1, "满的时候": 1}


@pytest.mark.long
@pytest.mark.parametrize("scene", [0], indirect=True)
def test_a_disk_that_is_full_to_the_last_byte_loses_nothing_and_mends_itself(scene, disk):
    """Data, WAL, logs and home share the disk; nothing holds room back; the database may stop, and comes back by itself."""
    with at_work(scene, seed=2) as kept:
        for _turn in range(int(os.environ.get("JIAZONG_TEST_FILLS", "3"))):
            known = len(kept.acknowledged)
            wait_until(lambda known=known: len(kept.acknowledged) > known + 5, seconds=60)
            disk.fill()
            write_wal(scene)
            time.sleep(8)
            disk.clear()
            cleared = time.monotonic()
            wait_until(lambda cleared=cleared: any(at > cleared for at in list(kept.acknowledged.values())[-20:]), seconds=90)
            took = time.monotonic() - cleared
            print(f"\nfull: recorded again {took:.1f} s after there was room, {kept.said}", file=sys.stderr)
            assert took <= RECOVERY_SECONDS
    lost, doubled = lost_and_doubled(titles(scene), kept)
    print(f"full disk: {len(kept.acknowledged)} acknowledged, {len(lost)} lost, {len(doubled)} doubled, other answers {kept.said}", file=sys.stderr)
    assert (lost, doubled) == ([], [])
    assert 500 not in kept.said
    assert faults_of_the_books(scene) == []


def write_wal(scene: Scene) -> None:
    """Write so much of the write-ahead log that its next file is needed; on a full disk that ends the database (PANIC)."""
    try:
        with psycopg.connect(scene.installation.url, autocommit=True) as line:
            for _part in range(40):
                line.execute("SELECT pg_logical_emit_message(false, 'faults', repeat('x', 1000000))")
    except psycopg.Error as fault:
        print(f"the database said {type(fault).__name__}", file=sys.stderr)


@pytest.mark.long
def test_a_process_that_hangs_is_answered_for(scene):
    """A database that stands still (every process stopped) does not keep anybody waiting for ever."""
    # The connections that are open belong to processes of their own.
    servers = family_of(scene.installation.machine.servers()[0])
    for pid in servers:
        os.kill(pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        status, page = page_of(scene, "/hours/log", service("静止"))
        took = time.monotonic() - began
    finally:
        for pid in servers:
            os.kill(pid, signal.SIGCONT)
    assert status == 503
    assert "静止" in page
    assert took < 35
    wait_until(lambda: page_of(scene, "/hours/log", service("静止"))[0] == 302, seconds=RECOVERY_SECONDS)
    assert titles(scene)["静止"] == 1
