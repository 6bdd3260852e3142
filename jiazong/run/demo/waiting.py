"""A ledger that waits for the demonstration's director: kept by hand last month, with a few rows that cannot be taken."""
import io
from datetime import date, timedelta

from xlsxwriter import Workbook

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.books import actions
from jiazong.ledger.books.models import Book
from jiazong.run.demo.loading import DemoLoaded

HEADINGS = ("序号", "服务日期", "类别", "服务名称", "社工姓名", "直接工时", "间接工时", "人次")
ROWS = 36


def add_waiting_book(loaded: DemoLoaded, *, today: date) -> Book | None:
    """Hand in and read a small ledger of the month before for the first centre; nothing of it is posted."""
    contract, director = loaded.contract, loaded.director
    if contract is None or director is None:
        return None
    name = "补交的纸质台账.xlsx"
    book = actions.hand_in(contract, name=name, content=_workbook(contract, today), by=director)
    return actions.read_book(book)


def _workbook(contract: Contract, today: date) -> bytes:
    """The ledger as a volunteer would type it from paper: several ways to write a day and a duration, five slips."""
    last = max(min(today, contract.last_day).replace(day=1) - timedelta(days=1), contract.first_day)
    names = [one.worker.name for one in contract.assignments.select_related("worker").order_by("pk")]
    rows = [_row(number, last, names) for number in range(1, ROWS + 1)]
    rows[5][1], rows[11][5], rows[17][2] = f"{last.year}年{last.month}月32日", "一会儿", "魔术"
    rows[23][4], rows[29][5] = "小谢", "30小时"
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(f"{last.month}月")
        sheet.write(0, 0, f"{contract.centre.name}{last.year}年{last.month}月服务台账（纸质补录）")
        for at, line in enumerate([HEADINGS, *rows], start=1):
            sheet.write_row(at, 0, line)
        sheet.write_row(ROWS + 2, 0, ["合计"])
        sheet.write_row(ROWS + 3, 0, ["审核人签名："])
    return target.getvalue()


def _row(number: int, last: date, names: list[str]) -> list[object]:
    day = max(last - timedelta(days=number % 20), last.replace(day=1))
    written = (f"{day.month}月{day.day}日", day.isoformat(), f"{day:%Y.%m.%d}", f"{day:%Y%m%d}")[number % 4]
    method, title, persons = (("探访", "独居长者探访", 1), ("咨询", "政策咨询", 1), ("小组", "乐龄手工小组", 12))[number % 3]
    return [number, written, method, title, names[number % len(names)], ("45分钟", "1小时", "1.5h")[number % 3], "15分钟", persons]
