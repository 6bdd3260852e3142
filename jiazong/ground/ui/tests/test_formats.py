from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from markupsafe import Markup

from jiazong.ground.ui import formats

NBSP = formats.NO_BREAK


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(0, "0"), (45, "0.75"), (30, "0.5"), (10, "0.17"), (7830, "130.5"), (599, "9.98"), (1056720, "17,612"), (None, "—")],
)
def test_minutes_are_written_as_hours(minutes, written):
    assert formats.hours(minutes) == written


def test_hours_with_fixed_digits_add_up_before_the_eyes():
    assert formats.hours(45, 1) == "0.8"
    assert formats.hours(7830, 2) == "130.50"


def test_a_number_has_thousands_marks_and_rounds_half_up():
    assert formats.number(27440) == "27,440"
    assert formats.number(Decimal("0.125"), 2) == "0.13"
    assert formats.number(None) == "—"


def test_a_share_of_nothing_is_a_dash_and_not_a_crash():
    assert formats.percent(17612, 27440) == "64.2%"
    assert formats.percent(0.625) == "62.5%"
    assert formats.percent(3, 0) == "—"
    assert formats.percent(None, 5) == "—"


def test_money_shows_fen_only_where_there_are_any():
    assert formats.yuan(120000000) == "1,200,000"
    assert formats.yuan(1250) == "12.50"
    assert formats.wan(72000000) == "72"
    assert formats.wan(4350000) == "4.35"


@pytest.mark.parametrize(
    ("language", "written"),
    [("zh-hans", f"11月24日{NBSP}周二"), ("zh-hant", f"11月24日{NBSP}週二"), ("en", f"Tue{NBSP}24{NBSP}Nov")],
)
def test_a_day_is_written_in_the_language_of_the_page(language, written):
    with translation.override(language):
        assert formats.day(date(2026, 11, 24)) == written


def test_a_moment_late_in_london_is_the_next_day_in_shanghai():
    late = datetime(2026, 11, 23, 17, 40, tzinfo=UTC)
    assert formats.day_short(late) == "11-24"
    assert formats.moment(late) == f"11-24{NBSP}01:40"


def test_months_and_full_days():
    with translation.override("zh-hans"):
        assert formats.month(date(2026, 11, 1)) == "2026年11月"
        assert formats.day_full(date(2027, 3, 16)) == "2027年3月16日"
    with translation.override("en"):
        assert formats.month(date(2026, 11, 1)) == f"Nov{NBSP}2026"


def test_numbers_stay_with_their_words():
    assert formats.keep("差 95 户次，剩 1 天") == f"差{NBSP}95{NBSP}户次，剩{NBSP}1{NBSP}天"
    assert formats.keep("95 visits to go") == f"95{NBSP}visits to go"
    assert formats.keep("17,612 / 27,440") == f"17,612{NBSP}/{NBSP}27,440"


def test_keeping_numbers_together_leaves_tags_alone():
    said = formats.keep(Markup('<em class="cols-2 is-warn">2 项</em>要追'))
    assert said == Markup(f'<em class="cols-2 is-warn">2{NBSP}项</em>要追')
    assert isinstance(said, Markup)
