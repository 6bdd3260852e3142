"""A zip that leaves while it is being made: nothing is kept but the list of its files."""
import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jiazong.review.evidence.rules import PackFile

REGULAR_FILE = 0o100644 << 16
MADE_ON_UNIX = 3
# What goes in is compressed already; deflate stays because a stream reader cannot find the end of a stored file.
LEVEL = 1


class _Outlet:
    """Takes what the archive writes and hands it on; having no seek makes ZipFile write as a stream."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def drain(self) -> bytes:
        waiting, self._waiting = b"".join(self._waiting), []
        return waiting


class StreamedArchive:
    """Files go out one after the other; the table of contents, last in a zip, lists them in the order asked for."""

    def __init__(self, on: date) -> None:
        self._date_time = (on.year, on.month, on.day, 0, 0, 0)
        self._outlet = _Outlet()
        self._zip = ZipFile(self._outlet, "w", ZIP_DEFLATED, compresslevel=LEVEL)
        self.files: list[PackFile] = []

    def add(self, path: str, chunks: Iterable[bytes], *, size: int) -> Iterator[bytes]:
        """Write one file of known size and yield what is ready to be sent."""
        info = ZipInfo(path, self._date_time)
        info.create_system, info.external_attr, info.compress_type = MADE_ON_UNIX, REGULAR_FILE, ZIP_DEFLATED
        info._compresslevel = LEVEL
        info.file_size = size
        digest = hashlib.sha256()
        with self._zip.open(info, "w") as member:
            for chunk in chunks:
                digest.update(chunk)
                member.write(chunk)
                if ready := self._outlet.drain():
                    yield ready
        self.files.append(PackFile(path, size, digest.hexdigest()))
        yield self._outlet.drain()

    def finish(self, order: list[str]) -> Iterator[bytes]:
        """Write the table of contents, listing the files in this order."""
        place = {path: number for number, path in enumerate(order)}
        self._zip.infolist().sort(key=lambda info: place[info.filename])
        self._zip.close()
        yield self._outlet.drain()
