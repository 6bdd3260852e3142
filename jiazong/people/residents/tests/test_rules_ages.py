from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiazong.people.residents.rules.ages import Birth, NotABirth, age_on, is_minor, read_birth

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1900, 1, 1), TODAY)
ESTIMATES = [
    ("1950", date(1950, 1, 1)), ("1950年", date(1950, 1, 1)), ("1950-03", date(1950, 3, 1)), ("76", date(1950, 1, 1)),
    ("76岁", date(1950, 1, 1)), ("约76", date(1950, 1, 1)),
]  # fmt: skip
FAULTS = [
    ("昨天", "unreadable"), ("1950-02-30", "unreadable"), ("1950-13", "unreadable"), ("131", "unreadable"),
    ("2026-11-23", "to_come"), ("2030", "to_come"), ("1890-01-01", "too_old"),
]  # fmt: skip


@pytest.mark.parametrize("text", ["1950-03-02", "1950/3/2", "1950.03.02", "1950年3月2日", "19500302", "１９５０－０３－０２", " 1950-03-02 "])
def test_a_birth_date_is_read_however_it_is_written(text):
    assert read_birth(text, today=TODAY) == Birth(date(1950, 3, 2), False)


@pytest.mark.parametrize(("text", "born"), ESTIMATES)
def test_a_year_a_month_or_an_age_is_an_estimate(text, born):
    assert read_birth(text, today=TODAY) == Birth(born, True)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_told_is_nothing(text):
    assert read_birth(text, today=TODAY) is None


@pytest.mark.parametrize(("text", "code"), FAULTS)
def test_what_cannot_be_says_why(text, code):
    with pytest.raises(NotABirth) as said:
        read_birth(text, today=TODAY)
    assert said.value.code == code


@settings(max_examples=60, deadline=None)
@given(DAYS, DAYS)
def test_an_age_is_full_years_and_minors_are_under_eighteen(one, other):
    born, day = sorted((one, other))
    assert 0 <= age_on(born, day) <= day.year - born.year
    assert is_minor(born, day) == (age_on(born, day) < 18)


@settings(deadline=None)
@given(st.integers(0, 120))
def test_an_age_told_is_the_age_shown_for_the_rest_of_the_year(age):
    born = read_birth(str(age), today=TODAY).born_on
    assert age_on(born, TODAY) == age_on(born, date(TODAY.year, 12, 31)) == age


def test_whoever_is_born_on_leap_day_is_older_from_the_first_of_march():
    assert (age_on(date(2008, 2, 29), date(2026, 2, 28)), age_on(date(2008, 2, 29), date(2026, 3, 1))) == (17, 18)
    assert is_minor(date(2008, 2, 29), date(2026, 2, 28)) and not is_minor(None, TODAY)
