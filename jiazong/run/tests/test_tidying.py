"""Old keys and files of dead writers go, what is young or whole stays."""
import os
import time

import pytest
from django.db import connection

from jiazong.ground.idempotency import actions
from jiazong.ground.idempotency.models import Key
from jiazong.run import tidying
from jiazong.run.tasks import tidy

pytestmark = pytest.mark.django_db


def put_key(name: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")  # as if something had been written
    assert actions.keep(name, None, route="hours:log", request_hash=bytes(32), status=302, answer=b"x")


def test_files_of_dead_writers_go_and_the_rest_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("JIAZONG_HOME", str(tmp_path))
    for name in ("old.part", "young.part", "kept.txt"):
        (tmp_path / name).write_text("x")
    day_before = time.time() - 2 * tidying.DAY_SECONDS
    os.utime(tmp_path / "old.part", (day_before, day_before))
    os.utime(tmp_path / "kept.txt", (day_before, day_before))
    assert tidying.tidy()["files"] == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["kept.txt", "young.part"]


def test_keys_older_than_the_setting_go(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("JIAZONG_HOME", str(tmp_path))
    put_key(bytes(32))
    tidy.func(0)
    assert Key.objects.count() == 1
    settings.JIAZONG_KEYS_KEPT_DAYS = -1
    tidy.func(0)
    assert not Key.objects.exists()
