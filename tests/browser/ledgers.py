"""Workbooks as a centre keeps them, made for a test: a small one with a few bad rows, and one large enough to be stopped."""
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

HEADINGS = ("服务日期", "开始时间", "服务领域", "服务类型", "服务主题", "社工", "直接工时（分钟）", "间接工时（分钟）", "服务人次", "备注")
# method, title, field, direct minutes, indirect minutes, persons
SERVICES = (
    ("探访", "高龄独居长者例行探访", "长者服务", 45, 15, 1),
    ("探访", "残疾人家庭探访", "助残服务", 50, 15, 2),
    ("个案", "照顾者情绪支持面谈", "家庭服务", 60, 30, 1),
    ("咨询", "居家养老政策咨询", "长者服务", 15, 0, 1),
    ("小组", "四点半手工小组第三节", "青少年服务", 90, 60, 12),
    ("社区活动", "邻里中秋游园会", "社区服务", 180, 120, 86),
)
# what is wrong with a row, by the place of the cell
FAULTS = ((0, "2月30日"), (6, "半天左右"), (6, -30), (3, "团建"), (5, "欧阳不识"), (0, "2019-05-06"), (6, 1500))


def rows(workers: list[str], *, first: date, last: date, count: int) -> list[list[object]]:
    """So many services spread over the days of a term, each worker in one place at a time."""
    days = (last - first).days
    made = []
    for n in range(count):
        method, title, area, direct, indirect, persons = SERVICES[n % len(SERVICES)]
        day = first + timedelta(days=n * days // count)
        clock = f"{18 + n % 3:02}:{n % 2 * 30:02}"
        made.append([day, clock, area, method, title, workers[n % len(workers)], direct, indirect, persons, ""])
    return made


def write(path: Path, lines: list[list[object]]) -> Path:
    """Save the rows as a workbook with the headings a centre writes."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("服务台账")
        sheet.write_row(0, 0, HEADINGS)
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, line)
    return path


def with_faults(lines: list[list[object]]) -> list[list[object]]:
    """The same rows, the last ones with one fault each."""
    spoilt = [list(line) for line in lines]
    for line, (place, value) in zip(reversed(spoilt), FAULTS, strict=False):
        line[place] = value
    return spoilt
