"""Tests run against a real PostgreSQL: the one named by JIAZONG_DATABASE_URL, else the product's own embedded server."""
import gc
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiazong.settings")


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a home of its own and, where no database is named, start the embedded one there."""
    _serve_static_files_as_they_lie()
    if "JIAZONG_HOME" not in os.environ:
        os.environ["JIAZONG_HOME"] = tempfile.mkdtemp(prefix="jiazong-test-")
    if "JIAZONG_DATABASE_URL" not in os.environ and "JIAZONG_RESOLVED_DATABASE_URL" not in os.environ:
        from jiazong.run import postgres

        postgres.hold()
        os.environ["JIAZONG_RESOLVED_DATABASE_URL"] = str(postgres.ensure_running())
        _need_not_outlive_a_power_cut(str(postgres.superuser_url()))
        _tell_django()


def _need_not_outlive_a_power_cut(url: str) -> None:
    """The server of the tests is thrown away: it need not wait for the disk. Installations that tests make keep their own settings."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as line:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            line.execute(f"ALTER SYSTEM SET {name} = off")
        line.execute("SELECT pg_reload_conf()")


def _serve_static_files_as_they_lie() -> None:
    """Addresses of static files without their hash: nothing was gathered into a fresh home."""
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def _tell_django() -> None:
    """The settings were read before the server ran; without parallel workers nobody would read them again."""
    from django.db import connections

    from jiazong.run import settings_from_home

    connections["default"].settings_dict.update(settings_from_home.database())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server this run started; workers of a parallel run leave it to the last one."""
    if "JIAZONG_RESOLVED_DATABASE_URL" in os.environ:
        from jiazong.run import postgres

        postgres.release_if_last()


# The files that take longest, begun first: left to the end, one worker would wait for the other (script/test).
SLOW = (
    "tests/permissions/test_every_address.py", "jiazong/run/tests/test_serving.py", "tests/fuzz/test_every_write.py",
    "jiazong/run/tests/test_point_in_time.py", "tests/command_line/", "tests/faults/test_kills.py",
    "jiazong/run/tests/test_examination.py", "tests/sealed/test_nothing_in_clear.py", "jiazong/run/tests/test_backup_commands.py",
    "tests/faults/test_disk.py", "tests/permissions/", "jiazong/ground/ui/tests/test_browser.py", "jiazong/run/tests/test_cluster.py",
    "jiazong/service/cases/tests/test_browser.py", "jiazong/run/backup/tests/", "tests/sealed/test_rotating.py",
    "jiazong/ground/access/tests/test_grant_histories.py", "jiazong/run/tests/",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, each whole and in its own order."""
    def place(item: pytest.Item) -> int:
        return next((number for number, start in enumerate(SLOW) if item.nodeid.startswith(start)), len(SLOW))

    items.sort(key=place)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What stands now stands until the end: looking through it again and again for garbage is work for nothing, as in the web server."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


# No test of the normal run comes near this, however busy the machine is; the long ones set their own bounds.
TEST_SECONDS = 600.0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A test that waits for what never comes fails with the place it waits at, instead of holding up the whole run."""
    if item.get_closest_marker("long"):
        return (yield)
    runner = os.getpid()

    def too_long(number: int, _frame: object) -> None:
        if os.getpid() != runner:  # a process the test forked, with an alarm of its own
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        # What is still to be done, the clearing away for instance, gets the same time once more.
        signal.setitimer(signal.ITIMER_REAL, TEST_SECONDS)
        pytest.fail(f"not at its end after {TEST_SECONDS:.0f} s")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, TEST_SECONDS)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


AS_SYSTEM = "-c role=jiazong_system -c app.purpose=tests"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> ExitStack:
    """What pytest-django asks for before it makes the tables: they are made as the product makes its own."""
    from jiazong.run.states import only_new_ones_drawn

    making = ExitStack()
    making.enter_context(only_new_ones_drawn())
    return making


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings: ExitStack, django_db_setup: None, django_db_blocker: object) -> None:
    """Tables are made by the owner; then everything runs as a system job with the purpose `tests`, under the policies."""
    from django.db import connection

    from jiazong.ground.access import settling

    django_db_modify_db_settings.close()
    with django_db_blocker.unblock():
        if not settling.is_settled():
            settling.settle()
        connection.close()
        connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "options": AS_SYSTEM}


# What stands around every request alike is not counted: its transaction, who acts, the clock of the session.
AROUND = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT current_setting('role')", "SELECT set_config('role'", 'UPDATE "accounts_session" SET "seen_at"')


def _counting(fits: Callable[[int, int], bool]) -> Callable[[int], AbstractContextManager[None]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    @contextmanager
    def counted(number: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as asked:
            yield
        found = [one["sql"].strip() for one in asked.captured_queries if not one["sql"].strip().startswith(AROUND)]
        assert fits(len(found), number), f"{len(found)} instead of {number}:\n" + "\n".join(found)

    return counted


@pytest.fixture
def django_assert_num_queries() -> Callable[[int], AbstractContextManager[None]]:
    """How many questions the database is asked, but for those around every request."""
    return _counting(lambda found, number: found == number)


@pytest.fixture
def django_assert_max_num_queries() -> Callable[[int], AbstractContextManager[None]]:
    """How many questions the database is asked at most, but for those around every request."""
    return _counting(lambda found, number: found <= number)


@pytest.fixture(autouse=True)
def _through_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request of the test client comes in as the web does: as jiazong_app that knows nobody yet."""
    from django.core.handlers.base import BaseHandler
    from django.db import connection
    from django.test.client import ClientHandler

    from jiazong.ground.access import context

    def come_in(self: ClientHandler, request: object) -> object:
        if not connection.in_atomic_block:
            return BaseHandler.get_response(self, request)
        with context.at_the_door():
            return BaseHandler.get_response(self, request)

    monkeypatch.setattr(ClientHandler, "get_response", come_in)


REFERENCE = (
    "django_", "access_limit", "access_purpose", "access_rule", "cases_scale", "cases_setting", "catalogue_agendapoint",
    "catalogue_duty", "catalogue_figure", "consent_purpose",
    "consent_text", "contracts_judgingrule", "crisis_recipient", "crisis_setting", "intake_setting",
    "lifecycle_figure", "places_region",
    "places_roomtype", "residents_tagkind", "rights_retention", "rights_setting", "staff_absencekind",
    "staff_certificatekind", "staff_educationrule", "staff_limit", "staff_postkind", "staff_skill", "supervision_duty",
    "supervision_plansetting", "supervision_setting", "tenders_setting", "workdays_",
)  # fmt: skip


# Tables of which something lies on the disk, whoever may see it: to empty all, empty ones too, takes most of a second.
WRITTEN = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0 ORDER BY relname
"""


def is_emptied(table: str) -> bool:
    """Whether a test leaves nothing in this table: neither what the migrations fill nor the queue's own tables, but its jobs."""
    if table.startswith("procrastinate"):
        return table == "procrastinate_jobs"
    return table == "django_session" or not table.startswith(REFERENCE)


@pytest.fixture(scope="session", autouse=True)
def _keep_reference_data() -> None:
    """After a test that commits, empty every table but those the migrations fill: they are part of the product."""
    from django.db import connection
    from django.test import TransactionTestCase

    def empty(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(WRITTEN)
            written = [name for (name,) in cursor.fetchall() if is_emptied(name)]
            cursor.execute("SET ROLE NONE")
            if written:
                cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, written))} CASCADE")
            cursor.execute("DELETE FROM places_region WHERE is_local")
            cursor.execute("RESET ROLE")

    TransactionTestCase._fixture_teardown = empty


@pytest.fixture
def own_master(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A master key of this test's own, so that nobody else's keys are wrapped anew."""
    from jiazong.ground.privacy import keyring

    monkeypatch.delenv("JIAZONG_MASTER_KEY", raising=False)
    settings.JIAZONG_MASTER_KEY_FILE = tmp_path / "keys" / "master.key"
    keyring.forget()
    yield
    keyring.forget()
