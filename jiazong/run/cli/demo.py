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

        from jiazong.people.admission.wording import role_names
        from jiazong.run import demo as demonstration
        from jiazong.run import serving
        from jiazong.run.demo.casework import add_cases
        from jiazong.run.demo.commissioning import add_commissioning
        from jiazong.run.demo.frontdesk import add_frontdesk
        from jiazong.run.demo.money import add_money
        from jiazong.run.demo.register import add_register
        from jiazong.run.demo.tendering import add_tenders
        from jiazong.run.demo.waiting import add_waiting_book

        today = timezone.localdate()

        def then(fresh: demonstration.DemoLoaded) -> None:
            add_waiting_book(fresh, today=today)
            add_register(fresh, today=today)
            add_cases(fresh, today=today)
            add_frontdesk(fresh, today=today)
            add_commissioning(fresh, today=today)
            add_money(fresh, today=today)
            add_tenders(fresh, today=today)

        loaded = demonstration.load(scale, today=today, on_progress=advance, then=then)
        people = [(role_names()[role], login, password, name) for role, login, password, name, _ in loaded.logins]
    if as_json:
        answer({"scale": loaded.scale, "created": loaded.is_new, "logins": [list(login) for login in loaded.logins]})
        return
    if not loaded.is_new:
        say(f"演示数据（{loaded.scale}）早就在了，什么也没有改。")
    say("可以登录的人（账号、密码、角色）：")
    for role, login, password, name in people:
        say(f"  {login:<14} {password}   {role} {name}")
    say("演示不强制第二道验证（数据文件夹里的 second-factor 写着 offered）；正式使用会要求主任及以上先设好。")
    if place := serving.running():
        say(f"打开 {place.address} 登录。")
