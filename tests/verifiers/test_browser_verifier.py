"""The verifier that runs in a browser decides every published case, and every spoiled file, as the Python one does."""
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from jiazong.ground.ui.tests.chromium import CHROMIUM, NEEDED
from tests.verifiers.logs import Log
from tests.verifiers.programs import SCRIPTS, STANDALONE, verify
from tests.verifiers.spoiling import spoiled, spoiled_line
from tests.verifiers.test_verify import VECTORS, is_refused

pytestmark = NEEDED
DECIDE = """
(cases) => cases.map((one) => {
  const of = (text) => JiazongProof.decoded(text || "");
  const proof = (one.proof || []).map(of);
  try {
    if (one.kind === "inclusion") JiazongProof.checkInclusion(one.leafIdx, one.treeSize, of(one.leafHash), proof, of(one.root));
    else JiazongProof.checkConsistency(one.size1, one.size2, of(one.root1), of(one.root2), proof);
    return false;
  } catch (error) {
    if (error instanceof JiazongProof.Refused) return true;
    throw error;
  }
})
"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto("about:blank")
        for script in SCRIPTS:
            page.add_script_tag(path=script)
        yield page
        browser.close()


def by_python(text: str, key: str, folder: Path) -> dict:
    path = folder / "shown.json"
    path.write_text(text, encoding="utf-8")
    told = verify.examined(path, key)
    return told or {"ok": False, "sentence": "这个文件不是证据日志的文件"}


def test_the_browser_decides_the_196_cases_as_they_say(page: Page) -> None:
    assert page.evaluate(DECIDE, VECTORS) == [case["wantErr"] for case in VECTORS] == [is_refused(case) for case in VECTORS]


@pytest.mark.parametrize("kind", ["proof", "growth", "pack", "export"])
def test_both_verifiers_say_the_same_of_honest_and_spoiled_files(kind: str, page: Page, tmp_path: Path) -> None:
    chance, log = random.Random(kind), Log(12)
    if kind == "export":
        text = log.export(12, [5, 12])
        files = [text, *(spoiled_line(text, chance)[0] for _ in range(60))]
    else:
        shown = {"proof": log.proof(7, 12), "growth": log.growth(5, 12), "pack": log.pack([1, 2, 9], 12)}[kind]
        files = [json.dumps(shown), *(json.dumps(spoiled(shown, chance)[0]) for _ in range(60))]
    key = log.signer.key
    seen = page.evaluate("([files, key]) => files.map((text) => JiazongProof.examine(text, key))", [files, key])
    for text, told in zip(files, seen, strict=True):
        wanted = by_python(text, key, tmp_path)
        assert told["ok"] == wanted["ok"], (wanted, told, text)
        if told["ok"]:
            assert {name: wanted[name] for name in told} == told
    assert seen[0]["ok"]
    assert sum(not told["ok"] for told in seen) > 30


def test_the_page_of_the_pack_works_from_a_file_without_a_network(page: Page, tmp_path: Path) -> None:
    log = Log(12)
    for path in [*STANDALONE.glob("verify.*"), *SCRIPTS, SCRIPTS[0].with_name("verify_page.js")]:
        shutil.copy(path, tmp_path)
    (tmp_path / "proofs.json").write_text(json.dumps(log.pack([1, 5], 12)))
    spoilt = log.pack([1, 5], 12)
    spoilt["leaves"][0]["leaf"]["facts"]["direct_minutes"] = 999
    (tmp_path / "spoilt.json").write_text(json.dumps(spoilt))
    alone = page.context.browser.new_page()
    alone.context.set_offline(True)
    alone.goto((tmp_path / "verify.html").as_uri())
    alone.get_by_label("要核对的文件").set_input_files([tmp_path / "proofs.json", tmp_path / "spoilt.json"])
    alone.locator("li").nth(1).wait_for()
    told = alone.locator("li").all_inner_texts()
    assert told[0].startswith("✓ 没有改动 proofs.json：2 条记录都在日志里")
    assert told[1].startswith("✗ 核对不上 spoilt.json：资料包里的记录与检查点不符")
    assert "见证： 街道、机构" in told[0] or "见证： 机构、街道" in told[0]
    alone.close()
