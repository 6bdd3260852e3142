"""`jiazong doctor`: is everything there that the product needs, and do the books agree?"""
import sys
from dataclasses import asdict
from importlib.metadata import version

import click

from jiazong.run.cli.ground import answer, house

SIGNS = {"ok": "○ 好", "warning": "▲ 注意", "bad": "● 有问题"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def doctor(as_json: bool) -> None:
    """体检：环境、数据库、字体、日历、网页和后台任务，账和汇总是否一致；有问题时退出码不为零。"""
    from jiazong.run import examination
    from jiazong.run.troubles import Trouble

    findings = list(examination.of_the_machine())
    try:
        # Looks and changes nothing: tables that are behind are a finding here, not something to be mended in passing.
        with house(migrate=False):
            findings += examination.of_the_product()
    except Trouble as trouble:
        findings.append(examination.Finding("数据库", examination.BAD, str(trouble)))
    healthy = all(one.state != examination.BAD for one in findings)
    if as_json:
        answer({"healthy": healthy, "version": version("jiazong"), "findings": [asdict(one) for one in findings]})
    else:
        for one in findings:
            click.echo(f"{SIGNS[one.state]:<6} {one.name}：{one.text}")
    sys.exit(0 if healthy else 1)
