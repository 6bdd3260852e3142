"""Working-day arithmetic; the calendar is handed in, so law stays data."""
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

MONDAY_TO_FRIDAY = range(5)


class CalendarEnds(ValueError):
    """So many working days cannot be counted within a hundred years of days."""


def is_working_day(day: date, swapped: Mapping[date, bool]) -> bool:
    """Whether a day is worked: an official holiday or swapped day says so itself, other days follow the week."""
    return swapped.get(day, day.weekday() in MONDAY_TO_FRIDAY)


def add_working_days(start: date, days: int, is_working: Callable[[date], bool]) -> date:
    """The day that lies so many working days after (or, negative, before) a day; the start itself is day zero.

    Zero gives the start itself, worked or not.
    """
    step, left, day = (1 if days >= 0 else -1), abs(days), start
    for _ in range(366 * 100):
        if left == 0:
            return day
        day += timedelta(days=step)
        left -= is_working(day)
    raise CalendarEnds(days)


def working_days_between(first: date, last: date, is_working: Callable[[date], bool]) -> int:
    """How many days of a range are worked; both ends belong to it."""
    return sum(is_working(first + timedelta(days=n)) for n in range((last - first).days + 1))


def provisional_years(days: Iterable[date], noticed: Iterable[int]) -> set[int]:
    """The years among these days for which no official notice is loaded."""
    return {day.year for day in days} - set(noticed)
