"""合同进度摘要, the paper at the head of an evidence pack; papers are Chinese whatever language the screens speak."""
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from jiazong.ground.papers.document import (
    Column,
    Document,
    Heading,
    Paragraph,
    Signatures,
    Table,
    chinese_day,
)
from jiazong.review.evidence.rules import (
    PackContract,
    PackHours,
    PackIndicator,
    completion,
    elapsed_days,
    hours_text,
    number_text,
    percent_text,
)

SUBJECT = "合同进度摘要"
# More characters than this do not fit one line of the title's size.
TITLE_LINE = 20


def summarise(
    contract: PackContract, hours: PackHours, indicators: Sequence[PackIndicator], *, as_of: date
) -> Document:
    """The contract's progress on a day, from the agency to the purchaser, in sentences and two tables."""
    over, whole = elapsed_days(contract, as_of)
    share = completion(over, whole)
    long_title = len(contract.centre) + len(SUBJECT) > TITLE_LINE
    return Document(
        title=contract.centre + ("\n" if long_title else "") + SUBJECT,
        issuing_body=contract.agency,
        addressee=contract.purchaser,
        date=as_of,
        blocks=(
            Paragraph(f"现将{contract.centre}截至{chinese_day(as_of)}的合同进度报告如下。"),
            Heading("一、合同基本情况"),
            Paragraph(_term(contract)),
            Paragraph(f"本年度合同期共{whole}天，截至{chinese_day(as_of)}已过{over}天，占{percent_text(share)}。"),
            Heading("二、服务工时"),
            *(Paragraph(sentence) for sentence in _hours_sentences(hours)),
            _hours_table(hours),
            Heading("三、服务指标"),
            *(Paragraph(sentence) for sentence in _indicator_sentences(indicators, share)),
            _indicator_table(indicators),
            Heading("四、数据说明"),
            Paragraph(
                "以上数字均由服务记录逐条累计。每项指标的全部记录见资料包内同名文件夹，文件清单见《目录.xlsx》；"
                "补记和冲正的记录已在表中注明。"
            ),
            Paragraph("特此报告。"),
            Signatures(("机构负责人（签字）", "购买方代表（签字）")),
        ),
    )


def _term(contract: PackContract) -> str:
    trial = "，处于试用考核期" if contract.trial else ""
    return (
        f"合同编号为{contract.code}，购买方为{contract.purchaser}，由{contract.agency}承接，在{contract.centre}提供服务。"
        f"本年度合同期自{chinese_day(contract.first_day)}至{chinese_day(contract.last_day)}，"
        f"为{contract.years}年中的第{contract.year}年{trial}。"
    )


def _hours_sentences(hours: PackHours) -> list[str]:
    done = (
        f"专业服务总工时已完成{hours_text(hours.total)}小时，占目标{hours_text(hours.target_total)}小时的"
        f"{percent_text(completion(hours.total, hours.target_total))}。其中，直接专业服务工时{hours_text(hours.direct)}小时，"
        f"间接服务工时{hours_text(hours.total - hours.direct)}小时。"
    )
    if hours.direct >= hours.floor:
        floor = f"直接专业服务工时已达到最低要求{hours_text(hours.floor)}小时。"
    else:
        floor = f"直接专业服务工时距最低要求{hours_text(hours.floor)}小时还差{hours_text(hours.floor - hours.direct)}小时。"
    if hours.total > hours.ceiling:
        floor += f"总工时已超出上限{hours_text(hours.ceiling)}小时，超出{hours_text(hours.total - hours.ceiling)}小时。"
    else:
        floor += f"总工时未超出上限{hours_text(hours.ceiling)}小时。"
    return [done, floor]


def _hours_table(hours: PackHours) -> Table:
    def line(name: str, asked: int, done: int) -> tuple[str, ...]:
        return name, hours_text(asked), hours_text(done), percent_text(completion(done, asked))

    return Table(
        columns=(
            Column("项目", width=2.2), Column("合同要求", "right"), Column("已完成", "right"), Column("完成率", "right", 0.8),
        ),
        rows=(
            line("专业服务总工时", hours.target_total, hours.total),
            line("直接专业服务工时（最低）", hours.floor, hours.direct),
            ("间接服务工时", "—", hours_text(hours.total - hours.direct), "—"),
            ("工时上限", hours_text(hours.ceiling), hours_text(hours.total), percent_text(completion(hours.total, hours.ceiling))),
        ),
        caption="表1　服务工时（单位：小时）",
    )


def _indicator_sentences(indicators: Sequence[PackIndicator], elapsed: Decimal | None) -> list[str]:
    if not indicators:
        return ["合同没有约定服务指标。"]
    reached = [item for item in indicators if item.done >= item.target]
    count = f"合同约定服务指标{len(indicators)}项，已完成{len(reached)}项，未完成{len(indicators) - len(reached)}项。"
    behind = [item for item in indicators if item.done < item.target and _behind(item, elapsed)]
    if not behind:
        return [count + "各项指标均不落后于合同期的时间进度。"]
    named = "、".join(f"{item.name}（{percent_text(completion(item.done, item.target))}）" for item in behind)
    return [count, f"按时间进度应完成{percent_text(elapsed)}，落后的有{len(behind)}项：{named}。"]


def _behind(indicator: PackIndicator, elapsed: Decimal | None) -> bool:
    share = completion(indicator.done, indicator.target)
    return share is not None and elapsed is not None and share < elapsed


def _indicator_table(indicators: Sequence[PackIndicator]) -> Table:
    return Table(
        columns=(
            Column("序号", "center", 0.6), Column("指标", width=2.6), Column("单位", "center", 0.7), Column("目标", "right"),
            Column("已完成", "right"), Column("完成率", "right", 0.9),
        ),
        rows=tuple(
            (
                str(number), item.name, item.unit, number_text(item.target), number_text(item.done),
                percent_text(completion(item.done, item.target)),
            )
            for number, item in enumerate(indicators, start=1)
        ),
        caption="表2　服务指标",
    )
