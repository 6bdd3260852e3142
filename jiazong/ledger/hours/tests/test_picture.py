from datetime import date, timedelta

import pytest

from jiazong.ledger.hours import actions, picture, queries
from jiazong.ledger.hours.queries.rows import month_totals, week_totals
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db
MONDAY = date(2025, 3, 3)


@pytest.fixture
def contract():
    made = make.make_contract()
    for week in range(12):
        for _time in range(2):
            actions.post(made, make.draft(made, day=MONDAY + timedelta(weeks=week), direct=30, indirect=15), by=None)
    return made


def on(contract, day):
    return queries.progress_of(contract, as_of=day)


def measure(progress, code):
    return next(one for one in progress.measures if one.code == code)


def test_the_line_ends_in_the_figure_of_the_day_asked(contract):
    for day in (date(2025, 3, 3), date(2025, 4, 30), date(2025, 5, 10), date(2025, 12, 31), date(2026, 5, 1)):
        progress = on(contract, day)
        for one in progress.measures:
            assert picture.line(one, progress).chart.done == pytest.approx(one.standing.done / (60 if one.is_hours else 1))


def test_the_line_never_falls_and_carries_whole_months(contract):
    rows = picture.line(measure(on(contract, date(2025, 5, 31)), "visits"), on(contract, date(2025, 5, 31))).chart.rows
    assert [(day.month, value) for day, value in rows] == [(1, 0), (2, 0), (3, 10), (4, 18), (5, 24)]


def test_weeks_are_whole_and_hours_count_professionals_only(contract):
    actions.post(contract, make.draft(contract, worker=2, day=MONDAY, direct=600), by=None)
    progress = on(contract, date(2025, 5, 28))
    visits = picture.weeks(measure(progress, "visits"), progress)
    assert [bar.value for bar in visits.chart.columns] == [3] + [2] * 11
    total = picture.weeks(measure(progress, "total_hours"), progress)
    direct = picture.weeks(measure(progress, "direct_hours"), progress)
    assert [bar.value for bar in total.chart.columns] == [1.5] * 12
    assert [bar.value for bar in direct.chart.columns] == [1.0] * 12


def test_no_week_is_drawn_before_one_is_over(contract):
    progress = on(contract, date(2025, 1, 3))
    assert picture.weeks(progress.measures[0], progress) is None


def test_weeks_and_months_add_up_to_the_same(contract):
    weeks = week_totals(contract, first_day=contract.first_day, last_day=contract.last_day)
    months = month_totals(contract)
    assert sum(one.person_times for one in weeks.values()) == sum(one.person_times for one in months.values()) == 24


def test_every_number_of_a_row_is_a_door_for_those_who_may(contract):
    progress = on(contract, date(2025, 5, 28))
    assert [row.href for row in picture.rows(progress, lambda code: f"/{code}")] == [f"/{one.code}" for one in progress.measures]
    assert {row.href for row in picture.rows(progress, lambda code: "")} == {""}


@pytest.mark.parametrize(("done", "target", "said"), [(1, 3, "33.3%"), (9999, 10000, "99.9%"), (3, 3, "100.0%"), (4, 3, "133.3%"), (1, 0, "—")])
def test_a_share_says_a_hundred_only_when_it_is_reached(done, target, said):
    assert picture.share_said(done, target) == said


def test_a_target_of_nothing_has_no_bar_and_breaks_nothing(contract):
    contract.indicators.update(target=0)
    row = next(row for row in picture.rows(on(contract, date(2025, 5, 28)), lambda code: "") if row.name == "小组节数")
    assert row.bar is None
    assert row.state == "ok"


def test_in_the_last_days_what_is_left_is_said_instead_of_a_weekly_pace(contract):
    progress = on(contract, date(2025, 12, 29))
    rows = {row.name: row for row in picture.rows(progress, lambda code: "")}
    assert rows["探访户次"].remark.replace("\u00a0", " ") == "还差 76 户次"


def test_months_are_closed_open_running_or_to_come(contract):
    actions.close_month(contract, date(2025, 1, 1), by=None)
    levels = [one.level for one in picture.months(contract, date(2025, 3, 15))]
    assert levels[:4] == ["green", "yellow", "blue", ""]
    assert [one.level for one in picture.months(contract, date(2026, 3, 15))] == ["green"] + ["yellow"] * 11


def test_the_watched_measure_is_the_one_farthest_behind(contract):
    assert picture.watched(on(contract, date(2025, 5, 28))).code in ("groups", "attendance")
