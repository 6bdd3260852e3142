from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.front.desk import rules


@pytest.mark.parametrize(
    ("facts", "look"),
    [
        ({"has_begun": False}, "not_begun"),
        ({"is_over": True, "all_reached": True}, "reached"),
        ({"is_over": True}, "not_reached"),
        ({"code": "behind"}, "behind"),
        ({"code": "slow"}, "slow"),
        ({}, "on_track"),
    ],
)
def test_a_contract_is_called_by_its_verdict_while_it_runs_and_by_its_end_afterwards(facts, look):
    assert rules.look(**({"code": "on_track", "is_over": False, "has_begun": True, "all_reached": False} | facts)) == look


def test_the_worst_come_first_and_of_those_whoever_keeps_least_of_the_plan():
    half = Fraction(1, 2)
    rows = [("on_track", half, "a"), ("behind", Fraction(2, 5), "b"), ("slow", half, "c"), ("behind", Fraction(1, 5), "d")]
    ordered = sorted(rows, key=lambda row: rules.worst_first(row[0], row[1], half, row[2]))
    assert [row[2] for row in ordered] == ["d", "b", "c", "a"]


def test_before_a_term_begins_nothing_is_divided_by_nothing():
    assert rules.worst_first("not_begun", Fraction(0), Fraction(0), "a")[1] == 1


def page(rows, after):
    return rules.page_after(rows, after, size=20, key=str)


@given(st.integers(0, 200))
def test_leafing_forward_shows_every_row_once_and_back_again_ends_at_the_first(length):
    rows = list(range(length))
    seen, after = [], ""
    while True:
        found = page(rows, after)
        seen += found.rows
        if found.older is None:
            break
        after = found.older
    assert seen == rows
    steps = 0
    while found.newer is not None:
        found = page(rows, found.newer)
        steps += 1
    assert found.first == 0
    assert steps == max(0, (length - 1) // 20)


def test_an_unknown_key_gives_the_first_page():
    assert page(range(30), "gone").first == 0
