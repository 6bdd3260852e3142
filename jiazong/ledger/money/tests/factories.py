"""Invented money: a contract with budget lines, instalments and vouchers."""
from datetime import date

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.tests import factories as contracts
from jiazong.ledger.money.actions import planning, posting
from jiazong.ledger.money.actions.planning import LineSpec
from jiazong.ledger.money.models import Heading, Voucher
from jiazong.ledger.money.queries import books
from jiazong.ledger.money.rules import booking

DAY = date(2025, 3, 2)
LINES = (LineSpec("人员", 156_000_000, True), LineSpec("活动", 60_000_000, False), LineSpec("行政", 24_000_000, False))
NAMES = ("首期", "中期", "末期")

director, agency_office, member = contracts.director, contracts.agency_office, contracts.member


def contract(code: str = "qinghe-2025", centre: str = "qinghe", *, planned: bool = True, **changes: object) -> Contract:
    """A contract of 240万, with its budget of three lines and its instalments."""
    made = contracts.contract(code, centre, **{"term__first_day": "2025-01-01", "term__last_day": "2025-12-31"} | changes)
    if planned:
        planning.set_lines(made, LINES, by=None)
        planning.set_instalments(made, planning.default_instalments(made, NAMES), by=None)
    return made


def line(of: Contract, name: str = "人员") -> Heading:
    return Heading.objects.get(contract=of, name=name)


def spent(of: Contract, fen: int, name: str = "人员", *, day: date = DAY, words: str = "三月工资") -> Voucher:
    """A voucher of the project."""
    return posting.spend(of, line(of, name), fen, posting.Draft(day, booking.SPENT, words, "发票 001"), by=None)


def granted(of: Contract, order: int = 1, *, on: date = DAY) -> Voucher:
    """An instalment that arrived."""
    return planning.arrive(of.instalments.get(order=order), on=on, evidence="回单", by=None)


def street_office(of: Contract):
    return member("street_office", "region", of.centre.region_id)


def money(of: Contract) -> books.Money:
    return books.money_of(of)
