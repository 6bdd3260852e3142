"""`jiazong catalogue figures`: the numbers another city or year rules by."""
from pathlib import Path

import click

from jiazong.run.cli.ground import FILE, Group, Sentence, house, read_text, say

WHY = {
    "columns": "第一行应有 name,region_code,first_day,value,unit,source 各列", "name": "没有叫这个名字的数",
    "region": "区划代码应是 2、4、6、9 或 12 位数字，或空着", "day": "日期应写成 2026-01-01", "value": "数应是整数，只写数字",
    "source": "缺出处，或出处超过 200 个字、单位超过 12 个字", "differs": "同一天已有另一个数；请写新的生效日",
}  # fmt: skip


@click.group(cls=Group)
def catalogue() -> None:
    """项目目录、需求调查、站点建设。"""


@catalogue.command()
@click.argument("file", type=FILE)
def figures(file: Path) -> None:
    """载入一个地方的数（CSV：name,region_code,first_day,value,unit,source）；已有的不动。"""
    text = read_text(file)
    with house():
        from jiazong.commission.catalogue.actions.figures import BadFigures, load_figures

        try:
            count = load_figures(text, by=None)
        except BadFigures as fault:
            raise Sentence(f"{file} 第 {fault.line} 行：{WHY[fault.why]}。一行也没有载入。") from None
    say(f"已载入 {count} 个新的数。")
