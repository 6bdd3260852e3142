import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "jiazong/ledger/books/tests/samples"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home: every command below starts its own database in it, and the last one out stops it."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def jiazong(home: Path) -> Callable[..., subprocess.CompletedProcess]:
    """Run the command line as a person does, with nothing but a home (and the server named by TESTED_DATABASE_URL)."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("JIAZONG", "DJANGO"))}
    if own := os.environ.get("TESTED_DATABASE_URL"):
        clean["JIAZONG_DATABASE_URL"] = own

    def run(*words: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(Path(sys.executable).with_name("jiazong")), *map(str, words)],
            env={**clean, "JIAZONG_HOME": str(home), **more}, capture_output=True, text=True, timeout=180,
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
