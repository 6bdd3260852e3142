"""`jiazong workdays add` and `jiazong workdays load`."""
from datetime import date
from pathlib import Path

import click

from jiazong.run.cli.ground import DAY, FILE, Group, Sentence, answer, house, read_text, say


@click.group(cls=Group)
def workdays() -> None:
    """工作日：推算日期、载入放假通知。"""


@workdays.command(context_settings={"ignore_unknown_options": True})
@click.argument("day", type=DAY)
@click.argument("n", type=int)
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def add(day: date, n: int, as_json: bool) -> None:
    """DAY 之后（N 为负则之前）第 N 个工作日是哪一天；当天算第零天。"""
    with house():
        from jiazong.ground.workdays import queries, rules

        if abs(n) > 20_000:
            raise Sentence(f"{n} 个工作日太多了，最多推算 20000 个。")
        try:
            found = rules.add_working_days(day, n, queries.calendar())
        except (OverflowError, rules.CalendarEnds):
            raise Sentence(f"从 {day} 推 {n} 个工作日超出了日历的范围。") from None
        years = range(min(day, found).year, max(day, found).year + 1)
        provisional = sorted(set(years) - queries.years_with_notice())
    if provisional:
        say(f"{'、'.join(map(str, provisional))} 年还没有放假通知，按周一至周五推算，只作参考。")
    if as_json:
        answer({"from": day, "working_days": n, "day": found, "provisional_years": provisional})
    else:
        click.echo(found.isoformat())


@workdays.command()
@click.argument("file", type=FILE)
def load(file: Path) -> None:
    """载入一年的放假和调休（CSV：day,working,name,source）；文件里有的年份整年替换。"""
    text = read_text(file)
    with house():
        from jiazong.ground.workdays import actions

        try:
            count = actions.load_calendar(text, by=None)
        except actions.BadCalendar as fault:
            raise Sentence(f"{file} 读不了：{fault}。") from None
    say(f"已载入 {count} 天。")
