"""What a side knows of its contract's money and life, and of what its street added."""
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import actions as life
from jiazong.commission.lifecycle.models import Bond
from jiazong.commission.lifecycle.rules.deciding import Standard
from jiazong.ledger.money.actions import bank, planning, posting
from jiazong.ledger.money.actions.planning import InstalmentSpec, LineSpec
from jiazong.ledger.money.models import BankLine, Voucher
from jiazong.ledger.money.rules import booking, shares
from jiazong.ledger.money.rules.bank import Line, keyed
from jiazong.review.grievances import actions as grievances
from jiazong.review.grievances.actions import Told
from jiazong.review.grievances.models import StreetTask

DAY = date(2025, 3, 3)


@dataclass
class Money:
    """A voucher, a bank line without one, a task that was referred."""

    voucher: Voucher
    line: BankLine
    task: StreetTask

    @property
    def voucher_of(self) -> dict[str, Any]:
        return {"code": self.voucher.contract_id, "number": self.voucher.number}


def furnish(contract: Contract, canary: str) -> Money:
    """Budget, instalments, a voucher, a statement, what was agreed after signing, a task of the street."""
    lines = planning.set_lines(contract, [LineSpec(f"{canary}人员", contract.budget_fen, True)], by=None)
    planning.set_instalments(contract, [InstalmentSpec(f"{canary}首期", contract.budget_fen, DAY, shares.SIGNING)], by=None)
    voucher = posting.spend(contract, lines[0], 5_000, posting.Draft(DAY, booking.SPENT, f"{canary}工资", f"{canary}发票"), by=None)
    bank.take_in(contract, keyed([Line(1, DAY, -777, None, f"{canary}纸行", f"{canary}纸")]), by=None)
    life.promise(contract, {"visits": 120}, by=None)
    life.deposit(contract, kind=Bond.CASH, amount_fen=1_000, received_on=DAY, by=None)
    life.amend(contract, amount_fen=100, agreed_on=DAY, words=f"{canary}补充", by=None)
    life.open_acceptance(contract, [Standard("hours", f"{canary}工时", "3,920 小时")], {}, by=None)
    told = Told(f"{canary}创卫检查", f"{canary}城管办", DAY, DAY, 60, 0, "nobody", False)
    task = grievances.write_down(contract, told, by=None)
    grievances.refer(task, words=f"{canary}请协调", on=DAY, by=None)
    return Money(voucher, BankLine.objects.get(contract=contract), task)
