from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.staff import rules
from jiazong.people.staff.rules import Validity

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("valid_to", "said"),
    [
        (None, Validity()),
        (date(2026, 11, 23), Validity(has_ended=True)),
        (TODAY, Validity(days_left=1)),
        (date(2027, 2, 21), Validity(days_left=90)),
        (date(2027, 2, 22), Validity()),
    ],
)
def test_a_certificate_holds_through_its_last_day(valid_to, said):
    assert rules.validity(valid_to, on=TODAY) == said


@given(st.dates(), st.dates())
def test_what_has_ended_has_no_days_left(valid_to, on):
    said = rules.validity(valid_to, on=on)
    assert said.has_ended == (valid_to < on)
    assert not (said.has_ended and said.days_left)


@pytest.mark.parametrize("written", ["区彤伟", "区 彤伟", "區彤偉", "区\u3000彤伟", "\u200b区彤伟"])
def test_all_ways_of_writing_a_name_are_one(written):
    assert rules.fold_name(written) == "区彤伟"


@pytest.mark.parametrize(("name", "key"), [("区彤伟", "ou tong wei"), ("單玉玲", "shan yu ling"), ("曾小明", "zeng xiao ming"), ("", "")])
def test_a_surname_is_read_as_a_surname(name, key):
    assert rules.sort_key(name) == key


@given(st.text(max_size=20))
def test_folding_a_name_twice_changes_nothing_more(name):
    assert rules.fold_name(rules.fold_name(name)) == rules.fold_name(name)
