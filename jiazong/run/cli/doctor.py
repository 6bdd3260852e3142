"""`jiazong doctor`: is everything there that the product needs, and do the books agree?"""
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version

import click

from jiazong.run import home, postgres
from jiazong.run.cli.ground import answer, house

GOOD, WARNING, BAD = "ok", "warning", "bad"
SIGNS = {GOOD: "○ 好", WARNING: "▲ 注意", BAD: "● 有问题"}
LEAST_FREE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, and what to do where it is not good."""

    name: str
    state: str
    text: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def doctor(as_json: bool) -> None:
    """体检：环境、数据库、字体、日历，账和汇总是否一致；有问题时退出码不为零。"""
    with house():
        findings = list(_findings())
    healthy = all(one.state != BAD for one in findings)
    if as_json:
        answer({"healthy": healthy, "version": version("jiazong"), "findings": [asdict(one) for one in findings]})
    else:
        for one in findings:
            click.echo(f"{SIGNS[one.state]:<6} {one.name}：{one.text}")
    sys.exit(0 if healthy else 1)


def _findings() -> Iterator[Finding]:
    checks: list[Callable[[], Finding]] = [_python, _home, _database, _tables, _fonts, _calendar, _ledger, _screens]
    for check in checks:
        yield check()


def _python() -> Finding:
    return Finding("Python", GOOD, f"{platform.python_version()}，{platform.system()} {platform.machine()}")


def _home() -> Finding:
    folder = home.folder()
    free = shutil.disk_usage(folder).free
    text = f"{folder}，剩余 {free / 2**30:.1f} GB"
    return Finding("数据文件夹", GOOD if free > LEAST_FREE_BYTES else BAD, text if free > LEAST_FREE_BYTES else text + "，请清理磁盘")


def _database() -> Finding:
    found = postgres.status()
    kind = "自带" if found.embedded else "外部（JIAZONG_DATABASE_URL）"
    return Finding("数据库", GOOD, f"PostgreSQL {found.version}，{kind}，{(found.size_bytes or 0) / 2**20:,.0f} MB")


def _tables() -> Finding:
    from django.db.migrations.recorder import MigrationRecorder

    return Finding("数据表", GOOD, f"已是最新（{MigrationRecorder.Migration.objects.count()} 步）")


def _fonts() -> Finding:
    from jiazong.ground.papers import fonts

    try:
        found = fonts.find_fonts()
    except fonts.NoChineseFont as fault:
        return Finding("中文字体", WARNING, str(fault))
    return Finding("中文字体", GOOD, "、".join(found.body.names[:2]))


def _calendar() -> Finding:
    from jiazong.ground.workdays import queries

    years, now = queries.years_with_notice(), date.today().year
    if now in years:
        return Finding("工作日历", GOOD, f"放假通知已到 {max(years)} 年")
    return Finding("工作日历", WARNING, f"{now} 年的放假通知还没有载入，请 jiazong workdays load 文件")


def _ledger() -> Finding:
    from jiazong.commission.contracts.models import Contract
    from jiazong.ledger.hours import queries

    wrong = [contract.pk for contract in Contract.objects.all() if not queries.roll_up_agrees(contract)]
    if wrong:
        return Finding("台账", BAD, f"合同 {'、'.join(wrong)} 的月度汇总与逐条记录不一致，请联系技术人员")
    return Finding("台账", GOOD, f"{Contract.objects.count()} 份合同的月度汇总都等于逐条记录之和")


def _screens() -> Finding:
    from django.core.checks import ERROR, run_checks

    faults = [fault for fault in run_checks() if fault.level >= ERROR]
    if faults:
        return Finding("页面权限", BAD, "；".join(str(fault.msg) for fault in faults[:3]))
    return Finding("页面权限", GOOD, "每个页面都在权限表里")
