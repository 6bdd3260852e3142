from datetime import date
from decimal import Decimal

import pytest

from jiazong.commission.contracts import standards


@pytest.mark.parametrize(
    ("professionals", "total", "floor"), [(14, 27_440, 22_852), (15, 29_400, 24_484), (19, 37_240, 31_013), (1, 1_960, 1_632)]
)
def test_the_usual_hours_grow_with_the_number_of_professionals(professionals, total, floor):
    found = standards.suggested_hours(professionals, on=date(2026, 1, 1))
    assert (found.total, found.floor, found.ceiling_percent) == (total, floor, Decimal(110))


def test_the_standard_names_its_source_and_the_day_it_holds_from():
    assert all(one.source and one.first_day.year >= 2011 for one in standards.standards())


def test_before_the_first_standard_the_first_one_holds():
    assert standards.standard_on(date(1999, 1, 1)) == standards.standards()[0]
