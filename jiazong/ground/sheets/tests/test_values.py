"""Days, durations and counts in every form people write them."""
import contextlib
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiazong.ground.sheets.values import (
    CountError,
    DayError,
    DurationError,
    YearHint,
    fold_heading,
    fold_method,
    fold_name,
    is_ditto,
    parse_clock,
    parse_count,
    parse_day,
    parse_minutes,
)

HINT = YearHint(first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))
EIGHTH = date(2025, 3, 8)
WIDE = str.maketrans("0123456789./-:", "０１２３４５６７８９．／－：")
HAN = "〇一二三四五六七八九"


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (HAN[ones] if tens == 0 else ("" if tens == 1 else HAN[tens]) + "十" + (HAN[ones] if ones else ""))


DAY_FORMS = {
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "dots padded": lambda d: d.strftime("%Y.%m.%d"),
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "iso": lambda d: d.isoformat(),
    "eight digits": lambda d: d.strftime("%Y%m%d"),
    "eight digits as a number": lambda d: int(d.strftime("%Y%m%d")),
    "six digits": lambda d: d.strftime("%y%m%d"),
    "年月日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "年月号": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 号",
    "short year": lambda d: f"{d.year % 100}.{d.month}.{d.day}",
    "月日": lambda d: f"{d.month}月{d.day}日",
    "month dot day": lambda d: f"{d.month}.{d.day}",
    "month slash day": lambda d: f"{d.month}/{d.day}",
    "numerals": lambda d: "".join(HAN[int(c)] for c in str(d.year)) + f"年{han(d.month)}月{han(d.day)}日",
    "numerals without year": lambda d: f"{han(d.month)}月{han(d.day)}号",
    "full width": lambda d: d.isoformat().translate(WIDE),
    "weekday behind": lambda d: f"{d.year}年{d.month}月{d.day}日（星期{'一二三四五六日'[d.weekday()]}）",
    "weekday and half day": lambda d: f"{d.month}月{d.day}日 周{'一二三四五六日'[d.weekday()]} 上午",
    "weekday in front": lambda d: f"周{'一二三四五六日'[d.weekday()]} {d.month}月{d.day}日",
    "clock": lambda d: f"{d.isoformat()} 9:30",
    "clock with seconds": lambda d: f"{d.isoformat()} 09:30:00",
    "span of the clock": lambda d: f"{d.year}.{d.month}.{d.day} 9:00-10:30",
    "serial": lambda d: (d - date(1899, 12, 30)).days,
    "serial with clock": lambda d: (d - date(1899, 12, 30)).days + 0.4,
    "serial as text": lambda d: str((d - date(1899, 12, 30)).days),
    "real day": lambda d: d,
    "real moment": lambda d: datetime(d.year, d.month, d.day, 23, 59),
    "English": lambda d: d.strftime("%d-%b-%y"),
}


@pytest.mark.parametrize("form", DAY_FORMS)
@settings(max_examples=40, deadline=None)
@given(day=st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_a_day_survives_being_written(form, day):
    assert parse_day(DAY_FORMS[form](day), years=HINT) == day


@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_a_day_of_the_month_takes_the_month_of_its_sheet(day):
    for written in (f"{day.day}日", f"{day.day}号", f"{han(day.day)}日", day.day, str(day.day)):
        assert parse_day(written, years=HINT, month_hint=day.month) == day


@settings(max_examples=60, deadline=None)
@given(day=st.dates(date(2025, 9, 1), date(2026, 8, 31)))
def test_a_day_without_a_year_falls_into_the_term(day):
    hint = YearHint(first_day=date(2025, 9, 1), last_day=date(2026, 8, 31))
    assert parse_day(f"{day.month}月{day.day}日", years=hint) == day


def test_a_year_the_book_names_wins_over_the_term():
    hint = YearHint(named=2024, first_day=date(2025, 1, 1), last_day=date(2025, 12, 31))
    assert parse_day("3月8日", years=hint) == date(2024, 3, 8)


def test_a_fiscal_year_reaches_into_the_next_calendar_year():
    hint = YearHint(named=2025, first_day=date(2025, 9, 1), last_day=date(2026, 8, 31), fiscal=True)
    assert parse_day("3月8日", years=hint) == date(2026, 3, 8)
    assert parse_day("10月8日", years=hint) == date(2025, 10, 8)


def test_a_workbook_counting_from_1904_shifts_bare_serials():
    assert parse_day(44262, years=YearHint(date1904=True)) == EIGHTH


@pytest.mark.parametrize("text", ["2月30日", "2025-02-29", "3月0日", "2025.13.1", "20250230", "二月三十日", "2025年4月31日（周四）", 20251301])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(DayError) as refused:
        parse_day(text, years=HINT)
    assert refused.value.code == "no_such_day"


@pytest.mark.parametrize(
    "text",
    ["3月8日-3月9日", "3月8-9日", "3.8-3.9", "3月8、9日", "2025.3.8-3.9", "2025-03-08~2025-03-09", "2025年3月8日至10日", "3月8日和3月9日", "2025.3.8-9", "3月8日—9日"],
)
def test_a_range_of_days_is_refused_as_a_range(text):
    with pytest.raises(DayError) as refused:
        parse_day(text, years=HINT)
    assert refused.value.code == "range_of_days"


@pytest.mark.parametrize("text", ["每周六", "3月上旬", "2025年3月", "3/8/2025", "####", "待定", 3.1, True, time(9), timedelta(1), 12.5e9])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(DayError) as refused:
        parse_day(text, years=HINT)
    assert refused.value.code == "not_a_day"


def test_a_day_without_any_hint_of_its_year_is_refused():
    with pytest.raises(DayError) as refused:
        parse_day("3月8日", years=YearHint(first_day=date(2024, 1, 1), last_day=date(2025, 12, 31)))
    assert refused.value.code == "year_unknown"


DURATION_FORMS = {
    "minutes": lambda m: f"{m}分钟",
    "minutes short": lambda m: f"{m}分",
    "min": lambda m: f"{m}min",
    "minutes with tick": lambda m: f"{m}'",
    "full width": lambda m: f"{m}".translate(WIDE) + "分钟",
    "hours and minutes": lambda m: f"{m // 60}小时{m % 60}分",
    "hours and minutes long": lambda m: f"{m // 60}个小时{m % 60}分钟",
    "hours and minutes Latin": lambda m: f"{m // 60}h{m % 60}m",
    "traditional": lambda m: f"{m // 60}小時{m % 60}分鐘",
    "clock": lambda m: f"{m // 60}:{m % 60:02d}",
    "clock with seconds": lambda m: f"{m // 60}:{m % 60:02d}:00",
    "decimal hours": lambda m: f"{m / 60:.6f}小时",
    "decimal h": lambda m: f"{m / 60:.4f}h",
    "bare hours": lambda m: m / 60,
    "bare hours as text": lambda m: f"{m / 60:.5f}",
    "length of time": lambda m: timedelta(minutes=m),
    "remark": lambda m: f"{m}分钟（含路程）",
    "spaces": lambda m: f" {m} 分 钟 ",
}


@pytest.mark.parametrize("form", DURATION_FORMS)
@settings(max_examples=40, deadline=None)
@given(minutes=st.integers(1, 1440))
def test_a_duration_survives_being_written(form, minutes):
    assert parse_minutes(DURATION_FORMS[form](minutes), unit="hours") == minutes


@settings(max_examples=60, deadline=None)
@given(start=st.integers(0, 1200), minutes=st.integers(1, 239))
def test_a_span_of_the_clock_is_its_length(start, minutes):
    end = start + minutes
    for dash in "-—～~至到–":
        text = f"{start // 60}:{start % 60:02d}{dash}{end // 60}:{end % 60:02d}"
        assert parse_minutes(text, unit="hours") == minutes
        assert parse_clock(text) == start


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("半小时", 30), ("半个小时", 30), ("半个钟", 30), ("一个半小时", 90), ("1个半小时", 90), ("两个半小时", 150), ("两小时", 120),
        ("一小时半", 90), ("1小时半", 90), ("一刻钟", 15), ("三刻钟", 45), ("1小时一刻钟", 75), ("十分钟", 10), ("一百二十分钟", 120),
        ("1½小时", 90), ("½小时", 30), ("1,440分钟", 1440), ("24小时", 1440), ("０．３３３３３３小时", 20), (0.333333, 20), (time(1, 30), 90),
        ("9点-10点半", 90), ("上午9:00-11:00", 120), ("下午2:00-4:00", 120), ("9:00-10:30、14:00-15:00", 150), ("22:00-1:00", 180),
        ("1小时+30分钟", 90), ("1时30分", 90), ("1h30", 90), ("2工时", 120),
    ],
)  # fmt: skip
def test_a_duration_in_peoples_words_is_read(text, minutes):
    assert parse_minutes(text, unit="hours") == minutes


@pytest.mark.parametrize("cell", [None, "", " ", "/", "—", "-", "－", "——", "无", "無", "0", "０", 0, 0.0, "0小时", "\u200b"])
def test_blanks_and_strokes_are_no_time(cell):
    assert parse_minutes(cell, unit="hours") == 0


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("两三个小时", "not_a_duration"), ("约1小时", "not_a_duration"), ("1-2小时", "not_a_duration"), ("1.5小时左右", "not_a_duration"),
        ("1:75", "not_a_duration"), ("半天", "not_a_duration"), ("1e3", "not_a_duration"), (True, "not_a_duration"), (EIGHTH, "not_a_duration"),
        (float("nan"), "not_a_duration"), ("小时", "not_a_duration"), ("-1小时", "negative"), ("－１小时", "negative"), ("负1小时", "negative"),
        (-0.5, "negative"), (timedelta(hours=-1), "negative"), ("25小时", "more_than_a_day"), (1441 / 60, "more_than_a_day"),
        (float("inf"), "more_than_a_day"), (timedelta(hours=25), "more_than_a_day"),
    ],
)  # fmt: skip
def test_what_is_no_duration_is_refused_with_its_reason(cell, code):
    with pytest.raises(DurationError) as refused:
        parse_minutes(cell, unit="hours")
    assert refused.value.code == code


def test_a_bare_number_counts_in_the_unit_of_its_column():
    assert parse_minutes(90, unit="minutes") == 90
    assert parse_minutes("1.5", unit="hours") == 90


@pytest.mark.parametrize(("cell", "count"), [(12, 12), (12.0, 12), ("１２人", 12), ("12人次", 12), ("十二人", 12), ("1,200", 1200), ("3户", 3), (0, 0), ("", None), ("/", None)])
def test_a_count_is_read(cell, count):
    assert parse_count(cell) == count


@pytest.mark.parametrize("cell", ["约20人", "20余人", "男5女7", "12.5", 12.5, -1, "-1人", True, float("inf"), float("nan"), "多人", EIGHTH])
def test_what_is_no_count_is_refused(cell):
    with pytest.raises(CountError):
        parse_count(cell)


def test_names_are_one_however_they_are_spaced_and_written():
    assert {fold_name(name) for name in ("陈国秀", "陈 国秀", "陈　國 秀", "陈国秀\u200b", " 陳國秀 ")} == {"陈国秀"}
    assert fold_method("４：３０課堂") == "4:30课堂"
    assert fold_heading("直接服務時數\n(小時) *") == "直接服务时数"


def test_ditto_marks_are_known():
    assert all(is_ditto(mark) for mark in ("〃", "同上", '"', "”", " 〃 "))
    assert not any(is_ditto(text) for text in ("", "-", "探访", None, 1))


ANYTHING = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789年月日号时分小.:-/~至半个一二三十周上下午（） 〃,约人次", max_size=24),
    st.floats(), st.integers(), st.booleans(), st.none(), st.dates(), st.datetimes(), st.times(), st.timedeltas(),
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(cell=ANYTHING)
def test_no_cell_makes_a_parser_fail_with_anything_but_its_own_error(cell):
    for month in (None, 2):
        with contextlib.suppress(DayError):
            assert isinstance(parse_day(cell, years=HINT, month_hint=month), date)
    for unit in ("hours", "minutes"):
        with contextlib.suppress(DurationError):
            assert 0 <= parse_minutes(cell, unit=unit) <= 1440
    with contextlib.suppress(CountError):
        assert (parse_count(cell) or 0) >= 0
    assert parse_clock(cell) is None or 0 <= parse_clock(cell) <= 1440
