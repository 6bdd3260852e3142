from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path: Path) -> Path:
    """A key of the log for each test alone."""
    settings.JIAZONG_EVIDENCE_KEY_FILE = tmp_path / "keys" / "evidence.key"
    return settings.JIAZONG_EVIDENCE_KEY_FILE
