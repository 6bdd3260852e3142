"""Late by the clock on the wall, counted once, sums that fit."""
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.service.cases.rules import notes

DAY = date(2026, 3, 2)
minutes = st.integers(0, 600)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
contacts = st.lists(st.builds(notes.Contact, days, minutes, minutes, st.sampled_from(notes.MODES)), max_size=30)


@pytest.mark.parametrize(
    ("written", "start", "late"),
    [
        (datetime(2026, 3, 3, 10, 30), 9 * 60 + 30, False),
        (datetime(2026, 3, 3, 10, 30, 1), 9 * 60 + 30, True),
        (datetime(2026, 3, 3, 23, 59), None, False),
        (datetime(2026, 3, 4, 0, 0, 1), None, True),
        (datetime(2026, 3, 1, 9, 0), 9 * 60, False),
    ],
)
def test_a_note_is_late_a_day_after_the_contact_ended_and_without_a_start_a_day_after_its_day(written, start, late):
    assert notes.is_late(written, day=DAY, start_minute=start, direct_minutes=60, within_hours=24) is late


@given(days, st.one_of(st.none(), st.integers(0, 1439)), minutes, st.integers(0, 100), st.integers(0, 10_000))
def test_waiting_longer_never_makes_a_late_note_punctual_and_a_longer_time_allowed_never_makes_it_late(day, start, direct, within, waited):
    written = notes.end_of(day, start, direct) + timedelta(minutes=waited)
    said = notes.is_late(written, day=day, start_minute=start, direct_minutes=direct, within_hours=within)
    assert said == (waited > within * 60)
    later = notes.is_late(written + timedelta(minutes=1), day=day, start_minute=start, direct_minutes=direct, within_hours=within)
    assert later or not said
    assert not notes.is_late(written, day=day, start_minute=start, direct_minutes=direct, within_hours=within + waited)


@given(st.integers(0, 99))
def test_a_contact_counts_those_who_were_there_and_at_least_one(present):
    assert notes.person_times(present) == (present or 1)


@given(st.dictionaries(st.sampled_from(notes.MODES), st.lists(st.sampled_from("甲乙丙丁"), max_size=4)), st.lists(st.sampled_from("甲乙丙丁"), max_size=5))
def test_the_method_is_the_first_one_wanted_that_the_contract_has(wanted, offered):
    for mode in notes.MODES:
        found = notes.method_for(mode, wanted, offered)
        if found:
            before = wanted[mode][: wanted[mode].index(found)]
            assert found in offered and not set(before) & set(offered)
        else:
            assert not set(wanted.get(mode, ())) & set(offered)


@given(contacts, contacts)
def test_sums_of_two_heaps_are_the_sum_of_both(some, more):
    one, other, both = notes.totals(some), notes.totals(more), notes.totals(some + more)
    assert both.notes == one.notes + other.notes and both.contacts == one.contacts + other.contacts
    assert both.minutes == one.minutes + other.minutes
    met = [each.day for each in some + more if each.direct_minutes]
    assert (both.first_day, both.last_day) == (min(met, default=None), max(met, default=None))
