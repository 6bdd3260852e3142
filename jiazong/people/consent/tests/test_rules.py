from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jiazong.people.consent.rules import ages, giving

BIRTHDAYS = st.dates(date(1900, 1, 1), date(2040, 12, 31)) | st.sampled_from([date(year, 2, 29) for year in range(1904, 2040, 4)])
YEARS = st.sampled_from([ages.CHILD, ages.MINOR])


def birthday(born: date, years: int) -> date:
    """The day somebody is so many years old, found by going through the calendar and not by arithmetic."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


@given(BIRTHDAYS, YEARS)
@example(date(2012, 2, 29), ages.CHILD)
@example(date(2008, 2, 29), ages.MINOR)
def test_somebody_is_a_year_older_on_the_birthday_and_not_the_day_before(born, years):
    turns = birthday(born, years)
    assert ages.years_on(born, turns) == years
    assert ages.years_on(born, turns - timedelta(days=1)) == years - 1


@given(BIRTHDAYS, st.dates(date(1900, 1, 1), date(2060, 12, 31)))
def test_the_guardian_agrees_until_the_fourteenth_birthday_and_minority_ends_on_the_eighteenth(born, day):
    assert ages.needs_guardian(born, day) == (day < birthday(born, 14))
    assert ages.is_minor(born, day) == (day < birthday(born, 18))


def test_who_was_born_on_29_february_is_older_on_1_march_where_there_is_no_such_day():
    assert ages.needs_guardian(date(2008, 2, 29), date(2022, 2, 28))
    assert not ages.needs_guardian(date(2008, 2, 29), date(2022, 3, 1))
    assert not ages.is_minor(date(2008, 2, 29), date(2026, 3, 1))


PURPOSES = ("service", "sensitive", "share", "photo")
SEPARATE = ("sensitive", "share", "photo")
TODAY = date(2026, 6, 1)
GUARDIANS = st.none() | st.builds(
    giving.Guardian, checked_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    first_day=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)), last_day=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)  # fmt: skip
WANTED = st.builds(
    giving.Wanted, purposes=st.lists(st.sampled_from(PURPOSES), unique=True, max_size=3).map(tuple),
    given_on=st.dates(date(2025, 12, 1), date(2026, 12, 31)), way=st.sampled_from(giving.WAYS), paper_number=st.sampled_from(["", "7"]),
    witness=st.sampled_from(["", "陈静"]), exception=st.sampled_from(["", *giving.EXCEPTIONS]), reason=st.sampled_from(["", " ", "紧急"]),
)  # fmt: skip


@given(WANTED, st.none() | BIRTHDAYS, GUARDIANS)
def test_whatever_is_let_through_stands(wanted, born, guardian):
    try:
        giving.check_may_give(
            wanted, born=born, guardian=guardian, today=TODAY, in_text=PURPOSES[:3], text_since=date(2026, 1, 1), separate=SEPARATE
        )
    except giving.DoesNotStand:
        return
    day = wanted.given_on
    assert date(2026, 1, 1) <= day <= TODAY and wanted.purposes and "photo" not in wanted.purposes
    assert len(wanted.purposes) == 1 or not set(wanted.purposes) & set(SEPARATE)
    assert wanted.paper_number if wanted.way == giving.PAPER else wanted.witness
    by_guardian = guardian is not None and guardian.checked_on is not None and guardian.checked_on <= day
    by_exception = bool(wanted.exception) and bool(wanted.reason.strip())
    by_herself = born is not None and ages.years_on(born, day) >= 14
    assert by_guardian or by_exception or by_herself
    assert guardian is None or by_guardian


@given(st.lists(st.sampled_from(PURPOSES), unique=True))
def test_what_is_ticked_on_one_page_becomes_as_many_acts_as_the_law_wants(ticked):
    acts = giving.acts(ticked, SEPARATE)
    assert sorted(one for act in acts for one in act) == sorted(ticked)
    assert all(len(act) == 1 or not set(act) & set(SEPARATE) for act in acts)


@pytest.mark.parametrize(
    ("first", "last", "stands"),
    [(None, None, True), (TODAY, TODAY, True), (TODAY + timedelta(days=1), None, False), (None, TODAY - timedelta(days=1), False)],
)
def test_a_guardianship_holds_on_both_its_ends(first, last, stands):
    assert giving.Guardian(TODAY, first, last).stands_on(TODAY) is stands
    assert not giving.Guardian(None, first, last).stands_on(TODAY)
