"""What a sheet says outside its table: its name, its title, 单位：小时, 社工：陈某, 2025年3月."""
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from jiazong.ground.sheets.numerals import to_arabic
from jiazong.ground.sheets.values import Cell, DayError, YearHint, fold_heading, fold_text, parse_day, shown
from jiazong.ledger.books.rules.book import Key
from jiazong.ledger.books.rules.headings import is_blank
from jiazong.ledger.books.rules.names import Lists
from jiazong.ledger.books.rules.vocabulary import WORDS

_YEAR = re.compile(r"(?<![\d-])(20\d{2}|(?<!\d)\d{2}(?=年))(?=年|[./-]?(?:0?[1-9]|1[0-2])(?!\d)|\D|$)(年度|学年|财年|年度)?")
_YEAR_WORD = re.compile(r"(?<!\d)(20\d{2}|\d{2})(?:年度|学年|财年|年)")
_FISCAL = re.compile(r"20\d{2}(?:年度|学年|财年)")
_MONTH = re.compile(r"(?<![\d.])(\d{1,2})月(?:份)?(?!\d{1,2}[日号])")
_YEAR_MONTH = re.compile(r"(?<!\d)20\d{2}[-./年]?(0?[1-9]|1[0-2])(?![\d])")
_MONTH_RANGE = re.compile(r"\d{1,2}月?(?:份)?\s*[-~至到—]\s*\d{1,2}月")
_UNIT = re.compile(r"(?:单位|计量|均?以|按)(?:为|是)?[::]?\s*(个?小时|分钟|钟头|分|时|hours?|h|minutes?|mins?)(?:$|计|为单位|[^\w])")
_FULL_DAY = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}")
_LABEL = re.compile(r"^([^::]{1,12})[::]\s*(.*)$")


@dataclass(frozen=True)
class Facts:
    """What a sheet's name and the lines around its table settle for all its rows."""

    unit: str = ""
    method: Key | None = None
    method_from: str = ""
    worker: Key | None = None
    worker_from: str = ""
    month: int | None = None
    day: str = ""
    years: YearHint = YearHint()


def years_in(text: str) -> tuple[set[int], bool]:
    """The years a text names, and whether it names them as 年度."""
    folded = to_arabic(fold_text(text)).replace(" ", "")
    found = {int(year) for year in _YEAR_WORD.findall(folded)} or {int(match[1]) for match in _YEAR.finditer(folded)}
    return {year if year > 99 else 2000 + year for year in found}, bool(_FISCAL.search(folded))


def month_in(text: str) -> int | None:
    """The one month a text names; 1-3月 names none."""
    folded = to_arabic(fold_text(text)).replace(" ", "")
    if _MONTH_RANGE.search(folded):
        return None
    months = {int(found) for found in _MONTH.findall(folded)}
    if not months:
        months = {int(found) for found in _YEAR_MONTH.findall(folded)}
    months = {month for month in months if 1 <= month <= 12}
    return months.pop() if len(months) == 1 else None


def year_hint(texts: Sequence[str], first_day: date, last_day: date, date1904: bool) -> YearHint:
    """The year for days written without one: the first of the texts that names any year decides if it names one only."""
    for text in texts:
        named, fiscal = years_in(text)
        if named:
            year = named.pop() if len(named) == 1 else None
            return YearHint(year, first_day, last_day, fiscal and first_day.year != last_day.year, date1904)
    return YearHint(None, first_day, last_day, False, date1904)


def sheet_facts(name: str, file_name: str, lists: Lists) -> Facts:
    """What a sheet's name settles, and where it says nothing, the file's."""
    facts = Facts(month=month_in(name) or month_in(file_name), day=name if _names_a_day(name) else "")
    for source, text in (("sheet", name), ("file", file_name.rpartition(".")[0])):
        if facts.method is None and (method := lists.methods.named_in(text)) is not None:
            facts = replace(facts, method=method, method_from=source)
        if facts.worker is None and (worker := lists.workers.named_in(text)) is not None:
            facts = replace(facts, worker=worker, worker_from=source)
    return facts


def _names_a_day(text: str) -> bool:
    """Whether a sheet's name or a line is one day and nothing else: 3月8日, 2025-03-08（周六）."""
    try:
        parse_day(text, years=YearHint(named=2024))
    except DayError as trouble:
        return trouble.code == "no_such_day"
    return not fold_text(text).isdigit() or len(fold_text(text)) == 8


def title_texts(lines: Sequence[Sequence[Cell]]) -> list[str]:
    """The texts above a table that may name its year: no 填表日期, no contract numbers."""
    found = []
    for cells in lines:
        for cell in cells:
            if not isinstance(cell, str):
                continue
            folded = fold_text(cell)
            if not any(word in folded for word in WORDS["not_a_title"]) and not _FULL_DAY.search(folded):
                found.append(cell)
    return found


def with_line(facts: Facts, cells: Sequence[Cell], lists: Lists) -> Facts:
    """The facts after one more line outside the table was read."""
    filled = [cell for cell in cells if not is_blank(cell)]
    for place, cell in enumerate(filled):
        if not isinstance(cell, str):
            continue
        after = filled[place + 1] if place + 1 < len(filled) else None
        folded = fold_text(cell)
        if len(filled) == 1 and _names_a_day(cell):
            return replace(facts, day=cell)
        facts = _with_unit(facts, folded, after)
        facts = _with_labelled(facts, folded, after, lists)
        if not any(word in folded for word in WORDS["not_a_title"]):
            month = month_in(cell)
            facts = replace(facts, month=month) if month else facts
            facts = _with_title(facts, cell, lists)
    return facts


def _with_unit(facts: Facts, folded: str, after: Cell) -> Facts:
    text = folded + shown(after) if folded.endswith(("单位:", "单位")) else folded
    found = _UNIT.search(fold_text(text))
    if not found:
        return facts
    return replace(facts, unit="minutes" if found[1] in WORDS["minutes"] else "hours")


def _with_labelled(facts: Facts, folded: str, after: Cell, lists: Lists) -> Facts:
    """社工：陈某, in one cell or two; 填表人 only where nobody else is named."""
    found = _LABEL.match(folded)
    label, value = (fold_heading(found[1]), found[2]) if found else (fold_heading(folded), "")
    value = value or shown(after)
    if label in WORDS["worker_label"] and (worker := lists.workers.find(value).key) is not None:
        return replace(facts, worker=worker, worker_from="line")
    if label in WORDS["writer_label"] and facts.worker_from in ("", "file") and (worker := lists.workers.find(value).key) is not None:
        return replace(facts, worker=worker, worker_from="writer")
    if label in WORDS["day_label"] and _names_a_day(value):
        return replace(facts, day=value)
    if label in WORDS["method_label"] and (method := lists.methods.find(value).key) is not None:
        return replace(facts, method=method, method_from="line")
    return facts


def _with_title(facts: Facts, text: str, lists: Lists) -> Facts:
    if facts.method_from in ("", "file", "title") and (method := lists.methods.named_in(text)) is not None:
        facts = replace(facts, method=method, method_from="title")
    if facts.worker_from in ("", "file", "writer", "title") and (worker := lists.workers.named_in(text)) is not None:
        facts = replace(facts, worker=worker, worker_from="title")
    return facts
