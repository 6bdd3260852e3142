"""The colour of a case follows from its scores and risks by rule, whatever the scale says in figures."""
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.service.cases.rules import assessing, stages

SCALES = json.loads((Path(__file__).parent.parent / "data" / "scales.json").read_text(encoding="utf-8"))
DOMAINS, COLOURS = SCALES[0]["domains"], SCALES[0]["colours"]
LINES = assessing.thresholds(COLOURS)
MOST = sum(item["points"] for domain in DOMAINS for item in domain["items"])
DAY = date(2026, 3, 2)
risk_levels = st.sampled_from(assessing.RISK_LEVELS)
risks = st.fixed_dictionaries({one: st.fixed_dictionaries({"level": risk_levels}) for one in assessing.RISKS})
scores = st.fixed_dictionaries(
    {domain["code"]: st.fixed_dictionaries({item["code"]: st.integers(0, item["points"]) for item in domain["items"]}) for domain in DOMAINS}
)


@given(scores, risks)
def test_every_assessment_has_one_colour_and_an_acute_risk_is_always_red(scored, told):
    line = assessing.threshold_of(LINES, assessing.total(scored), is_acute=assessing.has_acute(told))
    assert line.colour in stages.COLOURS
    if any(one["level"] == assessing.ACUTE for one in told.values()):
        assert line.colour == stages.RED


@given(st.integers(0, MOST), st.integers(0, MOST))
def test_more_points_are_never_a_milder_colour_nor_a_later_look(one, other):
    fewer, more = (assessing.threshold_of(LINES, points, is_acute=False) for points in sorted((one, other)))
    assert stages.COLOURS.index(more.colour) <= stages.COLOURS.index(fewer.colour)
    assert assessing.review_on(more, DAY, lambda day: True) <= assessing.review_on(fewer, DAY, lambda day: True)


def test_the_scale_that_comes_with_the_product_reaches_every_colour():
    found = {assessing.threshold_of(LINES, points, is_acute=False).colour for points in range(MOST + 1)}
    assert found == set(stages.COLOURS)


def test_a_look_in_working_days_leaves_out_those_not_worked():
    line = assessing.Threshold(stages.RED, 0, 3, is_working=True)
    assert assessing.review_on(line, date(2026, 3, 6), lambda day: day.weekday() < 5) == date(2026, 3, 11)
    assert assessing.review_on(assessing.Threshold(stages.BLUE, 0, 60), DAY, bool) == DAY + timedelta(days=60)


@pytest.mark.parametrize("colours", [
    [], [{"colour": "red", "from": 5, "review_days": 7}],
    [{"colour": "mauve", "from": 0, "review_days": 7}],
    [{"colour": "green", "from": 9, "review_days": 7}, {"colour": "red", "from": 0, "review_days": 7}],
    [{"colour": "red", "from": 0, "review_days": 7}, {"colour": "red", "from": 9, "review_days": 7}],
])  # fmt: skip
def test_a_scale_that_leaves_totals_without_a_colour_is_refused(colours):
    with pytest.raises(assessing.BadScale):
        assessing.thresholds(colours)


@given(scores)
def test_scores_of_the_scale_pass_and_others_are_refused(scored):
    assessing.check_scores(DOMAINS, scored)
    with pytest.raises(assessing.OutOfScale):
        assessing.check_scores(DOMAINS, scored | {"personal": {"health": 99}})
    with pytest.raises(assessing.OutOfScale):
        assessing.check_scores(DOMAINS, {"unknown": {"health": 1}})


def test_what_is_missing_is_named():
    whole = {domain["code"]: {item["code"]: 0 for item in domain["items"]} for domain in DOMAINS}
    told = {one: {"level": "none"} for one in assessing.RISKS}
    assert assessing.lacks(DOMAINS, whole, told, ["休息"]) == []
    assert assessing.lacks(DOMAINS, {}, {}, [" "]) == ["scores", "risks", "needs"]


@given(scores, scores)
def test_the_comparison_adds_up_to_both_totals(now, before):
    found = assessing.by_domain(DOMAINS, now, before)
    assert sum(one.points for one in found) == assessing.total(now)
    assert sum(one.before for one in found) == assessing.total(before)
    assert sum(one.change for one in found) == assessing.total(now) - assessing.total(before)
