from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.supervision.rules import months

TODAY = date(2026, 11, 24)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_the_months_around_a_day_touch_without_a_gap(day):
    month = months.month_of(day)
    assert months.month_before(month) < month <= day < months.month_after(month)
    assert months.month_before(months.month_after(month)) == month
    assert {one.day for one in (month, months.month_before(month), months.month_after(month))} == {1}


def test_a_session_of_six_centres_takes_its_days_once():
    sat = [("joint", 2)] * 6 + [("visit", 1)]
    said = months.month(sat, [2, 1], agreed=6)
    assert (said.used, said.planned, said.left, said.is_overbooked) == (3, 3, 3, False)
    assert months.month([*sat, ("more", 1)], [2, 1], agreed=6).is_overbooked


@pytest.mark.parametrize("code", ["G-07", "G07", "7", "2026-0012", "ZB-A-1"])
def test_a_code_stands_for_a_case(code):
    assert months.is_pseudonym(code)


@pytest.mark.parametrize("name", ["陈静", "CHEN", "陈-07", "g-07", "", "-1", "G-07 ", "A" * 16 + "1", "G–07"])
def test_a_name_is_no_code(name):
    assert not months.is_pseudonym(name)


@pytest.mark.parametrize(("typed", "kept"), [("g-07", "G-07"), (" zb 2026-3 ", "ZB2026-3")])
def test_a_code_is_kept_in_capitals_without_blanks(typed, kept):
    assert months.pseudonym(typed) == kept


@pytest.mark.parametrize(
    "text", ["电话13800001234", "138 0000 1234", "身份证 44010619900101123X", "440106 19900101 1234", "440106900101123", "+86 138-0000-1234"]
)
def test_a_number_that_leads_to_somebody_is_seen(text):
    assert months.names_somebody(text)


@pytest.mark.parametrize("text", ["母亲 42 岁，2026-11-24 起分居", "服务 1404 户次，工时 27,440", "合同 12345678", ""])
def test_days_ages_and_counts_are_let_through(text):
    assert not months.names_somebody(text)


@pytest.mark.parametrize(
    ("days", "state"), [(-1, months.LATE), (0, months.SOON), (6, months.SOON), (7, months.OPEN)]
)
def test_what_was_agreed_is_in_time_on_its_last_day(days, state):
    assert months.follow_up(TODAY + timedelta(days=days), None, on=TODAY) == state
    assert months.follow_up(TODAY + timedelta(days=days), TODAY, on=TODAY) == months.DONE
