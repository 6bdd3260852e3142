"""How numbers, hours, money and days are written on a page, in the language of the page."""
import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone, translation
from markupsafe import Markup

NO_BREAK = "\u00a0"
NOTHING = "—"
Number = int | float | Decimal

_WEEKDAYS = {
    "zh-hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "zh-hant": ("週一", "週二", "週三", "週四", "週五", "週六", "週日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A number and the word after it, or a Han character and the number after it, stay on one line.
_JOINT = re.compile(r"(?<=\d) (?=[^\W\d_])|(?<=[^\x00-\x7f]) (?=\d)|(?<=\d) (?=/)|(?<=/) (?=\d)")

_TAG = re.compile(r"(<[^>]*>)")


def number(value: Number | None, digits: int = 0) -> str:
    """A number with thousands marks and a fixed number of decimals, `17,612`; nothing is written as a dash."""
    if value is None:
        return NOTHING
    if not digits and value.__class__ is int:  # most figures of a page: no need to round
        return f"{value:,}"
    return f"{_rounded(Decimal(str(value)), digits):,.{digits}f}"


def hours(minutes: Number | None, digits: int | None = None) -> str:
    """Minutes written as hours, `0.75`, `130.5`, `17,612`: two decimals below 10 hours, one below 1,000, else none.

    Give `digits` where several lines must add up before the reader's eyes.
    """
    if minutes is None:
        return NOTHING
    exact = Decimal(str(minutes)) / 60
    if digits is not None:
        return number(exact, digits)
    return _trimmed(exact, 2 if abs(exact) < 10 else 1 if abs(exact) < 1000 else 0)


def percent(part: Number | None, whole: Number | None = None, digits: int = 1) -> str:
    """A share written `64.2%`; give a ratio, or a part and its whole. No whole, no share: a dash."""
    if part is None or whole == 0:
        return NOTHING
    ratio = Decimal(str(part)) / (Decimal(str(whole)) if whole is not None else 1)
    return f"{number(ratio * 100, digits)}%"


def yuan(fen: int | None) -> str:
    """Money in fen written in yuan, `1,200,000` or `12.50`; fen are shown only where there are any."""
    if fen is None:
        return NOTHING
    return number(Decimal(fen) / 100, 0 if fen % 100 == 0 else 2)


def wan(fen: int | None) -> str:
    """Money in fen written in ten thousands of yuan (万元), at most two decimals: `72`, `4.35`."""
    return NOTHING if fen is None else _trimmed(Decimal(fen) / 1_000_000, 2)


def day(value: date | None) -> str:
    """A day with its weekday, `11月24日 周二` or `Tue 24 Nov`."""
    local = _local_day(value)
    if local is None:
        return NOTHING
    name = _WEEKDAYS[_language()][local.weekday()]
    if _language() == "en":
        return f"{name}{NO_BREAK}{local.day}{NO_BREAK}{_MONTHS[local.month - 1]}"
    return f"{local.month}月{local.day}日{NO_BREAK}{name}"


def day_short(value: date | None) -> str:
    """A day in a narrow column, `11-24`."""
    local = _local_day(value)
    return NOTHING if local is None else f"{local:%m-%d}"


def day_full(value: date | None) -> str:
    """A day with its year, `2026年11月24日` or `24 Nov 2026`."""
    local = _local_day(value)
    if local is None:
        return NOTHING
    if _language() == "en":
        return f"{local.day}{NO_BREAK}{_MONTHS[local.month - 1]}{NO_BREAK}{local.year}"
    return f"{local.year}年{local.month}月{local.day}日"


def month(value: date | None) -> str:
    """A month with its year, `2026年11月` or `Nov 2026`."""
    local = _local_day(value)
    if local is None:
        return NOTHING
    if _language() == "en":
        return f"{_MONTHS[local.month - 1]}{NO_BREAK}{local.year}"
    return f"{local.year}年{local.month}月"


def month_short(value: date) -> str:
    """A month on an axis, `11月` or `Nov`."""
    return _MONTHS[value.month - 1] if _language() == "en" else f"{value.month}月"


def clock(value: datetime | time | None) -> str:
    """A time of day in Shanghai, `09:40`."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H:%M}"


def moment(value: datetime | None) -> str:
    """A moment in a list, `11-24 09:40`."""
    return NOTHING if value is None else f"{day_short(value)}{NO_BREAK}{clock(value)}"


def unit(value: object, word: str) -> str:
    """A number and its word joined so that they never part at a line end: `95 户次`."""
    return f"{value}{NO_BREAK}{word}"


def keep(text: str) -> str:
    """A sentence in which numbers stay with their words when the line breaks."""
    if not isinstance(text, Markup):
        return _JOINT.sub(NO_BREAK, str(text))
    pieces = _TAG.split(str(text))
    return Markup("".join(piece if piece.startswith("<") else _JOINT.sub(NO_BREAK, piece) for piece in pieces))


FILTERS = {
    made.__name__: made
    for made in (
        number, hours, percent, yuan, wan, day, day_short, day_full, month, month_short, clock, moment, unit, keep,
    )
}  # fmt: skip


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _trimmed(value: Decimal, digits: int) -> str:
    text = number(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _local_day(value: date | None) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _language() -> str:
    spoken = translation.get_language() or "en"
    return spoken if spoken in _WEEKDAYS else "en"
