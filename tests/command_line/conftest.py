import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "jiazong/ledger/books/tests/samples"


OWN = os.environ.get("TESTED_DATABASE_URL")
HOLD = """
import sys
from jiazong.run import postgres
postgres.hold()
postgres.ensure_running()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home whose database is held up meanwhile; that a command starts and stops it alone is tested in jiazong/run/tests."""
    home = tmp_path_factory.mktemp("home")
    if OWN:
        yield home
        return
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], env={**clean(), "JIAZONG_HOME": str(home)}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as holder:  # fmt: skip
        assert holder.stdout.readline() == "held\n"
        yield home
        holder.stdin.close()


def clean() -> dict[str, str]:
    """The environment without what belongs to the product."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("JIAZONG", "DJANGO"))}


@pytest.fixture(scope="module")
def jiazong(home: Path) -> Callable[..., subprocess.CompletedProcess]:
    """Run the command line as a person does, with nothing but a home (and the server named by TESTED_DATABASE_URL)."""
    around = clean() | ({"JIAZONG_DATABASE_URL": OWN} if OWN else {})

    def run(*words: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(Path(sys.executable).with_name("jiazong")), *map(str, words)],
            env={**around, "JIAZONG_HOME": str(home), **more}, capture_output=True, text=True, timeout=180,
        )  # fmt: skip

    return run


@pytest.fixture(scope="module")
def answer(jiazong: Callable[..., subprocess.CompletedProcess]) -> Callable[..., dict]:
    """Run a command that must succeed and print exactly one JSON document."""

    def run(*words: str) -> dict:
        done = jiazong(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def expected() -> dict:
    """The figures both sample ledgers must give."""
    return json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
