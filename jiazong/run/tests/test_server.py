"""Starting and stopping when things have gone wrong before."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from jiazong.run import server
from jiazong.run.tests.machine import (
    IS_ROOT,
    Machine,
    _home_with_database,
    machine,
    nobody,
    processes,
    settled,
    wait_until,
)

__all__ = ["_home_with_database", "machine", "settled"]

WRITER = """
line = psycopg.connect(postgres.ensure_running(), autocommit=True)
line.execute("CREATE TABLE IF NOT EXISTS acknowledged (n integer)")
for n in range(1_000_000):
    line.execute("INSERT INTO acknowledged VALUES (%s)", [n])
    print(n, flush=True)
"""
COUNT = "with postgres.using() as url: show(psycopg.connect(url).execute('SELECT count(*) FROM acknowledged').fetchone()[0])"
START = "with postgres.using() as url: show(psycopg.connect(url).execute('SELECT 1').fetchone()[0])"


def test_every_acknowledged_row_is_there_after_the_server_was_killed(settled: Machine):
    writer = settled.spawn(WRITER)
    for _ in range(300):
        last = writer.stdout.readline()
    os.kill(settled.servers()[0], signal.SIGKILL)
    rest, _problem = writer.communicate()
    acknowledged = int((rest.splitlines() or [last])[-1]) + 1
    assert acknowledged >= 300
    assert settled.call(COUNT) in (acknowledged, acknowledged + 1)  # the last may be there unacknowledged
    assert settled.servers() == []


def test_a_process_that_started_a_killed_server_can_start_it_again(settled: Machine):
    code = """
postgres.ensure_running()
pid = postgres.status().pid
os.kill(pid, signal.SIGKILL)
with contextlib.suppress(OSError):
    # Killed is not dead yet: while its memory is taken apart its socket still takes connections.
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
        time.sleep(0.001)
show(psycopg.connect(postgres.ensure_running()).execute("SELECT 1").fetchone()[0])
"""
    assert settled.call(code) == 1


def test_a_number_that_another_process_has_got_is_not_taken_for_the_server(settled: Machine):
    """After a restart of the machine the note in the data folder names whoever has that number now."""
    settled.call("postgres.keep_running()")
    note = settled.area / "data" / "postmaster.pid"
    lines = note.read_text().splitlines()
    os.kill(settled.servers()[0], signal.SIGKILL)
    wait_until(lambda: not settled.servers())
    owner = {"user": note.stat().st_uid} if IS_ROOT else {}
    other = subprocess.Popen(["sleep", "60"], **owner)
    note.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
    assert settled.call("show(postgres.stop())") is False
    assert settled.call(START) == 1
    assert other.poll() is None
    other.kill()
    other.wait()


def test_a_socket_that_was_swept_away_is_made_again(settled: Machine):
    settled.call("postgres.keep_running()")
    for path in (settled.area / "socket").iterdir():
        path.unlink()
    assert settled.call(START) == 1


# What PostgreSQL 18.6 called its processes when its recovery had met a fault of the disk and nobody was left to recover.
LEFT_ALONE = ["postgres: jiazong: logger", "postgres: jiazong: io worker 0", "postgres: jiazong: checkpointer", "postgres: jiazong: background writer"]


@pytest.mark.parametrize(
    ("said", "forsaken"),
    [
        (LEFT_ALONE, True),
        ([*LEFT_ALONE, "postgres: jiazong: walwriter"], False),
        ([*LEFT_ALONE, "postgres: jiazong: startup recovering 000000010000000000000001"], False),
        (["postgres: jiazong: logger"], False),
        ([], False),
    ],
    ids=["nobody-recovers", "serves", "recovers", "begins", "unreadable"],
)
def test_a_server_nobody_is_at_work_in_is_told_from_one_that_serves_or_recovers(said, forsaken):
    assert server.is_forsaken(said) is forsaken


def test_a_server_that_serves_says_so_by_its_processes_and_is_not_ended(settled: Machine):
    settled.call("postgres.keep_running()")
    serving = settled.servers()
    found = settled.call("show(server.titles(server.noted(cluster.find(home.folder()))))")
    assert any(title.endswith("walwriter") for title in found) and any(title.endswith("checkpointer") for title in found)
    assert settled.call("show(server.end_forsaken(cluster.find(home.folder()), home.private('run') / 'server.lock'))") is False
    assert settled.servers() == serving


def test_a_server_somebody_started_by_hand_is_used(settled: Machine):
    settled.call("postgres.keep_running()")
    words = next(words for pid, words in processes() if pid in settled.servers())
    os.kill(settled.servers()[0], signal.SIGINT)
    wait_until(lambda: not settled.servers())
    owner = {"user": (settled.area / "data").stat().st_uid} if IS_ROOT else {}
    by_hand = subprocess.Popen(words[:-1], stderr=subprocess.DEVNULL, cwd=settled.area, **owner)
    wait_until(lambda: (settled.area / "socket" / ".s.PGSQL.54018").exists())
    assert settled.call("postgres.ensure_running(); show(postgres.status().pid)") == by_hand.pid
    assert settled.call("show(postgres.stop())") is True
    assert by_hand.wait() == 0


def test_settings_that_do_not_hold_are_told_with_the_servers_own_words(settled: Machine):
    local = settled.area / "local.conf"
    local.write_text("shared_buffers = plenty\n")
    local.chmod(0o644)
    refused = settled.call("postgres.ensure_running()")
    local.unlink()
    assert refused["trouble"] == "StartFailed"
    assert "shared_buffers" in refused["sentence"]
    assert settled.call(START) == 1


@pytest.mark.parametrize("whole", [True, False], ids=["everything", "only-the-command"])
def test_a_creation_that_was_killed_leaves_nothing_behind(machine: Machine, whole: bool):
    maker = machine.spawn("postgres.ensure_running()")
    wait_until(lambda: list(machine.home.glob("postgres/data.making-*/base")))
    making = next(machine.home.glob("postgres/data.making-*"))
    os.kill(maker.pid, signal.SIGKILL)
    if whole:
        for pid, words in processes():
            if os.fsencode(making.name) in words:
                os.kill(pid, signal.SIGKILL)
    assert not (machine.home / "postgres" / "data").exists()
    assert machine.call(START) == 1
    wait_until(lambda: not any(os.fsencode(making.name) in words for _pid, words in processes()))
    assert machine.call("with postgres.using(): show(1)") == 1
    assert (machine.area / "data").is_dir()


if IS_ROOT:

    def test_a_full_disk_is_one_sentence_and_nothing_is_lost(machine: Machine):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=30m,mode=711", "tmpfs", machine.home], check=True)
        try:
            assert machine.call("postgres.ensure_running()")["trouble"] == "DiskFull"
            assert list((machine.home / "postgres").glob("data*")) == []
            subprocess.run(["mount", "-o", "remount,size=120m", machine.home], check=True)
            machine.call("psycopg.connect(postgres.ensure_running(), autocommit=True).execute('CREATE TABLE t AS SELECT 7 n'); postgres.stop()")
            with (machine.home / "filler").open("wb") as file, pytest.raises(OSError, match="No space"):
                while True:
                    file.write(b"x" * 65536)
                    file.flush()
            full = machine.call("postgres.ensure_running()")
            assert full["trouble"] == "DiskFull"
            subprocess.run(["mount", "-o", "remount,size=200m", machine.home], check=True)
            code = "with postgres.using() as url: show(psycopg.connect(url).execute('SELECT n FROM t').fetchone()[0])"
            assert machine.call(code) == 7
        finally:
            machine.calm()
            subprocess.run(["umount", machine.home], check=True)

    def test_root_has_the_server_run_as_somebody_without_rights(settled: Machine):
        settled.call("postgres.keep_running()")
        owner = Path(f"/proc/{settled.servers()[0]}").stat().st_uid
        assert owner != 0
        assert (settled.area / "data").stat().st_uid == owner
        for ours in (settled.area, settled.area / "postgresql.conf", settled.area / "pg_hba.conf"):
            assert ours.stat().st_uid == 0
        line = ["psql", f"host={settled.area}/socket port=54018 user=jiazong dbname=jiazong"]
        barred = subprocess.run(line, user=nobody(), group=nobody(), extra_groups=[], cwd="/", capture_output=True, text=True)
        assert "Permission denied" in barred.stderr or shutil.which("psql") is None
