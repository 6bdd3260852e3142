"""The doctor finds what is wrong, says it in one document, and changes nothing."""

import json
import os
import signal
from pathlib import Path

import pytest

from jiazong.run import cluster, examination
from jiazong.run.tests.installation import Installation, contract_code
from jiazong.run.tests.machine import new_folder

pytestmark = pytest.mark.xdist_group("serving")

CHECKS = {
    "python", "home", "words", "database", "tables", "fonts", "workdays", "ledger", "worker", "web", "screens", "roles", "protection",
    "superuser", "master_key", "evidence_key", "evidence_log", "clock", "timezone", "disk", "backup", "trial", "second_factor", "doors",
    "static",
}  # fmt: skip


def seen(installation: Installation) -> tuple[int, dict]:
    """How the doctor ended, and what it found by name."""
    done = installation.jiazong("doctor", "--json")
    document = json.loads(done.stdout)
    assert document["healthy"] is (done.returncode == 0)
    return done.returncode, {one["name"]: one for one in document["checks"]}


def test_a_roll_up_that_was_falsified_is_found_and_its_contract_named(installation: Installation):
    status, found = seen(installation)
    assert status == 0 and {one["state"] for one in found.values()} <= {"ok", "warning"}
    assert set(found) >= CHECKS
    assert all(set(one) == {"name", "label", "ok", "state", "what", "where", "do"} for one in found.values())
    assert all(one["do"] for one in found.values() if one["state"] != "ok")
    installation.machine.user()
    change = "UPDATE hours_monthtotal SET direct_minutes = direct_minutes {} 1 WHERE id = (SELECT min(id) FROM hours_monthtotal)"
    installation.tamper(change.format("+"))
    try:
        status, found = seen(installation)
    finally:
        installation.tamper(change.format("-"))
    assert status == 1
    assert found["ledger"]["state"] == "bad" and contract_code() in found["ledger"]["what"]
    assert {name for name, one in found.items() if one["state"] == "bad"} == {"ledger"}


def test_a_worker_that_is_silent_while_the_product_runs_is_found(installation: Installation):
    installation.up()
    assert seen(installation)[1]["worker"]["state"] == "ok"
    worker = installation.of("worker")[0]
    os.kill(worker, signal.SIGSTOP)
    try:
        installation.ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        status, found = seen(installation)
    finally:
        os.kill(worker, signal.SIGCONT)
    assert (status, found["worker"]["state"], found["web"]["state"]) == (1, "bad", "ok")


def test_without_a_database_there_is_still_one_document():
    lost = Installation(new_folder(), JIAZONG_DATABASE_URL="postgresql://ling:s3cret@127.0.0.1:1/none")
    status, found = seen(lost)
    lost.close()
    assert status == 1 and found["database"]["state"] == "bad"
    assert "s3cret" not in found["database"]["what"]


def test_tables_that_are_behind_are_told_and_left_as_they_are():
    fresh = Installation(new_folder())
    try:
        status, found = seen(fresh)
        assert (status, found["tables"]["state"]) == (0, "warning")
        assert "ledger" not in found
        fresh.machine.user()
        assert fresh.ask("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'") == 0
        assert fresh.jiazong("workdays", "add", "2026-09-30", "5").returncode == 0
        fresh.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('hours', '9999_from_the_future', now())")
        status, found = seen(fresh)
        assert (status, found["tables"]["state"]) == (1, "bad")
    finally:
        fresh.close()


def test_a_database_whose_home_has_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    living, gone, nameless = (tmp_path / "clusters" / name for name in ("living", "gone", "nameless"))
    for area, home in ((living, tmp_path / "home"), (gone, tmp_path / "removed")):
        area.mkdir(parents=True)
        (area / "home.txt").write_text(f"{home}\n")
    nameless.mkdir()
    (tmp_path / "home").mkdir()
    cluster.write_note(tmp_path / "home", cluster.Note(str(living), "a", "b", made=True))
    monkeypatch.setattr(cluster, "CLUSTERS", tmp_path / "clusters")
    [found] = examination._clusters_without_a_home()
    assert found.state == "warning"
    assert str(gone) in found.text and str(nameless) in found.text and str(living) not in found.text
    monkeypatch.setattr(cluster, "CLUSTERS", tmp_path / "none")
    assert list(examination._clusters_without_a_home()) == []


def test_a_look_that_fails_is_a_finding_itself():
    def look() -> examination.Finding:
        raise ZeroDivisionError("by a name 梁秋禾")

    found = examination.looked("ledger", "台账", look)
    assert (found.name, found.label, found.state) == ("ledger", "台账", "bad")
    assert "ZeroDivisionError" in found.text and "梁秋禾" not in found.text
