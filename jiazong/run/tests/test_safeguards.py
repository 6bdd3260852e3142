"""Each safeguard is broken once, and the doctor names that one and says what to do."""
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from jiazong.front.operation import queries
from jiazong.front.operation.models import Backup, Trial
from jiazong.ground.transparency import queries as log
from jiazong.run import safeguards

pytestmark = pytest.mark.django_db


def found() -> dict[str, object]:
    return {one.name: one for one in safeguards.of_the_operation()}


def as_owner(statement: str) -> None:
    """A change by whoever owns the tables; undone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(statement)
        cursor.execute("SET ROLE jiazong_system")


@pytest.fixture
def sound(settings, tmp_path):
    """All is well: keys, folders, backups; each test breaks one thing."""
    key = tmp_path / "evidence.key"
    key.write_text("k")
    key.chmod(0o600)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    settings.JIAZONG_EVIDENCE_KEY_FILE, settings.STATIC_ROOT = key, tmp_path / "static"
    settings.JIAZONG_SECOND_FACTOR, settings.ALLOWED_HOSTS, settings.BEHIND_TLS = "required", ["localhost"], False
    now = timezone.now()
    Backup.objects.create(is_good=True, folder="/srv", file="one.jzb", made_at=now)
    Trial.objects.create(is_good=True, file="one.jzb")
    return SimpleNamespace(settings=settings, key=key, static=tmp_path / "static")


def test_all_is_well(sound):
    looks = found()
    # Whoever runs the tests may sign in to their database as a superuser.
    assert {name: one.what for name, one in looks.items() if one.state != "ok" and name != "superuser"} == {}


def move(model, **values):
    """Change notes as the owner: the system itself only adds them."""
    as_owner_of(lambda: model.objects.update(**values))


def as_owner_of(do):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        do()
        cursor.execute("SET ROLE jiazong_system")


def hide_the_static_files(sound):
    (sound.static / "staticfiles.json").unlink()


# Whoever is given a table must be allowed to make one there; only a superuser is not asked.
OWNED_BY_THE_ROLE = """
GRANT CREATE ON SCHEMA public TO jiazong_system;
CREATE TABLE owned_by_the_role (id int);
ALTER TABLE owned_by_the_role OWNER TO jiazong_system;
REVOKE CREATE ON SCHEMA public FROM jiazong_system
"""
BROKEN = {
    "protection": lambda sound: as_owner("ALTER TABLE hours_posting NO FORCE ROW LEVEL SECURITY"),
    "roles": lambda sound: as_owner(OWNED_BY_THE_ROLE),
    "evidence_key": lambda sound: sound.key.chmod(0o644),
    "clock": lambda sound: None,
    "evidence_log": lambda sound: None,
    "timezone": lambda sound: setattr(sound.settings, "TIME_ZONE", "Europe/Berlin"),
    "disk": lambda sound: setattr(sound.settings, "JIAZONG_STATUS_LIMITS", "disk_free_gb=9000000/8000000"),
    "backup": lambda sound: move(Backup, made_at=timezone.now() - timedelta(hours=60)),
    "trial": lambda sound: move(Trial, noted_at=timezone.now() - timedelta(days=40)),
    "second_factor": lambda sound: setattr(sound.settings, "JIAZONG_SECOND_FACTOR", "offered"),
    "doors": lambda sound: setattr(sound.settings, "ALLOWED_HOSTS", ["*"]),
    "static": hide_the_static_files,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named_with_what_to_do(sound, monkeypatch, name):
    if name == "clock":
        monkeypatch.setattr(queries, "database", lambda: SimpleNamespace(skew_seconds=-60.0))
    if name == "evidence_log":
        monkeypatch.setattr(log, "waiting", lambda: log.Waiting(5, 900.0))
    BROKEN[name](sound)
    looks = found()
    assert {one.name for one in looks.values() if one.state != "ok"} - {"superuser"} >= {name}
    assert {one.name for one in looks.values() if one.state != "ok"} - {"superuser", name, "protection"} == set()
    assert looks[name].todo and looks[name].label


def test_a_name_without_tls_is_told(sound):
    sound.settings.ALLOWED_HOSTS = ["jiazong.example"]
    assert found()["doors"].state == "warning"
    sound.settings.BEHIND_TLS = True
    assert found()["doors"].state == "ok"


def test_without_any_backup_it_is_a_warning_and_not_a_fault(sound):
    as_owner("DELETE FROM operation_backup; DELETE FROM operation_trial")
    looks = found()
    assert (looks["backup"].state, looks["trial"].state) == ("warning", "warning")
