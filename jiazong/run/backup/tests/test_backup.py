"""A backup is one moment of the whole database, and only a file that was read back whole is taken for one."""

import hashlib
import os
import random
import threading
from pathlib import Path

import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from jiazong.run.address import Url
from jiazong.run.backup import files, making, restoring, source
from jiazong.run.backup.making import Made
from jiazong.run.backup.source import Source
from jiazong.run.troubles import (
    BackupDamaged,
    BackupFailed,
    BackupKeyMissing,
    BackupRoleBound,
    BackupRunning,
    DiskFull,
    NoBackup,
)

pytestmark = pytest.mark.xdist_group("backup")

DROP_A_FOREIGN_KEY = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
FROM pg_constraint WHERE contype = 'f' ORDER BY conname LIMIT 1
"""


def make(product: Source, place: Path, keep: int = 5) -> Made:
    place.mkdir(exist_ok=True)
    return making.make(product, place, keep=keep)


def looks_of(report: restoring.Report) -> dict[str, bool]:
    return {look.name: look.ok for look in report.looks}


def test_a_backup_made_while_rows_are_written_restores_to_one_moment(product: Source, tmp_path: Path):
    stop, written = threading.Event(), [0]

    def write() -> None:
        with product.connect(autocommit=True) as line:
            while not stop.is_set():
                one, two = random.sample(range(1, 3001), 2)
                with line.transaction():
                    line.execute("UPDATE backup_probe SET amount = amount - 7 WHERE id = %s", [one])
                    line.execute("UPDATE backup_probe SET amount = amount + 7 WHERE id = %s", [two])
                    line.execute("INSERT INTO backup_probe SELECT max(id) + 1, 0 FROM backup_probe")
                written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = make(product, tmp_path / "kept")
    finally:
        stop.set()
        writer.join()
    assert written[0] > 20
    report = restoring.try_out(product, made.path)
    assert report.is_good, report.looks
    assert {"rows", "rules", "migrations", "roll_ups"} <= set(looks_of(report))
    with product.connect() as line:
        assert line.execute("SELECT count(*) FROM pg_database WHERE starts_with(datname, 'jiazong_check_')").fetchone()[0] == 0


def test_the_restored_rows_add_up_as_they_did_at_that_moment(product: Source, tmp_path: Path, scratch_name: str):
    made = make(product, tmp_path / "kept")
    with product.connect(autocommit=True) as line:
        line.execute("UPDATE backup_probe SET amount = 0")
        line.execute(f"CREATE DATABASE {scratch_name} TEMPLATE template0")
    try:
        manifest = restoring.fill(product, made.path, scratch_name, on_progress=lambda done, whole: None)
        with product.connect(database=scratch_name) as line:
            assert line.execute("SELECT sum(amount), count(*) FROM backup_probe").fetchone() == (300000, 3000)
    finally:
        with product.connect(autocommit=True) as line:
            line.execute(f"DROP DATABASE {scratch_name} WITH (FORCE)")
    assert manifest["tables"]["public.backup_probe"] == 3000


def test_a_file_that_is_kept_can_be_checked_without_any_key(product: Source, tmp_path: Path):
    made = make(product, tmp_path / "kept")
    told, name = made.path.with_name(made.path.name + ".sha256").read_text().split()
    assert (told, name) == (hashlib.sha256(made.path.read_bytes()).hexdigest(), made.path.name)
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_nothing_of_the_rows_can_be_read_in_the_file(product: Source, tmp_path: Path):
    with product.connect(autocommit=True) as line:
        line.execute("UPDATE backup_probe SET note = 'canary-梁秋禾' WHERE id = 5")
    content = make(product, tmp_path / "kept").path.read_bytes()
    assert b"canary" not in content and "梁秋禾".encode() not in content and b"backup_probe" not in content


def test_so_many_are_kept_and_the_newest_never_goes(product: Source, tmp_path: Path):
    made = [make(product, tmp_path / "kept", keep=2) for _ in range(4)]
    there = files.listed(tmp_path / "kept")
    assert len(there) == 2 and made[-1].path in there
    assert [len(one.removed) for one in made] == [0, 0, 1, 1]
    assert sorted(path.name for path in (tmp_path / "kept").glob("*.sha256")) == [f"{path.name}.sha256" for path in there]


def test_a_backup_that_is_damaged_is_named_and_the_database_stays_as_it_is(product: Source, tmp_path: Path):
    made = make(product, tmp_path / "kept")
    content = bytearray(made.path.read_bytes())
    content[len(content) * 3 // 4] ^= 4
    made.path.write_bytes(content)
    with pytest.raises(BackupDamaged) as caught:
        restoring.try_out(product, made.path)
    assert made.path.name in str(caught.value)
    made.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(BackupDamaged):
        restoring.try_out(product, made.path)
    with product.connect() as line:
        assert line.execute("SELECT count(*) FROM pg_database WHERE starts_with(datname, 'jiazong_check_')").fetchone()[0] == 0


def test_without_the_master_key_a_backup_opens_nothing(product: Source, tmp_path: Path, master_key: Path):
    made = make(product, tmp_path / "kept")
    kept = master_key.rename(tmp_path / "elsewhere")
    with pytest.raises(BackupKeyMissing):
        restoring.try_out(product, made.path)
    kept.rename(master_key)
    assert restoring.try_out(product, made.path).is_good


def test_without_the_master_key_no_backup_is_made_of_what_it_sealed(product: Source, tmp_path: Path):
    with product.connect(autocommit=True) as line:
        line.execute("INSERT INTO privacy_key (agency, purpose, suite, state, master, wrapped) VALUES ('', 'data', 'A256GCM', 'active', 'gone', '')")
    with pytest.raises(BackupFailed) as caught:
        make(product, tmp_path / "kept")
    assert "MasterKeyMissing" in str(caught.value) and list((tmp_path / "kept").iterdir()) == []


def test_a_restored_database_that_lost_a_row_or_a_rule_is_told(product: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = make(product, tmp_path / "kept")
    usual = restoring.fill

    def lossy(given: Source, path: Path, database: str, **more: object) -> dict:
        manifest = usual(given, path, database, **more)
        with given.connect(database=database, autocommit=True) as line:
            line.execute("DELETE FROM backup_probe WHERE id = 17")
            line.execute(line.execute(DROP_A_FOREIGN_KEY).fetchone()[0])
        return manifest

    monkeypatch.setattr(restoring, "fill", lossy)
    report = restoring.try_out(product, made.path)
    assert not report.is_good
    said = {look.name: look for look in report.looks}
    assert "backup_probe（应有 3000，实有 2999）" in said["rows"].what
    assert not said["rules"].ok and "foreign_keys" in said["rules"].what and said["roll_ups"].ok


def test_only_one_backup_is_made_at_a_time(product: Source, tmp_path: Path):
    with product.connect(autocommit=True) as line:
        line.execute("SELECT pg_advisory_lock(7146, 3)")
        with pytest.raises(BackupRunning):
            make(product, tmp_path / "kept")
    assert files.listed(tmp_path / "kept") == []


def test_what_goes_wrong_while_it_is_written_leaves_nothing(product: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = tmp_path / "kept"
    good = make(product, place).path

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    for fault, raised in ((full, DiskFull), (lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()), KeyboardInterrupt)):
        monkeypatch.setattr(making, "check", fault)
        with pytest.raises(raised):
            make(product, place)
        assert sorted(path.name for path in place.iterdir()) == [good.name, f"{good.name}.sha256"]


def test_what_pg_dump_complains_of_is_told_and_nothing_is_kept(product: Source, tmp_path: Path):
    (tmp_path / "kept").mkdir()
    with pytest.raises(BackupFailed) as caught:
        list(making._dumped(product, "00000000-00000000-1", 3, lambda done, whole: None))
    assert "snapshot" in str(caught.value)
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_role_that_does_not_see_every_row_makes_no_backup(product: Source):
    with product.connect(autocommit=True) as line:
        line.execute("DROP ROLE IF EXISTS backup_bound")
        line.execute("CREATE ROLE backup_bound LOGIN PASSWORD 'bound'")
        line.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO backup_bound").format(sql.Identifier(line.info.dbname)))
    try:
        parts = product.url.parts() | {"user": "backup_bound", "password": "bound"}
        with pytest.raises(BackupRoleBound):
            source.of(Url(make_conninfo(**parts)))
    finally:
        with product.connect(autocommit=True) as line:
            line.execute("DROP OWNED BY backup_bound")
            line.execute("DROP ROLE backup_bound")


def test_the_newest_is_taken_and_none_is_said(tmp_path: Path):
    with pytest.raises(NoBackup):
        files.newest(tmp_path)
    (tmp_path / ".making-abc.jzb").write_bytes(b"half")
    (tmp_path / "notes.jzb").write_bytes(b"a person's own")
    with pytest.raises(NoBackup):
        files.newest(tmp_path)
