"""Which files are taken: known by their first bytes, never by their name alone; pure."""
from dataclasses import asdict, dataclass
from pathlib import PurePath

JPG, PNG, WEBP, PDF, DOCX, XLSX = KINDS = ("jpg", "png", "webp", "pdf", "docx", "xlsx")
IMAGES, OFFICE = (JPG, PNG, WEBP), (DOCX, XLSX)
ENDINGS = {"jpg": JPG, "jpeg": JPG, "jpe": JPG, "png": PNG, "webp": WEBP, "pdf": PDF, "docx": DOCX, "xlsx": XLSX}
TYPES = {
    JPG: "image/jpeg", PNG: "image/png", WEBP: "image/webp", PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
ZIP = "zip"
MEGABYTE = 1024 * 1024


class FileRefused(Exception):
    """A file that is not kept; `msgid` and `params` say in a sentence what, and what to do."""

    msgid = "The file could not be kept."

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.msgid % params)


class EmptyFile(FileRefused):
    msgid = "“%(name)s” is empty; choose the file again."


class FileTooLarge(FileRefused):
    msgid = "“%(name)s” is larger than %(limit)s MB; make it smaller and choose it again."


class KindNotTaken(FileRefused):
    msgid = "“%(name)s” is none of the files that can be kept (photo JPG, PNG or WebP, PDF, Word .docx, Excel .xlsx); save it as one of these and choose it again."


class OldPhotoOfPhone(FileRefused):
    msgid = "“%(name)s” is a HEIC photo, which cannot be kept; share it as JPG from the phone and choose it again."


class NameAndContentDiffer(FileRefused):
    msgid = "“%(name)s” is not what its name says; save it again in the program it comes from and choose it again."


class FileDamaged(FileRefused):
    msgid = "“%(name)s” is damaged and cannot be opened; save it again and choose it again."


class PictureTooLarge(FileRefused):
    msgid = "“%(name)s” has more than %(limit)s million points; make the picture smaller and choose it again."


class FileLocked(FileRefused):
    msgid = "“%(name)s” is locked with a password; take the password off and choose it again."


class FileRuns(FileRefused):
    msgid = "“%(name)s” holds macros, embedded objects or links to other files; save it without and choose it again."


class UnpacksTooLarge(FileRefused):
    msgid = "“%(name)s” unpacks to far more than a document holds; copy its content into a new document and choose that."


class FileTakesTooLong(FileRefused):
    msgid = "“%(name)s” took too long to look through; make it smaller and choose it again."


REFUSALS = {
    one.__name__: one
    for one in (EmptyFile, FileTooLarge, KindNotTaken, OldPhotoOfPhone, NameAndContentDiffer, FileDamaged, PictureTooLarge,
                FileLocked, FileRuns, UnpacksTooLarge, FileTakesTooLong)
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Bounds of a file and of the process that looks through it; sizes in bytes, times in seconds."""

    file_bytes: int = 20 * MEGABYTE
    pixels: int = 40_000_000
    longest_side: int = 4096
    pages: int = 1000
    objects: int = 200_000
    unpacked_bytes: int = 200 * MEGABYTE
    entries: int = 3000
    ratio: int = 100
    memory_bytes: int = 1024 * MEGABYTE
    cpu_seconds: int = 15
    wall_seconds: int = 20

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def kind_by_content(head: bytes) -> str | None:
    """The kind the first bytes say, `zip` for what may be an office file, nothing for any other."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"%PDF-"):
        return PDF
    return ZIP if head.startswith(b"PK\x03\x04") else None


def is_heic(head: bytes) -> bool:
    """Whether the first bytes are those of a HEIC photo."""
    return head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS


def kind_by_name(name: str) -> str | None:
    """The kind the ending of a name says."""
    return ENDINGS.get(PurePath(name).suffix.lower().lstrip("."))


def decide(name: str, head: bytes, size: int, limits: Limits) -> str:
    """Which kind a file is taken as, before anything opens it; raises the refusals of this module."""
    if size == 0:
        raise EmptyFile(name=name)
    if size > limits.file_bytes:
        raise FileTooLarge(name=name, limit=limits.file_bytes // MEGABYTE)
    if is_heic(head):
        raise OldPhotoOfPhone(name=name)
    told, found = kind_by_name(name), kind_by_content(head)
    if told is None:
        raise KindNotTaken(name=name)
    if found != (ZIP if told in OFFICE else told):
        # A photo saved under the name of another kind of photo is a photo.
        if found in IMAGES and told in IMAGES:
            return found
        raise NameAndContentDiffer(name=name)
    return told


def clean_name(name: str) -> str:
    """The name as it is kept: no folder, nothing unprintable, at most 120 characters, its ending kept."""
    plain = "".join(one for one in name.replace("\\", "/").rsplit("/", 1)[-1] if one.isprintable() and one not in '<>:"|?*')
    stem, dot, ending = plain.strip(" .").rpartition(".")
    return f"{(stem or ending)[:110]}{dot if stem else ''}{ending if stem else ''}" or "file"


def needed_level(*, writes: bool, is_restricted: bool) -> int:
    """The level a grant must have to read or write an attachment (2, 3; of a restricted file 4, 5)."""
    return (3 if writes else 2) + (2 if is_restricted else 0)
