import hashlib
import subprocess
import sys
import zipfile
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest

from jiazong.ground.papers.pdf import CharacterWithoutTypeface
from jiazong.ground.papers.tests.office import opened_as_pdf, printed_text, program
from jiazong.review.evidence.pack import build_pack, volumes
from jiazong.review.evidence.rules import FiguresDisagree, PackCancelled
from jiazong.review.evidence.tests.factories import AS_OF, INJECTION, Source

CASES, PEOPLE, NONE = "1_个案服务次数", "2_社区活动：人次__场次_", "3_四点半课堂节数"


def pack(source=None, **options) -> bytes:
    return b"".join(build_pack(source or Source(), as_of=AS_OF, **options))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    zipfile.ZipFile(BytesIO(pack())).extractall(folder)
    return folder


def records(path):
    sheet = openpyxl.load_workbook(path)["记录"]
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_the_contents_stand_first_and_the_manifest_last():
    assert zipfile.ZipFile(BytesIO(pack())).namelist() == [
        "目录.xlsx", "合同进度摘要.docx", "合同进度摘要.pdf", f"{CASES}/记录.xlsx", f"{PEOPLE}/记录.xlsx", f"{NONE}/记录.xlsx",
        "manifest.sha256",
    ]


def test_chinese_names_are_flagged_as_utf8_and_the_zip_is_whole():
    archive = zipfile.ZipFile(BytesIO(pack()))
    assert archive.testzip() is None
    assert all(info.flag_bits & 0x800 for info in archive.infolist() if not info.filename.isascii())


def test_unzip_reads_the_archive(tmp_path):
    (tmp_path / "pack.zip").write_bytes(pack())
    tested = subprocess.run([program("unzip", "unzip"), "-tq", "pack.zip"], cwd=tmp_path, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stdout


def test_sha256sum_confirms_every_file(unpacked):
    checked = subprocess.run(
        [program("sha256sum", "coreutils"), "--strict", "-c", "manifest.sha256"], cwd=unpacked, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    named = {line.split("  ", 1)[1] for line in (unpacked / "manifest.sha256").read_text("utf-8").splitlines()}
    present = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert named == present - {"manifest.sha256"}


def test_every_link_of_the_contents_opens_a_file(unpacked):
    book = openpyxl.load_workbook(unpacked / "目录.xlsx")
    links = [unquote(cell.hyperlink.target) for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"{folder}/记录.xlsx" for folder in (CASES, PEOPLE, NONE)] + [
        "合同进度摘要.docx", "合同进度摘要.pdf", *(f"{folder}/记录.xlsx" for folder in (CASES, PEOPLE, NONE)),
    ]
    assert all((unpacked / link).is_file() for link in links)


def test_the_contents_say_what_was_promised_and_done(unpacked):
    book = openpyxl.load_workbook(unpacked / "目录.xlsx")
    row = [cell.value for cell in book["指标"][5]]
    assert row == [1, "个案服务次数", "次", 100, 39, 0.39, 41, "个案，每条记录计一", "记录.xlsx"]
    assert [cell.value for cell in book["工时"][2]] == ["专业服务总工时（已完成）", 13286, 797160, 0.484]
    sizes = {row[0].value: row[1].value for row in book["文件"].iter_rows(min_row=2)}
    assert all((unpacked / path).stat().st_size == size for path, size in sizes.items()) and len(sizes) == 5


def test_the_records_add_up_to_what_the_contents_say(unpacked):
    assert sum(row["计入数量"] for row in records(unpacked / CASES / "记录.xlsx")) == 39
    assert sum(row["人次"] for row in records(unpacked / PEOPLE / "记录.xlsx")) == 120
    sums = {row[0]: row[2] for row in openpyxl.load_workbook(unpacked / CASES / "记录.xlsx")["合计"].iter_rows(values_only=True)}
    assert (sums["计入数量（次）"], sums["已完成"], sums["记录数"], sums["冲正条数"]) == (39, 39, 41, 1)


def test_a_record_says_where_it_came_from_and_whether_it_was_late_or_reversed(unpacked):
    rows = records(unpacked / CASES / "记录.xlsx")
    assert rows[2]["来源"] == "一月工时.xlsx，个案，第5行" and rows[0]["来源"] == "手工登记"
    assert [row["补记"] for row in rows[8:11]] == [None, "补记", None]
    assert rows[-1]["冲正"] == "冲正 QH-000001" and rows[-1]["直接分钟"] == -60
    assert rows[0]["服务日期"].date().isoformat() == "2026-01-02"


def test_text_that_looks_like_a_formula_stays_text(unpacked):
    cell = openpyxl.load_workbook(unpacked / CASES / "记录.xlsx")["记录"]["F8"]
    assert (cell.value, cell.data_type) == (INJECTION, "s") and cell.hyperlink is None


def test_injections_in_a_name_stay_text_in_word_and_pdf(tmp_path):
    zipfile.ZipFile(BytesIO(pack(Source(name="=cmd() #set $x$ \\ * @ ]")))).extractall(tmp_path)
    word, contents = opened_as_pdf(tmp_path / "合同进度摘要.docx", tmp_path / "目录.xlsx", profile=tmp_path / "office")
    for pdf in (word, contents):
        assert "=cmd()#set$x$\\*@]" in printed_text(pdf).replace(" ", "").replace("\n", "")
    fresh = tmp_path / "fresh.pdf"
    fresh.write_bytes(zipfile.ZipFile(BytesIO(pack(Source(name="=cmd() #set $x$ \\ * @ ]")))).read("合同进度摘要.pdf"))
    assert "=cmd()#set$x$\\*@]" in printed_text(fresh).replace(" ", "").replace("\n", "")


def test_libreoffice_opens_the_records(unpacked, tmp_path):
    file = tmp_path / "记录.xlsx"
    file.write_bytes((unpacked / CASES / "记录.xlsx").read_bytes())
    [pdf] = opened_as_pdf(file, profile=tmp_path / "office")
    assert "QH-000001" in printed_text(pdf) and "冲正" in printed_text(pdf)


def test_many_records_are_split_into_volumes_that_add_up(tmp_path):
    zipfile.ZipFile(BytesIO(pack(Source(25), rows_per_workbook=10))).extractall(tmp_path)
    books = [tmp_path / CASES / name for name in ("记录.xlsx", "记录_2.xlsx", "记录_3.xlsx")]
    assert [len(records(book)) for book in books] == [10, 10, 6]
    assert sum(row["计入数量"] for book in books for row in records(book)) == 24
    links = [cell.hyperlink.target for cell in openpyxl.load_workbook(tmp_path / "目录.xlsx")["指标"][5] if cell.hyperlink]
    assert len(links) == 3 and all((tmp_path / link).is_file() for link in links)


def test_volumes_split_where_the_limit_is_reached_exactly():
    assert [list(volume) for volume in volumes(iter(range(4)), 2)] == [[0, 1], [2, 3]]
    assert [list(volume) for volume in volumes(iter(()), 2)] == [[]]


def test_the_same_pack_is_the_same_bytes(monkeypatch):
    first = pack()
    monkeypatch.setenv("TZ", "America/New_York")
    assert hashlib.sha256(pack()).digest() == hashlib.sha256(first).digest()


def test_figures_that_disagree_stop_the_pack():
    with pytest.raises(FiguresDisagree, match="add up to 39 but the contract progress says 40"):
        pack(Source(done=40))


def test_a_cancelled_pack_stops_in_the_midst_of_the_records_and_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen = []
    with pytest.raises(PackCancelled):
        pack(Source(9_000), progress=seen.append, cancelled=lambda: bool(seen) and seen[-1].rows_done >= 4_000)
    assert seen[-1].rows_done == 4_000
    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_goes_away_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stream = build_pack(Source(3_000), as_of=AS_OF)
    for _ in range(6):
        next(stream)
    stream.close()
    assert list(tmp_path.iterdir()) == []


def test_progress_ends_with_every_file_done():
    seen = []
    pack(progress=seen.append)
    assert (seen[-1].files_done, seen[-1].files, seen[-1].rows_done) == (7, 7, 81)
    assert [step.file for step in seen][-2:] == ["manifest.sha256", "manifest.sha256"]


def test_a_name_that_cannot_be_printed_is_refused_before_the_first_byte():
    with pytest.raises(CharacterWithoutTypeface, match=r"U\+E000"):
        build_pack(Source(name="个案\ue000"), as_of=AS_OF)


MEASURE = """
import resource, sys
from jiazong.review.evidence.pack import build_pack
from jiazong.review.evidence.tests.factories import AS_OF, Source
for chunk in build_pack(Source(int(sys.argv[1])), as_of=AS_OF):
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_records():
    few, many = (
        int(subprocess.run([sys.executable, "-c", MEASURE, str(n)], check=True, capture_output=True, text=True).stdout)
        for n in (500, 15_000)
    )
    assert many - few < 8 * 1024, f"{few} KB for 1,000 records, {many} KB for 30,000"
