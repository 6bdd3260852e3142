"""Who is a minor on a day; pure. Source: 未成年人保护法 第二条 (below eighteen)."""
from datetime import date

OF_AGE = 18


def is_minor(born_on: date | None, on: date) -> bool:
    """Whether somebody born on a day is below eighteen on another; who was born on 29 February is a year older on 1 March."""
    if born_on is None:
        return False
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return 0 <= years < OF_AGE or years < 0
