from jiazong.run.bench import goals
from jiazong.run.bench.figures import PART, Figure
from jiazong.run.bench.mixed import slope


def figure(key, value):
    return Figure("g", PART, key, key, value, "", True, 0.0)


def test_a_goal_is_told_only_where_its_figures_were_measured():
    assert goals.document([figure("list_page", 151.0)])[0]["met"]
    assert goals.document([figure("import_limit", 1.0)]) == []


def test_a_missed_goal_is_called_missed():
    said = goals.told([figure("import_limit", 20_000.0), figure("import_product", 5_000.0)])
    assert "没有达到：导入的时间是极限的几倍 4.000 倍（目标 ≤ 3.2 倍）" in said
    assert "没有达到：导入 5,000 行/秒（目标 ≥ 8,000 行/秒）" in said


def test_the_slope_of_memory_is_that_of_a_straight_line():
    assert round(slope([(0, 100.0), (10, 101.0), (20, 102.0)]), 3) == 0.1
    assert slope([(0, 100.0), (10, 100.0)]) == 0
