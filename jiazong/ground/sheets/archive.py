"""Looking through an .xlsx before anything is parsed: a zip is believed only after every byte of it was counted."""
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jiazong.ground.sheets.limits import Limits
from jiazong.ground.sheets.refusals import WorkbookRefused

_BLOCK = 1 << 20
_END_RECORD = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_MOST_DIRECTORY_BYTES = 4 << 20
_WORKBOOK = "xl/workbook.xml"
_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).){0,2000}?<(?:\w+:)?v>([^<]{1,20})<", re.S)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")


@dataclass
class Archive:
    """What looking through an .xlsx told: which sheet is which part, error cells, the 1904 calendar."""

    unpacked: int = 0
    date1904: bool = False
    sheet_parts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)


def look_through(path: Path, limits: Limits) -> Archive:
    """Read every part of an .xlsx once without keeping it; raises `WorkbookRefused` for whatever a ledger never holds."""
    with path.open("rb") as file:
        _check_directory(file, limits)
        try:
            entries = zipfile.ZipFile(file).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as trouble:
            raise WorkbookRefused("damaged") from trouble
        _check_names(entries, path.stat().st_size, limits)
        archive = Archive()
        small: dict[str, bytes] = {}
        for entry in entries:
            _scan(file, entry, archive, small, limits)
    _read_workbook_part(archive, small)
    return archive


def _check_directory(file: BinaryIO, limits: Limits) -> None:
    """Refuse by the end record, before a directory of a million entries is built in memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise WorkbookRefused("damaged")
    _, _, _, _, entries, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, at)
    if entries > limits.entries or directory_bytes > _MOST_DIRECTORY_BYTES:
        raise WorkbookRefused("too_many_entries", limit=limits.entries)


def _check_names(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    names = [entry.filename.replace("\\", "/") for entry in entries]
    lower = [name.lower() for name in names]
    if len(entries) > limits.entries:
        raise WorkbookRefused("too_many_entries", limit=limits.entries)
    if any(name.startswith("/") or ":" in name or ".." in name.split("/") or "\0" in name for name in names):
        raise WorkbookRefused("bad_entry_names")
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookRefused("encrypted")
    if any("vbaproject" in name or "/macrosheets/" in f"/{name}" for name in lower):
        raise WorkbookRefused("macros")
    if any("/externallinks/" in f"/{name}" for name in lower):
        raise WorkbookRefused("external_links")
    if "xl/workbook.bin" in lower:
        raise WorkbookRefused("other_kind", kind="xlsb")
    if "content.xml" in lower and "mimetype" in lower:
        raise WorkbookRefused("other_kind", kind="ods")
    if _WORKBOOK not in lower:
        raise WorkbookRefused("not_a_workbook")
    # What the directory owns up to costs nothing to ask; what it hides is counted byte by byte below.
    unpacked = 0
    for entry in entries:
        unpacked += entry.file_size
        _check_size(entry.file_size, entry.compress_size, unpacked, limits)
    if len(set(lower)) != len(lower) or sum(entry.compress_size for entry in entries) > size:
        raise WorkbookRefused("damaged")


def _scan(file: BinaryIO, entry: zipfile.ZipInfo, archive: Archive, small: dict[str, bytes], limits: Limits) -> None:
    name = entry.filename.replace("\\", "/")
    is_sheet = name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml")
    is_xml = name.lower().endswith((".xml", ".rels"))
    kept, count, rest, sheet = [], 0, b"", _SheetScan(name, limits) if is_sheet else None
    for block in _blocks(file, entry):
        if not count and is_xml:
            _check_prolog(block)
        count += len(block)
        archive.unpacked += len(block)
        _check_size(count, entry.compress_size, archive.unpacked, limits)
        if sheet:
            rest = sheet.look(rest + block)
        elif name in (_WORKBOOK, "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            kept.append(block)
    if sheet:
        sheet.look(rest, last=True)
    if count != entry.file_size:
        raise WorkbookRefused("damaged")
    if kept:
        small[name] = b"".join(kept)
    if sheet and sheet.errors:
        archive.errors[name] = sheet.errors


def _check_size(count: int, packed: int, total: int, limits: Limits) -> None:
    swollen = count > limits.ratio_from_bytes and count > limits.ratio * max(packed, 1)
    if swollen or total > limits.unpacked_bytes:
        raise WorkbookRefused("unpacks_too_large")


def _blocks(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of an entry as its stream gives them, whatever sizes its header claims."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04" or entry.compress_type not in (0, 8):
        raise WorkbookRefused("damaged")
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)
    left, stream = entry.compress_size, zlib.decompressobj(-15)
    while left > 0:
        data = file.read(min(_BLOCK // 4, left))
        if not data:
            raise WorkbookRefused("damaged")
        left -= len(data)
        if entry.compress_type == 0:
            yield data
            continue
        while data:
            try:
                block = stream.decompress(data, _BLOCK)
            except zlib.error as trouble:
                raise WorkbookRefused("damaged") from trouble
            if block:
                yield block
            data = stream.unconsumed_tail
    if entry.compress_type == 8 and not stream.eof:
        raise WorkbookRefused("damaged")


def _check_prolog(block: bytes) -> None:
    """A document type may only stand before the root element; no spreadsheet program writes one."""
    if block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in block[:64]:
        raise WorkbookRefused("xml_entities")
    at = 0
    while True:
        at = block.find(b"<", at)
        if at < 0:
            if len(block) > 65_536:
                raise WorkbookRefused("xml_entities")
            return
        if block.startswith(b"<!--", at):
            at = block.find(b"-->", at)
        elif block.startswith(b"<?", at):
            at = block.find(b"?>", at)
        elif block.startswith(b"<!", at):
            raise WorkbookRefused("xml_entities")
        else:
            return
        if at < 0:
            raise WorkbookRefused("xml_entities")
        at += 2


class _SheetScan:
    """Looks for cells with content outside the bounds, and for error cells, which the reader gives as blanks."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.errors: list[tuple[int, int, str]] = []
        self.cells = self.merges = 0
        first, zeros = str(limits.rows)[0], len(str(limits.rows)) - 1
        low_row = rb"(?:[%s-9]\d{%d}|\d{%d,})" % (first.encode(), zeros, zeros + 2)
        outside = rb"(?:[A-Z]{3}|[A-Z]{1,2}" + low_row + rb")[^>/]*>(?!</)"
        # A literal beginning lets the search skip through a sheet at the speed of memory.
        self.outside = re.compile(rb' r="' + outside)
        self.outside_quoted = re.compile(rb" r='" + outside)

    def look(self, data: bytes, last: bool = False) -> bytes:
        """Look at the next piece and return the unfinished cell at its end."""
        cut = len(data) if last else data.rfind(b"<c ")
        if cut < 0 or len(data) - cut > 65_536:
            cut = max(0, len(data) - 64)
        self.cells += data.count(b"<c ", 0, cut) + data.count(b"<c>", 0, cut)
        self.merges += data.count(b"<mergeCell ", 0, cut)
        if self.cells > self.limits.cells or self.merges > self.limits.merges:
            raise WorkbookRefused("too_many_cells", sheet=self.name, limit=self.limits.cells)
        found = self.outside.search(data, 0, cut)
        if found is None and b" r='" in data:
            found = self.outside_quoted.search(data, 0, cut)
        if found and found[0][4:7].isalpha():
            raise WorkbookRefused("too_many_columns", sheet=self.name, limit="ZZ")
        if found:
            raise WorkbookRefused("too_many_rows", sheet=self.name, limit=self.limits.rows)
        if (b't="e"' in data or b"t='e'" in data) and len(self.errors) < self.limits.merges:
            self._note_errors(data[:cut])
        return data[cut:]

    def _note_errors(self, data: bytes) -> None:
        for found in _ERROR_CELL.finditer(data):
            if reference := _REFERENCE.search(b" " + found[1]):
                column = 0
                for letter in reference[1]:
                    column = column * 26 + letter - 64
                self.errors.append((int(reference[2]), column - 1, found[2].decode("utf-8", "replace")))


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        found[1].decode("utf-8", "replace"): (found[2] or found[3] or b"").decode("utf-8", "replace")
        for found in _ATTRIBUTE.finditer(tag)
    }


def _read_workbook_part(archive: Archive, small: dict[str, bytes]) -> None:
    kinds = small.get("[Content_Types].xml", b"").lower()
    if b"macroenabled" in kinds or b"vbaproject" in kinds:
        raise WorkbookRefused("macros")
    workbook = small.get(_WORKBOOK, b"")
    archive.date1904 = bool(re.search(rb"\bdate1904=[\"'](?:1|true|on)[\"']", workbook))
    targets = {}
    for tag in _RELATION.findall(small.get("xl/_rels/workbook.xml.rels", b"")):
        relation = _attributes(tag)
        target = relation.get("Target", "")
        targets[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    for index, tag in enumerate(_SHEET_TAG.findall(workbook)):
        part = next((targets.get(value) for key, value in _attributes(tag).items() if key.endswith(":id")), None)
        archive.sheet_parts[str(index)] = part or ""
