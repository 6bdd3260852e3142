"""The stand-alone verifier in Python: the published cases, honest files, and files in which something was changed."""
import base64
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verifiers.logs import Log
from tests.verifiers.programs import STANDALONE, verify
from tests.verifiers.spoiling import spoiled, spoiled_line

VECTORS = json.loads((Path(__file__).parent / "data" / "merkle-proofs.json").read_text())
# What a file may say differently without its proof being another: words nobody signed, and witnesses left out.
UNPROVEN = {"witnesses", "pending", "opened", "origin"}


def is_refused(case: dict) -> bool:
    """Whether the verifier refuses a published case."""
    hashes = {name: base64.b64decode(case[name] or "") for name in ("root", "leafHash", "root1", "root2") if name in case}
    proof = [base64.b64decode(one) for one in case["proof"] or []]
    try:
        if case["kind"] == "inclusion":
            verify.check_inclusion(case["leafIdx"], case["treeSize"], hashes["leafHash"], proof, hashes["root"])
        else:
            verify.check_consistency(case["size1"], case["size2"], hashes["root1"], hashes["root2"], proof)
    except verify.Refused:
        return True
    return False


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: f"{case['kind']}-{case['name']}")
def test_every_published_case_is_decided_as_it_says(case: dict) -> None:
    assert is_refused(case) == case["wantErr"]


def test_there_are_196_published_cases() -> None:
    assert len(VECTORS) == 196


def run(path: Path, *words: str) -> tuple[int, list[dict]]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(STANDALONE / "verify.py"), str(path), "--json", *words], capture_output=True, text=True
    )
    return done.returncode, json.loads(done.stdout)


def test_every_kind_of_file_holds_and_says_so(tmp_path: Path) -> None:
    log = Log(21)
    (tmp_path / "proof.json").write_text(json.dumps(log.proof(13, 20)))
    (tmp_path / "growth.json").write_text(json.dumps(log.growth(8, 20)))
    (tmp_path / "proofs.json").write_text(json.dumps(log.pack([0, 3, 4, 19], 20)))
    (tmp_path / "export.jsonl").write_text(log.export(21, [1, 8, 21]))
    (tmp_path / "other.json").write_text('{"format": "something else"}')
    code, told = run(tmp_path, "--key", log.signer.key)
    assert code == 0
    assert {one["file"]: one["ok"] for one in told} == dict.fromkeys(
        ["export.jsonl", "growth.json", "proof.json", "proofs.json"], True
    )
    assert all(one["quorum"] for one in told if one["file"] != "growth.json")


def test_a_folder_without_our_files_is_said_to_hold_nothing(tmp_path: Path) -> None:
    assert run(tmp_path) == (2, [])


def test_somebody_elses_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_text(json.dumps(Log(9).proof(3, 9)))
    code, told = run(tmp_path, "--key", Log(9, seed=2).signer.key)
    assert code == 1
    assert not told[0]["ok"]


@pytest.mark.parametrize("kind", ["proof", "growth", "pack"])
def test_a_file_with_one_value_changed_is_refused(kind: str) -> None:
    chance, log = random.Random(kind), Log(13)
    shown = {"proof": log.proof(5, 13), "growth": log.growth(6, 13), "pack": log.pack([0, 5, 6, 12], 13)}[kind]
    check = verify.CHECKS[shown["format"]]
    check(shown, log.signer.key)
    let_through = []
    for _ in range(150):
        changed, at = spoiled(shown, chance)
        if changed == shown or at[0] in UNPROVEN or at[0] == "key" or is_witness_line(changed, shown):
            continue
        try:
            if check is verify.CHECKS.get(changed["format"]):
                check(changed, log.signer.key)
                let_through.append(at)
        except (verify.Refused, KeyError, TypeError, ValueError, AttributeError, IndexError):
            continue
    assert let_through == []


def is_witness_line(changed: dict, shown: dict) -> bool:
    """Whether only signatures were touched that the file can do without."""
    names = ("checkpoint", "checkpoint_from")
    return any(changed.get(name) != shown.get(name) for name in names) and all(
        _own_part(changed.get(name)) == _own_part(shown.get(name)) for name in names
    )


def _own_part(note: str | None) -> str:
    return "\n".join((note or "").split("\n")[:6])


def test_an_export_with_one_line_changed_lost_or_moved_is_refused() -> None:
    chance, log = random.Random(7), Log(12)
    text, key = log.export(12, [4, 12]), log.signer.key
    assert verify.check_export(iter(text.rstrip("\n").split("\n")), key)
    refused = 0
    for _ in range(120):
        lines = spoiled_line(text, chance)[0].rstrip("\n").split("\n")
        try:
            verify.check_export(iter(lines), key)
        except (verify.Refused, KeyError, TypeError, ValueError, AttributeError, IndexError):
            refused += 1
        else:
            assert leaves_of(lines) == leaves_of(text.rstrip("\n").split("\n"))
    assert refused > 60


def leaves_of(lines: list[str]) -> list[tuple]:
    """What an export says of its leaves, in its order."""
    shown = [json.loads(line) for line in lines]
    return [(one["index"], one["hash"], one["leaf"], one["private"]) for one in shown if "hash" in one]


def test_the_program_needs_nothing_but_python() -> None:
    source = (STANDALONE / "verify.py").read_text()
    imported = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names


@pytest.mark.long
def test_a_log_of_a_million_leaves_is_checked_within_a_minute(tmp_path: Path) -> None:
    import time

    size, hashes, tree = 1_000_000, [], verify.Growing()
    log = Log(1)
    lines = []
    for number in range(size):
        hashed = verify.leaf_hash(number.to_bytes(8, "big"))
        tree.add(hashed)
        lines.append(json.dumps({"index": number, "hash": base64.b64encode(hashed).decode()}))
    head = json.loads(log.export(1, []).splitlines()[0]) | {"size": size, "root": base64.b64encode(tree.root()).decode()}
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join([json.dumps(head), json.dumps({"checkpoint": log.note(size, root=tree.root())}), *lines]))
    started = time.perf_counter()
    code, told = run(path)
    print(f"{size} leaves in {time.perf_counter() - started:.1f} s")
    assert code == 0, told
    assert time.perf_counter() - started <= 60
    assert hashes == []
