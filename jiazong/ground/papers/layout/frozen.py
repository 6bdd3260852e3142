"""Word files that are the same bytes whenever and wherever they are made."""
from datetime import datetime
from io import BytesIO
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The earliest day a zip archive can write.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
TEMPLATE_DAY = datetime(2012, 7, 1)


class Savable(Protocol):
    """What python-docx and docxtpl both offer."""

    core_properties: object

    def save(self, target: BytesIO) -> None: ...


def frozen_docx(document: Savable, *, author: str = "", title: str = "", on: datetime = TEMPLATE_DAY) -> bytes:
    """Save a Word file with the given author and day in place of the machine's clock."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = author[:255]
    properties.title = title[:255]
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = on
    properties.revision = 1
    saved = BytesIO()
    document.save(saved)
    return frozen_zip(saved.getvalue())


def frozen_zip(archive: bytes) -> bytes:
    """The same archive with every member dated alike."""
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(target, "w", ZIP_DEFLATED) as frozen:
        for member in source.infolist():
            info = ZipInfo(member.filename, ZIP_EPOCH)
            info.compress_type = ZIP_DEFLATED
            frozen.writestr(info, source.read(member))
    return target.getvalue()
