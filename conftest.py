"""Tests run against a real PostgreSQL: the one named by JIAZONG_DATABASE_URL, else the product's own embedded server."""
import os
import tempfile

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
        _tell_django()


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


REFERENCE = ("django_", "places_region", "places_roomtype", "staff_postkind", "workdays_", "contracts_judgingrule", "access_limit", "access_purpose")


@pytest.fixture(scope="session", autouse=True)
def _keep_reference_data() -> None:
    """After a test that commits, empty every table but those the migrations fill: they are part of the product."""
    from django.db import connection
    from django.test import TransactionTestCase

    def empty(self: TransactionTestCase) -> None:
        names = [name for name in connection.introspection.table_names() if not name.startswith(REFERENCE)]
        names += ["django_session"]
        quoted = ", ".join(connection.ops.quote_name(name) for name in names if not name.startswith("procrastinate"))
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {quoted}, procrastinate_jobs CASCADE")
            cursor.execute("DELETE FROM places_region WHERE is_local")

    TransactionTestCase._fixture_teardown = empty
