"""`jiazong up` and `jiazong down` with real processes, killed at will."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time

import psycopg
import pytest

from jiazong.run import serving
from jiazong.run.tests.installation import EXAMPLES, Installation, contract_code, first_status_of, status_of
from jiazong.run.tests.machine import new_folder, wait_until

pytestmark = pytest.mark.xdist_group("serving")
HAND_IN = """
from jiazong.commission.contracts.models import Contract
from jiazong.ledger.books import actions, tasks
book = actions.hand_in(Contract.objects.get(pk="{code}"), name="b.csv", content=open("{file}", "rb").read(), by=None)
tasks.read.defer(book_id=str(book.pk))
print(book.pk)
"""


def test_up_serves_and_says_where_and_down_leaves_nothing(installation: Installation):
    address = installation.up()
    assert status_of(f"{address}readyz") == 200
    assert status_of(address) == 200  # forwarded to the sign-in page
    assert [len(installation.of(name)) for name in ("supervisor", "web", "worker")] == [1, 1 + serving.WEB_WORKERS, 1]
    again = installation.jiazong("up")
    assert (again.returncode, again.stderr) == (0, f"家综已经在运行：{address}\n")
    assert len(installation.of("supervisor")) == 1
    done = installation.jiazong("down")
    assert (done.returncode, done.stderr) == (0, "家综已停下。\n")
    assert installation.everything() == []
    assert installation.jiazong("down").stderr == "家综没有在运行。\n"


def test_two_at_once_start_one(installation: Installation):
    both = [installation.begin("up"), installation.begin("up")]
    said = sorted(process.communicate(timeout=240)[1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said[0].startswith("家综已启动") and said[1].startswith("家综已经在运行")
    assert said[0].split("：")[1] == said[1].split("：")[1]
    assert len(installation.of("supervisor")) == 1


def test_a_killed_process_comes_back_whichever_it_is(installation: Installation):
    """A process of the web server, the web server, the worker, the database: the product answers again."""
    address = installation.up()
    main = next(pid for pid in installation.of("web") if os.getpgid(pid) == pid)
    serving_one = next(pid for pid in installation.of("web") if pid != main)
    os.kill(serving_one, signal.SIGKILL)
    wait_until(lambda: len(set(installation.of("web")) - {serving_one}) == 1 + serving.WEB_WORKERS, seconds=60)

    before = installation.of("web")
    os.kill(main, signal.SIGKILL)
    wait_until(lambda: not set(before) & set(installation.of("web")), seconds=60)
    wait_until(lambda: status_of(f"{address}readyz") == 200, seconds=60)

    worker = installation.of("worker")
    os.kill(worker[0], signal.SIGKILL)
    wait_until(lambda: installation.of("worker") not in (worker, []), seconds=60)

    server = installation.machine.servers()
    os.kill(server[0], signal.SIGKILL)
    wait_until(lambda: installation.machine.servers() not in (server, []), seconds=60)
    wait_until(lambda: status_of(f"{address}readyz") == 200, seconds=60)
    assert installation.jiazong("down").returncode == 0
    assert installation.everything() == []


def test_after_the_supervisor_was_killed_its_children_end_and_up_and_down_work(installation: Installation):
    address = installation.up()
    os.kill(installation.note["pid"], signal.SIGKILL)
    assert installation.up() == address
    assert status_of(f"{address}readyz") == 200
    assert [len(installation.of(name)) for name in ("supervisor", "web", "worker")] == [1, 1 + serving.WEB_WORKERS, 1]
    os.kill(installation.note["pid"], signal.SIGKILL)
    assert installation.jiazong("down").returncode == 0
    assert installation.everything() == []


def test_the_machine_shutting_down_ends_everything_cleanly(installation: Installation):
    installation.up()
    os.kill(installation.note["pid"], signal.SIGTERM)
    wait_until(lambda: not installation.everything(), seconds=60)
    assert "database system is shut down" in "".join(path.read_text() for path in (installation.machine.area / "log").glob("*.log"))


def test_a_running_request_is_finished_before_the_product_stops(installation: Installation):
    # So long that not the patience of the database ends the waiting, however slow the machine is.
    installation.environment |= {"JIAZONG_WEB_STATEMENT_SECONDS": "100", "JIAZONG_REQUEST_SECONDS": "100"}
    address = installation.up()
    answer: list[int] = []
    with installation.locked("accounts_session"):
        asking = threading.Thread(target=lambda: answer.append(first_status_of(address, "sessionid=abcdefghijklmnopqrstuvwxyz012345")))
        asking.start()
        wait_until(installation.waits_for_a_lock, seconds=60)
        down = installation.begin("down")
        wait_until(lambda: not installation.of("worker"), seconds=60)
        time.sleep(1)
        assert answer == [] and down.poll() is None
    asking.join(120)
    assert answer == [302]
    assert down.wait(60) == 0
    assert installation.everything() == []


def test_a_job_is_done_again_when_its_worker_was_killed_in_the_middle(installation: Installation):
    installation.up()
    before = installation.of("worker")
    with installation.locked("books_bookrow"):
        pk = installation.python(HAND_IN.format(code=contract_code(), file=EXAMPLES / "first-ledger.csv"))
        wait_until(lambda: installation.ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == 1, seconds=60)
        os.kill(before[0], signal.SIGKILL)
        wait_until(lambda: installation.of("worker") not in (before, []), seconds=60)
        # Its silence is made longer than it was, so that the test need not wait for it.
        installation.ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    wait_until(lambda: installation.ask(f"SELECT state FROM books_book WHERE id = '{pk}'") == "read", seconds=60)


def test_the_worker_goes_on_working_after_the_database_came_back(installation: Installation):
    installation.up()
    first = installation.python(HAND_IN.format(code=contract_code(), file=EXAMPLES / "first-ledger.csv"))
    wait_until(lambda: installation.ask(f"SELECT state FROM books_book WHERE id = '{first}'") == "read", seconds=60)
    server = installation.machine.servers()
    os.kill(server[0], signal.SIGINT)
    wait_until(lambda: installation.machine.servers() not in (server, []), seconds=60)
    second = installation.python(HAND_IN.format(code=contract_code(), file=EXAMPLES / "first-ledger.csv"))
    wait_until(lambda: installation.ask(f"SELECT state FROM books_book WHERE id = '{second}'") == "read", seconds=60)


def test_a_busy_port_is_passed_over_and_one_asked_for_is_refused(installation: Installation):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = installation.jiazong("up", "--port", str(port))
    assert refused.returncode == 1
    assert refused.stderr == f"jiazong: 端口 {port} 已经被占用了，请用 --port 换一个。\n"
    assert installation.everything() == []


def test_the_first_free_port_is_chosen_and_no_second_installation_gets_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("JIAZONG_PORT", raising=False)
    first, second = serving.choose(None, None), serving.choose(None, None)
    assert first.port < second.port < serving.FIRST_PORT + serving.PORTS_TRIED
    with pytest.raises(serving.CannotServe, match=str(first.port)):
        serving.choose(None, first.port)
    first.claim.close()
    third = serving.choose(None, None)
    assert third.port == first.port
    second.claim.close()
    third.claim.close()


@pytest.mark.parametrize(
    ("host", "port", "named"), [("no-such-host.invalid", None, "no-such-host"), ("192.0.2.1", 64123, "192.0.2.1"), (None, "x", "JIAZONG_PORT")]
)
def test_an_address_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, host: str | None, port: object, named: str):
    monkeypatch.setenv("JIAZONG_PORT", "eighty" if port == "x" else "")
    with pytest.raises(serving.CannotServe, match=named):
        serving.choose(host, port if isinstance(port, int) else None)


@pytest.mark.long  # two whole installations, a minute and a half; each alone is tried above
def test_two_homes_side_by_side_do_not_disturb_each_other(installation: Installation):
    other = Installation(new_folder())
    try:
        both = [installation.begin("up"), other.begin("up")]
        assert [process.wait(240) for process in both] == [0, 0], installation.log() + other.log()
        places = [f"http://127.0.0.1:{one.note['port']}/" for one in (installation, other)]
        assert len(set(places)) == 2
        assert installation.jiazong("down").returncode == 0
        assert installation.everything() == []
        assert [status_of(f"{place}readyz") for place in places] == [0, 200]
        # The other one goes with somebody's own server: started and stopped, while the server is left alone.
        assert other.jiazong("down").returncode == 0
        _on_a_server_of_their_own(installation, other)
    finally:
        other.close()


def _on_a_server_of_their_own(owner: Installation, other: Installation) -> None:
    owner.ask("CREATE DATABASE other")
    guest = Installation(other.home, JIAZONG_DATABASE_URL=owner.url.replace("/jiazong?", "/other?"))
    address = guest.up()
    assert status_of(f"{address}readyz") == 200
    assert guest.jiazong("down").stderr == "家综已停下。\n"
    assert guest.everything() == []
    assert len(owner.machine.servers()) == 1
    owner.ask("DROP DATABASE other")


def test_in_the_foreground_it_runs_until_down_or_ctrl_c(installation: Installation):
    for end in (lambda process: installation.jiazong("down"), lambda process: os.killpg(process.pid, signal.SIGINT)):
        process = installation.begin("up", "--foreground")
        wait_until(lambda: serving_at(installation), seconds=120)
        assert installation.of("supervisor") == [process.pid]
        end(process)
        assert process.wait(60) == 0
        wait_until(lambda: not installation.everything())


def serving_at(installation: Installation) -> bool:
    try:
        return status_of(f"http://127.0.0.1:{installation.note['port']}/readyz") == 200
    except FileNotFoundError:
        return False


def test_a_product_that_cannot_start_is_told_soon_with_the_place_of_the_reason(installation: Installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code = f"from jiazong.run import serving; serving.start(serving.Place('127.0.0.1', {other.getsockname()[1]}, mark='m'))"
        done = subprocess.run(
            [sys.executable, "-c", code], env=installation.environment, capture_output=True, text=True, check=False, timeout=120
        )
    assert done.stderr.splitlines()[-1].startswith("jiazong.run.serving.CannotServe: ") and "serving.log" in done.stderr
    assert installation.everything() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_import_posts_nothing_and_says_so_in_one_sentence(installation: Installation, tmp_path, number: int):
    file = tmp_path / "more.csv"
    file.write_text("服务日期,服务类别,服务名称,负责社工,直接服务时数,间接服务时数,人次\n2025-02-10,探访,新的探访,林小禾,1,0,1\n")
    installation.machine.user()  # so that the command is not the last of the database's users
    counts = [f"SELECT count(*) FROM {table}" for table in ("hours_posting", "books_book")]
    before = [installation.ask(count) for count in counts]
    with installation.locked("hours_monthtotal"):
        process = installation.begin("import", "records", str(file), "--contract", contract_code())
        wait_until(installation.waits_for_a_lock, seconds=60)
        os.kill(process.pid, number)
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert said == "jiazong: 已按要求中断；没有做完的那一步整个撤回，不会只写一半。\n"
    assert [installation.ask(count) for count in counts] == before


def test_a_command_that_is_ended_lets_go_of_the_database(installation: Installation):
    process = installation.begin("manage", "shell", "-v", "0", "-c", "import sys, time; print('in', flush=True); time.sleep(60)")
    assert process.stdout.readline() == "in\n"
    process.terminate()
    assert process.wait(60) == 130
    assert installation.everything() == []


def test_the_database_is_not_stopped_by_a_command_while_the_product_runs(installation: Installation):
    installation.up()
    assert installation.jiazong("workdays", "add", "2026-09-30", "5").stdout == "2026-10-13\n"
    with psycopg.connect(installation.url) as line:
        assert line.execute("SELECT 1").fetchone() == (1,)
