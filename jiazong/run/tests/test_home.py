"""The folder everything of an installation is kept in."""

import os
import subprocess
from pathlib import Path

import pytest

from jiazong.run import home
from jiazong.run.tests.machine import IS_ROOT, Machine, new_folder, nobody
from jiazong.run.troubles import DiskFull, HomeNotUsable


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = new_folder()
    for name in ("JIAZONG_HOME", "XDG_DATA_HOME", "JIAZONG_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)


def test_the_home_is_the_folder_the_environment_names(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JIAZONG_HOME", str(place / "家 综" / "b"))
    assert home.folder() == place / "家 综" / "b"
    assert home.folder().is_dir()


def test_a_relative_home_does_not_move_with_the_working_folder(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JIAZONG_HOME", "here")
    monkeypatch.chdir(place)
    assert home.folder() == place / "here"


def test_nobody_else_may_look_into_a_new_home(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JIAZONG_HOME", str(place / "a" / "b"))
    old = os.umask(0)
    try:
        path = home.folder()
    finally:
        os.umask(old)
    # The built-in server of root is another user and has to pass, without seeing what is there.
    assert path.stat().st_mode & 0o777 == (0o711 if IS_ROOT else 0o700)
    monkeypatch.setenv("JIAZONG_HOME", str(place / "c"))
    monkeypatch.setenv("JIAZONG_DATABASE_URL", "postgresql:///x")
    assert home.folder().stat().st_mode & 0o777 == 0o700


def test_the_home_of_a_user_is_where_the_desktop_keeps_data(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)  # the place is only named here, never made
    monkeypatch.setenv("HOME", str(place))
    assert home.location() == place / ".local" / "share" / "jiazong"
    monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
    assert home.location() == place / "data" / "jiazong"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert home.location() == place / ".local" / "share" / "jiazong"


def test_a_home_that_is_a_file_is_refused_in_one_sentence(place: Path, monkeypatch: pytest.MonkeyPatch):
    (place / "file").touch()
    monkeypatch.setenv("JIAZONG_HOME", str(place / "file"))
    with pytest.raises(HomeNotUsable, match="JIAZONG_HOME"):
        home.folder()


def test_a_private_folder_is_closed_again_when_somebody_opened_it(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JIAZONG_HOME", str(place))
    home.private("run").chmod(0o755)
    assert home.private("run").stat().st_mode & 0o777 == 0o700


def test_a_file_is_written_whole_and_for_us_alone(place: Path):
    home.write_whole(place / "note", "old")
    home.write_whole(place / "note", "new")
    assert (place / "note").read_text() == "new"
    assert (place / "note").stat().st_mode & 0o777 == 0o600
    assert os.listdir(place) == ["note"]


if IS_ROOT:

    def test_the_home_of_root_lies_outside_its_closed_login_folder(place: Path):
        assert home.location() == Path("/var/lib/jiazong")

    def test_a_user_who_may_not_write_there_is_told_so(place: Path):
        machine = Machine(place)
        machine.uid = nobody()
        assert machine.call("home.folder()")["trouble"] == "HomeNotUsable"
        assert machine.call("postgres.ensure_running()")["trouble"] == "HomeNotUsable"

    def test_a_folder_of_another_user_is_not_trusted(place: Path, monkeypatch: pytest.MonkeyPatch):
        machine = Machine(place)
        (place / "run").mkdir()
        os.chown(place / "run", nobody(), -1)
        refused = machine.call("postgres.ensure_running()")
        assert refused["trouble"] == "HomeOfAnother"
        assert "nobody" in refused["sentence"]

    def test_the_login_folder_of_a_user_is_never_opened():
        assert not home.is_ours_to_open(Path("/root"))

    def test_a_full_disk_is_called_a_full_disk(place: Path):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=True)
        try:
            (place / "filler").write_bytes(b"x" * 60 * 1024)
            with pytest.raises(DiskFull):
                home.write_whole(place / "note", "x" * 9000)
            assert os.listdir(place) == ["filler"]
        finally:
            subprocess.run(["umount", place], check=True)
