"""`jiazong demo load`: a district to try the product with."""
import click

from jiazong.run.cli.ground import Group, answer, house, progress, say


@click.group(cls=Group)
def demo() -> None:
    """演示数据。"""


@demo.command()
@click.option("--scale", type=click.Choice(["small", "district", "city"]), default="small", show_default=True,
              help="small：4 个中心；district：20 个；city：188 个中心、一百万条记录。")
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def load(scale: str, as_json: bool) -> None:  # fmt: skip
    """载入演示用的区、中心、人员、合同和服务记录；人名、街名都是编的。"""
    with house(), progress("载入演示数据") as advance:
        from django.utils import timezone

        from jiazong.run import demo as demonstration

        loaded = demonstration.load(scale, today=timezone.localdate(), on_progress=advance)
    if as_json:
        answer({"scale": scale, "logins": [list(login) for login in loaded.logins]})
        return
    say("可以登录的人：")
    for role, login, password, name, where in loaded.logins:
        say(f"  {role:<8} 账号 {login:<16} 密码 {password:<14} {name}（{where}）")
