"""Durations and clocks as people write them: 1.5小时, 90', 一个半钟, 1:30, 9:00-10:30."""
import math
import re
from datetime import date, datetime, time, timedelta
from typing import Literal

from jiazong.ground.sheets.cells import Cell
from jiazong.ground.sheets.folding import fold_dashes, without_remarks
from jiazong.ground.sheets.numerals import NUMERAL, value_of

Unit = Literal["hours", "minutes"]
MINUTES_A_DAY = 24 * 60

_NOTHING = {"", "/", "//", "\\", "-", "--", "---", "----", "_", "__", ".", "、", "*", "x", "×", "o", "無", "无", "没有", "暂无", "无时数", "零", "n/a", "na", "nil", "none", "null", "空"}
_NUMBER = rf"(?:\d+(?:\.\d*)?|\.\d+|{NUMERAL}+)"
_HOUR = r"(?:个?(?:小时|工时|钟头|钟)(?:钟)?|个?钟点|hours?|hrs?\.?|h\.?|时)"
_MINUTE = r"(?:分钟|分|minutes?|mins?\.?|m|'|′|’|´)"
_COMPOSED = re.compile(
    rf"^(?:(?P<h>{_NUMBER})(?:(?P<half>个半){_HOUR}|{_HOUR}(?P<half2>半)?))?[零又+加]?"
    rf"(?:(?P<quarter>[一三123])刻(?:钟)?|(?P<m>{_NUMBER})(?P<mu>{_MINUTE})?钟?)?(?:\d+(?:\.\d+)?秒|整)?$"
)
_HALF = re.compile(rf"^半(?:个)?{_HOUR}$")
_HM = re.compile(rf"^(\d{{1,3}}):(\d{{2}})(?::(\d{{2}})(?:\.\d+)?)?{_HOUR}?$")
_PERIOD = r"(上午|早上|早|凌晨|中午|下午|晚上|傍晚|晚|am|pm)?"
_CLOCK = rf"{_PERIOD}(\d{{1,2}})(?:(?::|点|时)(\d{{2}}|\d(?=分)|半|[一三]刻)?(?::\d{{2}})?分?)(am|pm)?(?!\d)"
_ONE_CLOCK = re.compile(rf"^{_CLOCK}$")
_SPAN = re.compile(rf"(?<![\d.]){_CLOCK}(?:-|~|至|到|-->)+{_CLOCK}")
_SPAN_BARE = re.compile(rf"(?<![\d.:]){_PERIOD}(\d{{1,2}})()()(?:-|~|至|到)+{_CLOCK}")
_PAST = {"下午", "晚上", "傍晚", "晚", "pm"}
_LONGEST = 80  # no way of writing a duration is longer
_JOINTS = re.compile(r"[,;、和及+/&]|以及")


class DurationError(ValueError):
    """A cell that is no duration; `code`: not_a_duration, negative or more_than_a_day."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says "none": blank, a stroke, 无."""
    return cell is None or (isinstance(cell, str) and (not cell or (len(cell) <= _LONGEST and fold_dashes(cell) in _NOTHING)))


def parse_minutes(cell: Cell, *, unit: Unit = "hours") -> int:
    """Whole minutes of a duration, to the nearest; 0 for none; a bare number counts in `unit`.

    Raises `DurationError`; exactly 24 hours are still a day.
    """
    if is_nothing(cell):
        return 0
    if isinstance(cell, str) and len(cell) <= _LONGEST:
        minutes = _from_text(cell, unit)
    elif isinstance(cell, bool):
        raise DurationError("not_a_duration")
    elif isinstance(cell, int | float):
        minutes = _from_number(float(cell), unit)
    elif isinstance(cell, timedelta):
        minutes = cell.total_seconds() / 60
    elif isinstance(cell, time):
        minutes = cell.hour * 60 + cell.minute + cell.second / 60
    elif isinstance(cell, datetime) and cell.year <= 1900:
        minutes = (cell - datetime(1899, 12, 31)).total_seconds() / 60
    else:
        raise DurationError("not_a_duration")
    return _whole(minutes)


def _whole(minutes: float) -> int:
    if math.isnan(minutes):
        raise DurationError("not_a_duration")
    if minutes < 0:
        raise DurationError("negative")
    if minutes > MINUTES_A_DAY:
        raise DurationError("more_than_a_day")
    return math.floor(minutes + 0.5 + 1e-9)


def _from_number(number: float, unit: Unit) -> float:
    return number * 60 if unit == "hours" else number


def _number(text: str | None) -> float:
    if not text:
        return 0.0
    if text[0] in "0123456789.":
        return float(text)
    value = value_of(text)
    if value is None:
        raise DurationError("not_a_duration")
    return float(value)


def tidy(text: str) -> str:
    """A duration's text without spaces, remarks in brackets and thousands separators."""
    text = fold_dashes(without_remarks(text)).replace(" ", "").replace("。", ".")
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).strip(",;、").rstrip(".")


def _from_text(text: str, unit: Unit) -> float:
    tight = tidy(text)
    if tight in _NOTHING:
        return 0.0
    if re.match(r"^(?:-|负)+[\d.半零〇一二两三四五六七八九十]", tight):
        _from_text(tight.lstrip("-负"), unit)
        raise DurationError("negative")
    if re.fullmatch(_NUMBER, tight):
        return _from_number(_number(tight), unit)
    if found := _HM.match(tight):
        if int(found[2]) > 59:
            raise DurationError("not_a_duration")
        return int(found[1]) * 60 + int(found[2]) + int(found[3] or 0) / 60
    if _HALF.match(tight):
        return 30.0
    if (found := _COMPOSED.match(tight)) and (found["h"] or found["quarter"] or found["mu"]):
        return _composed(found)
    if spans := parse_spans(tight):
        return float(sum(end - start for start, end in spans))
    raise DurationError("not_a_duration")


def _composed(found: re.Match[str]) -> float:
    minutes = _number(found["h"]) * 60
    if found["half"] or found["half2"]:
        minutes += 30
    if found["quarter"]:
        minutes += 15 * (3 if found["quarter"] in "三3" else 2 if found["quarter"] == "2" else 1)
    return minutes + _number(found["m"])


def parse_spans(text: str) -> list[tuple[int, int]]:
    """The spans of the clock a text consists of, in minutes of the day; none when it says anything else."""
    tight = tidy(text[:_LONGEST])
    spans = []
    for part in _JOINTS.split(tight):
        if not part:
            continue
        found = _SPAN.fullmatch(part) or _SPAN_BARE.fullmatch(part)
        span = found and _span(found)
        if not span:
            return []
        spans.append(span)
    return spans


def find_span(text: str) -> tuple[int, int] | None:
    """The first span of the clock anywhere in a text, such as behind a day."""
    if len(text) > _LONGEST or not any(mark in text for mark in ":：点"):
        return None
    found = _SPAN.search(re.sub(r" *([-~:至到]) *", r"\1", fold_dashes(text)))
    return _span(found) if found else None


def _span(found: re.Match[str]) -> tuple[int, int] | None:
    period = found[1] or found[4] or (found[8] if found[8] == "am" else None)
    start = _minute_of_day(period, found[2], found[3])
    late = found[5] or found[8] or (found[1] if found[1] in _PAST else None)
    end = _minute_of_day(late, found[6], found[7])
    if start is None or end is None:
        return None
    if end < start and start >= 18 * 60 and end <= 8 * 60:
        end += MINUTES_A_DAY
    if end < start and not late and end + 720 > start and end < 720:
        end += 720  # 9:00-5:00 is nine to five
    return (start, end) if end > start else None


def _minute_of_day(period: str | None, hour: str, minute: str | None) -> int | None:
    hours = int(hour)
    minutes = {"半": 30, "一刻": 15, "三刻": 45, None: 0, "": 0}.get(minute)
    if minutes is None:
        minutes = int(minute)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        return None
    if period in _PAST and hours < 12:
        hours += 12
    return hours * 60 + minutes


def parse_clock(cell: Cell) -> int | None:
    """The minute of the day at which something starts: a clock, the first of a span, a clock behind a day."""
    if isinstance(cell, datetime):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, float) and 0 < cell < 1:
        return round(cell * MINUTES_A_DAY) % MINUTES_A_DAY
    if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
        return int(cell.total_seconds() // 60)
    if isinstance(cell, str) and len(cell) <= _LONGEST:
        return _clock_text(cell)
    return None


def _clock_text(text: str) -> int | None:
    if spans := parse_spans(text):
        return spans[0][0]
    tight = tidy(text)
    found = _ONE_CLOCK.match(tight)
    if found is None and (behind := re.search(r"(?:日|号|\s)(\d{1,2}:\d{2})(?::\d{2})?$", fold_dashes(text))):
        found = _ONE_CLOCK.match(behind[1])
    return _minute_of_day(found[1] or found[4], found[2], found[3]) if found else None


def is_clock_or_span(cell: Cell) -> bool:
    """Whether a cell names a clock rather than a length of time."""
    return not isinstance(cell, date) and parse_clock(cell) is not None
