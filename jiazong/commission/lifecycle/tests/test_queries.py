"""The figures of a place and a day: dated, sourced, and another city's without a line of code."""
from datetime import date

import pytest

from jiazong.commission.contracts.tests import factories as contracts
from jiazong.commission.lifecycle import actions, queries
from jiazong.commission.lifecycle.models import Figure
from jiazong.ground.dated import NoSetting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("day", "percent"), [(date(2017, 12, 31), 60), (date(2018, 1, 1), 65), (date(2026, 5, 1), 65)])
def test_the_share_of_staff_is_sixty_before_2018_and_sixty_five_after(day, percent):
    found = queries.figures_on(day, "440103", "staff_percent")["staff_percent"]
    assert found.value == percent
    assert found.source


def test_another_citys_figure_holds_there_from_its_day_and_nowhere_else():
    Figure.objects.create(region="4403", name="staff_percent", first_day=date(2025, 1, 1), value=70, unit="percent", confidence="L", source="试")
    for region, day, percent in (("440305", date(2025, 1, 1), 70), ("440305", date(2024, 12, 31), 65), ("440103", date(2025, 1, 1), 65)):
        assert queries.figures_on(day, region, "staff_percent")["staff_percent"].value == percent


@pytest.mark.parametrize(("first_day", "last_day", "fund"), [("2017-01-01", "2017-12-31", 200_000_000), ("2018-01-01", "2018-12-31", 240_000_000)])
def test_the_standard_of_a_year_was_raised_by_a_fifth_in_2018(first_day, last_day, fund):
    ours = contracts.contract("alt-1", term__first_day=first_day, term__last_day=last_day)
    assert queries.standard_fund(ours) == fund


def test_a_figure_nobody_wrote_down_is_named():
    with pytest.raises(NoSetting, match="moon_percent"):
        queries.figures_on(date(2025, 1, 1), "440103", "moon_percent")


def test_every_figure_has_a_source_and_what_is_no_law_says_so():
    rows = list(Figure.objects.all())
    assert len(rows) == 17
    assert all(row.source and row.confidence in "HML" for row in rows)
    assert all("默认" in row.source for row in rows if row.confidence == "L")


def test_promises_written_again_are_those_written_last():
    ours = contracts.contract()
    for promised in ({"visits": 2_500}, {"visits": 2_600, "attendance": 520}):
        actions.promise(ours, promised, by=None)
    assert queries.promises_of(ours) == {"visits": 2_600, "attendance": 520}
