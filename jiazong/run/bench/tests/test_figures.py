import json

from jiazong.run.bench import figures
from jiazong.run.bench.figures import LIMIT, PART, PRODUCT, Figure


def figure(kind, value, *, more_is_better=True, cpu=None, label="产品"):
    return Figure("import", kind, "import_product", label, value, "行/秒", more_is_better, 1.5, "", cpu)


def test_a_rate_is_held_against_the_limit_and_a_time_the_other_way_round():
    assert figures.ratio(figure(PRODUCT, 50.0), figure(LIMIT, 200.0)) == 0.25
    slow = figures.ratio(figure(PRODUCT, 200.0, more_is_better=False), figure(LIMIT, 50.0, more_is_better=False))
    assert slow == 0.25


def test_the_share_by_processor_time_is_told_only_where_it_was_counted():
    assert figures.ratio_by_cpu(figure(PRODUCT, 1.0, cpu=4.0), figure(LIMIT, 1.0, cpu=1.0)) == 0.25
    assert figures.ratio_by_cpu(figure(PRODUCT, 1.0), figure(LIMIT, 1.0, cpu=1.0)) is None


def test_the_table_names_the_limit_gives_shares_and_lines_up_chinese_words():
    text = figures.table(
        [figure(LIMIT, 20_000.0, label="极限的做法"), figure(PRODUCT, 5_000.0), figure(PART, 7.0, label="部分")],
        {"import": "导入", "save": "没有量的"},
    )
    assert "25.0%" in text and "没有量的" not in text
    lines = [line for line in text.splitlines() if "行/秒" in line]
    ends = {figures.width_of(line[: line.index("行/秒")]) for line in lines}
    assert len(lines) == 3 and len(ends) == 1


def test_the_document_holds_every_figure():
    said = figures.document([figure(PRODUCT, 5.0)], cores=2)
    assert json.loads(json.dumps(said))["figures"][0]["value"] == 5.0
    assert said["cores"] == 2


def test_small_figures_keep_decimals_and_large_ones_do_not():
    assert [figures.shown(value) for value in (0.0371, 12.34, 25_700.4)] == ["0.037", "12.3", "25,700"]
