"""评审报告 and 中标通知书 on paper, from what came of a tender; papers are Chinese whatever the screens speak (domain B6, D10)."""
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from jiazong.commission.tenders.papers import METHODS, TITLE_LINE, money, number_text, numeral
from jiazong.commission.tenders.rules import scoring
from jiazong.commission.tenders.rules.clocks import clock_on
from jiazong.commission.tenders.rules.contest import Contest, Result
from jiazong.commission.tenders.rules.findings import finding_said
from jiazong.commission.tenders.rules.reading import SHANGHAI
from jiazong.ground.papers.document import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Signatures,
    Table,
    chinese_day,
)

REPORT, NOTICE = "评审报告", "中标通知书"
CANDIDATES = 3


class NothingAwarded(ValueError):
    """There is no winner yet, so there is no notice to print."""


def evaluation_report(result: Result, *, on: date, members: tuple[str, ...] = ()) -> Document:
    """The panel's report to the purchaser: who bid, who is out and why, the points, the recommendation or the cancelling."""
    tender = result.tender
    sections: list[tuple[str, Iterator[Block]]] = [
        ("项目概况", _project(result)), ("投标与有效性审查", _verdicts(result)),
        *(("评分与推荐" if len(result.contests) == 1 else f"包组{'、'.join(one.lots)}的评分与推荐", _contest(result, one)) for one in result.contests),
    ]  # fmt: skip
    blocks: list[Block] = []
    for number, (title, told) in enumerate(sections, start=1):
        blocks += [Heading(f"{numeral(number)}、{title}"), *told]
    signers = tuple(f"评委{member}（签字）" for member in members) or ("评委（签字）",)
    return Document(
        title=_title(tender.name or tender.code, REPORT), issuing_body="评审委员会", addressee=tender.purchaser, date=on,
        blocks=(*blocks, Signatures(signers)),
    )  # fmt: skip


def award_notice(result: Result, contest: Contest, *, on: date) -> Document:
    """The notice to the bidder a contest was awarded to, with the price and the days to sign in. Raises NothingAwarded."""
    tender, winner = result.tender, contest.outcome.winner
    if winner is None:
        raise NothingAwarded(tender.code)
    line = next(one for one in contest.outcome.ranking if one.bidder == winner)
    signing = clock_on("contract", on)
    lots = "" if tender.whole_project_only else f"包组{'、'.join(contest.lots)}"
    return Document(
        title=_title(tender.name or tender.code, NOTICE), issuing_body=tender.purchaser, addressee=winner, date=on,
        blocks=(
            Paragraph(f"{tender.name}（项目编号{tender.code}）{lots}经公开招标评审，确定贵单位为中标人。"),
            Paragraph(f"中标金额{money(line.price_fen)}，服务期{tender.years}年，全年计划工时{number_text(line.annual_hours)}小时。"),
            Paragraph(f"请自本通知书发出之日起{signing.value}日内与我单位签订合同。逾期不签的，视为放弃中标。"),
            Paragraph(f"依据：{signing.source}。"),
        ),
    )  # fmt: skip


def _title(name: str, subject: str) -> str:
    return name + ("\n" if len(name) + len(subject) > TITLE_LINE else "") + subject


def _project(result: Result) -> Iterator[Block]:
    tender = result.tender
    total = sum(sum(lot.budgets_fen) for lot in tender.lots)
    closes = tender.closes.astimezone(SHANGHAI)
    yield Paragraph(
        f"项目编号{tender.code}，采购人{tender.purchaser}，服务期{tender.years}年，预算总额{money(total)}，"
        f"{chinese_day(tender.published)}公布，{chinese_day(closes.date())}{closes:%H:%M:%S}截止，采用{METHODS[result.scoring.method]}。"
    )


def _verdicts(result: Result) -> Iterator[Block]:
    valid = sum(verdict.is_valid for _, verdict in result.verdicts)
    yield Paragraph(f"共收到投标{len(result.verdicts)}份，有效{valid}份，无效{len(result.verdicts) - valid}份。")
    yield Table(
        (Column("投标人", width=2), Column("收到时间", "center", 1.6), Column("结论", "center", 0.8)),
        tuple(
            (bid.bidder, f"{bid.received.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}", "有效" if verdict.is_valid else "无效")
            for bid, verdict in result.verdicts
        ),
        caption="投标一览",
    )
    for bid, verdict in result.verdicts:
        for reason in verdict.reasons:
            places = "；".join(finding_said(one) for one in reason.findings)
            yield Paragraph(f"{bid.bidder}：{reason.rule}。{places}。依据：{reason.source}。")


def _contest(result: Result, contest: Contest) -> Iterator[Block]:
    found = contest.outcome
    for rule in found.because:
        yield Paragraph(f"{rule.value}（{rule.source}）。")
    if found.may_follow:
        yield Paragraph("废标以后：" + "；".join(rule.value for rule in found.may_follow) + "。")
    if not found.ranking:
        return
    if found.benchmark is not None:
        unit = "小时" if result.scoring.price_mode == scoring.BY_HOURS else "元"
        yield Paragraph(f"评标基准{'工时' if unit == '小时' else '价'}为{number_text(found.benchmark)}{unit}。")
    columns = ("排序", "投标人", "报价（元）", "技术", "商务", "价格", "总分")
    yield Table(
        tuple(Column(one, "left" if at == 1 else "right", 2.4 if at == 1 else 1.4 if at == 2 else 0.8) for at, one in enumerate(columns)),
        tuple(
            (str(one.rank), one.bidder, f"{one.price_fen / 100:,.2f}", *map(_points, (one.technical, one.business, one.price, one.total)))
            for one in found.ranking
        ),
        caption="评分汇总",
    )
    if found.outcome == scoring.AWARDED:
        order = "、".join(f"第{numeral(n)}名{one.bidder}" for n, one in enumerate(found.ranking[:CANDIDATES], start=1))
        yield Paragraph(f"推荐中标候选人：{order}。")
    if found.outcome == scoring.TIED:
        yield Paragraph("并列第一，须按招标文件公布的种子抽签以后才能推荐。")
    if found.outcome == scoring.INCOMPLETE:
        yield Paragraph("还没有技术分或商务分，以上只是价格分，不作推荐。")


def _points(given: Decimal | None) -> str:
    return "—" if given is None else str(given)
