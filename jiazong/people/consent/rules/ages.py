"""How old somebody is on a day, in completed years (周岁): pure.

Who was born on 29 February is a year older on 1 March where there is no such day: the later of the two days, for it
protects longer. The triggers of the tables reckon the same way.
"""
from datetime import date

# 个人信息保护法 第31条: under fourteen the guardian agrees. 未成年人保护法 第2条: a minor is under eighteen.
CHILD, MINOR = 14, 18


def years_on(born: date, day: date) -> int:
    """Completed years on a day; below zero before birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def needs_guardian(born: date, day: date) -> bool:
    """Whether somebody else has to agree for this person on a day."""
    return years_on(born, day) < CHILD


def is_minor(born: date, day: date) -> bool:
    """Whether the person is under eighteen on a day."""
    return years_on(born, day) < MINOR
