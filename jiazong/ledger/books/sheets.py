"""The refused rows of a ledger as a workbook: as they came, with the reason and how to mend it beside each."""
import io

from xlsxwriter import Workbook

from jiazong.ledger.books import queries
from jiazong.ledger.books.models import Book

REASON, MEND, PLACE = "不能收的原因", "怎么改", "原来的位置"


def refused_name(book: Book) -> str:
    """What the workbook of refused rows is called."""
    return f"{book.name.rsplit('.', 1)[0]}-待改.xlsx"


def refused_rows(book: Book) -> bytes:
    """A workbook with one sheet for each sheet that had refused rows: the book's own headings, then reason and mend.

    It can be mended in place and handed in again: what stands right of the book's own columns is not read.
    """
    target = io.BytesIO()
    workbook = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    bold = workbook.add_format({"bold": True, "bg_color": "#F3EFE8", "border": 1})
    bad = workbook.add_format({"font_color": "#B3261E", "text_wrap": True, "valign": "top"})
    sheets: dict[str, list] = {}
    for row in queries.refusals(book).iterator():
        sheets.setdefault(row.sheet, []).append(row)
    for name, rows in sheets.items() or {"没有": []}.items():
        sheet = workbook.add_worksheet(name[:31])
        heads = max((row.headings for row in rows), key=len, default=[])
        width = max([len(row.cells) for row in rows] + [len(heads)], default=0)
        heads = heads + [""] * (width - len(heads))
        sheet.write_row(0, 0, [*heads, REASON, MEND, PLACE], bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(width - 1, 0), 14)
        sheet.set_column(width, width + 1, 40)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row.cells):
                sheet.write_string(at, column, cell)
            sheet.write_string(at, width, queries.reason_of(row), bad)
            sheet.write_string(at, width + 1, queries.mend_of(row))
            sheet.write_string(at, width + 2, f"{row.sheet} 第 {row.row} 行 {row.column}")
    workbook.close()
    return target.getvalue()
