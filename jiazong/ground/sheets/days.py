"""Days as people write them in a service ledger: real dates, serial numbers, 2025.3.8, 三月八号, 8日."""
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jiazong.ground.sheets.cells import Cell
from jiazong.ground.sheets.folding import fold_dashes
from jiazong.ground.sheets.numerals import to_arabic

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: what a five-digit number in a column of days can mean
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

_WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天1-7]|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_CLOCK = r"\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?(?: ?[ap]m)?|\d{1,2}[点时](?:半|[一三]刻|\d{1,2}分?)?整?"
_PERIOD = r"上午|下午|早上|清晨|中午|晚上|傍晚|全天|[早午晚]"
_TAIL = re.compile(
    rf"(?:[\s(\[,、]+|(?<=[日号])|(?<=\d)(?=[^\d:.])|(?<=[午上天早晚日一二三四五六])|t(?=\d))"
    rf"(?:{_WEEKDAY}|[(\[][一二三四五六日天][)\]]|{_PERIOD}|z|(?:{_CLOCK})(?:\s*[-~至到]\s*(?:{_PERIOD})?\s*(?:{_CLOCK}))?)[\s)\]]*$"
)
_HEAD = re.compile(rf"^[(\[]?(?:{_WEEKDAY})[)\],]?\s*")
_SEPARATOR = r"[-/.年月、·。\\]"
_YMD = re.compile(rf"^(\d{{4}}|\d{{2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})[日号]?\.?$")
_MD = re.compile(r"^(\d{1,2})[-/.月·\\](\d{1,2})[日号]?\.?$")
_D = re.compile(r"^(\d{1,2})[日号]$")
_OTHER_ORDER = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_ENGLISH = re.compile(r"^(?:(\d{1,2})[-, ]?([a-z]{3,9})|([a-z]{3,9})[-. ]?(\d{1,2}))(?:[-, ]+(\d{4}|\d{2}))?$")
_ONE_OF_RANGE = re.compile(r"^(?:(?:\d{2,4}[-/.年])?\d{1,2}[/.月-])?\d{1,2}[日号]?$")
_LONGEST = 60  # no way of writing a day is longer
_JOINT = re.compile(r"[-~至到、,;和及与&]|\s")


class DayError(ValueError):
    """A cell that is no day; `code`: day_missing, not_a_day, no_such_day, range_of_days or year_unknown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class YearHint:
    """Which year a day without a year belongs to: one the book names, else the contract's term decides.

    `fiscal` says that the named year is a 年度, which may reach into the next calendar year.
    """

    named: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    fiscal: bool = False
    date1904: bool = False


def parse_day(cell: Cell, *, years: YearHint, month_hint: int | None = None) -> date:
    """The day a cell means.

    Raises `DayError` for blanks, ranges, days that do not exist and whatever else is no day.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        raise DayError("day_missing")
    if isinstance(cell, bool):
        raise DayError("not_a_day")
    if isinstance(cell, int | float):
        return _from_number(cell, years, month_hint)
    if isinstance(cell, str) and len(cell) <= _LONGEST:
        return _from_text(cell, years, month_hint)
    raise DayError("not_a_day")


def _from_number(number: float, years: YearHint, month_hint: int | None) -> date:
    if not -1 < number < 1e9:
        raise DayError("not_a_day")
    whole = int(number)
    if whole in _SERIALS:
        return (_EPOCH_1904 if years.date1904 else _EPOCH_1900) + timedelta(days=whole)
    if number != whole:
        return _from_month_dot_day(number, years)
    if month_hint and 1 <= whole <= 31:
        return _place(month_hint, whole, years)
    return _from_digits(str(whole), years)


def _from_month_dot_day(number: float, years: YearHint) -> date:
    """3.8 typed into a number cell is 3月8日; 3.1 may have been 3.10 and is refused."""
    month, _, day = repr(float(number)).partition(".")
    if not 1 <= number < 13 or len(day) > 2 or (len(day) == 1 and day in "123"):
        raise DayError("not_a_day")
    return _place(int(month), int(day), years)


def _from_digits(digits: str, years: YearHint) -> date:
    if len(digits) == 8:
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 6:
        if digits.startswith("20") and 1 <= int(digits[4:]) <= 12:
            raise DayError("not_a_day")  # 202503 is a month
        return _day(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    if len(digits) == 4 and 1 <= int(digits[:2]) <= 12:
        return _place(int(digits[:2]), int(digits[2:]), years)
    raise DayError("not_a_day")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DayError("no_such_day") from None


def _place(month: int, day: int, years: YearHint) -> date:
    """A month and a day put into the year the hint gives."""
    candidates = _candidates(month, day, years)
    if years.named and not years.fiscal:
        return _day(years.named, month, day)
    if years.first_day is None or years.last_day is None:
        if years.named:
            return _day(years.named, month, day)
        raise DayError("year_unknown")
    inside = [found for found in candidates if years.first_day <= found <= years.last_day]
    if len(inside) == 1:
        return inside[0]
    if inside:
        raise DayError("year_unknown")
    if candidates:
        return candidates[0]
    raise DayError("no_such_day")


def _candidates(month: int, day: int, years: YearHint) -> list[date]:
    if years.named:
        span = [years.named, years.named + 1]
    elif years.first_day and years.last_day:
        span = list(range(years.first_day.year, years.last_day.year + 1))
    else:
        span = []
    found = []
    for year in span:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def trimmed(text: str) -> str:
    """The text of a day without weekday, half of the day and clock, numerals in Arabic digits, no spaces."""
    text = fold_dashes(text).replace("元月", "1月").replace("正月", "1月")
    text = _HEAD.sub("", text)
    for _ in range(4):
        shorter = _TAIL.sub("", text)
        if shorter == text or not shorter:
            break
        text = shorter
    return to_arabic(text)


def _from_text(text: str, years: YearHint, month_hint: int | None) -> date:
    trim = trimmed(text)
    tight = trim.replace(" ", "").strip("'’,;")
    if found := _YMD.match(tight):
        year, month, day = (int(part) for part in found.groups())
        return _day(year if year > 99 else 2000 + year, month, day)
    if found := _MD.match(tight):
        return _place(int(found[1]), int(found[2]), years)
    if found := _D.match(tight):
        if month_hint is None:
            raise DayError("not_a_day")
        return _place(month_hint, int(found[1]), years)
    if tight.isascii() and re.fullmatch(r"\d{1,9}(\.\d+)?", tight):
        if len(tight) in (4, 6, 8) and tight.isdigit():
            return _from_digits(tight, years)
        return _from_number(float(tight), years, month_hint)
    if found := _OTHER_ORDER.match(tight):
        return _other_order(int(found[1]), int(found[2]), int(found[3]))
    if found := _ENGLISH.match(trim):
        return _english(found, years)
    if _is_range(trim):
        raise DayError("range_of_days")
    raise DayError("not_a_day")


def _other_order(first: int, second: int, year: int) -> date:
    """3/25/2025 and 25/3/2025 can be read, 3/8/2025 only guessed."""
    if first > 12 >= second:
        return _day(year, second, first)
    if second > 12 >= first or first == second:
        return _day(year, first, second)
    raise DayError("not_a_day")


def _english(found: re.Match[str], years: YearHint) -> date:
    name = (found[2] or found[3])[:3]
    if name not in _MONTHS:
        raise DayError("not_a_day")
    month, day = _MONTHS.index(name) + 1, int(found[1] or found[4])
    if not found[5]:
        return _place(month, day, years)
    year = int(found[5])
    return _day(year if year > 99 else 2000 + year, month, day)


def _is_range(text: str) -> bool:
    """Whether two days stand in one cell: 3月8日-3月9日, 3.8-9, 3月8、9日."""
    for joint in _JOINT.finditer(text):
        left, right = text[: joint.start()].replace(" ", ""), text[joint.end() :].replace(" ", "")
        first = left.split("-")[0] if left.count("-") > 2 else left
        if _reads_as_day(first) and any(_reads_as_day(part) for part in (right, _JOINT.split(right)[0])):
            return True
    return False


def _reads_as_day(text: str) -> bool:
    return bool(text) and bool(_YMD.match(text) or _ONE_OF_RANGE.match(text))
