from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.review.evidence import rules
from jiazong.review.evidence.tests.factories import CONTRACT, Source, make_row


def test_an_unfinished_target_never_reads_as_all():
    assert rules.percent_text(rules.completion(99_999, 100_000)) == "99.9%"
    assert rules.percent_text(rules.completion(5, 0)) == "—"


def test_hours_keep_their_quarter_and_lose_needless_noughts():
    assert rules.hours_text(45) == "0.75"
    assert rules.hours_text(27_440 * 60) == "27,440"


def test_numbers_lose_only_the_noughts_behind_the_point():
    assert rules.number_text(1_200) == "1,200"
    assert rules.number_text(Decimal("12.50")) == "12.5"


def test_the_contract_year_includes_its_last_day():
    assert rules.elapsed_days(CONTRACT, date(2026, 12, 31)) == (365, 365)
    assert rules.elapsed_days(CONTRACT, date(2027, 3, 1)) == (365, 365)
    assert rules.elapsed_days(CONTRACT, date(2025, 12, 31)) == (0, 365)


def test_a_reversal_takes_its_record_out_of_the_sum():
    tally = rules.Tally()
    for row in (make_row(1), make_row(2, quantity=-1, reverses="QH-000001")):
        tally.add(row)
    assert (tally.records, tally.quantity, tally.reversals) == (2, 0, 1)


def test_an_indicator_whose_counting_has_no_name_is_refused():
    odd = replace(Source().indicators[0], counts="moons")
    with pytest.raises(rules.UnknownCounting, match="moons"):
        rules.check_counting([odd])


@given(st.text())
def test_a_name_from_any_text_is_a_name_windows_takes(text):
    name = rules.safe_name(text)
    assert name and len(name) <= rules.LONGEST_NAME and name == name.strip()
    assert not set(name) & set('<>:"/\\|?*#%\n\r\t\0') and not name.endswith(".")
    name.encode("utf-8")


def test_the_origin_names_file_sheet_and_row():
    assert rules.origin_text(make_row(3)) == "一月工时.xlsx，个案，第5行"
    assert rules.origin_text(make_row(4)) == "手工登记"
