"""What the figures are to reach, and whether they did; pure."""
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jiazong.run.bench.figures import Figure, shown


@dataclass(frozen=True)
class Goal:
    """One goal: what is looked at (from the figures by key), the bound, and whether it is the most or the least."""

    title: str
    value: Callable[[dict[str, Figure]], float]
    bound: float
    unit: str
    at_most: bool = True

    def is_met(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound


def _ratio(one: str, other: str) -> Callable[[dict[str, Figure]], float]:
    return lambda found: found[one].value / found[other].value


def _value(key: str) -> Callable[[dict[str, Figure]], float]:
    return lambda found: found[key].value


GOALS = (
    Goal("导入的时间是极限的几倍", _ratio("import_limit", "import_product"), 3.2, "倍"),
    Goal("导入的时间是极限的几倍（更进一步）", _ratio("import_limit", "import_product"), 2.0, "倍"),
    Goal("导入", _value("import_product"), 8_000, "行/秒", at_most=False),
    Goal("导入占内存", _value("import_memory"), 300, "MB"),
    Goal("年报从月度汇总，是原始 SQL 的", _ratio("report_roll_up", "report_raw"), 0.2, "倍"),
    Goal("年报从每一条记录，是原始 SQL 的", _ratio("report_base", "report_raw"), 1.25, "倍"),
    Goal("三倍的记录，年报从月度汇总是原来的", _ratio("report_roll_up_tripled", "report_roll_up"), 1.3, "倍"),
    Goal("一页 50 行", _value("list_page"), 150, "页/秒", at_most=False),
    Goal("一页 50 行 p95", _value("list_page_p95"), 95, "毫秒"),
    Goal("记一笔", _value("save_screen"), 250, "次/秒", at_most=False),
    Goal("导入时记一笔的 p95，是平时的", _ratio("mixed_busy_p95", "mixed_idle_p95"), 2.0, "倍"),
    Goal("导入 5,000 名居民", _value("people_import"), 30, "秒"),
    Goal("在 200,000 人里找重复", _value("people_duplicates"), 60, "秒"),
    Goal("在 200,000 人里找重复占内存", _value("people_duplicates_memory"), 1_500, "MB"),
    Goal("在 200,000 人里找人 p95", _value("people_search"), 50, "毫秒"),
    Goal("自己 500 宗个案里最新 50 宗 p95", _value("cases_list"), 30, "毫秒"),
    Goal("核对 10,000 份投标", _value("tenders_check"), 20, "秒"),
    Goal("半载时内存每小时多", _value("soak_slope"), 1.0, "MB"),
)


def document(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """The goals whose figures were measured, for programs."""
    found = {one.key: one for one in figures}
    told = []
    for goal in GOALS:
        try:
            value = goal.value(found)
        except KeyError:
            continue  # this part was not measured in this run
        told.append({"title": goal.title, "value": value, "bound": goal.bound, "at_most": goal.at_most, "unit": goal.unit, "met": goal.is_met(value)})
    return told


def told(figures: Iterable[Figure]) -> str:
    """The same as lines of text."""
    lines = []
    for one in document(figures):
        sign = "≤" if one["at_most"] else "≥"
        verdict = "达到" if one["met"] else "没有达到"
        lines.append(f"{verdict}：{one['title']} {shown(one['value'])} {one['unit']}（目标 {sign} {one['bound']:,} {one['unit']}）")
    return "\n".join(lines)
