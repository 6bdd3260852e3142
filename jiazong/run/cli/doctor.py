"""`jiazong doctor`: is everything there that the product needs, is it safe, and do the books agree?"""
import sys
from importlib.metadata import version

import click

from jiazong.run.cli.ground import answer, house

SIGNS = {"ok": "○ 好", "warning": "▲ 注意", "bad": "● 有问题"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def doctor(as_json: bool) -> None:
    """体检：环境、数据库、保护、密钥、备份、时钟、字体、日历、网页和后台任务，账和汇总是否一致；有问题时退出码不为零。"""
    from jiazong.run import examination
    from jiazong.run.troubles import Trouble

    findings = list(examination.of_the_machine())
    try:
        # Looks and changes nothing: tables that are behind are a finding here, not something to be mended in passing.
        with house(migrate=False):
            from jiazong.run import safeguards

            findings += examination.of_the_product()
            if all(one.state == examination.GOOD for one in findings if one.name == "tables"):
                findings += safeguards.of_the_operation()
    except Trouble as trouble:
        findings.append(examination.Finding("database", "数据库", examination.BAD, str(trouble)))
    healthy = all(one.state != examination.BAD for one in findings)
    if as_json:
        answer({"healthy": healthy, "version": version("jiazong"), "checks": [_document(one) for one in findings]})
    else:
        for one in findings:
            click.echo(f"{SIGNS[one.state]:<6} {one.label}：{one.text}")
    sys.exit(0 if healthy else 1)


def _document(one) -> dict:
    return {
        "name": one.name, "label": one.label, "ok": one.state != "bad", "state": one.state,
        "what": one.what, "where": one.where, "do": one.todo if one.state != "ok" else "",
    }  # fmt: skip
