"""How the command line says what is wrong with a tender or a bid: Chinese sentences for people."""
from collections.abc import Iterator
from pathlib import Path

from jiazong.commission.tenders.rules.checking import Verdict, professionals
from jiazong.commission.tenders.rules.contest import Contest, Result
from jiazong.commission.tenders.rules.files import Bid, Tender
from jiazong.commission.tenders.rules.findings import finding_said, value_said
from jiazong.commission.tenders.rules.publishing import term_faults
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.scoring import BadScores, Ranked

FAULTS = {
    "is larger than %(most)s bytes": "超过 %(most)s 字节，请核对是不是选错了文件",
    "is not text in UTF-8; save it as UTF-8": "不是 UTF-8 文本，请另存为 UTF-8",
    "is not JSON near line %(line)s, column %(column)s": "不是合法的 JSON，第 %(line)s 行第 %(column)s 列附近有误，请核对",
    "holds a number nobody can read": "里面有读不出的数，请核对",
    "is nested too deeply": "嵌套太深，请核对",
    "has the key %(key)s twice in one object; keep one": "同一处有两个 %(key)s，请只留一个",
    "has %(name)s where a number is needed": "写了 %(name)s，这里要写数字",
    "must be an object with keys": "应当是一个带键的对象",
    "is missing": "没有写，请补上",
    "must be a list": "应当是一个列表",
    "must be text of 1 to %(most)s characters": "应当是 1 到 %(most)s 个字的文字",
    "must be a number": "应当是数字",
    "must be a number from 0 to %(most)s": "应当是 0 到 %(most)s 之间的数",
    "must be a whole number of at least %(least)s": "应当是不小于 %(least)s 的整数",
    "has more than two decimals of a yuan": "金额最多写到分",
    "%(said)s is no moment; write it as 2016-03-22T09:30:00+08:00": "%(said)s 不是时间，请写成 2016-03-22T09:30:00+08:00",
    "%(said)s is no day; write it as 2016-03-22": "%(said)s 不是日期，请写成 2016-03-22",
    "must be true or false": "应当是 true 或 false",
    "must be at most %(most)s": "不能大于 %(most)s",
    "must name at least one lot": "至少要有一个包组",
    "must have one amount for each of the %(years)s years": "应当写 %(years)s 个数，每年一个",
    "must be a number above 0": "应当大于 0",
    "must be text or an object": "应当是文字或对象",
    "must be a list with one amount for each year": "应当是一个列表，每年一个数",
    "has the lot %(code)s twice": "包组 %(code)s 写了两次，请只留一个",
    "has no sheet %(name)s": "没有「%(name)s」这张表",
    "has more than %(most)s rows": "超过 %(most)s 行，请核对",
    "has no row with the headings %(names)s": "没有写着 %(names)s 的表头",
    "must be the 64 hexadecimal digits of a SHA-256": "应当是 SHA-256 的 64 位十六进制数",
    "%(city)s has no rule set here; there are %(known)s": "没有 %(city)s 的规则集，现有：%(known)s；请用 --rules 给出",
    "must name the columns %(columns)s": "应当写明各列：%(columns)s",
    "has no rule in it": "一条规则也没有",
    "stands twice for the same city and day; keep one": "同一城市同一天写了两次，请只留一条",
    "must fill every column: a rule without its source is none": "每一列都要填，没有出处的不算规则",
    "confidence must be H, M or L": "confidence 应当是 H、M 或 L",
    "has a day or a number nobody can read": "有读不出的日期或数，请核对",
    "%(bidder)s has bid twice; a bidder has one bid": "%(bidder)s 投了两份，一家只能有一份",
    "is %(said)s; there are %(known)s": "写的是 %(said)s，只认得：%(known)s",
    "has the item %(code)s twice": "评分项 %(code)s 写了两次，请只留一个",
    "must give points item by item": "应当逐项给分",
    "has the item %(code)s, which the scoring table has not": "有评分表里没有的 %(code)s，请核对",
    "%(member)s has scored twice": "%(member)s 评了两次，请只留一份",
    "%(member)s gave no points for %(item)s": "%(member)s 没有给 %(item)s 打分，请补上",
    "%(points)s points for %(item)s are not between 0 and %(most)s": "%(item)s 得 %(points)s 分，应当在 0 到 %(most)s 之间",
    "has no %(part)s points while others have": "没有 %(part)s 分而别家有，请补上",
}
OUTCOMES = {
    "awarded": "推荐中标：%(winner)s", "cancelled": "废标", "incomplete": "还没有技术分或商务分，只排了价格分",
    "tied": "并列第一，须按招标文件公布的种子抽签（scoring.draw_seed）",
}  # fmt: skip
FAULTS_OF_TENDERS = {
    "closes_too_early": "招标的截止日 %(found)s 太早，最早 %(required)s",
    "bond_limit_too_high": "招标的保证金上限（%(found)s%%）太高，最高 %(required)s%%",
}  # fmt: skip


def fault(path: Path | str, found: BadFile | BadScores) -> str:
    """One sentence: which file, where in it, what is wrong and what to do."""
    said = FAULTS[found.what] % found.params if found.params else FAULTS[found.what]
    where = "" if found.where == "file" else f" 的 {found.where}"
    return f"{path}{where}：{said}。"


def tender_notes(tender: Tender) -> Iterator[str]:
    """What is wrong with the tender itself, whatever the bid says."""
    for found in term_faults(tender):
        shown = {"found": value_said(found.found), "required": value_said(found.required)}
        yield f"提醒：{FAULTS_OF_TENDERS[found.code] % shown}（{found.source}）。"


def notes(tender: Tender, bid: Bid) -> Iterator[str]:
    """What the reader should know although it decides nothing: certificates no rule set counts."""
    for lot in bid.lots:
        known = professionals(lot.staff, tender.rules)
        for one in lot.staff:
            if one not in known:
                yield f"包组 {lot.code}：{one.name} 的证书是 {one.certificate}，不计入专业人员。"


def verdict_lines(bid: Bid, verdict: Verdict) -> list[str]:
    """The verdict, then each reason with its places and its source."""
    lines = [f"{bid.bidder}：{'有效' if verdict.is_valid else f'无效，{len(verdict.reasons)} 条理由'}"]
    for reason in verdict.reasons:
        lines.append(f"- {reason.rule}（{reason.code}）")
        lines += [f"  {finding_said(one)}" for one in reason.findings]
        lines.append(f"  依据：{reason.source}{'' if reason.confidence == 'H' else '（产品默认或未经证实，以招标文件为准）'}")
    return lines


def result_lines(result: Result) -> list[str]:
    """The ranking with its parts for each contest, then the invalid bids."""
    lines = []
    for one in result.contests:
        lines += _contest_lines(one)
    for bid, verdict in result.verdicts:
        if not verdict.is_valid:
            lines += verdict_lines(bid, verdict)
    return lines


def _contest_lines(one: Contest) -> list[str]:
    found = one.outcome
    lines = [f"包组 {'、'.join(one.lots)}：{OUTCOMES[found.outcome] % {'winner': found.winner}}"]
    lines += [f"- {rule.value}（{rule.source}）" for rule in found.because]
    if found.may_follow:
        lines += ["接下来：", *(f"- {rule.value}（{rule.source}）" for rule in found.may_follow)]
    if found.benchmark is not None:
        lines.append(f"评标基准：{value_said(found.benchmark)}")
    return lines + [_rank(line) for line in found.ranking]


def _rank(line: Ranked) -> str:
    parts = [("技术", line.technical), ("商务", line.business), ("价格", line.price)]
    points = "，".join(f"{name} {'未评' if given is None else given}" for name, given in parts)
    total = "" if line.total is None else f"共 {line.total} 分，"
    return f"{line.rank}. {line.bidder}：{total}{points}；报价 {line.price_fen / 100:,.2f} 元，全年 {value_said(line.annual_hours)} 小时"
