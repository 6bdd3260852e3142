"""Ages told instead of birth dates; pure."""
from datetime import date

OLDEST = 130


def born_in(age: int, *, on: date) -> date:
    """The birth date kept for somebody who tells only an age: the first day of that year, marked as an estimate."""
    return date(on.year - age, 1, 1)


def age_on(born_on: date, day: date) -> int:
    """Full years of life on a day; whoever is born on 29 February is a year older from 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_minor(born_on: date | None, day: date) -> bool:
    """Whether somebody is under eighteen (未成年人保护法 第二条); who has no birth date is not taken for one."""
    return born_on is not None and age_on(born_on, day) < 18
