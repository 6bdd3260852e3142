"""Registration, continuing education, fitness to serve and leave: decisions without a database."""
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jiazong.people.staff import rules
from jiazong.people.staff.rules import Away, Period, Studied

TODAY = date(2026, 11, 24)
LAST = date(2027, 3, 14)
days = st.dates(date(2000, 1, 1), date(2090, 1, 1))
halves = st.sampled_from([rules.MORNING, rules.AFTERNOON])


def registration(*periods, certified_on=None, is_certified=True, on=TODAY):
    return rules.registration(periods, certified_on=certified_on, is_certified=is_certified, on=on, first_months=12, warn_days=90)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 3, 15), date(2027, 3, 14)), (date(2024, 2, 29), date(2027, 2, 27)), (date(2024, 1, 1), date(2026, 12, 31)),
        (date(2023, 11, 30), date(2026, 11, 29)),
    ],
)  # fmt: skip
def test_a_registration_lasts_to_the_day_before_the_same_day(first, last):
    assert rules.registered_until(first, 36) == last


@given(days, st.integers(1, 60))
def test_so_many_months_later_is_the_same_day_or_the_end_of_a_shorter_month(day, months):
    later = rules.months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1 or later.month == 2


@pytest.mark.parametrize(
    ("periods", "told", "state", "until"),
    [
        ([], {"is_certified": False}, rules.NONE, None),
        ([], {}, rules.FIRST_DUE, None),
        ([], {"certified_on": date(2026, 1, 10)}, rules.FIRST_DUE, date(2027, 1, 9)),
        ([], {"certified_on": date(2025, 11, 25)}, rules.FIRST_DUE, TODAY),
        ([], {"certified_on": date(2025, 11, 24)}, rules.OVERDUE, date(2026, 11, 23)),
        ([Period(date(2024, 3, 15), LAST)], {}, rules.REGISTERED, LAST),
        ([Period(date(2024, 2, 22), date(2027, 2, 21))], {}, rules.ENDING, date(2027, 2, 21)),
        ([Period(date(2024, 2, 23), date(2027, 2, 22))], {}, rules.REGISTERED, date(2027, 2, 22)),
        ([Period(date(2023, 11, 25), TODAY)], {}, rules.ENDING, TODAY),
        ([Period(date(2023, 11, 24), date(2026, 11, 23))], {}, rules.ENDED, date(2026, 11, 23)),
        ([Period(date(2023, 12, 1), date(2026, 11, 30)), Period(date(2026, 12, 1), date(2029, 11, 30))], {}, rules.REGISTERED, date(2026, 11, 30)),
        ([Period(date(2023, 12, 1), date(2026, 11, 30)), Period(date(2026, 12, 2), date(2029, 11, 30))], {}, rules.ENDING, date(2026, 11, 30)),
    ],
)  # fmt: skip
def test_each_standing_of_a_registration_by_an_example(periods, told, state, until):
    said = registration(*periods, **told)
    assert (said.state, said.until) == (state, until)
    assert said.needs_doing == (state in (rules.FIRST_DUE, rules.OVERDUE, rules.ENDING, rules.ENDED))


@given(st.lists(st.tuples(days, st.integers(0, 1200)), max_size=5), days)
def test_nobody_is_called_registered_on_a_day_no_registration_covers(drawn, on):
    periods = [Period(first, first + timedelta(days=length)) for first, length in drawn]
    said = registration(*periods, on=on)
    if said.state in (rules.REGISTERED, rules.ENDING):
        assert any(one.first_day <= on <= one.last_day for one in periods)


def education(*courses, needed=4320, on=TODAY):
    return rules.education(courses, Period(date(2024, 3, 15), LAST), needed=needed, degree_minutes=5400, on=on)


def test_the_hours_that_are_missing_are_said_with_the_last_day():
    said = education(Studied(date(2024, 3, 15), 3600), Studied(date(2024, 3, 14), 600), Studied(date(2026, 12, 1), 600))
    assert (said.done, said.missing, said.until) == (3600, 720, LAST)


def test_a_degree_counts_once_with_its_fixed_minutes_whatever_it_says():
    degrees = Studied(date(2025, 7, 1), 60, rules.DEGREE), Studied(date(2026, 7, 1), 60, rules.DEGREE)
    assert education(*degrees).done == 5400
    before = Studied(date(2019, 7, 1), 60, rules.DEGREE)
    assert education(before, degrees[0]).done == 0


def test_training_before_the_post_is_no_continuing_education():
    assert education(Studied(date(2025, 7, 1), 2400, rules.PRE_POST)).done == 0


@given(st.lists(st.builds(Studied, days, st.integers(1, 24_000), st.sampled_from(rules.COURSE_KINDS)), max_size=8), days)
def test_more_courses_never_make_more_hours_missing(courses, on):
    some, every = education(*courses[:-1], on=on), education(*courses, on=on)
    has_degree = any(one.kind == rules.DEGREE for one in courses)
    assert every.missing <= some.missing or has_degree
    assert 0 <= every.missing <= every.needed


def serving(**told):
    settings = {"needs_training": True, "needs_certificate": True, "profession_is_enough": True, "blocks": True}
    return rules.may_serve(**{"is_trained": True, "certificate_uses": [rules.POST], **settings, **told})


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({}, ()), ({"is_trained": False}, ("training",)), ({"certificate_uses": []}, ("certificate",)),
        ({"certificate_uses": [rules.PROFESSION]}, ()),
        ({"certificate_uses": [rules.PROFESSION], "profession_is_enough": False}, ("certificate",)),
        ({"certificate_uses": [rules.SUPERVISION], "is_trained": False}, ("training", "certificate")),
        ({"certificate_uses": [], "is_trained": False, "needs_training": False, "needs_certificate": False}, ()),
    ],
)  # fmt: skip
def test_training_and_certificate_come_before_the_post(told, missing):
    said = serving(**told)
    assert said.missing == missing
    assert said.may_serve == (not missing)
    assert serving(**told, blocks=False).may_serve


@given(days, halves, st.integers(0, 40), halves)
def test_the_half_days_of_an_absence_are_those_its_days_tell(first, from_half, length, to_half):
    assume(length or to_half >= from_half)
    away = Away(first, from_half, first + timedelta(days=length), to_half)
    covered = {None: 0, rules.AWAY_MORNING: 1, rules.AWAY_AFTERNOON: 1, rules.AWAY_ALL_DAY: 2}
    around = [first + timedelta(days=number) for number in range(-1, length + 2)]
    assert sum(covered[away.on(day)] for day in around) == away.halves
    assert away.on(around[0]) is None and away.on(around[-1]) is None


def test_two_halves_of_different_absences_make_a_day():
    morning, afternoon = Away(TODAY, 0, TODAY, 0), Away(TODAY, 1, TODAY, 1)
    assert rules.away_on([morning], TODAY) == rules.AWAY_MORNING
    assert rules.away_on([afternoon], TODAY) == rules.AWAY_AFTERNOON
    assert rules.away_on([morning, afternoon], TODAY) == rules.AWAY_ALL_DAY
    assert rules.away_on([], TODAY) is None
