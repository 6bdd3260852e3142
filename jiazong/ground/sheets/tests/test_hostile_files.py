"""Every hostile file is refused by name, within ten seconds and half a gigabyte, and nothing of it is run."""
import multiprocessing
import resource
import struct
import time
from dataclasses import replace
from pathlib import Path

import pytest

from jiazong.ground.sheets.limits import LIMITS
from jiazong.ground.sheets.reading import read_sheets
from jiazong.ground.sheets.refusals import SENTENCES, WorkbookRefused
from jiazong.ground.sheets.tests import hostile

SPACE = b" " * (1 << 20)
DTD = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def _read(path: str, answers) -> None:
    """Read in a process of its own, so that the memory measured is this file's alone."""
    try:
        for part in read_sheets(path):
            for _ in part.rows:
                pass
        code = "read"
    except WorkbookRefused as refusal:
        code = refusal.code
    answers.put((code, max(_own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)))


def _own_peak() -> int:
    """The most memory this process held, in kilobytes; getrusage would also count what the process it was forked from held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def judge(path: Path) -> str:
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_read, args=(str(path), answers))
    started = time.monotonic()
    process.start()
    code, kilobytes = answers.get(timeout=20)
    process.join()
    assert time.monotonic() - started < 10, "refused too late"
    assert kilobytes < 512 * 1024, "took more than 512 MB"
    return code


def zip_bomb(path: Path) -> Path:
    return hostile.pack_streamed(path, "xl/worksheets/sheet1.xml", SPACE, 400, b"<worksheet>", b"</worksheet>")


def far_cell(path: Path) -> Path:
    row = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return hostile.pack(path, hostile.parts(hostile.SHEET % row))


def far_row(path: Path) -> Path:
    return hostile.pack(path, hostile.parts(hostile.SHEET % (hostile.ONE_ROW + '<row r="1048576"><c r="B1048576" t="str"><v>x</v></c></row>')))


def far_cell_in_other_words(path: Path) -> Path:
    row = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c\tr='XFD1048576'><v>1</v></c></row>"
    return hostile.pack(path, hostile.parts(hostile.SHEET % row))


def million_columns_of_text(path: Path) -> Path:
    path.write_text("日期,时数\n" + "," * 1_000_000 + "\n", encoding="utf-8")
    return path


def macro_part(path: Path) -> Path:
    return hostile.pack(path, hostile.parts() | {"xl/vbaProject.bin": b"\0" * 100})


def macro_kind(path: Path) -> Path:
    kinds = hostile.CONTENT_TYPES.replace("spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")
    return hostile.pack(path, hostile.parts() | {"[Content_Types].xml": kinds})


def entity_in_strings(path: Path) -> Path:
    return hostile.pack(path, hostile.parts() | {"xl/sharedStrings.xml": DTD + "<sst/>"})


def utf16_xml(path: Path) -> Path:
    return hostile.pack(path, hostile.parts() | {"xl/styles.xml": (DTD + "<styleSheet/>").encode("utf-16")})


def truncated(path: Path) -> Path:
    hostile.pack(path, hostile.parts())
    path.write_bytes(path.read_bytes()[:-200])
    return path


def written(content: bytes):
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def records(*pairs: tuple[int, bytes]):
    """An old workbook made of the given records and nothing else."""
    stream = b"".join(struct.pack("<2H", kind, len(body)) + body for kind, body in ((0x809, b"\0\6\5\0" + b"\0" * 12), *pairs, (0x0A, b"")))
    return lambda path: hostile.compound(path, ["Workbook"], stream.ljust(4096, b"\0"))


FILES = {
    "zip bomb": (zip_bomb, "unpacks_too_large"),
    "lying sizes": (lambda path: hostile.lying_sizes(path, 300 << 20), "unpacks_too_large"),
    "lying sizes within bounds": (lambda path: hostile.lying_sizes(path, 2 << 20), "damaged"),
    "too many entries": (lambda path: hostile.pack(path, hostile.parts() | {f"xl/media/{n}.png": b"" for n in range(20_000)}), "too_many_entries"),
    "path upwards": (lambda path: hostile.pack(path, hostile.parts() | {"../../etc/cron.d/x": b"x"}), "bad_entry_names"),
    "path from root": (lambda path: hostile.pack(path, hostile.parts() | {"/etc/passwd": b"x"}), "bad_entry_names"),
    "cell at the far corner": (far_cell, "too_many_columns"),
    "cell at the far corner in other words": (far_cell_in_other_words, None),
    "row at the bottom": (far_row, "too_many_rows"),
    "a million columns of text": (million_columns_of_text, "too_many_columns"),
    "a million rows of text": (written("日期,时数\n".encode() + b"1,2\n" * 1_000_000), "too_many_rows"),
    "macros": (macro_part, "macros"),
    "macros by kind": (macro_kind, "macros"),
    "macros in .xls": (lambda path: hostile.compound(path, ["Workbook", "_VBA_PROJECT_CUR"]), "macros"),
    "external links": (lambda path: hostile.pack(path, hostile.parts() | {"xl/externalLinks/externalLink1.xml": "<externalLink/>"}), "external_links"),
    "entities": (lambda path: hostile.pack(path, hostile.parts(DTD + "<worksheet/>")), "xml_entities"),
    "entities in strings": (entity_in_strings, "xml_entities"),
    "XML in UTF-16": (utf16_xml, "xml_entities"),
    "password": (hostile.encrypted_compound, "encrypted"),
    "password in .xls": (records((0x2F, b"\0" * 54)), "encrypted"),
    "external links in .xls": (records((0x1AE, struct.pack("<2H", 1, 9) + b"\0\1\1a.xls..")), "external_links"),
    "macro sheet in .xls": (records((0x85, struct.pack("<LBB", 0, 0, 1) + b"\1\0a")), "macros"),
    "truncated zip": (truncated, "damaged"),
    "empty": (written(b""), "empty_file"),
    "picture": (written(b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 500), "not_a_workbook"),
    "PDF": (written(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"x" * 500), "not_a_workbook"),
    "noise": (written(bytes(range(256)) * 40), "not_a_workbook"),
    "word document": (lambda path: hostile.pack(path, {"[Content_Types].xml": hostile.CONTENT_TYPES, "word/document.xml": "<w/>"}), "not_a_workbook"),
    "other compound file": (lambda path: hostile.compound(path, ["WordDocument"]), "not_a_workbook"),
    "broken compound file": (written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4000), "damaged"),
    "web page": (written(b"<html><table><tr><td>1</td></tr></table></html>"), "web_page"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_by_name(name, tmp_path):
    make, expected = FILES[name]
    code = judge(make(tmp_path / "book.xlsx"))
    assert code != "read"
    assert code == expected or expected is None


def test_parts_that_are_each_small_enough_are_counted_together(tmp_path):
    noise = b"".join(b"<c r='A%d'><v>%d</v></c>" % (n % 977, n * 7919 % 1_000_003) for n in range(100_000))
    path = hostile.pack(tmp_path / "book.xlsx", hostile.parts() | {f"xl/media/{n}.xml": noise for n in range(4)})
    with pytest.raises(WorkbookRefused) as refused:
        list(read_sheets(path, limits=replace(LIMITS, unpacked_bytes=3 * len(noise))))
    assert refused.value.code == "unpacks_too_large"


@pytest.mark.parametrize("piece", ["<row><c><v>1</v></c><c><v>2</v></c></row>", '<row><c><v>1</v></c></row><mergeCell ref="A1:A2"/>'])
def test_cells_and_merges_beyond_number_are_refused_before_they_are_opened(tmp_path, piece):
    path = hostile.pack(tmp_path / "book.xlsx", hostile.parts(hostile.SHEET % (piece * 2000)))
    with pytest.raises(WorkbookRefused) as refused:
        list(read_sheets(path, limits=replace(LIMITS, cells=3000, merges=1500)))
    assert refused.value.code == "too_many_cells"


def test_a_file_that_keeps_the_reader_silent_is_put_aside(tmp_path):
    path = hostile.pack(tmp_path / "book.xlsx", hostile.parts())
    with pytest.raises(WorkbookRefused) as refused:
        list(read_sheets(path, limits=replace(LIMITS, silence_seconds=0.0)))
    assert refused.value.code == "too_slow"


def test_a_reader_that_runs_out_of_memory_takes_nobody_with_it(tmp_path):
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="ZZ{n}"><v>1</v></c></row>' for n in range(1, 30_000))
    path = hostile.pack(tmp_path / "book.xlsx", hostile.parts(hostile.SHEET % cells))
    with pytest.raises(WorkbookRefused) as refused:
        for part in read_sheets(path, limits=replace(LIMITS, memory_bytes=200 << 20)):
            list(part.rows)
    assert refused.value.code == "too_much_memory"


@pytest.mark.parametrize("code", SENTENCES)
def test_every_refusal_says_what_to_do(code):
    sentence = str(WorkbookRefused(code, limit=1, kind="ods", sheet="1月"))
    assert sentence.endswith(".")
    assert "%(" not in sentence
