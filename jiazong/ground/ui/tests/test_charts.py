from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.ui import charts

START, END = date(2026, 4, 10), date(2027, 4, 9)


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        (2400, [2400, 1600, 800, 0]),
        (51, [60, 40, 20, 0]),
        (27440, [30000, 20000, 10000, 0]),
        (1, [1.2, 0.8, 0.4, 0]),
        (3, [3, 2, 1, 0]),
        (0, [3, 2, 1, 0]),
    ],
)
def test_an_axis_is_cut_into_steps_a_reader_can_count_in(highest, marks):
    assert charts.axis(highest) == marks


@given(st.floats(min_value=0.001, max_value=1e12))
def test_an_axis_always_reaches_its_highest_value_and_wastes_less_than_the_upper_half(highest):
    top = charts.axis(highest)[0]
    assert highest * (1 - 1e-6) <= top <= highest * 2.001


def test_today_is_the_share_of_the_term_that_is_over():
    assert charts.elapsed(START, END, START) == 0.3
    assert charts.elapsed(START, END, END) == 100.0
    assert charts.elapsed(START, END, date(2026, 4, 9)) == 0.0
    assert charts.elapsed(START, END, date(2030, 1, 1)) == 100.0


def test_a_bullet_bar_never_runs_past_its_end():
    bar = charts.bullet(300, 240, 62.5, state="ok")
    assert (bar.done, bar.today) == (100.0, 62.5)
    assert charts.bullet(1404, 2400, 62.5, state="slow").done == 58.5


def test_a_forecast_is_drawn_only_where_it_matters():
    assert charts.bullet(1404, 2400, 62.5, state="slow", forecast=2247).shows_forecast
    assert not charts.bullet(1404, 2400, 62.5, state="ok", forecast=2600).shows_forecast
    assert not charts.bullet(1404, 2400, 62.5, state="late").shows_forecast


def test_a_target_of_zero_is_refused_by_name():
    with pytest.raises(ValueError, match="above zero"):
        charts.bullet(1, 0, 50, state="ok")


def test_a_cumulative_line_ends_today_and_its_forecast_at_the_end_of_the_term():
    points = [(date(2026, 5, 31), 300), (date(2026, 11, 24), 1404), (date(2026, 12, 31), 9999)]
    line = charts.cumulative(START, END, 2400, points, date(2026, 11, 24), forecast=2247, low=1960, high=2350)
    assert line.line == "0,240.0 52,210.0 229,99.6"
    assert line.plan == "M0 240.0 L365 0.0"
    assert line.forecast == "M229 99.6 L365 15.3"
    assert line.band == "M229 99.6 L365 5.0 V44.0 Z"
    assert line.done == 1404
    assert line.expected == pytest.approx(1505.8, abs=0.05)


def test_a_term_that_is_over_has_no_forecast_line():
    line = charts.cumulative(START, END, 10, [(END, 10)], date(2027, 6, 1), forecast=10)
    assert line.forecast == "" and line.band == ""
    assert line.line.endswith("365,40.0")


def test_a_line_without_points_lies_on_zero():
    line = charts.cumulative(START, END, 10, [], START)
    assert line.line == "0,240.0" and line.done == 0


def test_a_term_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before it starts"):
        charts.cumulative(END, START, 1, [], START)


def test_the_word_of_today_changes_sides_where_there_is_no_room():
    early = charts.cumulative(START, END, 10, [(START, 1)], date(2026, 6, 1)).today_word
    late = charts.cumulative(START, END, 10, [(START, 1)], date(2027, 3, 1)).today_word
    assert (early.anchor, late.anchor) == ("start", "end")


def test_months_of_a_term_that_starts_on_the_28th_do_not_collide():
    marks = charts.month_marks(date(2026, 4, 28), date(2027, 4, 27))
    assert marks[0].day == date(2026, 5, 1)
    assert [mark.at for mark in marks] == sorted({mark.at for mark in marks})
    assert len(marks) <= 7


def test_month_ends_are_the_last_known_sum_of_each_month():
    points = [(date(2026, 5, 3), 1), (date(2026, 5, 20), 4), (date(2026, 6, 1), 5)]
    assert charts.month_ends(points) == [(date(2026, 5, 20), 4), (date(2026, 6, 1), 5)]


def test_weeks_make_their_average_from_the_recent_ones():
    chart = charts.weekly([(str(n), value) for n, value in enumerate((46, 42, 44, 39, 38, 45, 41, 47, 40, 36, 49, 48))], needed=51)
    assert chart.ticks == [60, 40, 20, 0]
    assert chart.average == 43
    assert chart.needed_y == 15.0
    assert [bar.is_recent for bar in chart.columns] == [False] * 4 + [True] * 8
    assert chart.columns[-1].x + chart.columns[-1].width <= 100


def test_no_weeks_make_an_empty_chart():
    chart = charts.weekly([])
    assert chart.columns == [] and chart.average is None


def test_pieces_of_a_meter_never_leave_it():
    pieces = charts.segments([(6540, "direct"), (1290, "indirect"), (9000, "warn")], 10080)
    assert [(piece.start, piece.share) for piece in pieces] == [(0, 64.9), (64.9, 12.8), (77.7, 22.3)]


def test_the_longest_bar_leaves_room_for_its_end_to_be_seen():
    found = charts.bars([("幸福里", 412), ("新塱", 298, "/visits")])
    assert [bar.share for bar in found] == [96.0, 69.4]
    assert [bar.href for bar in found] == ["", "/visits"]
    assert charts.bars([]) == []


def test_a_month_starts_on_monday_and_leaves_other_months_empty():
    weeks = charts.month_of_hours(2026, 11, {date(2026, 11, 2): charts.HoursOfDay(390, 90)})
    assert [cell is None for cell in weeks[0]] == [True] * 6 + [False]
    monday = weeks[1][0]
    assert monday.day == date(2026, 11, 2) and monday.hours.minutes == 480
    assert [(piece.kind, piece.share) for piece in monday.segments] == [("direct", 65.0), ("indirect", 15.0)]
    assert sum(cell is not None for week in weeks for cell in week) == 30
