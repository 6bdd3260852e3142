"""用户需求书 on paper: one document for Word and PDF, in the layout of government papers; papers are Chinese whatever the screens speak."""
from collections.abc import Iterator

from jiazong.commission.tenders.rules import scoring
from jiazong.commission.tenders.rules.checking import CODES, hours_ceiling, hours_floor, most_professionals
from jiazong.commission.tenders.rules.clocks import clock_on
from jiazong.commission.tenders.rules.files import HoursRule, Lot
from jiazong.commission.tenders.rules.reading import SHANGHAI
from jiazong.commission.tenders.rules.requirement import Requirement
from jiazong.commission.tenders.rules.telling import plain
from jiazong.ground.papers.document import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    chinese_day,
)

SUBJECT = "用户需求书"
# More characters than this do not fit one line of the title's size.
TITLE_LINE = 20
TEN_THOUSAND_YUAN = 1_000_000
NUMERALS = "一二三四五六七八九十"
HOURS_CODES = {
    "hours_below_floor", "hours_above_ceiling", "too_few_professionals", "too_few_social_workers", "too_many_professionals_for_fund",
}  # fmt: skip
METHODS = {scoring.COMPREHENSIVE: "综合评分法", scoring.LOWEST_PRICE: "最低评标价法"}
PRICE_RULES = {
    scoring.BY_PRICE: "以满足要求且价格最低的有效报价为评标基准价，价格分＝评标基准价÷投标报价×{points}",
    scoring.BY_HOURS: "报价固定，以全年计划工时最多的有效投标为评标基准工时，得分＝计划工时÷评标基准工时×{points}",
    scoring.FIXED: "报价固定，价格不计分",
}


def requirement_document(requirement: Requirement) -> Document:
    """The requirement as a paper under the purchaser's name, its sections numbered through."""
    tender = requirement.tender
    sections = [
        ("项目概况", _project(requirement)),
        ("社区概况", _community(requirement)),
        ("服务范围与服务对象", _served(requirement)),
        ("服务目标", _goals(requirement)),
        ("包组与最高限价", _lots(requirement)),
        ("人员配备与服务工时", _staff(requirement)),
        ("最低服务指标", _indicators(requirement)),
        ("评分办法", _scoring(requirement)),
        ("无效投标", _invalid(requirement)),
        ("时间安排", _dates(requirement)),
        ("合同", _contract(requirement)),
    ]
    told = [(title, list(blocks)) for title, blocks in sections]
    numbered: list[Block] = []
    for number, (title, blocks) in enumerate([one for one in told if one[1]], start=1):
        numbered += [Heading(f"{numeral(number)}、{title}"), *blocks]
    long_title = len(tender.name) + len(SUBJECT) > TITLE_LINE
    return Document(
        title=tender.name + ("\n" if long_title else "") + SUBJECT,
        issuing_body=tender.purchaser,
        date=requirement.issued_on,
        blocks=tuple(numbered),
    )


def numeral(number: int) -> str:
    """A number from 1 to 99 as headings write it: 十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十") + (NUMERALS[ones - 1] if ones else "")


def money(fen: int) -> str:
    """An amount as papers write it: 250万元, or to the yuan and fen where it is not round."""
    if fen % TEN_THOUSAND_YUAN == 0:
        return f"{fen // TEN_THOUSAND_YUAN}万元"
    return f"{fen // 100:,}元" if fen % 100 == 0 else f"{fen / 100:,.2f}元"


def number_text(value: object) -> str:
    """A number as papers write it, with commas and without needless decimals."""
    return f"{plain(value):,}"


def _sentence(words: str) -> str:
    return words if words.endswith(("。", "；", "！", "？")) else words + "。"


def _listed(items: tuple[str, ...]) -> Iterator[Paragraph]:
    for number, words in enumerate(items, start=1):
        yield Paragraph(f"{number}. {_sentence(words)}")


def _project(requirement: Requirement) -> Iterator[Block]:
    tender = requirement.tender
    total = sum(sum(lot.budgets_fen) for lot in tender.lots)
    rows = tender.rules.rules
    bases = requirement.bases or tuple(rows[name].value for name in sorted(rows) if name.startswith("clause.basis."))
    yield Paragraph(
        f"本项目为服务类项目，项目编号{tender.code}，由{tender.purchaser}面向社会工作服务机构公开招标，"
        f"服务期{tender.years}年，预算总额{money(total)}，资金来源为{requirement.funded_by}。"
    )
    if bases:
        yield Paragraph(f"依据：{'、'.join(bases)}。")


def _community(requirement: Requirement) -> Iterator[Block]:
    found = requirement.profile
    facts = [
        ("面积", found.area_km2, "平方千米"), ("人口", found.population, "人"), ("劳动年龄人口", found.working_age, "人"),
        ("居民委员会", found.residents_committees, "个"), ("行政村", found.villages, "个"), ("经济合作社", found.cooperatives, "个"),
    ]  # fmt: skip
    rows = tuple((name, f"{value:,}{unit}") for name, value, unit in facts if value is not None)
    if rows:
        yield Table((Column("项目"), Column("情况", "right")), rows)
    for words in found.remarks:
        yield Paragraph(_sentence(words))


def _served(requirement: Requirement) -> Iterator[Block]:
    yield Heading("（一）服务范围", 2)
    yield Paragraph(_sentence(requirement.scope))
    yield Heading("（二）服务对象", 2)
    yield from _listed(requirement.users)
    if requirement.contents:
        yield Heading("（三）服务内容", 2)
        yield from _listed(requirement.contents)


def _goals(requirement: Requirement) -> Iterator[Block]:
    yield Heading(f"（一）{numeral(requirement.tender.years)}年总体目标", 2)
    yield from _listed(requirement.overall_goals)
    if requirement.stage_goals:
        yield Heading("（二）年度阶段目标", 2)
        for year, goals in enumerate(requirement.stage_goals, start=1):
            yield Heading(f"{year}. 第{numeral(year)}年", 3)
            yield from (Paragraph(f"（{number}）{_sentence(words)}") for number, words in enumerate(goals, start=1))


def _lots(requirement: Requirement) -> Iterator[Block]:
    tender = requirement.tender
    years = [Column(f"第{numeral(year)}年", "right") for year in range(1, tender.years + 1)]
    rows = [(lot.code, lot.name, *map(money, lot.budgets_fen), money(sum(lot.budgets_fen))) for lot in tender.lots]
    if len(rows) > 1:
        yearly = [money(sum(lot.budgets_fen[year] for lot in tender.lots)) for year in range(tender.years)]
        rows.append(("", "合计", *yearly, money(sum(sum(lot.budgets_fen) for lot in tender.lots))))
    columns = (Column("包组", "center", 0.6), Column("名称", width=1.8), *years, Column("合计", "right"))
    yield Table(columns, tuple(rows), caption="各包组各年最高限价")
    only = "投标人须对全部包组、全部年度投标。" if tender.whole_project_only else "投标人可以只投其中的包组。"
    yield Paragraph("每个包组每一年的报价不得超过该包组该年的最高限价。" + only)
    if tender.bond_limit_percent is not None:
        yield Paragraph(f"投标保证金不得超过项目预算（所投各包组、各年之和）的{number_text(tender.bond_limit_percent)}%。")


def _staff(requirement: Requirement) -> Iterator[Block]:
    for lot in requirement.tender.lots:
        if lot.hours_rule is not None:
            several = len(requirement.tender.lots) > 1
            yield from _staff_of(lot, lot.hours_rule, f"包组{lot.code}（{lot.name}）" if several else "本项目")


def _staff_of(lot: Lot, rule: HoursRule, named: str) -> Iterator[Block]:
    fund = min(lot.budgets_fen)
    if rule.base_professionals is not None:
        social = "" if rule.minimum_social_workers is None else (
            f"，其中助理社会工作师或社会工作师不少于{rule.minimum_social_workers}名，其余为社会学、心理学等相近专业人员"
        )  # fmt: skip
        yield Paragraph(f"{named}须配备专业人员不少于{rule.base_professionals}名{social}。证书须在投标截止当日有效。")
    most = most_professionals(rule, fund)
    if most is not None:
        yield Paragraph(
            f"年度经费超过{money(rule.base_fund_fen)}的，每增加{money(rule.extra_fen_per_professional)}可增加专业人员1名；"
            f"{named}年度经费{money(fund)}，专业人员不多于{most}名。"
        )
    if rule.floor is not None or rule.ceiling is not None:
        yield Paragraph(f"{named}全年服务工时{_between(rule)}。")
    elif rule.base_professionals is not None and rule.total_hours_per_professional is not None:
        yield Paragraph(f"{named}全年服务工时只计算专业人员，按专业人员人数核定如下，投标的全年计划工时不得低于下限，不得高于上限。")
        numbers = range(rule.base_professionals, (most or rule.base_professionals) + 1)
        yield Table(
            (Column("专业人员（名）", "center"), Column("总工时（小时）", "right"), Column("下限（小时）", "right"), Column("上限（小时）", "right")),
            tuple(_hours_row(rule, number) for number in numbers),
            caption=f"{named}全年服务工时",
        )


def _between(rule: HoursRule) -> str:
    parts = [("不低于", rule.floor), ("不高于", rule.ceiling)]
    return "，".join(f"{words}{number_text(value)}小时" for words, value in parts if value is not None)


def _hours_row(rule: HoursRule, number: int) -> tuple[str, ...]:
    limits = (hours_floor(rule, number), hours_ceiling(rule, number))
    shown = ("不限" if limit is None else number_text(limit) for limit in limits)
    return (str(number), number_text(rule.total_hours_per_professional * number), *shown)


def _indicators(requirement: Requirement) -> Iterator[Block]:
    rows = []
    for lot in requirement.tender.lots:
        for code, least in lot.minimum_indicators.items():
            named = requirement.indicator_names.get(code)
            rows.append((lot.code, named.name if named else code, named.unit if named else "", number_text(least)))
    if rows:
        yield Paragraph("每年计划完成的各项指标不得低于下表。")
        columns = (Column("包组", "center", 0.6), Column("指标", width=2.4), Column("单位", "center", 0.8), Column("每年不低于", "right"))
        yield Table(columns, tuple(rows), caption="最低服务指标")


def _scoring(requirement: Requirement) -> Iterator[Block]:
    table, rules = requirement.scoring, requirement.tender.rules
    yield Paragraph(f"采用{METHODS[table.method]}。有效投标不足{table.fewest}家的，予以废标。")
    if table.method == scoring.LOWEST_PRICE:
        return
    rows = [
        (title, item.name or title, number_text(item.points))
        for title, items in (("技术", table.technical), ("商务", table.business)) for item in items
    ]  # fmt: skip
    if table.price_mode != scoring.FIXED:
        rows.append(("价格", PRICE_RULES[table.price_mode].format(points=number_text(table.price_weight)), number_text(table.price_weight)))
    columns = (Column("部分", "center", 0.7), Column("评分内容", width=3.6), Column("满分", "right", 0.7))
    yield Table(columns, tuple(rows), caption="评分表")
    drop = "去掉一个最高分和一个最低分后取平均" if table.drop == scoring.DROP_ENDS else "取平均"
    yield Paragraph(f"评委逐项独立评分，{drop}，保留{table.places}位小数。{_ties(table)}")
    if table.price_mode == scoring.FIXED:
        yield Paragraph(_sentence(PRICE_RULES[scoring.FIXED]))
    yield Paragraph(f"依据：{rules.rules['fewest_valid_bids'].source}。")


def _ties(table: scoring.Scoring) -> str:
    words = {"price": "报价低的在前", scoring.TECHNICAL: "技术得分高的在前", "draw": "抽签"}
    seed = f"抽签的种子为“{table.draw_seed}”。" if table.draw_seed else ""
    return f"得分相同的，依次按{'、'.join(words[tie] for tie in table.ties)}排列。{seed}"


def _invalid(requirement: Requirement) -> Iterator[Block]:
    tender = requirement.tender
    has_hours = any(lot.hours_rule is not None for lot in tender.lots)
    yield Paragraph("投标须符合下列各项，有一项不符合的，投标无效：")
    shown = [code for code in CODES if has_hours or code not in HOURS_CODES]
    if tender.bond_limit_percent is None:
        shown.remove("bond_over_limit")
    yield from _listed(tuple(tender.rules.clause(code).value for code in shown))


def _dates(requirement: Requirement) -> Iterator[Block]:
    tender = requirement.tender
    closes = tender.closes.astimezone(SHANGHAI)
    publishing, contract, query = (clock_on(name, tender.published) for name in ("publishing", "contract", "query"))
    yield Paragraph(
        f"本需求书于{chinese_day(tender.published)}公布，投标截止时间为{chinese_day(closes.date())}{closes:%H:%M:%S}（北京时间），"
        f"公布之日起至截止之日不少于{publishing.value}日。"
    )
    yield Paragraph(
        f"对采购结果有异议的，可在{query.value}个工作日内书面质疑。中标通知书发出之日起{contract.value}日内签订合同。"
    )


def _contract(requirement: Requirement) -> Iterator[Block]:
    rules = requirement.tender.rules.rules
    terms = tuple(rules[name].value for name in sorted(rules) if name.startswith("clause.contract."))
    yield from _listed(terms)
