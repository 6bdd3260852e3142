from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours import actions
from jiazong.ledger.hours.queries import overview, progress_of
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db

SERVICES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 1), st.integers(0, 364), st.integers(1, 600), st.integers(0, 40)),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(services=SERVICES, gone=st.integers(-5, 400), reversed_ones=st.sets(st.integers(0, 11)))
def test_many_contracts_at_once_stand_where_each_stands_alone(services, gone, reversed_ones):
    both = [make.make_contract(), make.make_contract()]
    for n, (which, worker, method, day, minutes, persons) in enumerate(services):
        draft = make.draft(
            both[which], worker=worker, method=method, day=date(2025, 1, 1) + timedelta(days=day), direct=minutes, persons=persons
        )
        line = _posted(both[which], draft)
        if line and n in reversed_ones:
            actions.reverse(line, reason="试", by=None)
    as_of = date(2025, 1, 1) + timedelta(days=gone)
    together = overview.progress_of_many(both, as_of=as_of)
    alone = [progress_of(contract, as_of=as_of) for contract in both]
    assert together == alone


def _posted(contract, draft):
    try:
        return actions.post(contract, draft, by=None)
    except ValueError:
        return None


def test_an_hours_rule_that_came_later_is_taken_from_its_day_on():
    contract = make.make_contract()
    first = contract.hours_rules.get()
    second = contract.hours_rules.create(
        version=2, first_day=date(2025, 7, 1), professionals=3, total_minutes=first.total_minutes * 2,
        floor_minutes=first.floor_minutes, ceiling_percent=first.ceiling_percent, source="补充协议",
    )  # fmt: skip
    for day, rule in ((date(2024, 12, 1), first), (date(2025, 6, 30), first), (date(2025, 7, 1), second)):
        assert overview.progress_of_many([contract], as_of=day)[0].rule == rule == progress_of(contract, as_of=day).rule


@pytest.mark.parametrize("contracts", [1, 3])
def test_one_contract_and_three_are_read_with_the_same_number_of_questions(django_assert_num_queries, contracts):
    found = [make.make_contract() for _ in range(contracts)]
    for contract in found:
        actions.post(contract, make.draft(contract, day=date(2025, 3, 3)), by=None)
    with django_assert_num_queries(5):
        overview.progress_of_many(found, as_of=date(2025, 3, 10))


def test_of_a_centre_the_running_contract_is_watched_then_the_last_then_the_next():
    today = date(2026, 6, 1)
    year = timedelta(days=364)
    first = make.make_contract("c-1", centre_code="one", centre_name="一家综", first_day=date(2024, 1, 1), last_day=date(2024, 12, 31))
    last = make.make_contract("c-2", centre_code="one", centre_name="一家综", first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))
    coming = make.make_contract("c-3", centre_code="one", centre_name="一家综", first_day=date(2026, 7, 1), last_day=date(2026, 7, 1) + year)
    assert overview.contracts_to_watch(Contract.objects.all(), today=today) == [last]
    assert overview.contracts_to_watch(Contract.objects.all(), today=date(2024, 5, 1)) == [first]
    assert overview.contracts_to_watch(Contract.objects.filter(pk="c-3"), today=today) == [coming]
    assert overview.contracts_to_watch(Contract.objects.all(), today=date(2026, 8, 1)) == [coming]


def test_months_to_close_are_those_that_are_over_and_open():
    contract = make.make_contract()
    actions.close_month(contract, date(2025, 1, 1), by=None)
    waiting = overview.months_to_close([contract], today=date(2025, 4, 1))
    assert waiting == {contract.code: [date(2025, 2, 1), date(2025, 3, 1)]}
    assert overview.months_to_close([contract], today=date(2025, 1, 15)) == {}


def test_workers_with_gaps_come_with_whoever_misses_most_first():
    contract = make.make_contract()
    for day in (3, 4):
        actions.post(contract, make.draft(contract, worker=0, day=date(2025, 3, day), direct=480), by=None)
    actions.post(contract, make.draft(contract, worker=1, day=date(2025, 3, 3), direct=480), by=None)
    found = overview.workers_with_gaps(contract, date(2025, 3, 1), today=date(2025, 4, 1))
    missing = [month.missing_minutes for _, month in found]
    assert len(found) == 3
    assert missing == sorted(missing, reverse=True)
    assert found[-1][0] == contract.assignments.order_by("worker_id")[0].worker
