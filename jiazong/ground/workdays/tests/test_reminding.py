"""When somebody is told of a day that turns."""
from datetime import date

import pytest

from jiazong.ground.workdays.reminding import Window

# 2026-11-23 is a Monday.
MONDAY = date(2026, 11, 23)


def window(today: date = MONDAY) -> Window:
    return Window(today, lead=3, until=10, is_working=lambda day: day.weekday() < 5)


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 11, 26), 3), (date(2026, 11, 24), 1), (MONDAY, 0), (date(2026, 11, 20), -1), (date(2026, 11, 16), -5),
        (date(2026, 11, 22), -1), (date(2026, 11, 13), -6),
    ],
)  # fmt: skip
def test_what_turns_soon_or_has_turned_is_told_with_the_working_days_between(day, left):
    due = window().due("contract", "青禾街", "key", day)
    assert (due.left, due.is_over, due.day) == (left, left < 0, day)


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2026, 11, 12)])
def test_what_turns_later_or_turned_too_long_ago_is_not_told(day):
    assert window().due("contract", "青禾街", "key", day) is None


def test_a_weekend_ahead_does_not_shorten_the_warning():
    """On a Thursday three working days reach to the Tuesday after."""
    assert window(date(2026, 11, 26)).last == date(2026, 12, 1)
