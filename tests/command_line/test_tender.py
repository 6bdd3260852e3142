"""`jiazong tender` as a person uses it: verdict, reasons, ranking, seal; bad files are told in one sentence and end with 2."""
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples" / "tender"
BID, TENDER = EXAMPLES / "a3-bid-chensui.json", EXAMPLES / "a3-tender.json"


def written(folder: Path, source: Path = BID, **changes: object) -> Path:
    """A file with some of its keys changed, and one lot's with the key `offer`."""
    said = json.loads(source.read_text(encoding="utf-8"))
    said["lots"][0] |= changes.pop("offer", {})
    target = folder / "changed.json"
    target.write_text(json.dumps(said | changes, ensure_ascii=False), encoding="utf-8")
    return target


def test_a_valid_bid_ends_with_nought_and_says_so(jiazong: Callable) -> None:
    done = jiazong("tender", "check", BID, "--tender", TENDER, "--json")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, {"valid": True, "reasons": []}, "")
    assert jiazong("tender", "check", BID, "--tender", TENDER).stdout == "晨穗社会工作服务中心：有效\n"


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"offer": {"annual_hours": 22851}}, ["hours_below_floor"]),
        ({"offer": {"annual_price_yuan": [1900000, 2000001, 1900000]}}, ["price_over_annual_budget"]),
        ({"received": "2016-03-22T01:30:01Z"}, ["late"]),
        ({"sealed_sha256": "0" * 64}, ["changed_after_sealing"]),
    ],
    ids=["hours", "one year over", "late by a second", "changed"],
)
def test_an_invalid_bid_ends_with_one_and_gives_every_reason(jiazong: Callable, tmp_path: Path, changes: dict, codes: list[str]) -> None:
    done = jiazong("tender", "check", written(tmp_path, **changes), "--tender", TENDER, "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["valid"], [reason["code"] for reason in found["reasons"]]) == (1, False, codes)
    for reason in found["reasons"]:
        assert {"code", "rule", "found", "required", "source"} <= set(reason)


def test_the_reasons_are_told_to_a_person_with_place_and_source(jiazong: Callable) -> None:
    done = jiazong("tender", "check", EXAMPLES / "a3-bid-late-and-short.json", "--tender", TENDER)
    assert done.returncode == 1
    assert "无效，4 条理由" in done.stdout
    assert "包组 1，全年工时：22,851，要求 22,852" in done.stdout and "依据：用户需求书范本（暂行）" in done.stdout


BAD = {
    "not there": ("missing.json", None, "找不到"),
    "not JSON": ("bad.json", b"{", "不是合法的 JSON"),
    "not UTF-8": ("bad.json", '{"bidder": "甲"}'.encode("gb18030"), "UTF-8"),
    "a key twice": ("bad.json", b'{"bidder": 1, "bidder": 2}', "同一处有两个 bidder"),
    "NaN": ("bad.json", b'{"bond_yuan": NaN}', "NaN"),
    "a field missing": ("bad.json", b'{"bidder": "x"}', "没有写"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_told_in_one_sentence_and_ends_with_two(jiazong: Callable, tmp_path: Path, case: str) -> None:
    name, content, told = BAD[case]
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for words in (["check", path, "--tender", TENDER], ["score", path, BID]):
        done = jiazong("tender", *words, "--json")
        assert (done.returncode, done.stdout) == (2, ""), words
        assert len(done.stderr.strip().splitlines()) == 1 and name in done.stderr
        assert told in done.stderr


def test_the_ranking_tells_parts_benchmark_and_who_is_out(jiazong: Callable) -> None:
    bids = sorted(EXAMPLES.glob("a3-bid-*.json"))
    done = jiazong("tender", "score", TENDER, *bids, "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["outcome"], found["winner"], found["benchmark"]) == (0, "awarded", "晨穗社会工作服务中心", 5_700_000)
    assert [one["total"] for one in found["ranking"]] == [85.29, 83.15, 79.6]
    assert [one["bidder"] for one in found["invalid"]] == ["南埗社会工作中心"]
    assert "推荐中标：晨穗社会工作服务中心" in jiazong("tender", "score", TENDER, *bids).stdout


def test_two_valid_bids_are_a_cancelled_tender_and_it_is_said_what_follows(jiazong: Callable) -> None:
    done = jiazong("tender", "score", TENDER, *sorted(EXAMPLES.glob("a3-bid-*.json"))[:2])
    assert done.returncode == 0 and "废标" in done.stdout and "重新组织招标" in done.stdout


def test_points_no_table_allows_are_told_in_one_sentence(jiazong: Callable, tmp_path: Path) -> None:
    others = [path for path in sorted(EXAMPLES.glob("a4-bid-*.json")) if path.stem not in ("a4-bid-partial", "a4-bid-muxi")]
    wrong = written(tmp_path, EXAMPLES / "a4-bid-muxi.json", technical=60.5)
    done = jiazong("tender", "score", EXAMPLES / "a4-tender.json", *others, wrong)
    assert done.returncode == 2 and "木西社会服务社" in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_sealed_bid_is_checked_against_its_seal(jiazong: Callable, tmp_path: Path) -> None:
    sealed = jiazong("tender", "seal", BID)
    assert sealed.returncode == 0 and len(sealed.stdout.strip()) == 64
    whole = written(tmp_path, sealed_sha256=sealed.stdout.strip())
    assert jiazong("tender", "check", whole, "--tender", TENDER).returncode == 0
    changed = written(tmp_path, sealed_sha256=sealed.stdout.strip(), bond_yuan=99_999)
    assert "封存以后不得改动" in jiazong("tender", "check", changed, "--tender", TENDER).stdout


def test_rules_of_another_city_come_from_a_file(jiazong: Callable, tmp_path: Path) -> None:
    rules = tmp_path / "xicheng.csv"
    rules.write_text(
        "city,first_day,name,value,unit,source,item,confidence\n"
        "guangzhou,2016-01-01,clause.late,送达须在截止以前,text,溪城规定第一条,A3,M\n", encoding="utf-8",
    )  # fmt: skip
    late = written(tmp_path, received="2016-04-01T00:00:00+08:00")
    done = jiazong("tender", "check", late, "--tender", TENDER, "--rules", rules, "--json")
    assert json.loads(done.stdout)["reasons"][0]["source"] == "溪城规定第一条"
    rules.write_text("city\n", encoding="utf-8")
    assert jiazong("tender", "check", late, "--tender", TENDER, "--rules", rules).returncode == 2


def test_a_workbook_is_given_out_filled_in_and_checked(jiazong: Callable, tmp_path: Path) -> None:
    out = tmp_path / "投标.xlsx"
    made = jiazong("tender", "form", TENDER, "--out", out)
    assert (made.returncode, made.stdout) == (0, "")
    assert jiazong("tender", "form", TENDER, "--out", out).returncode == 2, "what somebody filled in is never overwritten"
    book = openpyxl.load_workbook(out)
    for place, value in {"B2": "晨穗社会工作服务中心", "B5": "2016-03-21T17:00:00+08:00"}.items():
        book["投标"][place] = value
    for place in ("C2", "D2", "E2", "F2"):
        book["报价与工时"][place] = 27_440
    book.save(out)
    done = jiazong("tender", "check", out, "--tender", TENDER, "--json")
    codes = ["indicator_below_minimum", "hours_above_ceiling", "too_few_professionals", "too_few_social_workers"]
    assert (done.returncode, [one["code"] for one in json.loads(done.stdout)["reasons"]]) == (1, codes)
    assert len(jiazong("tender", "seal", out).stdout.strip()) == 64
    book["报价与工时"]["C2"] = "许多"
    book.save(out)
    told = jiazong("tender", "check", out, "--tender", TENDER)
    assert told.returncode == 2 and "报价与工时!C2：应当是数字" in told.stderr


def test_what_is_no_workbook_is_told_in_one_sentence(jiazong: Callable, tmp_path: Path) -> None:
    wrong = tmp_path / "投标.xlsx"
    wrong.write_bytes(b"PK\x03\x04 not a workbook")
    done = jiazong("tender", "check", wrong, "--tender", TENDER)
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1


def test_a_tender_that_closes_too_early_is_remarked_on(jiazong: Callable, tmp_path: Path) -> None:
    early = tmp_path / "early.json"
    early.write_text(TENDER.read_text(encoding="utf-8").replace("2016-03-01", "2016-03-10"), encoding="utf-8")
    done = jiazong("tender", "check", BID, "--tender", early, "--json")
    assert (done.returncode, json.loads(done.stdout)["valid"]) == (0, True)
    assert "太早，最早 2016-03-30" in done.stderr and "第三十五条" in done.stderr


@pytest.mark.parametrize(("name", "begins"), [("报告.docx", b"PK"), ("报告.pdf", b"%PDF")], ids=["Word", "PDF"])
def test_the_report_of_the_panel_is_written_beside_the_answer(jiazong: Callable, tmp_path: Path, name: str, begins: bytes) -> None:
    words = ["tender", "score", TENDER, *sorted(EXAMPLES.glob("a3-bid-*.json")), "--report", tmp_path / name, "--json"]
    done = jiazong(*words)
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "awarded")
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert jiazong(*words).returncode == 2, "a report is never written over"
