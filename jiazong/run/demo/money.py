"""The money of the demonstration's first contract: a budget, instalments, vouchers of every month, a statement, two added tasks."""
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import actions as life
from jiazong.commission.lifecycle.models import Bond
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.rules.entry import months_of_term
from jiazong.ledger.money.actions import bank, planning, posting
from jiazong.ledger.money.actions.planning import LineSpec
from jiazong.ledger.money.models import Heading, Instalment
from jiazong.ledger.money.rules import booking
from jiazong.ledger.money.rules.bank import Line, keyed
from jiazong.review.grievances import actions as grievances
from jiazong.review.grievances import rules
from jiazong.review.grievances.actions import Told
from jiazong.run.demo.loading import DemoLoaded

# Share of the contract in percent, share of it that is spent evenly over the year, what each month's voucher says.
LINES = (
    ("人员", 66, True, 100, "工资与社保"), ("活动", 20, False, 90, "小组与社区活动物资"), ("督导", 6, False, 80, "督导费"),
    ("行政", 5, False, 110, "办公与水电"), ("税费", 3, False, 70, "税费"),
)  # fmt: skip
TASKS = (
    ("协助创建卫生城区检查，连续三天清扫", "城管办", 40, 72, 0, rules.NOBODY, False),
    ("为文艺汇演布置场地并购置横幅", "宣传办", 12, 18, 120_000, rules.PROJECT, False),
)  # fmt: skip


def add_money(loaded: DemoLoaded, *, today: date) -> int:
    """Lay out and keep the money of the first contract up to today; answers how many vouchers were written."""
    contract, director = loaded.contract, loaded.director
    if contract is None or director is None:
        return 0
    lines = planning.set_lines(contract, _lines(contract), by=director)
    planning.set_instalments(contract, planning.default_instalments(contract, ("首期", "中期", "末期")), by=director)
    life.deposit(contract, kind=Bond.BANK, amount_fen=contract.budget_fen // 20, received_on=contract.first_day, by=director)
    first = Instalment.objects.get(contract=contract, order=1)
    came = min(first.due_on - timedelta(days=9), today)
    planning.arrive(first, on=max(came, contract.first_day), evidence="银行回单", by=director)
    written = 1 + _spend(contract, lines, director, today)
    middle = Instalment.objects.get(contract=contract, order=2)
    if middle.due_on < today:
        planning.meet(middle, on=middle.due_on - timedelta(days=30), evaluation=Decimal("86.5"), by=director)
    _statement(contract, director, today)
    _tasks(contract, director, today)
    return written


def _lines(contract: Contract) -> list[LineSpec]:
    shares = [contract.budget_fen * percent // 100 for _name, percent, *_rest in LINES]
    shares[0] += contract.budget_fen - sum(shares)
    return [LineSpec(name, fen, is_staff) for (name, _percent, is_staff, *_rest), fen in zip(LINES, shares, strict=True)]


def _spend(contract: Contract, lines: list[Heading], by: Account, today: date) -> int:
    rng, written = Random(f"money {contract.pk}"), 0
    of = {one.name: one for one in lines}
    for month in months_of_term(contract.first_day, contract.last_day):
        day = max(month + timedelta(days=24), contract.first_day)
        if day > min(today, contract.last_day):
            break
        for name, _percent, _is_staff, pace, words in LINES:
            fen = of[name].budget_fen * pace * rng.randrange(90, 110) // 120_000
            draft = posting.Draft(day, booking.SPENT, f"{month.month}月{words}", f"发票 {month:%y%m}-{of[name].order}")
            posting.spend(contract, of[name], fen, draft, by=by)
            written += 1
    return written


def _statement(contract: Contract, by: Account, today: date) -> None:
    """The lines of one bank statement: what was paid for administration finds its vouchers, one line waits."""
    vouchers = contract.vouchers.filter(words__endswith="办公与水电").order_by("day")
    lines = [Line(place, one.day, -one.amount_fen, None, "物业与电力", one.words) for place, one in enumerate(vouchers, start=2)]
    waits = max(contract.first_day, today - timedelta(days=6))
    bank.take_in(contract, keyed([*lines, Line(len(lines) + 2, waits, -86_000, None, "文具店", "打印纸")]), by=by)


def _tasks(contract: Contract, by: Account, today: date) -> None:
    for task, department, ago, hours, cost, payer, consulted in TASKS:
        day = max(contract.first_day, today - timedelta(days=ago))
        told = Told(task, department, day, day, hours * 60, cost, payer, consulted)
        made = grievances.write_down(contract, told, by=by)
        if payer == rules.PROJECT:
            grievances.refer(made, words="事前没有协商，并要求从项目经费支出，请协调。", on=today, by=by)
