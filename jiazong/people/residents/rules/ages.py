"""Ages told instead of birth dates; pure."""
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

OLDEST = 130
_DAY = re.compile(r"(\d{4})[-/.年 ](\d{1,2})[-/.月 ](\d{1,2})日?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(1[89]\d\d|20\d\d)年?(?:生|出生)?(?:[-/.](\d{1,2})|(\d{1,2})月)?")
_AGE = re.compile(r"(?:约|大约|~)?(\d{1,3})(?:周?岁)?")


@dataclass(frozen=True)
class Birth:
    """A birth date as it is kept; estimated where only a year, a month or an age was told."""

    born_on: date
    is_estimated: bool


class NotABirth(ValueError):
    """A text that is neither a birth date nor an age; `code`: unreadable, to_come, too_old."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_birth(text: str, *, today: date) -> Birth | None:
    """What somebody tells of birth or age, None for nothing; raises NotABirth."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    found = _birth(plain, today)
    if found.born_on > today:
        raise NotABirth("to_come")
    if today.year - found.born_on.year > OLDEST:
        raise NotABirth("too_old")
    return found


def _birth(plain: str, today: date) -> Birth:
    try:
        if whole := _DAY.fullmatch(plain) or _PACKED.fullmatch(plain):
            return Birth(date(*map(int, whole.groups())), False)
        if year := _YEAR.fullmatch(plain):
            return Birth(date(int(year[1]), int(year[2] or year[3] or 1), 1), True)
    except ValueError:
        raise NotABirth("unreadable") from None
    if (age := _AGE.fullmatch(plain)) and int(age[1]) <= OLDEST:
        return Birth(born_in(int(age[1]), on=today), True)
    raise NotABirth("unreadable")


def born_in(age: int, *, on: date) -> date:
    """The birth date kept for somebody who tells only an age: the first day of that year, marked as an estimate."""
    return date(on.year - age, 1, 1)


def age_on(born_on: date, day: date) -> int:
    """Full years of life on a day; whoever is born on 29 February is a year older from 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_minor(born_on: date | None, day: date) -> bool:
    """Whether somebody is under eighteen (未成年人保护法 第二条); who has no birth date is not taken for one."""
    return born_on is not None and age_on(born_on, day) < 18
