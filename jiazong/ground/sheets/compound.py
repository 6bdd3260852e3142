"""Looking through an .xls before anything is parsed: its directory, and the records that tell what it is."""
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jiazong.ground.sheets.refusals import WorkbookRefused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_BOF = {0x809, 0x409, 0x209, 0x009}
_EOF, _FILEPASS, _DATEMODE, _SUPBOOK, _BOUNDSHEET = 0x0A, 0x2F, 0x22, 0x1AE, 0x85
_FORMULA, _BOOLERR = 0x06, 0x205
_OWN_BOOK, _ADD_IN = 0x0401, 0x3A01
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass
class Compound:
    """What looking through an .xls told: the 1904 calendar, and error cells by the number of the sheet."""

    date1904: bool = False
    errors: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)


def look_through(path: Path) -> Compound:
    """Walk an .xls once; raises `WorkbookRefused` for macros, passwords, links to other files and what is no workbook."""
    data = path.read_bytes()
    try:
        return _walk(_workbook_stream(data))
    except (struct.error, IndexError, MemoryError) as trouble:
        raise WorkbookRefused("damaged") from trouble


def _chain(table: list[int], first: int) -> Iterator[int]:
    sector, seen = first, 0
    while sector < _END:
        yield sector
        sector, seen = table[sector], seen + 1
        if seen > len(table):
            raise WorkbookRefused("damaged")


def _workbook_stream(data: bytes) -> bytes:
    shift, mini_shift = struct.unpack_from("<2H", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise WorkbookRefused("damaged")
    size = 1 << shift

    def sector(number: int) -> bytes:
        return data[(number + 1) << shift : (number + 2) << shift]

    directory_first, _, cutoff, mini_first, _, more_first, more_count = struct.unpack_from("<7I", data, 48)
    places = [number for number in struct.unpack_from("<109I", data, 76) if number < _END]
    for _ in range(min(more_count, len(data) // size + 1)):
        if more_first >= _END:
            break
        numbers = struct.unpack(f"<{size // 4}I", sector(more_first))
        places += [number for number in numbers[:-1] if number < _END]
        more_first = numbers[-1]
    table = [entry for place in places for entry in struct.unpack(f"<{size // 4}I", sector(place).ljust(size, b"\xff"))]
    entries = _entries(b"".join(sector(number) for number in _chain(table, directory_first)))
    start, length = _pick(entries)
    if length >= cutoff:
        return b"".join(sector(number) for number in _chain(table, start))[:length]
    root_start, root_length = next(((e[2], e[3]) for e in entries if e[1] == 5), (0, 0))
    mini = b"".join(sector(number) for number in _chain(table, root_start))[:root_length]
    mini_bytes = b"".join(sector(number) for number in _chain(table, mini_first))
    mini_table = list(struct.unpack(f"<{len(mini_bytes) // 4}I", mini_bytes))
    return b"".join(mini[number << 6 : (number + 1) << 6] for number in _chain(mini_table, start))[:length]


def _entries(directory: bytes) -> list[tuple[str, int, int, int]]:
    """Name, kind, first sector and length of each directory entry."""
    found = []
    for at in range(0, len(directory) - 127, 128):
        name_bytes = struct.unpack_from("<H", directory, at + 64)[0]
        kind = directory[at + 66]
        if kind:
            name = directory[at : at + max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
            found.append((name, kind, *struct.unpack_from("<2I", directory, at + 116)))
    return found


def _pick(entries: list[tuple[str, int, int, int]]) -> tuple[int, int]:
    names = {entry[0].lower() for entry in entries}
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise WorkbookRefused("encrypted")
    if names & {"_vba_project_cur", "vba", "_vba_project", "macros"}:
        raise WorkbookRefused("macros")
    for wanted in ("workbook", "book"):
        for name, kind, start, length in entries:
            if kind == 2 and name.lower() == wanted:
                return start, length
    raise WorkbookRefused("not_a_workbook")


def _walk(stream: bytes) -> Compound:
    compound, sheet, depth, at, end = Compound(), -1, 0, 0, len(stream) - 4
    while at <= end:
        kind, length = struct.unpack_from("<2H", stream, at)
        body = at + 4
        if kind == _FORMULA and stream[body + 12 : body + 14] == b"\xff\xff" and stream[body + 6] == 2:
            _note(compound, sheet, stream, body, stream[body + 8])
        elif kind == _BOOLERR and stream[body + 7]:
            _note(compound, sheet, stream, body, stream[body + 6])
        elif kind in _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            sheet += depth == 0  # charts inside a sheet have an end of their own
        elif kind in (_FILEPASS, _DATEMODE, _SUPBOOK, _BOUNDSHEET) and sheet < 0:
            _judge(compound, kind, stream, body)
        at = body + length
    return compound


def _judge(compound: Compound, kind: int, stream: bytes, body: int) -> None:
    if kind == _FILEPASS:
        raise WorkbookRefused("encrypted")
    if kind == _DATEMODE:
        compound.date1904 = stream[body] == 1
    elif kind == _SUPBOOK and struct.unpack_from("<H", stream, body + 2)[0] not in (_OWN_BOOK, _ADD_IN):
        raise WorkbookRefused("external_links")
    elif kind == _BOUNDSHEET and stream[body + 5] in (1, 6):
        raise WorkbookRefused("macros")


def _note(compound: Compound, sheet: int, stream: bytes, body: int, code: int) -> None:
    row, column = struct.unpack_from("<2H", stream, body)
    compound.errors.setdefault(sheet, []).append((row + 1, column, _ERRORS.get(code, "#N/A")))
