import json
import os
import subprocess
import sys

import pytest


@pytest.mark.long
def test_a_quick_run_measures_everything_and_leaves_nothing_behind(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIAZONG_")} | {"TMPDIR": str(tmp_path)}
    target = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "jiazong.run.bench", "--quick", "--json", target],
        env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(target.read_text())
    assert {"import_product", "import_limit", "report_raw", "report_roll_up", "mixed_busy_p95", "list_page", "list_query", "save_screen", "save_insert"} <= {
        one["key"] for one in said["figures"]
    }
    assert "占极限" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["figures.json"]
