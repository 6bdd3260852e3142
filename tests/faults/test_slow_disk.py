"""A disk that is slow, stands still or reports faults: what is typed is not lost, reading goes on, and it mends itself."""
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiazong.run import server_user
from jiazong.run.tests.installation import EXAMPLES, Installation
from jiazong.run.tests.machine import wait_until
from tests.faults.scene import Scene, faults_of_the_books, furnish, titles
from tests.faults.test_disk import RECOVERY_SECONDS, page_of, service
from tests.faults.writers import at_work, lost_and_doubled

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("serving")]
READING_SECONDS, SYNC_MILLISECONDS = 5, 400
BACK_SECONDS = 60


class SlowDisk:
    """What the disk of an installation does when the database asks it to keep something."""

    def __init__(self, folder: Path) -> None:
        self.part, self.order = folder / "slow_disk.so", folder / "order"
        source = Path(__file__).with_name("slow_disk.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(self.part), str(source), "-ldl"], check=True)
        self.well()

    def well(self) -> None:
        self._tell("well")

    def slow(self, milliseconds: int) -> None:
        self._tell(f"slow {milliseconds}")

    def stand_still(self) -> None:
        self._tell("still")

    def faulty(self) -> None:
        """Each time the database asks the disk to keep something, the disk answers EIO."""
        self._tell("faulty")

    def _tell(self, word: str) -> None:
        written = self.order.with_suffix(".new")
        written.write_text(word)
        written.chmod(0o644)
        written.replace(self.order)


@pytest.fixture
def disk() -> Iterator[SlowDisk]:
    with tempfile.TemporaryDirectory(prefix="jz-slow-") as folder:
        Path(folder).chmod(0o755)
        yield SlowDisk(Path(folder))


@pytest.fixture
def scene(disk: SlowDisk) -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(prefix="jz-slow-home-") as folder:
        Path(folder).chmod(0o755)
        made = Installation(Path(folder) / "home")
        done = made.jiazong("contract", "load", str(EXAMPLES / "first-contract.json"))
        assert done.returncode == 0, done.stderr
        server = begin_on(disk, made)
        try:
            yield furnish(made, 2)
        finally:
            disk.well()
            made.close()
            server.wait(60)


def begin_on(disk: SlowDisk, made: Installation) -> subprocess.Popen[bytes]:
    """Start the installation's own server as it was started before, on this disk; the product finds that it runs."""
    opts = next(made.home.rglob("postmaster.opts"))
    user = server_user.owner_of(opts)
    server = subprocess.Popen(
        shlex.split(opts.read_text()), user=user.uid, group=user.gid, extra_groups=[], cwd=opts.parent.parent, start_new_session=True, umask=0o077,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LD_PRELOAD": str(disk.part), "JIAZONG_TEST_DISK": str(disk.order)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    note = opts.parent / "postmaster.pid"
    # Whoever ends must be seen to have ended.
    threading.Thread(target=server.wait, daemon=True).start()
    wait_until(lambda: server.poll() is None and note.exists() and "ready" in note.read_text(), seconds=30)
    assert str(disk.part) in Path(f"/proc/{server.pid}/maps").read_text()
    return server


def seconds_of(deed) -> float:
    began = time.monotonic()
    deed()
    return time.monotonic() - began


def test_while_the_disk_is_slow_services_are_kept_and_pages_are_read(scene, disk):
    with at_work(scene, seed=5) as kept:
        wait_until(lambda: len(kept.acknowledged) > 5, seconds=60)
        disk.slow(SYNC_MILLISECONDS)
        known, slowest = len(kept.acknowledged), 0.0
        for _turn in range(10):
            slowest = max(slowest, *(seconds_of(lambda path=path: page_of(scene, path)) for path in ("/hours/mine", "/contracts/")))
            time.sleep(1)
        while_slow = len(kept.acknowledged) - known
        disk.well()
        cleared = time.monotonic()
        wait_until(lambda: any(at > cleared for at in list(kept.acknowledged.values())[-20:]), seconds=RECOVERY_SECONDS)
    lost, doubled = lost_and_doubled(titles(scene), kept)
    print(f"\nslow: {while_slow} services while each sync took {SYNC_MILLISECONDS} ms, slowest page {slowest:.1f} s, answers {kept.said}", file=sys.stderr)
    assert (lost, doubled) == ([], [])
    assert while_slow > 0 and slowest < READING_SECONDS
    assert 500 not in kept.said
    assert faults_of_the_books(scene) == []


def test_a_disk_that_stands_still_is_said_and_what_was_typed_comes_back_and_counts_once(scene, disk):
    assert page_of(scene, "/hours/log", service("之前"))[0] == 302
    disk.stand_still()
    try:
        began = time.monotonic()
        status, page = page_of(scene, "/hours/log", service("站住的时候"))
        took = time.monotonic() - began
        reading = seconds_of(lambda: page_of(scene, "/hours/mine"))
    finally:
        disk.well()
    print(f"\nstill: answered {status} after {took:.1f} s, a page read in {reading:.1f} s", file=sys.stderr)
    assert reading < READING_SECONDS
    assert status == 503 and "站住的时候" in page
    assert took < 35
    wait_until(lambda: page_of(scene, "/hours/log", service("站住的时候"))[0] == 302, seconds=RECOVERY_SECONDS)
    assert titles(scene) == {"之前": 1, "站住的时候": 1}


def test_a_disk_that_reports_faults_loses_nothing_and_the_database_is_started_anew(scene, disk):
    """PostgreSQL ends itself on such a fault and stays in a recovery nobody works at: the product sees that and starts it anew.

    The new server is on a well disk: the few lines of C are loaded only into the one that met the fault.
    """
    assert page_of(scene, "/hours/log", service("之前"))[0] == 302
    with at_work(scene, seed=7) as kept:
        wait_until(lambda: len(kept.acknowledged) > 5, seconds=60)
        before = scene.installation.machine.servers()
        disk.faulty()
        began = time.monotonic()
        answers = [(302, "")]
        wait_until(lambda: answers.append(page_of(scene, "/hours/log", service(f"坏的时候{len(answers)}"))) or answers[-1][0] != 302, seconds=60)
        wait_until(lambda: any(at > began + 5 for at in list(kept.acknowledged.values())[-20:]), seconds=90)
        took = time.monotonic() - began
    print(f"\nfaulty: recorded again {took:.1f} s after the fault began, answers {kept.said}", file=sys.stderr)
    title = f"坏的时候{len(answers) - 1}"
    assert answers[-1][0] == 503 and title in answers[-1][1]
    assert scene.installation.machine.servers() != before
    wait_until(lambda: page_of(scene, "/hours/log", service(title))[0] == 302, seconds=RECOVERY_SECONDS)
    found = titles(scene)
    assert lost_and_doubled(found, kept) == ([], [])
    assert (found["之前"], found[title]) == (1, 1)
    assert 500 not in kept.said
    assert took <= BACK_SECONDS
    assert faults_of_the_books(scene) == []
