"""The main job through the command line: contract, ledger, progress, evidence; on an empty home, in order."""
import hashlib
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.command_line.conftest import SAMPLES

pytestmark = pytest.mark.xdist_group("command_line")
SUMS = ("direct_minutes", "indirect_minutes", "person_times")


@pytest.mark.parametrize("name", ["longxi", "shiqiao"])
def test_a_contract_loads_once_and_loading_it_again_changes_nothing(answer: Callable, name: str) -> None:
    file = SAMPLES / f"{name}-2025-contract.json"
    first = answer("contract", "load", file)
    assert first["created"] and first["code"] == f"{name}-2025"
    again = answer("contract", "load", file)
    assert not again["created"] and again["changes"] == []


@pytest.mark.parametrize("name", ["longxi", "shiqiao"])
def test_a_ledger_gives_exactly_the_expected_figures(answer: Callable, expected: dict, name: str) -> None:
    file, code = SAMPLES / f"{name}-2025.xlsx", f"{name}-2025"
    totals, refused = expected[name]["totals"], expected[name].get("refused", [])
    tried = answer("import", "records", file, "--contract", code, "--dry-run")
    assert tried["accepted"] == totals["rows"] and not tried["posted"]
    done = answer("import", "records", file, "--contract", code)
    assert done["accepted"] == totals["rows"]
    assert done["rows"] == done["accepted"] + done["refused"]
    assert done["already_there"] == 0
    assert {key: done[key] for key in SUMS} == {key: totals[key] for key in SUMS}
    assert done["by_method"] == totals["by_method"]
    told = [{key: one[key] for key in ("sheet", "row", "column", "why")} for one in done["refusals"]]
    assert told == refused
    assert all(one["reason"] for one in done["refusals"])


@pytest.mark.parametrize("name", ["longxi", "shiqiao"])
def test_the_same_file_again_posts_nothing(answer: Callable, expected: dict, name: str) -> None:
    again = answer("import", "records", SAMPLES / f"{name}-2025.xlsx", "--contract", f"{name}-2025")
    assert again["accepted"] == 0 and again["direct_minutes"] == 0
    assert again["already_there"] == expected[name]["totals"]["rows"]


@pytest.mark.parametrize("name", ["longxi", "shiqiao"])
def test_progress_on_three_days_is_exact(answer: Callable, expected: dict, name: str) -> None:
    for wanted in expected[name]["progress"]:
        got = answer("contract", "progress", f"{name}-2025", "--as-of", wanted["as_of"])
        assert got["time_elapsed"] == wanted["time_elapsed"]
        assert got["hours"]["direct_minutes"] == wanted["direct_minutes"]
        assert got["hours"]["total_minutes"] == wanted["total_minutes"]
        assert {one["code"]: {"target": one["target"], "done": one["done"]} for one in got["indicators"]} == wanted["indicators"]
        assert (got["hours"]["target_total"], got["hours"]["floor"], got["hours"]["ceiling"]) == (27440, 22852, 30184)
        assert got["verdict"]


def test_a_changed_row_becomes_a_reversal_and_a_posting(answer: Callable, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "longxi-2025.xlsx")
    sheet = book.active
    before = sheet["F100"].value
    sheet["F100"] = before + 1
    book.save(tmp_path / "longxi-2025.xlsx")
    done = answer("import", "records", tmp_path / "longxi-2025.xlsx", "--contract", "longxi-2025")
    assert (done["accepted"], done["changed"], done["already_there"]) == (1, 1, 15199)
    progress = answer("contract", "progress", "longxi-2025", "--as-of", "2025-12-31")
    assert progress["hours"]["direct_minutes"] == 993545 + 60
    assert {one["code"]: one["done"] for one in progress["indicators"]}["home_visits"] == 5010


def test_the_evidence_pack_is_whole_and_its_figures_are_the_ledgers(jiazong: Callable, tmp_path: Path) -> None:
    out = tmp_path / "资料.zip"
    done = jiazong("evidence", "pack", "shiqiao-2025", "--out", out, "--as-of", "2025-12-31")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as pack:
        manifest = pack.read("manifest.sha256").decode()
        for line in manifest.splitlines():
            digest, name = line.split("  ", 1)
            assert hashlib.sha256(pack.read(name)).hexdigest() == digest
        names = pack.namelist()
        assert len(manifest.splitlines()) == len(names) - 1
        assert "目录.xlsx" in names and any(name.endswith(".docx") for name in names) and any(name.endswith(".pdf") for name in names)
        pack.extractall(tmp_path / "unpacked")
    checked = subprocess.run(["sha256sum", "-c", "--quiet", "manifest.sha256"], cwd=tmp_path / "unpacked", capture_output=True)
    assert checked.returncode == 0


def test_the_doctor_finds_the_books_in_order(answer: Callable) -> None:
    found = answer("doctor")
    assert found["healthy"]
    assert {one["name"] for one in found["checks"] if not one["ok"]} == set()


@pytest.mark.parametrize(
    ("day", "n", "expected_day"),
    [("2026-09-30", "5", "2026-10-13"), ("2025-01-27", "1", "2025-02-05"), ("2026-10-13", "-5", "2026-09-30"), ("2026-02-28", "0", "2026-02-28")],
)
def test_working_days_follow_the_official_calendar(jiazong: Callable, day: str, n: str, expected_day: str) -> None:
    done = jiazong("workdays", "add", day, n)
    assert (done.returncode, done.stdout.strip()) == (0, expected_day), done.stderr


def test_a_year_without_notice_is_said_to_be_provisional(answer: Callable) -> None:
    assert answer("workdays", "add", "2031-03-03", "1")["provisional_years"] == [2031]


BAD_INPUT = [
    (["contract", "load", "/nowhere.json"], "/nowhere.json"),
    (["contract", "progress", "no-such"], "no-such"),
    (["contract", "progress", "longxi-2025", "--as-of", "2025-02-30"], "2025-02-30"),
    (["import", "records", "/nowhere.xlsx", "--contract", "longxi-2025"], "/nowhere.xlsx"),
    (["import", "records", __file__, "--contract", "longxi-2025"], "test_main_job.py"),
    (["workdays", "add", "yesterday", "3"], "yesterday"),
    (["workdays", "load", __file__], "test_main_job.py"),
    (["evidence", "pack", "longxi-2025", "--out", "/nowhere/pack.zip"], "/nowhere"),
    (["evidence", "pack", "longxi-2025"], "--out"),
    (["frobnicate"], "frobnicate"),
]


@pytest.mark.parametrize(("words", "named"), BAD_INPUT)
def test_bad_input_gets_one_clear_sentence(jiazong: Callable, words: list[str], named: str) -> None:
    done = jiazong(*words)
    assert done.returncode != 0
    assert done.stdout == ""
    assert named in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"hours": {"professionals": 14, "total": "many", "floor": 1}}, "hours.total"),
        ({"term": {"first_day": "2025-12-31", "last_day": "2025-01-01"}}, "term"),
        ({"indicators": []}, "indicators"),
        ({"centre": {"code": "longxi", "name": "别的中心", "region": "440103"}}, "centre.code"),
        ({"staff": [{"name": "甲", "post": "king"}]}, "post"),
    ],
)
def test_a_contract_file_is_refused_with_its_place(jiazong: Callable, tmp_path: Path, changed: dict, named: str) -> None:
    said = json.loads((SAMPLES / "longxi-2025-contract.json").read_text(encoding="utf-8"))
    file = tmp_path / "contract.json"
    file.write_text(json.dumps({**said, "code": "bad-2025", **changed}), encoding="utf-8")
    done = jiazong("contract", "load", file)
    assert done.returncode == 1 and named in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_every_command_answers_help(jiazong: Callable) -> None:
    for words in ([], ["contract"], ["contract", "load"], ["contract", "progress"], ["import", "records"], ["evidence", "pack"],
                  ["workdays", "add"], ["workdays", "load"], ["demo", "load"], ["doctor"], ["up"], ["down"], ["regions", "load"]):  # fmt: skip
        done = jiazong(*words, "--help")
        assert done.returncode == 0 and "Usage" in done.stdout


def test_nothing_is_left_running(home: Path) -> None:
    running = subprocess.run(["pgrep", "-f", str(home)], capture_output=True, text=True).stdout
    assert running.strip() == ""
