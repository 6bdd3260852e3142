"""The evidence pack: one zip that leaves while it is made, and that anybody can check with sha256sum."""
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory

from jiazong.ground import transparency
from jiazong.ground.papers.fonts import PaperFonts, find_fonts
from jiazong.ground.papers.pdf import render_pdf
from jiazong.ground.papers.word import render_word
from jiazong.review.evidence.archive import StreamedArchive
from jiazong.review.evidence.papers import summarise
from jiazong.review.evidence.rules import (
    ROWS_PER_WORKBOOK,
    PackCancelled,
    PackFile,
    PackIndicator,
    PackProgress,
    PackRow,
    PackSource,
    Tally,
    check_agreement,
    check_counting,
    folder_name,
    workbook_name,
)
from jiazong.review.evidence.sheets import IndicatorFiles, write_contents, write_records

CONTENTS, SUMMARY_WORD, SUMMARY_PDF, MANIFEST = "目录.xlsx", "合同进度摘要.docx", "合同进度摘要.pdf", "manifest.sha256"
STANDALONE = Path(transparency.__file__).with_name("standalone") / "verify.py"
# What proves the records and checks the proof lies in a folder of its own; the program asks for nothing but Python.
PROOFS, PROGRAM = "证据/proofs.json", "证据/verify.py"
HELD_IN_MEMORY = 4 * 1024 * 1024
CHUNK = 256 * 1024
# So often somebody who waits hears of progress, or is heard when they cancel.
RECORDS_PER_WORD = 2_000


def build_pack(
    source: PackSource,
    *,
    as_of: date,
    fonts: PaperFonts | None = None,
    progress: Callable[[PackProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    rows_per_workbook: int = ROWS_PER_WORKBOOK,
    prove: Callable[[Sequence[int]], Iterable[str]] | None = None,
) -> Iterator[bytes]:
    """The pack as bytes to be sent or saved as they come; memory does not grow with the records but by their numbers.

    `prove` gives the proof of the records with these numbers as pieces of text, or no piece where there is none yet.

    What can be refused early is refused before the first byte: NoChineseFont, CharacterWithoutTypeface,
    UnknownCounting. FiguresDisagree and PackCancelled come in between, and what was sent until then is no valid zip.
    """
    check_counting(source.indicators)
    summary = summarise(source.contract, source.hours, source.indicators, as_of=as_of)
    papers = {SUMMARY_WORD: render_word(summary), SUMMARY_PDF: render_pdf(summary, fonts or find_fonts())}
    making = _Making(source, as_of, papers, rows_per_workbook, progress, cancelled, prove)
    return making.stream()


@dataclass(slots=True)
class _Making:
    """One pack in the making."""

    source: PackSource
    as_of: date
    papers: dict[str, bytes]
    rows_per_workbook: int
    progress: Callable[[PackProgress], None] | None
    cancelled: Callable[[], bool] | None
    prove: Callable[[Sequence[int]], Iterable[str]] | None
    numbers: set[int] = field(default_factory=set)
    archive: StreamedArchive = field(init=False)
    rows_done: int = 0
    current: str = ""

    def stream(self) -> Iterator[bytes]:
        """The contents are made last, when every size is known, and listed first."""
        self.archive = StreamedArchive(self.as_of)
        for path, content in self.papers.items():
            yield from self._send(path, content)
        listed = []
        for position, indicator in enumerate(self.source.indicators, start=1):
            item = yield from self._indicator(position, indicator)
            listed.append(item)
        if self.prove:
            yield from self._proofs(self.prove)
        made = [file.path for file in self.archive.files]
        yield from self._contents(listed)
        manifest = manifest_text(self.archive.files).encode("utf-8")
        yield from self._send(MANIFEST, manifest)
        yield from self.archive.finish([CONTENTS, *made, MANIFEST])
        self._tell()

    def _send(self, path: str, content: bytes) -> Iterator[bytes]:
        self.current = path
        self._tell()
        yield from self.archive.add(path, [content], size=len(content))

    def _indicator(self, position: int, indicator: PackIndicator) -> Iterator[bytes]:
        """The folder of one indicator; returns what the contents say about it."""
        folder, tally, paths = folder_name(position, indicator), Tally(), []
        for rows in volumes(self.source.rows(indicator.code), self.rows_per_workbook):
            self.current = f"{folder}/{workbook_name(len(paths) + 1)}"
            paths.append(self.current)
            self._tell()
            yield from self._volume(indicator, self._noted(rows), tally)
        check_agreement(indicator, tally)
        return IndicatorFiles(indicator, tally.records, tuple(paths))

    def _noted(self, rows: Iterable[PackRow]) -> Iterator[PackRow]:
        """The same records, their numbers kept where they are to be proved."""
        for row in rows:
            if self.prove:
                self.numbers.add(int(row.record_no))
            yield row

    def _volume(self, indicator: PackIndicator, rows: Iterable[PackRow], tally: Tally) -> Iterator[bytes]:
        with TemporaryDirectory(prefix="jiazong-pack-") as folder, _spooled(folder) as book:
            write_records(
                book, contract=self.source.contract, indicator=indicator, rows=rows, so_far=tally, as_of=self.as_of,
                folder=Path(folder), tick=self._tick,
            )
            yield from self._pour(self.current, book)

    def _proofs(self, prove: Callable[[Sequence[int]], Iterable[str]]) -> Iterator[bytes]:
        """The proof of every record in the pack, and the program that checks it."""
        self.current = PROOFS
        self._tell()
        with TemporaryDirectory(prefix="jiazong-pack-") as folder, _spooled(folder) as text:
            for piece in prove(sorted(self.numbers)):
                text.write(piece.encode())
            if text.tell():
                yield from self._pour(PROOFS, text)
                yield from self._send(PROGRAM, STANDALONE.read_bytes())

    def _contents(self, listed: list[IndicatorFiles]) -> Iterator[bytes]:
        self.current = CONTENTS
        self._tell()
        with TemporaryDirectory(prefix="jiazong-pack-") as folder, _spooled(folder) as book:
            write_contents(
                book, contract=self.source.contract, hours=self.source.hours, indicators=listed,
                files=self.archive.files, as_of=self.as_of, folder=Path(folder),
            )
            yield from self._pour(CONTENTS, book)

    def _pour(self, path: str, book: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
        size = book.seek(0, 2)
        book.seek(0)
        yield from self.archive.add(path, iter(lambda: book.read(CHUNK), b""), size=size)

    def _tick(self) -> None:
        self.rows_done += 1
        if self.rows_done % RECORDS_PER_WORD == 0:
            self._tell()

    def _tell(self) -> None:
        if self.cancelled and self.cancelled():
            raise PackCancelled()
        if self.progress:
            done = len(self.archive.files)
            files = len(self.papers) + len(self.source.indicators) + 2
            self.progress(PackProgress(self.current, done, max(files, done), self.rows_done))


def _spooled(folder: str) -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(HELD_IN_MEMORY, dir=folder)


def volumes(rows: Iterator[PackRow], limit: int) -> Iterator[Iterator[PackRow]]:
    """The records in volumes of at most `limit`, at least one volume even without a record; each is to be used up in turn."""
    rows = iter(rows)
    yield islice(rows, limit)
    for first in rows:
        yield chain((first,), islice(rows, limit - 1))


def manifest_text(files: Iterable[PackFile]) -> str:
    """Lines that `sha256sum -c` reads; names are UTF-8 and hold no character it would have to escape."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files)
