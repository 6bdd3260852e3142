"""The confined process that opens a workbook; what it finds leaves as lines of JSON, values only.

Run as `python -I -m jiazong.ground.sheets.child PATH LIMITS`; it needs no network and writes no file.
"""
import json
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine

from jiazong.ground.sheets import archive, compound, plain_text
from jiazong.ground.sheets.limits import Limits
from jiazong.ground.sheets.refusals import WorkbookRefused

_BATCH_ROWS = 400
_BATCH_CHARACTERS = 400_000
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{", b"[", b"\x7fELF", b"MZ")
_Sheet = dict[str, Any]
_Rows = Iterable[tuple[int, list[Any]]]


def confine(limits: Limits) -> None:
    """Bound this process before it looks at the file: memory, processor time, no core dumps, no new files."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _plain(value: object) -> list[Any]:
    """Days, clocks and lengths of time as JSON: ["d", ...], ["t", ...], ["s", seconds]."""
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return ["t", value.isoformat()]
    if isinstance(value, timedelta):
        return ["s", value.total_seconds()]
    raise TypeError(type(value).__name__)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def _send(message: object) -> None:
    data = _encode(message).encode("utf-8", "replace") + b"\n"
    while data:
        data = data[os.write(1, data) :]


def _send_rows(rows: _Rows, limits: Limits) -> None:
    """Rows in batches `{"at": row number, "rows": [...]}`; rows of a batch follow each other without a gap."""
    batch: list[list[Any]] = []
    at, weight, most = 0, 0, limits.cell_characters
    for number, row in rows:
        if batch and (number != at + len(batch) or len(batch) >= _BATCH_ROWS or weight > _BATCH_CHARACTERS):
            _send({"at": at, "rows": batch})
            batch, weight = [], 0
        if not batch:
            at = number
        for index, cell in enumerate(row):
            if cell.__class__ is str and len(cell) > 200:
                weight += len(cell)
                row[index] = cell[:most]
        weight += 10 * len(row)
        batch.append(row)
    if batch:
        _send({"at": at, "rows": batch})


def _workbook(path: Path, limits: Limits, kind: str) -> Iterator[tuple[_Sheet, _Rows]]:
    looked = archive.look_through(path, limits) if kind == "zip" else compound.look_through(path)
    book = python_calamine.load_workbook(str(path))
    metadata = book.sheets_metadata
    if len(metadata) > limits.sheets:
        raise WorkbookRefused("too_many_sheets", limit=limits.sheets)
    if any(sheet.typ in (python_calamine.SheetTypeEnum.MacroSheet, python_calamine.SheetTypeEnum.Vba) for sheet in metadata):
        raise WorkbookRefused("macros")
    _send({"names": [sheet.name for sheet in metadata]})
    for index, about in enumerate(metadata):
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        if isinstance(looked, archive.Archive):
            errors = looked.errors.get(looked.sheet_parts.get(str(index), ""), [])
        else:
            errors = looked.errors.get(index, [])
        merged = sheet.merged_cell_ranges or []
        if len(merged) > limits.merges:
            raise WorkbookRefused("too_many_cells", sheet=about.name, limit=limits.cells)
        facts = {
            "sheet": about.name,
            "index": index,
            "visible": about.visible == python_calamine.SheetVisibleEnum.Visible,
            "merged": [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in merged],
            "count": sheet.total_height + 1 if sheet.start else 0,
            "date1904": looked.date1904,
        }
        yield facts, _calamine_rows(sheet, errors, limits)
        del sheet


def _calamine_rows(sheet: python_calamine.CalamineSheet, errors: list[tuple[int, int, str]], limits: Limits) -> _Rows:
    if sheet.start is None:
        return
    if sheet.total_height >= limits.rows:
        raise WorkbookRefused("too_many_rows", sheet=sheet.name, limit=limits.rows)
    if sheet.total_width >= limits.columns:
        raise WorkbookRefused("too_many_columns", sheet=sheet.name, limit="ZZ")
    if sheet.height * sheet.width > 2 * limits.cells:
        raise WorkbookRefused("too_many_cells", sheet=sheet.name, limit=limits.cells)
    before = [""] * sheet.start[1]
    wrong: dict[int, list[tuple[int, str]]] = {}
    for row, column, text in errors:
        wrong.setdefault(row, []).append((column, text))
    for number, cells in enumerate(sheet.iter_rows(), 1):
        row = before + cells if before else cells
        for column, text in wrong.get(number, ()):
            row += [""] * (column + 1 - len(row))
            row[column] = ["e", text]
        while row and row[-1] == "":
            row.pop()
        yield number, row


def _parts(path: Path, limits: Limits) -> Iterator[tuple[_Sheet, _Rows]]:
    """The sheets of a file, by what the file is and not by what it is called."""
    with path.open("rb") as file:
        head = file.read(2048)
    if not head.strip(b"\0\r\n\t "):
        raise WorkbookRefused("empty_file")
    if path.stat().st_size > limits.file_bytes:
        raise WorkbookRefused("file_too_large", limit=limits.file_bytes >> 20)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        yield from _workbook(path, limits, "zip")
    elif head.startswith(compound.MAGIC):
        yield from _workbook(path, limits, "compound")
    elif head.startswith(_NOT_TABLES):
        raise WorkbookRefused("not_a_workbook")
    elif head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
        raise WorkbookRefused("web_page")
    else:
        _send({"names": [""]})
        yield {"sheet": "", "index": 0, "visible": True, "merged": [], "count": None, "date1904": False}, plain_text.read_rows(path, limits)


def main(arguments: list[str]) -> None:
    """Send every sheet of the file at `arguments[0]` under the limits in `arguments[1]`, or one refusal."""
    limits = Limits(**json.loads(arguments[1]))
    confine(limits)
    try:
        for facts, rows in _parts(Path(arguments[0]), limits):
            _send(facts)
            _send_rows(rows, limits)
        _send({"end": True})
    except WorkbookRefused as refusal:
        _send({"refused": refusal.code, "params": refusal.params})
    except MemoryError:
        _send({"refused": "too_much_memory"})
    except python_calamine.PasswordError:
        _send({"refused": "encrypted"})
    except python_calamine.CalamineError:
        _send({"refused": "damaged"})
    except BaseException as trouble:
        # A panic inside the reader arrives as a BaseException of its own; only the parent decides what to tell.
        if isinstance(trouble, KeyboardInterrupt | SystemExit | BrokenPipeError):
            raise
        _send({"refused": "damaged"})


if __name__ == "__main__":
    main(sys.argv[1:])
