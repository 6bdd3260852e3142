"""The statement of a contract's year as a workbook: lines, instalments, what came in; amounts are real numbers in yuan."""
from decimal import Decimal
from io import BytesIO

from jiazong.ground.sheets.writing import WrittenTable, write_tables
from jiazong.ledger.money.telling import STATES, Told

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def statement_book(told: Told) -> bytes:
    """The statement as three sheets whose figures are those of the paper."""
    money = told.money
    lines = [
        (one.heading.name, "是" if one.heading.is_staff_cost else "否", _yuan(one.variance.budget_fen), _yuan(one.variance.spent_fen), _yuan(one.variance.left_fen))
        for one in money.lines
    ]
    lines.append(("合计", "", _yuan(money.budget_fen), _yuan(money.spent_fen), _yuan(money.budget_fen - money.spent_fen)))
    income = [("政府购买服务拨款", money.granted_fen), ("其他收入", money.other_fen), ("上年结转", money.carried_fen), ("支出合计", -money.spent_fen), ("银行存款余额", money.bank_fen)]
    parts = [
        (one.instalment.name, _yuan(one.instalment.amount_fen), one.instalment.due_on, one.instalment.paid_on, one.instalment.arrived_on, one.days_late, STATES[one.state])
        for one in told.parts
    ]
    target = BytesIO()
    write_tables(target, [
        WrittenTable("支出", ["预算科目", "人员经费", "预算（元）", "支出（元）", "结余（元）"], lines),
        WrittenTable("收支", ["项目", "金额（元）"], [(name, _yuan(fen)) for name, fen in income]),
        WrittenTable("拨款", ["期", "金额（元）", "应到日", "拨付日", "到账日", "逾期天数", "状态"], parts),
    ])  # fmt: skip
    return target.getvalue()


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100
