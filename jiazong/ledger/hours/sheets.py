"""The rows behind a number as a workbook: text stays text, days and numbers are real; the note is never exported."""
import re
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours import rows_page, wording
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.queries.rows import COLUMNS, Counted

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 2 * 1024 * 1024
AT_ONCE = 5000
# A worksheet holds 1,048,576 lines; the rest goes on the next one.
ROWS_OF_A_SHEET = 1_000_000
WIDTHS = (10, 12, 14, 14, 12, 30, 10, 10, 10, 8, 36, 30)
_NOT_IN_A_FILE_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


def file_name(contract: Contract, measure: Counted) -> str:
    """The name of the workbook, readable and without signs a file name may not have."""
    said = measure.indicator.name if measure.indicator else wording.hours_name(measure.code)
    return _NOT_IN_A_FILE_NAME.sub("_", f"{contract.code}-{said}.xlsx")


def rows_book(postings: QuerySet[Posting], measure: Counted) -> IO[bytes]:
    """Write the postings in their order into a workbook, a few thousand in memory at a time; the file is at its start."""
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    formats = {"head": book.add_format({"bold": True}), "day": book.add_format({"num_format": "yyyy-mm-dd"})}
    sheet, words = None, rows_page.Words()
    for place, row in enumerate(postings.values(*COLUMNS).iterator(chunk_size=AT_ONCE)):
        line = place % ROWS_OF_A_SHEET
        if line == 0:
            sheet = _begin(book, formats)
        _write(sheet, line + 1, row, formats, words)
    if sheet is None:
        _begin(book, formats)
    book.close()
    target.seek(0)
    return target


def _begin(book: xlsxwriter.Workbook, formats: dict) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    head = (
        _("Record"), _("Day"), _("Worker"), _("Field of service"), _("Method"), _("Title"), _("Direct minutes"),
        _("Indirect minutes"), _("Person-times"), _("Count"), _("Source"), _("State"),
    )  # fmt: skip
    for column, word in enumerate(head):
        sheet.write_string(0, column, word, formats["head"])
    return sheet


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, row: dict, formats: dict, words: rows_page.Words) -> None:
    cells = (
        row["id"], row["day"], row["worker__name"], row["field"], row["method__name"], row["title"], row["direct_minutes"],
        row["indirect_minutes"], row["person_times"], row["quantity"], rows_page.source_said(row, words),
        " / ".join(word for word, _kind in rows_page.states_said(row, words, is_taken_back=bool(row["reversed_by__id"]))),
    )  # fmt: skip
    for column, cell in enumerate(cells):
        if isinstance(cell, date):
            sheet.write_datetime(line, column, cell, formats["day"])
        elif isinstance(cell, int):
            sheet.write_number(line, column, cell)
        else:
            sheet.write_string(line, column, cell)
