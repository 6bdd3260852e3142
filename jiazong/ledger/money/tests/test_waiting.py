"""What of a signed contract is told of to whoever has to act: instalments, acceptance, another year, the bond."""
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import actions as life
from jiazong.commission.lifecycle.models import Figure
from jiazong.commission.lifecycle.rules import deciding
from jiazong.ledger.money.actions import planning
from jiazong.ledger.money.queries import waiting
from jiazong.ledger.money.tests import factories as make

pytestmark = pytest.mark.django_db
LAST = date(2025, 12, 31)


def asked(kind: str, on: date, region: str = "") -> list[tuple[str, bool]]:
    """What is told of one kind on a day."""
    payment, year, bond_days = waiting.windows(on, region)
    contracts = Contract.objects.all()
    found = {
        "pay": lambda: waiting.to_pay(contracts, payment), "arrival": lambda: waiting.to_write_down(contracts, payment),
        "arrears": lambda: waiting.in_arrears(contracts, payment), "accept": lambda: waiting.to_accept(contracts, year),
        "renew": lambda: waiting.to_renew(contracts, year), "bond": lambda: waiting.bonds_to_return(contracts, payment, bond_days),
    }[kind]()  # fmt: skip
    return [(one.key, one.is_over) for one in found]


def owed(contract: Contract, on: date):
    """The first instalment, owed since a day and due on it."""
    one = contract.instalments.get(order=1)
    contract.instalments.filter(pk=one.pk).update(met_on=on, due_on=on)
    return one


def test_an_instalment_is_told_of_to_the_payer_before_its_day_and_to_both_after_it():
    contract, day = make.contract(), date(2025, 3, 14)
    one = owed(contract, day)
    assert asked("pay", day - timedelta(days=12)) == [] and asked("arrears", day) == []
    assert asked("pay", day - timedelta(days=4)) == [(contract.pk, False)]
    assert asked("pay", day + timedelta(days=4)) == asked("arrears", day + timedelta(days=4)) == [(contract.pk, True)]
    planning.pay(one, on=day + timedelta(days=4), by=None)
    assert asked("pay", day + timedelta(days=5)) == asked("arrears", day + timedelta(days=5)) == []
    assert [key for key, _late in asked("arrival", day + timedelta(days=5))] == [contract.pk]
    planning.arrive(contract.instalments.get(pk=one.pk), on=day + timedelta(days=5), evidence="回单", by=None)
    assert asked("arrival", day + timedelta(days=6)) == []


def test_an_instalment_whose_condition_is_not_met_is_nobodys_debt():
    contract = make.contract()
    contract.instalments.filter(order=1).update(met_on=None, due_on=date(2025, 3, 14))
    assert asked("pay", date(2025, 3, 14)) == asked("arrears", date(2025, 3, 20)) == []


def test_the_acceptance_is_told_of_before_the_year_ends_until_it_is_decided():
    contract = make.contract()
    assert asked("accept", date(2025, 11, 1)) == []
    assert asked("accept", date(2025, 12, 20)) == [(contract.pk, False)] and asked("accept", date(2026, 1, 20)) == [(contract.pk, True)]
    form = life.open_acceptance(contract, [deciding.Standard("hours", "工时", "27440")], {}, by=None)
    assert asked("accept", LAST) == [(contract.pk, False)]
    life.judge(form, [deciding.Judged("hours", deciding.MET)], by=None, decide_on=LAST)
    assert asked("accept", LAST) == []


def test_another_year_is_decided_about_only_where_one_is_to_come():
    last = make.contract("qinghe-2025-3", "qinghe", term__year=3, term__of_years=3)
    first = make.contract("heyuan-2025-1", "heyuan", term__year=1, term__of_years=3)
    assert asked("renew", LAST) == [(first.pk, False)]
    life.terminate(first, ground=deciding.AGREED, on=LAST, reason="双方同意", last_service=None, by=None)
    assert asked("renew", LAST) == [] and asked("accept", LAST) == [(last.pk, False)]


def test_a_bond_goes_back_within_days_of_the_end():
    contract = make.contract()
    bond = life.deposit(contract, kind="transfer", amount_fen=100, received_on=date(2025, 1, 2), by=None)
    assert asked("bond", LAST) == []
    assert asked("bond", date(2026, 1, 5)) == [(contract.pk, False)] and asked("bond", date(2026, 2, 5)) == [(contract.pk, True)]
    life.give_back(bond, on=date(2026, 2, 6), by=None)
    assert asked("bond", date(2026, 2, 7)) == []


def test_what_is_half_a_year_old_is_told_of_no_more_and_the_days_are_those_of_the_region():
    contract = make.contract()
    assert asked("accept", LAST + timedelta(days=180)) == [(contract.pk, True)] and asked("accept", LAST + timedelta(days=181)) == []
    Figure.objects.create(region="4401", name="remind_year_days", first_day=date(2025, 1, 1), value=60, unit="days", confidence="L", source="某市")
    assert asked("accept", date(2025, 11, 1)) == [] and asked("accept", date(2025, 11, 1), "440103") == [(contract.pk, False)]


def test_one_question_is_asked_for_each_kind_however_many_contracts_there_are():
    counts = []
    for n in range(3):
        make.contract(f"q-{n}", f"centre-{n}")
        with CaptureQueriesContext(connection) as counted:
            assert len(asked("accept", LAST)) == n + 1
        counts.append(len(counted))
    assert counts[0] == counts[1] == counts[2]
