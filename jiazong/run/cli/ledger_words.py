"""How the command line tells what was found in the evidence log."""
import base64
from collections.abc import Iterator
from typing import Any

from jiazong.ground.transparency.verifying.faults import Fault, Report

ROLES = {"street": "街道", "bureau": "区里", "agency": "机构", "evaluator": "评估方"}
KINDS = {"posting": "入账", "closing": "关账"}
SENTENCES = {
    "changed": "{subject} 与日志里的不同：记录或它的盐在封存以后被改过。",
    "deleted": "{subject} 在日志里有，记录却不见了。",
    "inserted": "{subject} 在账里有，日志里没有：它是绕过程序写进来的。",
    "backdated": "{subject} 的时间与它在日志里的位置不符：时间被改早或改晚了。",
    "leaf_changed": "第 {index} 片叶（{subject}）与排入日志时的散列不符：叶被改过，或与别的对调。",
    "leaf_deleted": "第 {index} 片叶不见了。",
    "entry_broken": "日志的序号在第 {index} 处断开或重复。",
    "tile_changed": "散列 {subject} 与叶算出的不同。",
    "root_differs": "大小为 {checkpoint} 的检查点签过的根，与现在的叶算出的不同：在它以前的叶被动过。",
    "truncated": "签过大小为 {checkpoint} 的检查点，叶却没有那么多：末尾被删掉了。",
    "older": "{subject} 保存的检查点大小为 {checkpoint}，数据库里没有那么多：数据库被换回了旧的。",
    "forked": "大小为 {checkpoint} 的日志有两个不同的根（另一个在 {subject}）：日志被重写过。",
    "bad_signature": "检查点（大小 {checkpoint}，{subject}）的签名不对，或与存下的数不符。",
    "bad_cosignature": "见证人 {subject} 在大小为 {checkpoint} 的检查点上的签名不对。",
    "clock_back": "大小为 {checkpoint} 的检查点比前一个还早：时钟倒退，或时间被改。",
    "checkpoint_deleted": "大小为 {checkpoint} 的检查点以前少了检查点。",
}
STOPPED = {
    "diverged": "日志停止签名：数据库比已公布的检查点旧，或与它不同；请先 jiazong ledger verify，确是恢复备份的，再 jiazong ledger reopen。",
    "other_key": "日志停止签名：密钥文件不是这个日志的；请从备份放回原来的密钥，找不回的，用 jiazong ledger reopen 换新的。",
    "clock": "日志停止签名：数据库的时钟比上一个检查点还早；请校准时钟。",
}


def report_document(report: Report) -> dict[str, Any]:
    """The answer of `ledger verify --json`."""
    found = {
        "size": report.size, "root": base64.b64encode(report.root).decode(), "checkpoints": report.checkpoints,
        "witnesses": [{"name": one.name, "role": one.role, "size": one.size} for one in report.witnesses],
        "quorum": report.quorum, "pending": report.pending, "faults": [_fault(fault) for fault in report.faults],
    }  # fmt: skip
    return {**found, "more": report.more} if report.more else found


def report_lines(document: dict[str, Any]) -> Iterator[str]:
    """The same for a person."""
    waiting = f"，{document['pending']:,} 片待封存" if document["pending"] else ""
    yield f"证据日志：{document['size']:,} 片叶{waiting}，{document['checkpoints']:,} 个检查点，根 {document['root']}"
    for one in document["witnesses"]:
        yield f"见证人 {one['name']}（{ROLES[one['role']]}）签到 {one['size']:,}"
    yield f"见证人够数的最大大小：{document['quorum']:,}" if document["quorum"] else "见证人还不够数。"
    yield from (fault["sentence"] for fault in document["faults"])
    if more := document.get("more"):
        yield f"还有 {more:,} 处没有列出。"
    if not document["faults"]:
        yield "没有发现改动。"


def stopped_sentence(reason: str) -> str:
    """Why the log signs nothing more, and what to do."""
    return STOPPED[reason]


def _fault(fault: Fault) -> dict[str, Any]:
    told = {"index": fault.index, "checkpoint": fault.checkpoint, "subject": _subject(fault)}
    return {
        "what": fault.what, "kind": fault.kind, "subject": fault.subject, "index": fault.index,
        "checkpoint": fault.checkpoint, "sentence": SENTENCES[fault.what].format(**told),
    }  # fmt: skip


def _subject(fault: Fault) -> str:
    kind, _, number = fault.subject.partition(":")
    return f"{KINDS[kind]} {number}" if kind in KINDS and number else fault.subject or "数据库"
