"""`jiazong backup` and `jiazong restore` on an installation of their own: killed, refused, and the real thing."""

import json
import os
import random
import signal
import time

import psycopg
import pytest

from jiazong.run.backup import files
from jiazong.run.tests.installation import Installation, contract_code

pytestmark = pytest.mark.xdist_group("serving")


def answered(installation: Installation, *words: str, status: int = 0) -> dict:
    done = installation.jiazong(*words, "--json")
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


def test_a_backup_that_is_killed_is_never_taken_for_one(installation: Installation, settings):
    settings.JIAZONG_MASTER_KEY_FILE = installation.home / "keys" / "master.key"
    installation.machine.user()
    place, chance = installation.home / "backups", random.Random(3)
    for _ in range(int(os.environ.get("JIAZONG_TEST_BACKUP_KILLS", 3))):
        process = installation.begin("backup")
        while process.poll() is None and not list(place.glob(f"{files.MAKING}*")):
            time.sleep(0.002)
        time.sleep(chance.random() * 0.4)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    last = answered(installation, "backup")
    assert list(place.glob(f"{files.MAKING}*")) == []
    there = files.listed(place)
    assert last["file"] == str(there[-1])
    for path in there:
        with files.reading(path) as found:
            assert sum(len(piece) for piece in found.dump) > 10_000


def test_ctrl_c_leaves_nothing_half(installation: Installation):
    installation.machine.user()
    place = installation.home / "backups"
    before = files.listed(place) if place.exists() else []
    process = installation.begin("backup")
    while process.poll() is None and not list(place.glob(f"{files.MAKING}*")):
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    _out, said = process.communicate(timeout=60)
    if process.returncode == 130:
        assert "中断" in said and files.listed(place) == before
    assert list(place.glob(f"{files.MAKING}*")) == []


def test_a_backup_takes_the_place_of_the_database_only_when_told_and_the_old_one_is_kept(installation: Installation):
    installation.machine.user()
    made = answered(installation, "backup")
    count = "SELECT count(*) FROM hours_posting"
    postings = installation.ask(count)
    assert postings and made["rows"] > postings
    superuser = installation.machine.call("show(postgres.superuser_url())")
    with psycopg.connect(superuser.replace("/postgres?", "/jiazong?"), autocommit=True) as line:
        line.execute("CREATE TABLE written_since AS SELECT 1 AS number")
    refused = installation.jiazong("restore", made["file"])
    assert refused.returncode == 1 and "--replace" in refused.stderr
    done = answered(installation, "restore", made["file"], "--replace")
    assert done["good"] and done["kept"].startswith("jiazong_before_")
    assert installation.ask(count) == postings
    assert installation.ask("SELECT to_regclass('written_since') IS NULL")
    assert installation.jiazong("contract", "progress", contract_code()).returncode == 0
    with psycopg.connect(superuser.replace("/postgres?", f"/{done['kept']}?"), autocommit=True) as line:
        assert line.execute("SELECT number FROM written_since").fetchone() == (1,)
        assert line.execute("SELECT count(*) FROM pg_database WHERE datname ~ '^jiazong_check_'").fetchone() == (0,)
    found = {one["name"]: one["state"] for one in answered(installation, "doctor")["checks"]}
    assert (found["ledger"], found["protection"], found["roles"]) == ("ok", "ok", "ok")


def test_a_backup_of_a_running_product_is_no_reason_to_replace_its_database(installation: Installation):
    installation.up()
    made = answered(installation, "backup")
    refused = installation.jiazong("restore", made["file"], "--replace")
    assert refused.returncode == 1 and "jiazong down" in refused.stderr
    status = installation.jiazong("status", "--json")
    told = json.loads(status.stdout)
    assert told["backup"]["file"] == made["file"].rpartition("/")[2] and told["jobs"]["failed"] == 0
