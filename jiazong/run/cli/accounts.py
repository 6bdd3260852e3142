"""`jiazong account add`, `password`, `close`, `reset-factor`: who may sign in, where no second administrator is at hand."""
import secrets
from datetime import date

import click

from jiazong.run.cli.ground import DAY, Group, Sentence, house, say

SCOPES = ("centre", "agency", "region")


@click.group(cls=Group)
def account() -> None:
    """账号：开账号、给角色、改密码、停用。"""


@account.command()
@click.argument("login")
@click.option("--name", default=None, help="姓名；新开账号必填。")
@click.option("--role", required=True, help="角色，见 docs/reference/permissions.md，例如 centre_director。")
@click.option("--centre", default=None, help="哪个中心（编号）。")
@click.option("--agency", default=None, help="哪个机构（编号）。")
@click.option("--region", default=None, help="哪个街道、区或市（区划代码，按前缀覆盖下级）。")
@click.option("--everywhere", is_flag=True, help="所有地方；管理员要这样开，才能管账号。")
@click.option("--worker", default=None, help="同时对应这个中心的哪位工作人员（姓名），记一笔要用。")
@click.option("--from", "first_day", type=DAY, default=None, help="从哪一天起，默认今天。")
def add(login: str, name: str | None, role: str, first_day: date | None, worker: str | None, everywhere: bool, **scopes: str | None) -> None:
    """开一个账号并给一个角色；账号已有就只加角色。新账号的密码只在这里显示一次。"""
    named = [(kind, scopes[kind]) for kind in SCOPES if scopes[kind]] + [("everywhere", "*")] * everywhere
    if len(named) != 1:
        raise Sentence("请用 --centre、--agency、--region、--everywhere 中的一个说明范围。", code=2)
    with house():
        from django.db import transaction
        from django.utils import timezone

        from jiazong.ground.access import actions as access
        from jiazong.ground.accounts import actions as accounts
        from jiazong.ground.accounts.models import Account

        password = ""
        kind, code = named[0]
        if not everywhere:
            _check_scope(kind, code)
        with transaction.atomic():
            person = Account.objects.filter(login__iexact=login).first()
            if person is None:
                if not name:
                    raise Sentence(f"还没有账号 {login}，新开请加上 --name 姓名。")
                password = secrets.token_urlsafe(9)
                person = accounts.open_account(login, name=name, password=password)
            try:
                access.admit(person, role=role, scope_kind=kind, scope_code=code, by=None, on=first_day or timezone.localdate())
            except access.UnknownRole:
                raise Sentence(f"没有 {role} 这个角色，角色表见 docs/reference/permissions.md。") from None
            if worker:
                _link_worker(person, code, worker)
    say(f"账号 {login} 现在是 {role}（{kind} {code}）。")
    if password:
        click.echo(password)
        say("这是初始密码，只显示这一次；请本人登录后在首页“改密码”。")


def _check_scope(kind: str, code: str) -> None:
    from jiazong.people.places.models import Body, Centre, Region

    table = {"centre": Centre, "agency": Body, "region": Region}[kind]
    if not table.objects.filter(pk=code).exists():
        raise Sentence(f"没有编号为 {code} 的{ {'centre': '中心', 'agency': '机构', 'region': '区划'}[kind] }。")


def _link_worker(person, centre_code: str, name: str) -> None:
    from jiazong.ground.sheets.folding import fold_name
    from jiazong.people.staff.models import Worker

    found = [one for one in Worker.objects.filter(centre_id=centre_code) if fold_name(one.name) == fold_name(name)]
    if len(found) != 1:
        raise Sentence(f"中心 {centre_code} 的名册里找不到唯一的“{name}”，请核对姓名。")
    Worker.objects.filter(pk=found[0].pk).update(account=person)


@account.command()
@click.argument("login")
def password(login: str) -> None:
    """给账号换一个新密码（只显示一次），并让这个人的所有登录都退出。"""
    with house():
        from jiazong.ground.accounts import actions as accounts

        fresh = secrets.token_urlsafe(9)
        accounts.change_password(_find(login), password=fresh)
    click.echo(fresh)


@account.command()
@click.argument("login")
def close(login: str) -> None:
    """停用一个账号，并立即退出它的所有登录；做过的事都保留。"""
    with house():
        from jiazong.ground.accounts import actions as accounts

        accounts.close_account(_find(login))
    say(f"账号 {login} 已停用。")


@account.command("reset-factor")
@click.argument("login")
def reset_factor(login: str) -> None:
    """手机丢了、备用码也没有：去掉这个人的第二道验证，退出所有登录；角色要求有的，下次登录时重新设。"""
    with house():
        from jiazong.ground.accounts import actions as accounts

        count = accounts.reset_second_factor(_find(login), by=None)
    say(f"账号 {login} 的第二道验证已重设（原有 {count} 样）。")


def _find(login: str):
    from jiazong.ground.accounts.models import Account

    person = Account.objects.filter(login__iexact=login).first()
    if person is None:
        raise Sentence(f"没有账号 {login}。")
    return person
