"""What a statement tells, on paper and in a workbook alike; statements are Chinese whatever language the screens speak."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiazong.ledger.money.queries.books import Money, Part
from jiazong.ledger.money.rules import shares

STATES = {
    shares.WAITING: "条件未到", shares.DUE: "待拨付", shares.LATE: "逾期未拨", shares.PAID: "已拨未到",
    shares.ARRIVED: "按期到账", shares.ARRIVED_LATE: "逾期到账",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a statement tells: the money as it stands, the instalments, the day."""

    money: Money
    parts: Sequence[Part]
    on: date
