"""What may be posted and what is only noticed."""
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.rules.entry import Draft, Span

DAY = date(2025, 3, 3)
minutes = st.integers(0, 1440)


def service(direct: int = 60, indirect: int = 0, start: int | None = None, worker: int = 1, day: date = DAY) -> Draft:
    return Draft(worker, 1, day, direct, indirect, 1, start_minute=start)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (service(0, 0), entry.NoDuration),
        (service(-1, 60), entry.NegativeFigure),
        (service(1440, 1), entry.MoreThanADay),
        (Draft(1, 1, DAY, 60, 0, -1), entry.NegativeFigure),
    ],
)
def test_a_service_without_duration_negative_or_over_a_day_is_refused(draft: Draft, refusal: type) -> None:
    with pytest.raises(refusal):
        entry.check_figures(draft)


def test_exactly_a_day_stands() -> None:
    entry.check_figures(service(1000, 440))


def test_the_term_includes_both_its_ends_and_no_day_to_come() -> None:
    term = {"first_day": date(2025, 1, 1), "last_day": date(2025, 12, 31)}
    for day in (date(2025, 1, 1), date(2025, 12, 31)):
        entry.check_day(day, **term, today=date(2026, 1, 1))
    for day in (date(2024, 12, 31), date(2026, 1, 1)):
        with pytest.raises(entry.OutsideTerm):
            entry.check_day(day, **term, today=date(2026, 2, 1))
    with pytest.raises(entry.StillToCome):
        entry.check_day(date(2025, 5, 2), **term, today=date(2025, 5, 1))


@given(st.lists(minutes, max_size=6), minutes.filter(bool))
def test_a_day_never_holds_more_than_24_hours(filled: list[int], more: int) -> None:
    posted = [Span(one) for one in filled]
    if sum(filled) + more > 1440:
        with pytest.raises(entry.MoreThanADay):
            entry.check_fits(service(more), posted)
    else:
        entry.check_fits(service(more), posted)


@given(st.integers(0, 1200), st.integers(1, 200), st.integers(0, 1200), st.integers(1, 200))
def test_two_places_at_once_is_a_shared_minute(start: int, length: int, other: int, other_length: int) -> None:
    shared = set(range(start, start + length)) & set(range(other, other + other_length))
    draft, posted = service(length, start=start), [Span(other_length, other, other_length)]
    if shared:
        with pytest.raises(entry.TwoPlacesAtOnce):
            entry.check_fits(draft, posted)
    else:
        entry.check_fits(draft, posted)


def test_a_book_is_flagged_not_refused() -> None:
    crowded = [service(800), service(700), service(60, start=600, worker=2), service(60, start=630, worker=2), service(30, worker=3)]
    flags = [draft.flags for draft in entry.notice_crowding(crowded, {})]
    assert flags == ["over_day", "over_day", "two_places", "two_places", ""]


def test_what_the_ledger_holds_already_counts_for_the_flags() -> None:
    (flagged,) = entry.notice_crowding([service(60, start=600)], {(1, DAY): [Span(1400, 610, 30)]})
    assert flagged.flags == "over_day two_places"


@given(st.dates(date(1999, 1, 1), date(2060, 1, 1)), st.integers(0, 800))
def test_the_months_of_a_term_cover_every_day_of_it_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    months = entry.months_of_term(first, last)
    assert months == sorted({entry.month_of(first + timedelta(days=n)) for n in range(length + 1)})


def test_gaps_are_working_days_below_what_a_day_holds() -> None:
    days = [DAY + timedelta(days=n) for n in range(7)]
    found = entry.gaps(days, {DAY: 480, days[1]: 450}, expected=480, is_working=lambda day: day.weekday() < 5)
    assert found == {days[1]: 30, days[2]: 480, days[3]: 480, days[4]: 480}
