"""The daily backup: due at its hour, made up for when it was missed, tried again some hours after it failed."""
import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from jiazong.front.operation import actions
from jiazong.run.backup import scheduled
from jiazong.run.told import backup_hour, read_files
from jiazong.run.troubles import SecretUnreadable, SettingUnfit

HERE = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2027, 3, 5, 2, 31, tzinfo=HERE)


def good(moment: datetime) -> None:
    actions.note_backup(folder="/srv", file="x.jzb", made_at=moment, seconds=1, size_bytes=1, rows=1, evidence=None)


@pytest.mark.django_db
def test_it_is_due_once_a_day_at_its_hour():
    good(NIGHT - timedelta(days=1))
    assert scheduled.is_due(NIGHT) and not scheduled.is_due(NIGHT - timedelta(minutes=2))
    good(NIGHT)
    assert not scheduled.is_due(NIGHT + timedelta(minutes=5)) and scheduled.is_due(NIGHT + timedelta(days=3))


@pytest.mark.django_db
def test_a_fresh_database_waits_for_the_first_night():
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied) FROM django_migrations")
        born = cursor.fetchone()[0].astimezone(HERE)
    assert not scheduled.is_due(born + timedelta(seconds=1))
    assert scheduled.is_due(born + timedelta(days=1))


@pytest.mark.django_db
def test_after_one_that_failed_some_hours_go_by():
    actions.note_failed_backup(folder="/srv", error="DiskFull")
    now = timezone.localtime()
    assert not scheduled.is_due(now + timedelta(hours=5)) and scheduled.is_due(now + timedelta(days=1, hours=1))


@pytest.mark.django_db
def test_it_may_be_switched_off_and_a_wrong_hour_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JIAZONG_BACKUP_AT", "off")
    assert backup_hour() is None and not scheduled.is_due(NIGHT)
    monkeypatch.setenv("JIAZONG_BACKUP_AT", "half past two")
    with pytest.raises(SettingUnfit):
        backup_hour()


def test_a_secret_comes_from_its_file_and_an_unreadable_one_is_named(tmp_path, monkeypatch: pytest.MonkeyPatch):
    kept = tmp_path / "url"
    kept.write_text("postgresql://from-the-file/\n")
    monkeypatch.setenv("JIAZONG_BACKUP_DATABASE_URL", "postgresql://from-the-environment/")
    monkeypatch.setenv("JIAZONG_BACKUP_DATABASE_URL_FILE", str(kept))
    read_files()
    assert os.environ["JIAZONG_BACKUP_DATABASE_URL"] == "postgresql://from-the-file/"
    monkeypatch.setenv("JIAZONG_BACKUP_DATABASE_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(SecretUnreadable) as caught:
        read_files()
    assert "JIAZONG_BACKUP_DATABASE_URL_FILE" in str(caught.value)
