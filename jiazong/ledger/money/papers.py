"""The statement of a contract's year on paper; papers are Chinese whatever language the screens speak."""
from collections.abc import Callable, Sequence
from datetime import date

from jiazong.ground.papers.document import (
    Column,
    Document,
    Heading,
    Paragraph,
    Signatures,
    Table,
    chinese_day,
)
from jiazong.ground.papers.pdf import render_pdf
from jiazong.ground.papers.word import render_word
from jiazong.ledger.money.queries.books import Money, Part
from jiazong.ledger.money.telling import STATES, Told

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAKERS: dict[str, tuple[Callable[[Document], bytes], str]] = {"docx": (render_word, WORD), "pdf": (render_pdf, "application/pdf")}
TITLE_LINE = 20


def made(told: Told, shape: str) -> tuple[bytes, str]:
    """The statement as Word or PDF with its content type."""
    render, kind = MAKERS[shape]
    return render(statement(told)), kind


def statement(told: Told) -> Document:
    """年度经费决算表: from the agency to the purchaser, in sentences and three tables whose sums agree."""
    money, contract = told.money, told.money.contract
    subject = "年度经费决算表"
    long_title = len(contract.centre.name) + len(subject) > TITLE_LINE
    return Document(
        title=contract.centre.name + ("\n" if long_title else "") + subject,
        issuing_body=contract.agency.name,
        addressee=contract.purchaser.name,
        date=told.on,
        blocks=(
            Paragraph(
                f"合同{contract.pk}自{chinese_day(contract.first_day)}至{chinese_day(contract.last_day)}，金额{yuan(money.agreed_fen)}元。"
                f"截至{chinese_day(told.on)}，收入与支出如下（收付实现制，单位：元）。"
            ),
            Heading("一、收入"), _income(money),
            Heading("二、支出"), _spending(money), *_staff(money),
            Heading("三、拨款"), *_instalments(told.parts),
            Heading("四、结余"), Paragraph(f"项目银行存款余额{yuan(money.bank_fen)}元，等于收入合计减支出合计。"),
            *_street(money),
            Signatures(("编制人（签字）", "机构负责人（签字）")),
        ),
    )  # fmt: skip


def yuan(fen: int) -> str:
    """Fen as a paper writes yuan: two decimals always."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def _income(money: Money) -> Table:
    rows = (("政府购买服务拨款", money.granted_fen), ("其他收入", money.other_fen), ("上年结转（转出记负数）", money.carried_fen))
    whole = sum(fen for _name, fen in rows)
    return Table(
        (Column("项目", width=3), Column("金额", "right")), (*((name, yuan(fen)) for name, fen in rows), ("合计", yuan(whole))), "表1　收入"
    )


def _spending(money: Money) -> Table:
    rows = [
        (one.heading.name + ("（人员）" if one.heading.is_staff_cost else ""), one.variance.budget_fen, one.variance.spent_fen)
        for one in money.lines
    ]
    rows.append(("合计", money.budget_fen, money.spent_fen))
    return Table(
        (Column("预算科目", width=2), Column("预算", "right", 1.4), Column("支出", "right", 1.4), Column("结余", "right", 1.4), Column("执行率", "right", 0.9)),
        tuple((name, yuan(budget), yuan(spent), yuan(budget - spent), f"{spent * 100 / budget:.1f}%" if budget else "—") for name, budget, spent in rows),
        "表2　支出",
    )


def _staff(money: Money) -> tuple[Paragraph, ...]:
    if money.staff_ratio is None:
        return ()
    said = f"人员支出{yuan(money.staff_fen)}元，占支出的{float(money.staff_ratio) * 100:.1f}%，要求不少于{money.staff_percent}%"
    short = f"，还差{yuan(money.staff_missing_fen)}元。" if money.staff_missing_fen else "，已达到。"
    return (Paragraph(said + short),)


def _instalments(parts: Sequence[Part]) -> tuple[Paragraph | Table, ...]:
    if not parts:
        return (Paragraph("没有登记分期。"),)
    rows = tuple(
        (
            one.instalment.name, yuan(one.instalment.amount_fen), _day(one.instalment.due_on), _day(one.instalment.arrived_on),
            str(one.days_late) if one.days_late else "—", STATES[one.state],
        )
        for one in parts
    )  # fmt: skip
    columns = (
        Column("期", width=0.8), Column("金额", "right", 1.5), Column("应到日", "center", 1.2), Column("到账日", "center", 1.2),
        Column("逾期天数", "right", 0.9), Column("状态", "center", 1.1),
    )  # fmt: skip
    return (Table(columns, rows, "表3　拨款"),)


def _street(money: Money) -> tuple[Paragraph, ...]:
    if not money.street_fen:
        return ()
    return (Paragraph(f"另有街道交办任务支出{yuan(money.street_fen)}元，由街道另付，不在上列项目经费之内。"),)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
