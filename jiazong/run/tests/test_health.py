"""What a watching program is told: one word, fast, and nothing about the product."""
import os
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client

from jiazong.run import health


def ask(name: str) -> tuple[int, dict]:
    answer = Client().get(f"/{name}")
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_alive_without_a_question_to_the_database_ready_with_one(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert ask("healthz") == (200, {"status": "ok"})
    ask("readyz")
    with django_assert_num_queries(1):
        assert ask("readyz") == (200, {"status": "ok"})


@pytest.mark.django_db
def test_tables_of_another_version_are_not_ready():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operation'")
    assert ask("readyz") == (503, {"status": "tables"})
    assert ask("healthz")[0] == 200


def test_a_database_that_is_away_is_told_in_a_word(monkeypatch: pytest.MonkeyPatch):
    def away() -> None:
        raise OperationalError('connection to "10.1.2.3" failed: password of jiazong')

    monkeypatch.setattr(health.connection, "cursor", away)
    status, said = ask("readyz")
    assert (status, said) == (503, {"status": "database"})


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(monkeypatch: pytest.MonkeyPatch, settings, tmp_path):
    settings.JIAZONG_WATCHED_FOLDERS = {"data": tmp_path, "backups": tmp_path / "not made yet"}
    assert ask("readyz")[0] == 200
    usual = os.statvfs(tmp_path)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=10, f_frsize=usual.f_frsize))
    assert ask("readyz") == (503, {"status": "disk"})
