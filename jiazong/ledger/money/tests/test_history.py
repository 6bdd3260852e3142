"""Any history of postings, reversals and receipts leaves books that balance and a roll-up that is what the entries are."""
from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from jiazong.ledger.money.actions import posting
from jiazong.ledger.money.models import Entry, MonthSum, Voucher
from jiazong.ledger.money.queries import books
from jiazong.ledger.money.rules import booking
from jiazong.ledger.money.tests import factories as make

pytestmark = pytest.mark.django_db


def live(of, dice: Random, deeds: int) -> None:
    """So many deeds of a contract's money in any order."""
    lines = [make.line(of, name) for name in ("人员", "活动", "行政")]
    for _n in range(deeds):
        day, fen = date(2025, 1, 1) + timedelta(days=dice.randrange(300)), dice.randrange(1, 10**7)
        what = dice.random()
        free = list(Voucher.objects.filter(contract=of, reversed_by__isnull=True).exclude(kind=booking.REVERSAL)[:9])
        if what < 0.25 and free:
            posting.reverse(dice.choice(free), reason="改", by=None)
        elif what < 0.4:
            posting.receive(of, booking.OTHER_INCOME, fen, posting.Draft(day, booking.OTHER, "利息", "回单"), by=None)
        elif what < 0.5:
            street = books.heading(of, booking.STREET_COST)
            posting.spend(of, street, fen, posting.Draft(day, booking.STREET_TASK, "创卫", "发票"), by=None)
        else:
            posting.spend(of, dice.choice(lines), fen, posting.Draft(day, booking.SPENT, "支出", "发票"), by=None)


def check(of) -> None:
    entries = Entry.objects.filter(contract=of)
    assert entries.aggregate(sum=Sum("amount_fen"))["sum"] == 0
    assert not entries.values("voucher").annotate(sum=Sum("amount_fen")).exclude(sum=0).exists()
    by_month = entries.annotate(month=TruncMonth("voucher__day")).values_list("heading", "month").annotate(Count("pk"), Sum("amount_fen"))
    assert sorted(by_month) == sorted(MonthSum.objects.filter(contract=of).values_list("heading", "month", "entries", "amount_fen"))
    money = books.money_of(of)
    assert money.bank_fen == money.granted_fen + money.other_fen + money.carried_fen - money.spent_fen
    numbers = list(Voucher.objects.filter(contract=of).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_books_balance_after_a_history(subtests):
    of = make.contract()
    for seed in range(3):
        live(of, Random(seed), 15)
        with subtests.test(seed=seed):
            check(of)


@pytest.mark.long
def test_books_balance_after_long_histories():
    of, dice = make.contract(), Random(11)
    for _n in range(40):
        live(of, dice, 50)
        check(of)
