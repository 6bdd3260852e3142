from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiazong.ledger.hours.rules import month as rules
from jiazong.ledger.hours.rules.month import DaySum, Stay

MONTH = date(2026, 11, 1)


def weekdays(day):
    return day.weekday() < 5


ALL_YEAR = (Stay(date(2026, 1, 1), date(2026, 12, 31)),)


def reckoned(recorded=None, *, stays=ALL_YEAR, today=date(2026, 11, 24), **more):
    facts = {"day_minutes": 480, "is_working": weekdays} | more
    return rules.worker_month(MONTH, recorded=recorded or {}, stays=stays, today=today, **facts)


def test_november_2026_has_21_working_days_and_so_168_hours():
    assert reckoned().expected_minutes == 168 * 60


def test_today_and_days_to_come_are_no_gaps():
    assert max(reckoned().gaps) == date(2026, 11, 23)


def test_a_day_half_recorded_misses_the_other_half():
    found = reckoned({date(2026, 11, 18): DaySum(300, 30)})
    assert found.gaps[date(2026, 11, 18)] == 150


def test_a_day_fully_recorded_is_no_gap():
    assert date(2026, 11, 18) not in reckoned({date(2026, 11, 18): DaySum(450, 30)}).gaps


def test_both_ends_of_a_stay_are_due():
    found = reckoned(stays=[Stay(date(2026, 11, 10), date(2026, 11, 12))])
    assert found.due == {date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12)}


def test_who_stands_on_no_list_owes_nothing():
    found = reckoned(stays=[])
    assert (found.expected_minutes, found.gaps) == (0, {})


def test_days_left_count_today():
    assert reckoned(today=date(2026, 11, 24)).days_left(date(2026, 11, 24)) == 5


def test_a_month_is_over_from_the_first_day_of_the_next():
    year_end = date(2026, 12, 31)
    assert not rules.is_over(MONTH, last_day=year_end, today=date(2026, 11, 30))
    assert rules.is_over(MONTH, last_day=year_end, today=date(2026, 12, 1))


def test_the_last_month_is_over_on_the_last_day_of_the_term():
    assert rules.is_over(MONTH, last_day=date(2026, 11, 15), today=date(2026, 11, 15))


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)).map(lambda day: day.replace(day=1)))
def test_the_month_before_ends_the_day_before_this_one(month):
    before = rules.previous_month(month)
    assert rules.days_of(before)[-1] + timedelta(days=1) == month


@given(
    st.dictionaries(st.integers(0, 29), st.tuples(st.integers(0, 900), st.integers(0, 300)), max_size=30),
    st.integers(0, 29),
)
def test_what_is_recorded_and_what_is_missing_fill_every_due_day_gone_by(minutes, gone):
    today = MONTH + timedelta(days=gone)
    recorded = {MONTH + timedelta(days=n): DaySum(*pair) for n, pair in minutes.items()}
    found = reckoned(recorded, today=today)
    for day in found.due:
        done = recorded.get(day, DaySum()).minutes
        assert found.gaps.get(day, 0) == (max(480 - done, 0) if day < today else 0)
