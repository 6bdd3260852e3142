"""Who takes away the whole data folder, the write-ahead log, a dump and the logs finds none of what was sealed."""
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sealed import canaries

PRODUCT = Path(__file__).resolve().parents[2]
CONTROL = "control"
WORDS = ("themes", "agreements", "private", "reason", "note", "refused", "asked", "emergency", "reviewed")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sealed")


@pytest.fixture(scope="module")
def words() -> dict[str, str]:
    given = {name: canaries.word() for name in (*WORDS, CONTROL)}
    return given | {"phone": canaries.phone(), "id_number": canaries.id_number(), "totp": "JZ" + os.urandom(15).hex().upper()[:30]}


@pytest.fixture(scope="module")
def written(home: Path, words: dict[str, str]) -> dict:
    """The product wrote all of it in a home of its own, with a server that logs every statement."""
    (home / "tmp").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIAZONG", "DJANGO"))}
    told = {"JIAZONG_HOME": str(home), "TMPDIR": str(home / "tmp"), "JIAZONG_LOG_LEVEL": "DEBUG"}
    with (home / "command.log").open("w") as log:
        done = subprocess.run(
            [sys.executable, "-m", "tests.sealed.writing"], cwd=PRODUCT, env={**kept, **told}, input=json.dumps(words),
            stdout=subprocess.PIPE, stderr=log, text=True, timeout=300,
        )  # fmt: skip
    assert done.returncode == 0, (home / "command.log").read_text()[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def folders(home: Path, written: dict) -> Iterator[tuple[Path, ...]]:
    """Everything the installation wrote: its home, and the cluster where that lies elsewhere."""
    area = Path(written["area"])
    yield (home,) if area.is_relative_to(home) else (home, area)
    shutil.rmtree(area, ignore_errors=True)


def looked_through(folders: tuple[Path, ...], words: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for folder in folders:
        for name, places in canaries.found_in(folder, words).items():
            found[name] = found.get(name, set()) | places
    return found


def test_what_was_not_sealed_is_found_in_tables_log_and_dump(folders, words) -> None:
    places = looked_through(folders, {CONTROL: words[CONTROL]})[f"{CONTROL}/utf-8"]
    sizes = [path.stat().st_size for folder in folders for path in canaries.files(folder)]
    print(f"{len(sizes)} files, {sum(sizes) / 2**20:.0f} MB")
    assert "dump.sql" in places
    assert any("base/" in place for place in places), places
    assert any("pg_wal" in place for place in places), places
    assert any("log" in place for place in places), places


def test_what_was_sealed_is_found_nowhere_in_no_shape(folders, words) -> None:
    sealed = {name: text for name, text in words.items() if name != CONTROL}
    assert looked_through(folders, sealed) == {}


def test_a_restored_copy_opens_nothing_without_the_master_key_and_everything_with_it(words, written) -> None:
    assert (written["without"], written["with"]) == ("MasterKeyMissing", words["phone"])


@pytest.mark.parametrize("shape", canaries.shapes("鳜鲮138"))
def test_every_shape_of_a_planted_word_is_found(tmp_path, shape) -> None:
    text = canaries.word()
    whole = canaries.shapes(text)[shape]
    (tmp_path / "planted").write_bytes(os.urandom(5000) + whole + os.urandom(5000))
    assert f"x/{shape}" in canaries.found_in(tmp_path, {"x": text})
