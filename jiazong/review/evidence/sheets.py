"""The workbooks of an evidence pack: the records behind an indicator, and the contents of the whole."""
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from jiazong.review.evidence.rules import (
    COUNTING,
    PackContract,
    PackFile,
    PackHours,
    PackIndicator,
    PackRow,
    Quantity,
    Tally,
    completion,
    hours_of,
    origin_text,
)

Cell: TypeAlias = str | int | Decimal | Url | None

EXCEL_EPOCH = date(1899, 12, 30)
LONGEST_CELL = 32_767
A4 = 9
# (heading, width in characters)
RECORD_COLUMNS = (
    ("记录号", 16), ("服务日期", 12), ("社工", 10), ("服务领域", 14), ("类别", 14), ("名称", 32), ("直接分钟", 10),
    ("间接分钟", 10), ("人次", 8), ("计入数量", 10), ("来源", 36), ("补记", 8), ("冲正", 18),
)
INDICATOR_COLUMNS = (
    ("序号", 6), ("指标", 28), ("单位", 8), ("目标", 12), ("已完成", 12), ("完成率", 10), ("记录数", 10), ("怎么计", 28),
    ("记录", 14),
)
HOURS_COLUMNS = (("项目", 28), ("小时", 14), ("分钟", 14), ("完成率", 10))
FILE_COLUMNS = (("文件", 52), ("大小（字节）", 16))
SUMS_COLUMNS = (("项目", 20), ("本册", 16), ("至本册累计", 16))


@dataclass(frozen=True, slots=True)
class Looks:
    """The cell formats of one workbook."""

    title: Format
    heading: Format
    text: Format
    number: Format
    day: Format
    share: Format
    link: Format


@dataclass(frozen=True, slots=True)
class IndicatorFiles:
    """An indicator with the number of its records and the workbooks that hold them, as paths inside the pack."""

    indicator: PackIndicator
    records: int
    paths: tuple[str, ...]


@contextmanager
def _workbook(target: BinaryIO, *, title: str, author: str, on: date, folder: Path, flat: bool) -> Iterator[tuple[Workbook, Looks]]:
    """A workbook whose text is never read as a formula or an address, dated by its content and not by the clock."""
    workbook = Workbook(target, {
        "constant_memory": flat, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(folder),
    })
    workbook.set_properties({"title": title[:255], "author": author[:255], "created": datetime.combine(on, time())})
    looks = Looks(
        title=workbook.add_format({"bold": True, "font_size": 16}),
        heading=workbook.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}),
        text=workbook.add_format({"border": 1, "valign": "vcenter"}),
        number=workbook.add_format({"border": 1, "valign": "vcenter", "num_format": "#,##0.##;-#,##0.##;0"}),
        day=workbook.add_format({"border": 1, "valign": "vcenter", "num_format": "yyyy-mm-dd"}),
        share=workbook.add_format({"border": 1, "valign": "vcenter", "num_format": "0.0%"}),
        link=workbook.add_format({"border": 1, "valign": "vcenter", "font_color": "#0A5C8A", "underline": 1}),
    )
    yield workbook, looks
    workbook.close()


def _sheet(workbook: Workbook, looks: Looks, name: str, columns: Sequence[tuple[str, int]], *, first_row: int = 0) -> Worksheet:
    sheet = workbook.add_worksheet(name)
    for index, (_, width) in enumerate(columns):
        sheet.set_column(index, index, width)
    sheet.freeze_panes(first_row + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first_row)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if not first_row:
        _headings(sheet, looks, columns, 0)
    return sheet


def _headings(sheet: Worksheet, looks: Looks, columns: Sequence[tuple[str, int]], row: int) -> None:
    for index, (heading, _) in enumerate(columns):
        sheet.write_string(row, index, heading, looks.heading)


def _number(quantity: Quantity) -> int | float:
    return quantity if isinstance(quantity, int) else float(quantity)


def write_records(
    target: BinaryIO, *, contract: PackContract, indicator: PackIndicator, rows: Iterable[PackRow], so_far: Tally,
    as_of: date, folder: Path, tick: Callable[[], None],
) -> Tally:
    """Write one volume of an indicator's records and its sums; adds to `so_far` and returns the volume's own sums.

    `tick` is called for every record. Memory does not grow with the records.
    """
    own = Tally()
    title = f"{indicator.name}记录"
    with _workbook(target, title=title, author=contract.agency, on=as_of, folder=folder, flat=True) as (workbook, looks):
        sheet = _sheet(workbook, looks, "记录", RECORD_COLUMNS)
        for number, row in enumerate(rows, start=1):
            _record(sheet, looks, number, row)
            own.add(row)
            so_far.add(row)
            tick()
        sheet.autofilter(0, 0, own.records, len(RECORD_COLUMNS) - 1)
        _sums(workbook, looks, contract=contract, indicator=indicator, own=own, so_far=so_far, as_of=as_of)
    return own


def _record(sheet: Worksheet, looks: Looks, at: int, row: PackRow) -> None:
    words = (
        (0, row.record_no), (2, row.worker), (3, row.field), (4, row.category), (5, row.title), (10, origin_text(row)),
        (11, "补记" if row.late else ""), (12, f"冲正 {row.reverses}" if row.reverses else ""),
    )
    for column, word in words:
        if word:
            sheet.write_string(at, column, word[:LONGEST_CELL], looks.text)
        else:
            sheet.write_blank(at, column, None, looks.text)
    sheet.write_number(at, 1, (row.day - EXCEL_EPOCH).days, looks.day)
    figures = (row.direct_minutes, row.indirect_minutes, row.people, _number(row.quantity))
    for column, figure in enumerate(figures, start=6):
        sheet.write_number(at, column, figure, looks.number)


def _sums(
    workbook: Workbook, looks: Looks, *, contract: PackContract, indicator: PackIndicator, own: Tally, so_far: Tally, as_of: date,
) -> None:
    """The sums stand on a sheet of their own, so that whoever adds up a column of records does not count them twice."""
    sheet = _sheet(workbook, looks, "合计", SUMS_COLUMNS)
    lines: list[tuple[Cell, ...]] = [
        ("记录数", own.records, so_far.records),
        (f"计入数量（{indicator.unit}）", own.quantity, so_far.quantity),
        ("直接分钟", own.direct_minutes, so_far.direct_minutes),
        ("间接分钟", own.indirect_minutes, so_far.indirect_minutes),
        ("人次", own.people, so_far.people),
        ("补记条数", own.late, so_far.late),
        ("冲正条数", own.reversals, so_far.reversals),
        ("目标", None, indicator.target),
        ("已完成", None, indicator.done),
        ("合同编号", contract.code, None),
        ("截至", as_of.isoformat(), None),
    ]
    for at, line in enumerate(lines, start=1):
        _line(sheet, looks, at, line)


def _line(sheet: Worksheet, looks: Looks, at: int, cells: Iterable[Cell]) -> None:
    for index, cell in enumerate(cells):
        match cell:
            case None:
                sheet.write_blank(at, index, None, looks.text)
            case str():
                sheet.write_string(at, index, cell[:LONGEST_CELL], looks.text)
            case Url():
                sheet.write_url(at, index, cell, looks.link, cell.text)
            case _:
                sheet.write_number(at, index, _number(cell), looks.number)


def _link(path: str, text: str) -> Url:
    link = Url(f"external:{path}")
    # A cell's link would get backslashes, which only Windows follows; a picture's keeps slashes and works everywhere.
    link._set_object_link()
    link.text = text
    return link


def write_contents(
    target: BinaryIO, *, contract: PackContract, hours: PackHours, indicators: Sequence[IndicatorFiles],
    files: Sequence[PackFile], as_of: date, folder: Path,
) -> None:
    """Write 目录.xlsx: every indicator with a link to its records, the hours, and every file with its size."""
    title = f"{contract.centre}评估资料目录"
    with _workbook(target, title=title, author=contract.agency, on=as_of, folder=folder, flat=False) as (workbook, looks):
        sheet = _sheet(workbook, looks, "指标", INDICATOR_COLUMNS, first_row=3)
        sheet.write_string(0, 0, title, looks.title)
        sheet.write_string(1, 0, f"合同编号：{contract.code}　购买方：{contract.purchaser}　承接机构：{contract.agency}")
        sheet.write_string(2, 0, f"合同期：{contract.first_day}至{contract.last_day}　数据截至：{as_of}")
        _headings(sheet, looks, INDICATOR_COLUMNS, 3)
        for number, item in enumerate(indicators, start=1):
            _indicator(sheet, looks, number, item)
        _hours(_sheet(workbook, looks, "工时", HOURS_COLUMNS), looks, hours)
        listing = _sheet(workbook, looks, "文件", FILE_COLUMNS)
        for at, file in enumerate(files, start=1):
            _line(listing, looks, at, (_link(file.path, file.path), file.size))


def _indicator(sheet: Worksheet, looks: Looks, number: int, item: IndicatorFiles) -> None:
    indicator, at = item.indicator, 3 + number
    links = [_link(path, path.rsplit("/", 1)[-1]) for path in item.paths]
    counting = f"{indicator.method}，{COUNTING[indicator.counts]}"
    _line(sheet, looks, at, (
        number, indicator.name, indicator.unit, indicator.target, indicator.done, None, item.records, counting, *links,
    ))
    _share(sheet, looks, at, 5, completion(indicator.done, indicator.target))


def _hours(sheet: Worksheet, looks: Looks, hours: PackHours) -> None:
    lines = (
        ("专业服务总工时（已完成）", hours.total, completion(hours.total, hours.target_total)),
        ("　其中：直接专业服务工时", hours.direct, completion(hours.direct, hours.floor)),
        ("　其中：间接服务工时", hours.total - hours.direct, None),
        ("专业服务总工时（目标）", hours.target_total, None),
        ("直接专业服务工时（最低）", hours.floor, None),
        ("工时上限", hours.ceiling, None),
    )
    for at, (name, minutes, share) in enumerate(lines, start=1):
        _line(sheet, looks, at, (name, hours_of(minutes), minutes))
        _share(sheet, looks, at, 3, share)


def _share(sheet: Worksheet, looks: Looks, row: int, column: int, share: Decimal | None) -> None:
    if share is None:
        sheet.write_string(row, column, "—", looks.text)
    else:
        sheet.write_number(row, column, float(share), looks.share)
