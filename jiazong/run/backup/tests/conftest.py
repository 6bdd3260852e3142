"""A database of its own with the product's tables, as its administrator sees it, and a master key for the tests."""
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from jiazong.run import address, postgres
from jiazong.run.address import Url
from jiazong.run.backup import source
from jiazong.run.backup.source import Source


@pytest.fixture
def master_key(tmp_path: Path, settings: object) -> Path:
    """The master key of this test, made by the first backup."""
    settings.JIAZONG_MASTER_KEY_FILE = tmp_path / "keys" / "master.key"
    return settings.JIAZONG_MASTER_KEY_FILE


def as_administrator(database: str) -> Source:
    """This database with the eyes of whoever may see all of it."""
    if told := os.environ.get(postgres.ENVIRONMENT):
        parts = Url(told).parts() | {"dbname": database}
        return source.of(Url(make_conninfo(**parts)))
    parts = postgres.superuser_url().parts()
    url = address.url(user=parts["user"], password=parts["password"], database=database, folder=Path(parts["host"]))
    return source.of(url)


@pytest.fixture
def product(transactional_db: None, master_key: Path) -> Iterator[Source]:
    """The product's database of the tests, with a table of accounts whose sum never changes."""
    found = as_administrator(connection.settings_dict["NAME"])
    with found.connect(autocommit=True) as line:
        line.execute("DROP TABLE IF EXISTS backup_probe")
        line.execute("CREATE TABLE backup_probe (id int PRIMARY KEY, amount int NOT NULL, note text)")
        line.execute("INSERT INTO backup_probe SELECT n, 100, repeat(md5(n::text), 20) FROM generate_series(1, 3000) n")
    yield found
    with found.connect(autocommit=True) as line:
        line.execute("DROP TABLE IF EXISTS backup_probe")


@pytest.fixture
def scratch_name() -> str:
    return f"jiazong_test_{uuid.uuid4().hex[:12]}"
