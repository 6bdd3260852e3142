"""Waiting, free times, months: pure."""
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiazong.service.intake.rules import ages, month
from jiazong.service.intake.rules.booking import Span, free_times
from jiazong.service.intake.rules.month import Visit
from jiazong.service.intake.rules.waiting import Stay

CAME = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
spans = st.builds(lambda begins, length: Span(begins, begins + length), st.integers(0, 1380), st.integers(1, 60))


def test_waiting_is_counted_in_whole_minutes_until_somebody_attends():
    later = CAME + timedelta(minutes=19, seconds=59)
    assert Stay(CAME).minutes_waited(later) == 19
    assert not Stay(CAME).is_long(later, 20)
    assert Stay(CAME).is_long(later + timedelta(seconds=1), 20)
    assert Stay(CAME, served_at=later).minutes_waited(later + timedelta(hours=3)) == 19
    assert [Stay(CAME).state, Stay(CAME, later).state, Stay(CAME, None, later).state] == ["waiting", "served", "gone"]


@given(st.lists(spans, max_size=3), st.lists(spans, max_size=5), st.integers(5, 120), st.integers(0, 1440))
def test_a_free_time_lies_within_the_opening_hours_and_over_nothing_taken(opening, taken, lasts, earliest):
    for begins in free_times(opening, taken, lasts=lasts, earliest=earliest):
        wanted = Span(begins, begins + lasts)
        assert begins >= earliest
        assert any(one.begins <= begins and wanted.ends <= one.ends for one in opening)
        assert not any(wanted.overlaps(one) for one in taken)


def test_coming_again_is_counted_by_person_and_not_on_the_same_day():
    march = date(2026, 3, 1)
    visits = [
        Visit("a", date(2026, 3, 1)), Visit("a", date(2026, 3, 1)), Visit("b", date(2026, 3, 31)), Visit("b", date(2026, 4, 30)),
        Visit("c", date(2026, 3, 2)), Visit("c", date(2026, 5, 31)), Visit("d", date(2026, 4, 1)), Visit("d", date(2026, 4, 2)),
    ]  # fmt: skip
    assert month.came_again(visits, month=march, near=30, far=90) == month.Again(people=3, near=1, far=2)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_month_before_the_next_month_is_this_month(day):
    assert month.month_before(month.next_month(day)) == day.replace(day=1)


def test_of_age_is_who_has_had_the_eighteenth_birthday():
    assert ages.is_minor(date(2008, 3, 2), date(2026, 3, 1))
    assert not ages.is_minor(date(2008, 3, 2), date(2026, 3, 2))
    assert ages.is_minor(date(2008, 2, 29), date(2026, 2, 28))
    assert not ages.is_minor(None, date(2026, 3, 2))


def test_a_table_of_outcomes_leaves_out_kinds_nobody_had():
    assert month.counted([("a", "x", 2), ("a", "y", 1)], ["a", "b"], ["x", "y"]) == [("a", [2, 1], 3)]
