"""`jiazong regions load`: the rest of the country, or a newer list."""
from datetime import date
from pathlib import Path

import click

from jiazong.run.cli.ground import DAY, FILE, Group, Sentence, house, read_text, say


@click.group(cls=Group)
def regions() -> None:
    """行政区划：载入其他省份或更新的名单（随产品带广东省）。"""


@regions.command()
@click.argument("file", type=FILE)
@click.option("--as-of", type=DAY, required=True, help="名单截至哪一天。")
@click.option("--source", required=True, help="名单的出处。")
def load(file: Path, as_of: date, source: str) -> None:
    """载入区划名单（CSV：code,name,level）；已有的代码改用新名单的名称。"""
    text = read_text(file)
    with house():
        from jiazong.people.places import actions

        try:
            count = actions.load_regions(text, as_of=as_of, source=source, by=None)
        except actions.BadRegionList as fault:
            raise Sentence(f"{file} 读不了：{fault}。") from None
    say(f"已载入 {count} 个区划。")
