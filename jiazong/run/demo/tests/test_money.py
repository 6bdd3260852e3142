"""The money of the demonstration: it balances, its staff share is reached, one bank line waits, one task is referred."""
from datetime import timedelta

import pytest
from django.utils import timezone

from jiazong.ledger.hours.tests import factories as make
from jiazong.ledger.money.queries import bank, books
from jiazong.review.grievances.models import StreetTask
from jiazong.run.demo.loading import DemoLoaded
from jiazong.run.demo.money import LINES, add_money


@pytest.mark.django_db
def test_the_first_contract_has_money_that_balances() -> None:
    contract, today = make.running_contract(), timezone.localdate()
    loaded = DemoLoaded("small", True, [], 1, 0, contract, make.member(contract, "centre_director"))
    written = add_money(loaded, today=today)
    money = books.money_of(contract)
    assert written == contract.vouchers.count() > 5 * len(LINES)
    assert money.bank_fen == money.granted_fen + money.other_fen + money.carried_fen - money.spent_fen
    assert money.budget_fen == money.agreed_fen
    assert 0.65 < float(money.staff_ratio) < 0.8
    assert bank.open_count(contract) == 1
    assert StreetTask.objects.filter(referred_on__isnull=False, first_day__gte=today - timedelta(days=12)).count() == 1
