from datetime import date

from jiazong.ground.ui import charts
from jiazong.ledger.hours.queries.rows import Breakdown
from jiazong.ledger.hours.rows_page import most_and_least, whole_months

FOUND = Breakdown(by_month={date(2026, 4, 1): 30, date(2026, 5, 1): 80, date(2026, 6, 1): 60, date(2026, 7, 1): 9})
BARS = charts.bars([("4月", 30, ""), ("5月", 80, ""), ("6月", 60, ""), ("7月", 9, "")])


def said(first_day, as_of):
    return [bar.label for bar in whole_months(FOUND, BARS, first_day, as_of)]


def test_a_month_that_is_not_over_is_not_called_the_least():
    assert said(date(2026, 4, 1), date(2026, 7, 30)) == ["4月", "5月", "6月"]
    assert said(date(2026, 4, 1), date(2026, 7, 31)) == ["4月", "5月", "6月", "7月"]


def test_the_first_month_of_a_term_that_begins_within_it_is_not_called_the_least():
    assert said(date(2026, 4, 10), date(2026, 7, 15)) == ["5月", "6月"]


def test_one_whole_month_has_no_finding():
    assert most_and_least(whole_months(FOUND, BARS, date(2026, 4, 10), date(2026, 5, 31))) == ""
    assert whole_months(Breakdown(), [], date(2026, 4, 10), date(2026, 5, 31)) == []
