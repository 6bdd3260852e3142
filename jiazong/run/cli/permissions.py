"""`jiazong permissions export`: the table of permissions for people to read and sign."""
import csv
import sys
from pathlib import Path

import click

from jiazong.run.cli.ground import FILE, Group, Sentence, import_django, say

PROTECTIONS = {"rls": "数据库逐行判断", "public": "公开数据", "door": "登录前要用，靠编号或散列找"}


@click.group(cls=Group)
def permissions() -> None:
    """权限：导出谁能对谁的记录做什么。"""


@permissions.command()
@click.option("--xlsx", type=FILE, default=None, help="写成表格文件；不给就在标准输出打印 CSV。")
def export(xlsx: Path | None) -> None:
    """导出权限表：每个权限词 × 与记录的关系 × 角色；表格文件里另有页面清单和每张数据表的类别与保护。"""
    import_django()
    from jiazong.ground.access import matrix, table, tables
    from jiazong.ground.sheets.writing import WrittenTable, write_tables

    lines = list(matrix.rows())
    if xlsx is None:
        csv.writer(sys.stdout).writerows([matrix.headings(), *lines])
        return
    screens = [[line["word"], line["meaning"], name] for line in table.lines() for name in line["screens"].split()]
    kept = [[one.table, one.data_class, PROTECTIONS[one.protection], "、".join(one.app), "、".join(one.system), one.why]
            for one in tables.lines().values()]  # fmt: skip
    sheets = [
        WrittenTable("谁能做什么", matrix.headings(), lines),
        WrittenTable("页面", ["权限词", "含义", "页面（地址的名称）"], screens),
        WrittenTable("数据表", ["数据表", "数据类别", "保护", "网页能做", "后台能做", "里面是什么"], kept),
    ]
    try:
        write_tables(xlsx, sheets)
    except OSError as fault:
        raise Sentence(f"写不了文件 {xlsx}（{fault.strerror}），请换一个位置。") from None
    say(f"已写好 {xlsx}：{len(lines)} 行，{len(screens)} 个页面，{len(kept)} 张数据表。")
