"""Makers of hostile files: what somebody might hand in to stop the machine or to get something run."""
import io
import struct
import zipfile
import zlib
from pathlib import Path

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1月" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
WORKBOOK_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
ONE_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def parts(sheet: str = SHEET % ONE_ROW) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELS,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": WORKBOOK_RELS,
        "xl/worksheets/sheet1.xml": sheet,
    }


def pack(path: Path, entries: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def pack_streamed(path: Path, name: str, piece: bytes, times: int, head: bytes = b"", tail: bytes = b"") -> Path:
    """A workbook one part of which repeats a piece many times, written without holding it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, content in parts().items():
            if other != name:
                archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=False) as out:
            out.write(head)
            for _ in range(times):
                out.write(piece)
            out.write(tail)
    return path


def lying_sizes(path: Path, true_bytes: int) -> Path:
    """A zip whose directory claims a small part while its stream unpacks to far more."""
    pack(path, parts())
    data = path.read_bytes()
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = raw.compress(b"<worksheet>") + b"".join(raw.compress(b" " * (1 << 20)) for _ in range(true_bytes >> 20)) + raw.flush()
    name = b"xl/worksheets/sheet1.xml"
    claimed = struct.pack("<3L", zlib.crc32(b" " * 1000), len(packed), 1000)
    at = data.index(b"PK\x03\x04", data.index(name) - 40)
    local = data[at : at + 14] + claimed + data[at + 26 : at + 30 + len(name)] + packed
    central_at = data.index(b"PK\x01\x02")
    central = bytearray(data[central_at : data.rindex(b"PK\x05\x06")])
    place = central.index(name) - 46
    central[place + 16 : place + 28] = claimed
    body = data[:at] + local
    end = bytearray(data[data.rindex(b"PK\x05\x06") :])
    end[12:20] = struct.pack("<2L", len(central), len(body))
    path.write_bytes(body + bytes(central) + bytes(end))
    return path


def encrypted_compound(path: Path) -> Path:
    """The outside of a workbook locked with a password: a compound file with an EncryptedPackage."""
    return compound(path, ["EncryptionInfo", "EncryptedPackage"])


def compound(path: Path, streams: list[str], content: bytes = b"\0" * 4096) -> Path:
    """A small compound file with the named streams, all of the same content."""
    sectors: list[bytes] = []
    table: list[int] = []
    starts = []
    for _ in streams:
        starts.append(len(sectors) + 2)
        count = (len(content) + 511) // 512
        for place in range(count):
            sectors.append(content[place * 512 : (place + 1) * 512].ljust(512, b"\0"))
            table.append(len(sectors) + 2 if place < count - 1 else 0xFFFFFFFE)
    directory = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)] + [
        _entry(name, 1 if name.startswith("_VBA") else 2, start, len(content)) for name, start in zip(streams, starts, strict=True)
    ]
    directory_bytes = b"".join(directory).ljust(512, b"\0")
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *table]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<9L", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    fat_bytes = struct.pack(f"<{len(fat)}L", *fat).ljust(512, b"\xff")
    path.write_bytes(head + fat_bytes + directory_bytes[:512] + b"".join(sectors))
    return path


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    out = io.BytesIO()
    out.write(encoded.ljust(64, b"\0"))
    out.write(struct.pack("<HBB", len(encoded), kind, 1) + b"\xff" * 12 + b"\0" * 36)
    out.write(struct.pack("<LQ", start, size))
    return out.getvalue()[:128].ljust(128, b"\0")
