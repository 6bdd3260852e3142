"""A tender that breaks the law of its own publication is told so before anyone bids."""
from datetime import date

import pytest

from jiazong.commission.tenders.rules.publishing import earliest_closing, faults_of
from jiazong.commission.tenders.tests.factories import SCORING, tender


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"closes": "2016-03-21T00:00:00+08:00"}, []),
        ({"closes": "2016-03-20T23:59:59+08:00"}, ["closes_too_early"]),
        ({"bond_limit_percent": 2.01}, ["bond_limit_too_high"]),
        ({"bond_limit_percent": None}, ["bond_limit_too_high"]),
        ({"scoring": {**SCORING, "technical": 61}}, ["weights_do_not_add_up"]),
        ({"scoring": {**SCORING, "price": {"weight": 9}, "technical": 61}}, ["price_weight_too_low"]),
        ({"scoring": {**SCORING, "price": {"mode": "fixed_price"}, "technical": 70}}, []),
        ({"scoring": {**SCORING, "price": {"mode": "benchmark_hours", "weight": 5}, "technical": 65}}, []),
        ({"scoring": {"method": "lowest_price"}}, []),
    ],
)
def test_what_speaks_against_publishing_is_found(changes: dict, expected: list[str]) -> None:
    found = faults_of(tender(**changes))
    assert [fault.code for fault in found] == expected
    assert all(fault.source for fault in found)


def test_the_first_day_it_may_close_is_the_twentieth_after() -> None:
    assert earliest_closing(date(2016, 3, 1)) == date(2016, 3, 21)
