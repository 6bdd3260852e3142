"""Comma, semicolon and tab separated text: which characters, which separator, which rows."""
import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from jiazong.ground.sheets.limits import Limits
from jiazong.ground.sheets.refusals import WorkbookRefused

_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_SEPARATORS = "\t,;"
_CONTROLS = {chr(c) for c in range(32)} - set("\t\r\n\f\x1a")
_BLOCK = 1 << 20


def read_rows(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The records of a text file with the row number a spreadsheet gives them; raises `WorkbookRefused`."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        first = list(islice(file, 40))
        separator, skip = _separator(first)
        file.seek(0)
        csv.field_size_limit(1 << 20)
        cells = 0
        try:
            for number, record in enumerate(csv.reader(file, delimiter=separator), 1):
                if number <= skip:
                    continue
                if len(record) > limits.columns:
                    raise WorkbookRefused("too_many_columns", sheet=path.stem, limit="ZZ")
                if number > limits.rows:
                    raise WorkbookRefused("too_many_rows", sheet=path.stem, limit=limits.rows)
                cells += len(record)
                if cells > limits.cells:
                    raise WorkbookRefused("too_many_cells", sheet=path.stem, limit=limits.cells)
                yield number - skip, record
        except csv.Error as trouble:
            raise WorkbookRefused("damaged") from trouble


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _decodable(path, [name])
    if b"\0" in head:
        raise WorkbookRefused("not_a_workbook")
    return _decodable(path, ["utf-8", "gb18030"])


def _decodable(path: Path, encodings: list[str]) -> str:
    for encoding in encodings:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while block := file.read(_BLOCK):
                    if not _CONTROLS.isdisjoint(block):
                        raise WorkbookRefused("not_a_workbook")
        except UnicodeError:
            continue
        return encoding
    raise WorkbookRefused("unreadable_text")


def _separator(lines: list[str]) -> tuple[str, int]:
    """The separator most lines agree on, and how many lines (sep=;) only announce it."""
    if lines and lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4], 1
    best, most = ",", 0
    for separator in _SEPARATORS:
        counts = [len(next(csv.reader([line[:65_536]], delimiter=separator), [])) - 1 for line in lines if line.strip()]
        agreeing = max((counts.count(count) * min(count, 8) for count in set(counts) if count), default=0)
        if agreeing > most:
            best, most = separator, agreeing
    return best, 0
