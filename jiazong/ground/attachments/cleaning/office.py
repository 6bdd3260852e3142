"""Office files (.docx, .xlsx) by parts: counted before they are unpacked, without macros, objects or things fetched from elsewhere."""
import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from jiazong.ground.attachments.cleaning.pictures import without_notes
from jiazong.ground.attachments.rules import (
    DOCX,
    XLSX,
    FileDamaged,
    FileLocked,
    FileRuns,
    Limits,
    NameAndContentDiffer,
    UnpacksTooLarge,
)

MAIN = {
    DOCX: b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    XLSX: b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
FORBIDDEN_PARTS = re.compile(r"(?i)(vbaproject|vbadata|activex|embeddings/|oleobject|macrosheets/|dialogsheets/|externallinks/|customui|connections\.xml|querytables/|attachedtemplate)")
RELATION = re.compile(rb"(?is)<(?:\w+:)?Relationship\s[^>]*>")
IS_OUTSIDE = re.compile(rb"(?i)TargetMode\s*=\s*[\"']External[\"']")
IS_HYPERLINK = re.compile(rb"(?i)/hyperlink[\"']")
INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=[\"']([^\"']*)[\"']")
FETCHES = re.compile(rb"(?i)\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|IMPORT|DATABASE)\b")
DDE_FORMULA = re.compile(rb"(?i)<(?:\w+:)?ddeLink\b")
DOCTYPE = re.compile(rb"(?i)<!(DOCTYPE|ENTITY)")
BOMB_FROM = 1024 * 1024
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def rebuilt(content: bytes, kind: str, name: str, limits: Limits) -> bytes:
    """The office file with the same parts in a new archive, photos inside without their notes.

    Raises NameAndContentDiffer, FileRuns, FileLocked, UnpacksTooLarge, FileDamaged.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            _count(package, len(content), name, limits)
            if MAIN[kind] not in package.read("[Content_Types].xml"):
                raise NameAndContentDiffer(name=name)
            target = BytesIO()
            with ZipFile(target, "w", ZIP_DEFLATED) as anew:
                for part in package.infolist():
                    if not part.is_dir():
                        _copy(package, part, anew, name)
    except KeyError as fault:
        raise NameAndContentDiffer(name=name) from fault
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as fault:
        raise FileDamaged(name=name) from fault
    return target.getvalue()


def _count(package: ZipFile, size: int, name: str, limits: Limits) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise FileLocked(name=name)
    if len(parts) > limits.entries or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise UnpacksTooLarge(name=name)
    if any(part.file_size > BOMB_FROM and part.file_size > limits.ratio * max(part.compress_size, 1) for part in parts):
        raise UnpacksTooLarge(name=name)
    if len(set(names)) != len(names) or any(one.startswith("/") or "\\" in one or ".." in one.split("/") for one in names):
        raise FileDamaged(name=name)
    if any(FORBIDDEN_PARTS.search(one) for one in names):
        raise FileRuns(name=name)


def _copy(package: ZipFile, part: ZipInfo, anew: ZipFile, name: str) -> None:
    data = package.read(part)
    lower = part.filename.lower()
    if lower.endswith((".xml", ".rels")):
        if DOCTYPE.search(data) or DDE_FORMULA.search(data) or _fetches(data) or b"macroEnabled" in data[:20000]:
            raise FileRuns(name=name)
        if lower.endswith(".rels") and any(
            IS_OUTSIDE.search(one) and not IS_HYPERLINK.search(one) for one in RELATION.findall(data)
        ):
            raise FileRuns(name=name)
    elif lower.endswith((".jpg", ".jpeg")):
        data = without_notes(data)
    info = ZipInfo(part.filename, ZIP_EPOCH)
    info.compress_type = ZIP_DEFLATED
    anew.writestr(info, data)


def _fetches(data: bytes) -> bool:
    return any(FETCHES.search(one or other) for one, other in INSTRUCTION.findall(data))
