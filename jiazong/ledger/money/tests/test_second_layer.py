"""Money in SQL alone, and sealed: the purchaser sees sums and no voucher, nobody reads a bank line in the clear."""
import contextlib

import pytest
from django.db import DatabaseError, connection, transaction

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import actions as life
from jiazong.ground.access.context import acting
from jiazong.ledger.money.actions import bank, planning
from jiazong.ledger.money.models import BankLine, Entry, Instalment, MonthSum, Voucher
from jiazong.ledger.money.rules.bank import Line, keyed
from jiazong.ledger.money.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    made = make.contract()
    make.spent(made, 1_000)
    bank.take_in(made, keyed([Line(2, make.DAY, -500, None, "单小雨", "三月工资")]), by=None)
    return made


def seen(account, word):
    with acting(account, word):
        return [table.objects.count() for table in (Voucher, Entry, BankLine, MonthSum, Instalment)]


def test_the_database_shows_vouchers_to_who_keeps_them_and_sums_to_who_pays(ours):
    theirs = make.contract("hechong-2025", "hechong", agency="河涌社工")
    make.spent(theirs, 700)
    whole, sums = [1, 2, 1, 2, 3], [0, 0, 0, 2, 3]
    assert seen(make.director(ours), "money.read") == whole
    assert seen(make.agency_office(ours), "money.read") == whole
    assert seen(make.street_office(ours), "money.sums") == sums
    assert seen(make.member("district_bureau", "region", "440103"), "money.sums") == [0, 0, 0, 4, 6]
    assert seen(make.member("social_worker", "centre", "qinghe"), "money.sums") == [0, 0, 0, 0, 0]


def test_the_purchaser_writes_no_voucher_whatever_the_code_does(ours):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), acting(make.street_office(ours), "money.pay"):
        make.spent(ours, 100)
    planning.pay(ours.instalments.get(order=1), on=make.DAY, by=None)
    assert Voucher.objects.count() == 1


def test_the_purchaser_changes_no_contract_not_even_one_she_ended(ours):
    street = make.street_office(ours)
    for _turn in ("running", "ended"):
        refused = transaction.atomic(), acting(street, "contracts.terminate")
        with contextlib.suppress(DatabaseError), refused[0], refused[1]:
            assert Contract.objects.filter(pk=ours.pk).update(budget_fen=1) == 0
        with acting(street, "contracts.terminate"):
            life.terminate(ours, ground="breach", on=make.DAY, reason="停止服务", last_service=None, by=street)
    ours.refresh_from_db()
    assert (ours.budget_fen, ours.last_day) == (240_000_000, make.DAY)


def test_who_was_paid_lies_sealed(ours):
    line = BankLine.objects.get()
    line.contract = ours
    assert (line.party, line.words) == ("单小雨", "三月工资")
    with connection.cursor() as cursor:
        cursor.execute("SELECT party, words, key FROM money_bankline")
        party, words, key = cursor.fetchone()
    assert "单小雨".encode() not in bytes(party)
    assert "工资".encode() not in bytes(words)
    assert len(key) == 64
