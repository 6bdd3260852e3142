"""Write reference/forms.md from the tables the papers are printed by: run `python docs/make_forms.py` after changing them."""
import csv
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "jiazong" / "ground" / "papers" / "table"
PAGE = HERE / "reference" / "forms.md"
KINDS = {
    "line": "一行字", "tall": "一段字", "day": "日期", "moment": "日期和时间", "clock": "时间", "hours": "工时（存整数分钟）",
    "number": "数", "ticks": "勾选", "list": "清单", "picture": "图", "sign": "手写签名",
}  # fmt: skip
HEAD = """\
# 文书与字段

> 本页由 `python docs/make_forms.py` 按 `jiazong/ground/papers/table/` 的两张表生成，请不要手改。

每份文书都能出 Word 和 PDF。字段只填一次：每个字段只有一个出处，哪张表用到都从那里取，不再输入。
测试（`tests/test_forms_entered_once.py`）守着：出处真有这一列，没有两个字段同一个出处，领域里 D1、D4、D5、D13 列的每一项都在表上。

怎样打印，见[打印文书](../how-to/print-forms.md)；用自己的 Word 模板，见[自己的文书模板](../how-to/own-templates.md)。

每份文书还有五项由打印时填：`{{ 中心 }}`、`{{ 编号 }}`、`{{ 打印人 }}`、`{{ 打印时间 }}`、`{{ 校验码 }}`；自己的模板里 `{{ 编号 }}` 和 `{{ 校验码 }}` 必须有。

出处写作“应用.表.列”。`纸` 是打印后手写；`#` 后面说明取其中哪一部分，或怎样算出来。
"""


def page() -> str:
    """The page for the tables as they are."""
    fields = {line["field"]: line for line in _lines("fields.csv")}
    forms = _lines("forms.csv")
    made = [HEAD, "## 有哪些", "", "| 文书 | 代码 | 领域 | 字段数 |", "| --- | --- | --- | --- |"]
    made += [f"| [{line['title']}](#{line['title']}) | `{line['form']}` | {line['stands_for']} | {len(_names(line))} |" for line in forms]
    for line in forms:
        made += ["", f"## {line['title']}", "", "| 字段 | 是什么 | 出处 |", "| --- | --- | --- |"]
        for name in _names(line):
            made.append(_row(fields[name], ""))
            made += [_row(fields[column], f"{fields[name]['label']}：") for column in fields[name]["columns"].split()]
    return "\n".join(made) + "\n"


def _row(field: dict[str, str], before: str) -> str:
    source = "纸" if field["source"] == "paper" else f"`{field['source']}`"
    return f"| {before}{field['label']} | {KINDS[field['kind']]} | {source} |"


def _names(line: dict[str, str]) -> list[str]:
    return [word.partition(":")[0] for word in line["rows"].split()]


def _lines(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
