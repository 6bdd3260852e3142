"""`jiazong status`: how the product is doing, for a person or a watching program."""
import sys

import click

from jiazong.run.cli.ground import answer, house, say

SIGNS = {"ok": "○ 好", "warning": "▲ 注意", "bad": "● 有问题"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def status(as_json: bool) -> None:
    """运行状况：任务、后台进程、备份、磁盘、证据日志、数据库；有问题时退出码不为零。"""
    with house(migrate=False):
        from jiazong.front.operation import queries, wording
        from jiazong.ground.access.context import acting_as_system
        from jiazong.run import pulse

        pulse.beat()
        with acting_as_system("status"):
            found = queries.status()
        told = wording.facts(found)
        document = wording.document(found, told)
        sentence, _state = wording.headline(told)
    if as_json:
        answer(document)
    else:
        for fact in told:
            click.echo(f"{SIGNS[fact.state]:<6} {fact.label}：{fact.text}{'' if fact.state == 'ok' else fact.todo}")
        say(sentence)
    sys.exit(1 if document["state"] == "bad" else 0)
