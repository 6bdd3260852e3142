from collections.abc import Callable
from datetime import date

from jiazong.ground.workdays import rules
from jiazong.ground.workdays.models import Notice, SwappedDay


def calendar(first_year: int | None = None, last_year: int | None = None) -> Callable[[date], bool]:
    """A question "is this day worked?" answered from the dated table, read once."""
    found = SwappedDay.objects.all()
    if first_year:
        found = found.filter(day__year__gte=first_year)
    if last_year:
        found = found.filter(day__year__lte=last_year)
    swapped = dict(found.values_list("day", "is_working"))
    return lambda day: rules.is_working_day(day, swapped)


def years_with_notice() -> set[int]:
    """The years whose official holidays are loaded."""
    return set(Notice.objects.values_list("year", flat=True))
