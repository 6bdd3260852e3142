"""Another city's figures come from a file, without a line of code; a line that cannot be taken is named."""
from datetime import date
from pathlib import Path

import pytest

from jiazong.commission.lifecycle import actions, queries
from jiazong.commission.lifecycle.models import Figure
from jiazong.commission.lifecycle.rules.figures import UNITS, BadFigures, read_figures

HEAD = "region,name,first_day,value,unit,confidence,source\n"
SHENZHEN = HEAD + "4403,staff_percent,2025-01-01,70,percent,L,试用\n4403,worker_step,2025-01-01,12000000,fen,L,试用\n"


def test_the_file_that_comes_with_the_product_can_be_read():
    own = Path(actions.__file__).with_name("data") / "figures.csv"
    assert {one.name for one in read_figures(own.read_text(encoding="utf-8"))} == set(UNITS)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("44x,staff_percent,2025-01-01,70,percent,L,试", "region"), (",moon,2025-01-01,70,percent,L,试", "name"),
        (",staff_percent,2025-01-01,70,fen,L,试", "name"), (",staff_percent,明年,70,percent,L,试", "first_day"),
        (",staff_percent,2025-01-01,101,percent,L,试", "value"), (",staff_percent,2025-01-01,-1,percent,L,试", "value"),
        (",worker_step,2025-01-01,0,fen,L,试", "value"), (",staff_percent,2025-01-01,70,percent,X,试", "confidence"),
        (",staff_percent,2025-01-01,70,percent,L,", "source"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_taken_is_named(line, what):
    with pytest.raises(BadFigures) as refused:
        read_figures(SHENZHEN + line + "\n")
    assert (refused.value.line, refused.value.what) == (4, what)


@pytest.mark.parametrize(("text", "what"), [("a,b\n1,2\n", "columns"), (HEAD, "empty")])
def test_a_file_that_is_no_list_is_refused(text, what):
    with pytest.raises(BadFigures) as refused:
        read_figures(text)
    assert refused.value.what == what


@pytest.mark.django_db
def test_a_second_citys_figures_load_twice_and_stand_once():
    before = Figure.objects.count()
    for _n in range(2):
        assert actions.load_figures(read_figures(SHENZHEN), by=None) == 2
    assert Figure.objects.count() == before + 2
    assert queries.figures_on(date(2025, 6, 1), "440305", "staff_percent")["staff_percent"].value == 70
    assert queries.figures_on(date(2025, 6, 1), "440103", "staff_percent")["staff_percent"].value == 65
