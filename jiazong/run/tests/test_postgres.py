"""The built-in server seen from the processes that share it."""

import os
import signal
import subprocess

import psycopg
import pytest

from jiazong.run.tests.machine import Machine, _home_with_database, machine, settled, wait_until

__all__ = ["_home_with_database", "machine", "settled"]

EVERYTHING = """
with postgres.using() as url, psycopg.connect(url) as line:
    ask = lambda question: line.execute(question).fetchone()[0]
    show({
        "who": ask("SELECT current_user"), "database": ask("SELECT current_database()"),
        "super": ask("SELECT rolsuper OR rolcreaterole OR rolreplication FROM pg_roles WHERE rolname = current_user"),
        "owner": ask("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"),
        "extensions": ask("SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension"),
        "trigrams": ask("SELECT cardinality(show_trgm('社工'))"),
        "order": ask("SELECT string_agg(x, '' ORDER BY x) FROM unnest(ARRAY['中','B','a','，','一']) x"),
        "upper": ask("SELECT upper('é')"), "encoding": ask("SHOW server_encoding"), "zone": ask("SHOW timezone"),
        "checksums": ask("SHOW data_checksums"), "network": ask("SHOW listen_addresses"), "fsync": ask("SHOW fsync"),
        "length": ask("SELECT length('家综')"),
    })
"""
FRESH = {
    "who": "jiazong", "database": "jiazong", "super": False, "owner": "jiazong",
    "extensions": ["btree_gist", "pg_trgm", "plpgsql"], "trigrams": 3, "order": "Ba一中，", "upper": "É",
    "encoding": "UTF8", "zone": "Asia/Shanghai", "checksums": "on", "network": "", "fsync": "on", "length": 2,
}  # fmt: skip


def test_the_first_use_makes_a_database_that_is_fit_for_chinese_text(machine: Machine):
    assert machine.call(EVERYTHING) == FRESH


def test_ten_processes_at_once_start_one_server(machine: Machine):
    code = "with postgres.using() as url: show(psycopg.connect(url).execute('SELECT pg_postmaster_start_time()').fetchone()[0]); sys.stdin.read()"
    crowd = [machine.spawn(code) for _ in range(10)]
    assert len({process.stdout.readline() for process in crowd}) == 1
    assert len(machine.servers()) == 1
    assert len(machine.status()["holders"]) == 10
    for process in crowd:
        process.stdin.close()
    wait_until(lambda: not machine.servers())
    assert [process.wait() for process in crowd] == [0] * 10


def test_the_last_one_out_stops_the_server_and_nobody_before(settled: Machine):
    first, second = settled.user(), settled.user()
    first.communicate("")
    assert settled.call("show(psycopg.connect(postgres.database_url()).execute('SELECT 1').fetchone()[0])") == 1
    assert len(settled.servers()) == 1
    second.communicate("")
    assert settled.servers() == []


def test_a_process_that_was_killed_counts_no_more(settled: Machine):
    killed, other = settled.user(), settled.user()
    killed.kill()
    killed.wait()
    other.communicate("")
    assert settled.servers() == []


def test_a_forked_child_uses_the_server_in_its_own_name(settled: Machine):
    code = """
with postgres.using() as url:
    if os.fork() == 0:
        postgres.ensure_running()
        os.write(1, b"child\\n")
        sys.stdin.read()
        postgres.release_if_last()
        os._exit(0)
"""
    process = settled.spawn(code)
    assert process.stdout.readline() == "child\n"
    process.wait()
    assert len(settled.servers()) == 1
    process.communicate("")
    wait_until(lambda: not settled.servers())


def test_a_new_user_and_the_last_one_leaving_never_meet_a_dead_server(settled: Machine):
    code = """
for _ in range(12):
    with postgres.using() as url:
        psycopg.connect(url).execute("SELECT 1")
show("done")
"""
    crowd = [settled.spawn(code) for _ in range(3)]
    assert [process.communicate(timeout=60) for process in crowd] == [('"done"\n', "")] * 3
    assert settled.servers() == []


def test_a_kept_server_outlives_the_last_command_until_it_is_stopped(settled: Machine):
    settled.call("postgres.keep_running(); show(postgres.release_if_last())")
    settled.user().communicate("")
    assert len(settled.servers()) == 1
    assert settled.status()["kept"] is True
    assert settled.call("show([postgres.stop(), postgres.stop()])") == [True, False]
    assert settled.servers() == []
    settled.user().communicate("")
    assert settled.servers() == []


def test_a_mark_from_before_the_last_boot_keeps_nothing(settled: Machine):
    settled.call("postgres.keep_running()")
    (settled.home / "run" / "keep").write_text("another boot")
    settled.user().communicate("")
    assert settled.servers() == []


def test_stopping_does_not_wait_for_somebody_who_is_connected(settled: Machine):
    other = settled.spawn("line = psycopg.connect(postgres.database_url()); line.execute('SELECT 1'); show('in'); sys.stdin.read()")
    assert other.stdout.readline() == '"in"\n'
    assert settled.call("show(postgres.stop(20))") is True


def test_ctrl_c_in_the_terminal_ends_the_command_and_not_the_server(settled: Machine):
    command = settled.user()  # which starts the server
    other = settled.user()
    os.killpg(command.pid, signal.SIGINT)
    command.communicate()
    assert len(settled.servers()) == 1
    other.communicate("")
    assert settled.servers() == []


def test_the_status_tells_what_is_there_and_starts_nothing(settled: Machine):
    before = settled.status()
    assert (before["running"], before["embedded"], before["pid"]) == (False, True, None)
    assert settled.servers() == []
    user = settled.user()
    there = settled.status()
    assert there["pid"] == settled.servers()[0]
    assert there["where"] == str(settled.area / "data")
    assert there["version"].split(".")[0] == (settled.area / "data" / "PG_VERSION").read_text().strip()
    assert there["size_bytes"] > 30_000_000
    assert [pid for pid, _command in there["holders"]] == [user.pid]
    assert settled.call("show(postgres.status().uptime_seconds)") in range(20)


def test_the_password_is_for_nobody_else_and_not_in_what_is_printed(settled: Machine):
    shown = settled.call("show(repr(postgres.database_url()) + postgres.database_url().shown())")
    assert settled.note()["owner_password"] not in shown
    assert settled.note()["superuser_password"] not in shown
    assert (settled.home / "postgres.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(settled.area / "socket"), port=54018, user="jiazong", dbname="jiazong", passfile="/none")


def test_the_administrator_has_an_address_of_its_own(settled: Machine):
    question = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    code = f"with psycopg.connect(postgres.superuser_url()) as line: show(line.execute({question!r}).fetchone()[0])"
    assert settled.call(code) is True


def test_no_personal_data_of_a_refused_statement_reaches_the_log(settled: Machine):
    code = """
with psycopg.connect(postgres.database_url(), autocommit=True) as line:
    line.execute("CREATE TABLE t (name text PRIMARY KEY)")
    for _ in range(2):
        with contextlib.suppress(psycopg.Error):
            line.execute("INSERT INTO t VALUES ('Chen Xiaoyu 4401')")
"""
    settled.call(code)
    written = "".join(path.read_text() for path in (settled.area / "log").iterdir())
    assert "duplicate key" in written
    assert "Xiaoyu" not in written


def test_somebodys_own_server_is_used_and_nothing_is_started(settled: Machine):
    url = settled.call("show(postgres.keep_running())")
    before = sorted(os.listdir(settled.home))
    other = Machine(settled.home / "other")
    assert other.call("with postgres.using() as url: show(url)", JIAZONG_DATABASE_URL=url) == url
    assert not (other.home / "postgres.json").exists()
    told = other.call("s = postgres.status(); show([s.embedded, s.running, s.where])", JIAZONG_DATABASE_URL=url)
    assert told == [False, True, f"jiazong@{settled.area}/socket:54018/jiazong"]
    assert sorted(set(os.listdir(settled.home)) - {"other"}) == before


def test_an_own_server_that_is_too_old_is_refused(settled: Machine):
    url = settled.call("show(postgres.keep_running())")
    # A newer least version makes the real server an old one.
    refused = settled.call("postgres.LEAST_VERSION = 990000; postgres.database_url()", JIAZONG_DATABASE_URL=url)
    assert refused["trouble"] == "DatabaseTooOld"
    assert settled.note()["owner_password"] not in refused["sentence"]


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("postgresql://ling:s3cret@127.0.0.1:1/none", "DatabaseUnreachable"),
        ("postgresql://ling:s3cret@[::1/none", "DatabaseAddressUnfit"),
        ("mysql://ling:s3cret@127.0.0.1/none", "DatabaseAddressUnfit"),
    ],
)
def test_an_own_server_out_of_reach_is_one_sentence_without_the_password(settled: Machine, url: str, trouble: str):
    refused = settled.call("postgres.database_url()", JIAZONG_DATABASE_URL=url)
    assert refused["trouble"] == trouble
    assert "s3cret" not in refused["sentence"]
    assert "\n" not in refused["sentence"]


def test_these_files_need_no_django():
    import_all = "import sys, jiazong.run.postgres; print([name for name in sys.modules if name.startswith('django')])"
    done = subprocess.run([os.sys.executable, "-c", import_all], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
