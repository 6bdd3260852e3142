"""Files as they come: photos with places in them, PDFs that do things, documents with macros, files that lie."""
import json
import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from jiazong.ground.attachments import rules
from jiazong.ground.attachments.cleaning import child, parent
from jiazong.ground.attachments.cleaning.pictures import without_notes
from jiazong.ground.attachments.rules import Limits

LIMITS = Limits()
PLACE = b"GPSLatitude-23.129"


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, orientation: int = 1) -> bytes:
    """A photo that is red on its left half and blue on its right, with a place and a time in its notes."""
    picture = Image.new("RGB", size, (200, 0, 0))
    picture.paste((0, 0, 200), (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (23.0, 7.0, 44.0)
    target = BytesIO()
    picture.save(target, kind, exif=exif)
    return target.getvalue()


def pdf(change=None) -> bytes:
    with Pdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        if change:
            change(made)
        target = BytesIO()
        made.save(target)
    return target.getvalue()


def word(parts: dict[str, bytes] | None = None) -> bytes:
    target = BytesIO()
    made = docx.Document()
    made.add_paragraph("青禾街道")
    made.save(target)
    return with_parts(target.getvalue(), parts or {})


def workbook(parts: dict[str, bytes] | None = None) -> bytes:
    target = BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "青禾"
    book.save(target)
    return with_parts(target.getvalue(), parts or {})


def with_parts(archive: bytes, parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for info in source.infolist():
            if info.filename not in parts:
                made.writestr(info.filename, source.read(info.filename))
        for name, data in parts.items():
            made.writestr(name, data)
    return target.getvalue()


def kept(name: str, content: bytes) -> bytes:
    kind = rules.decide(name, content[:64], len(content), LIMITS)
    return child.made_anew(kind, content, LIMITS)


@pytest.mark.parametrize(("name", "kind"), [("照片.jpg", "JPEG"), ("照片.png", "PNG"), ("照片.webp", "WEBP")])
def test_a_photo_keeps_its_points_and_loses_place_time_and_camera(name, kind):
    made = kept(name, photo(kind))
    with Image.open(BytesIO(made)) as picture:
        assert picture.format == kind
        assert picture.size == (60, 40)
        assert not picture.getexif()
        assert picture.getpixel((5, 20))[0] > 150 and picture.getpixel((55, 20))[2] > 150
    assert PLACE not in made and b"Exif" not in made


def test_a_photo_taken_upright_stays_upright_without_its_note():
    made = kept("竖.jpg", photo(orientation=6))
    with Image.open(BytesIO(made)) as picture:
        assert picture.size == (40, 60)
        assert picture.getpixel((20, 5))[0] > 150 and picture.getpixel((20, 55))[2] > 150


def test_what_hangs_behind_a_photo_is_gone():
    made = kept("照片.jpg", photo() + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in made and b"PK\x03\x04" not in made


def test_a_picture_with_holes_keeps_them_and_a_palette_becomes_points():
    target = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(BytesIO(kept("印章.png", target.getvalue()))) as picture:
        assert picture.mode == "RGBA" and picture.getpixel((5, 5))[3] == 0


def test_a_picture_larger_than_a_page_of_print_is_made_smaller():
    target = BytesIO()
    Image.new("L", (9000, 100)).save(target, "PNG")
    with Image.open(BytesIO(kept("长图.png", target.getvalue()))) as picture:
        assert max(picture.size) == LIMITS.longest_side


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(header)) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(rules.PictureTooLarge):
        kept("炸弹.png", bomb)


@pytest.mark.parametrize("cut", [20, 200, 700])
def test_half_a_photo_is_refused_in_words(cut):
    with pytest.raises(rules.FileDamaged):
        kept("半张.jpg", photo(size=(300, 300))[:cut])


def _javascript(made: Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("x"))])))
    made.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS=String("y")))


def _launch(made: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch, F=String("cmd.exe")))
    made.pages[0].obj["/Annots"] = Array([link])


def _launch_on_its_own(made: Pdf) -> None:
    action = made.make_indirect(Dictionary(S=Name.Launch, F=String("cmd.exe")))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    made.pages[0].obj["/Annots"] = Array([made.make_indirect(link)])


def _embedded(made: Pdf) -> None:
    made.attachments["virus.exe"] = b"MZ" + bytes(200)
    carried = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
    made.pages[0].obj["/Annots"] = Array([carried])


def _sends(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp/>"))
    made.pages[0].obj["/AA"] = Dictionary(O=Dictionary(S=Name.SubmitForm, F=String("http://example.invalid")))


@pytest.mark.parametrize("change", [_javascript, _launch, _launch_on_its_own, _embedded, _sends])
def test_a_pdf_keeps_its_pages_and_loses_whatever_does_something(change):
    made = kept("扫描.pdf", pdf(change))
    with pikepdf.open(BytesIO(made)) as read:
        assert len(read.pages) == 1
        assert len(read.attachments) == 0
        plain = b"".join(str(one.unparse() if not isinstance(one, pikepdf.Stream) else one.keys()).encode() for one in read.objects)
    for word_left in (b"JavaScript", b"Launch", b"SubmitForm", b"EmbeddedFile", b"FileAttachment", b"XFA", b"cmd.exe", b"app.alert"):
        assert word_left not in plain + made


def test_a_photo_inside_a_pdf_loses_its_place():
    def with_photo(made: Pdf) -> None:
        image = made.make_stream(photo(), Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40, ColorSpace=Name.DeviceRGB,
                                 BitsPerComponent=8, Filter=Name.DCTDecode)  # fmt: skip
        made.pages[0].obj["/Resources"] = Dictionary(XObject=Dictionary(Im0=image))

    before = pdf(with_photo)
    assert PLACE in before
    after = kept("扫描.pdf", before)
    assert PLACE not in after
    with pikepdf.open(BytesIO(after)) as read:
        found = next(one for one in read.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image")
        with Image.open(BytesIO(found.read_raw_bytes())) as picture:
            assert picture.size == (60, 40)


def test_a_link_to_a_web_address_and_a_turn_of_the_page_stay():
    def linked(made: Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.URI, URI=String("https://example.invalid")))
        made.pages[0].obj["/Annots"] = Array([link])

    assert b"example.invalid" in b"".join(_texts(kept("链接.pdf", pdf(linked))))


def _texts(content: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(content)) as read:
        return [str(one).encode() for one in read.objects if isinstance(one, Dictionary)] + [
            repr(page.obj.get("/Annots")).encode() for page in read.pages
        ]


def test_a_pdf_with_a_password_is_refused():
    with Pdf.new() as made:
        made.add_blank_page()
        target = BytesIO()
        made.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(rules.FileLocked):
        kept("锁.pdf", target.getvalue())


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + bytes(50), b"%PDF-1.7\ntrailer<</Root 1 0 R>>"])
def test_what_only_begins_like_a_pdf_is_refused(content):
    with pytest.raises(rules.FileRefused):
        kept("假.pdf", content)


def test_word_and_excel_files_come_back_with_their_words():
    assert docx.Document(BytesIO(kept("说明.docx", word()))).paragraphs[0].text == "青禾街道"
    assert openpyxl.load_workbook(BytesIO(kept("名单.xlsx", workbook()))).active["A1"].value == "青禾"


EXTERNAL = (b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://example.invalid/t.dotm" TargetMode="External"/></Relationships>')  # fmt: skip


@pytest.mark.parametrize("part", [
    {"word/vbaProject.bin": b"macro"}, {"word/activeX/activeX1.bin": b"x"}, {"word/embeddings/oleObject1.bin": b"x"},
    {"word/_rels/settings.xml.rels": EXTERNAL},
    {"word/footnotes.xml": b'<w:p><w:instrText xml:space="preserve"> DDEAUTO c:\\\\cmd.exe "/k" </w:instrText></w:p>'},
    {"word/custom.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'},
])  # fmt: skip
def test_a_document_with_macros_objects_or_links_to_other_files_is_refused(part):
    with pytest.raises(rules.FileRuns):
        kept("宏.docx", word(part))


@pytest.mark.parametrize("part", [{"xl/vbaProject.bin": b"x"}, {"xl/externalLinks/externalLink1.xml": b"<x/>"}, {"xl/macrosheets/sheet1.xml": b"<x/>"}])
def test_a_workbook_with_macros_or_links_is_refused(part):
    with pytest.raises(rules.FileRuns):
        kept("宏.xlsx", workbook(part))


def test_a_document_that_unpacks_to_far_more_is_refused():
    with pytest.raises(rules.UnpacksTooLarge):
        kept("炸弹.docx", word({"word/media/image1.bin": bytes(60 * 1024 * 1024)}))


def test_a_workbook_named_as_a_document_is_refused():
    with pytest.raises(rules.NameAndContentDiffer):
        kept("名单.docx", workbook())


def test_an_archive_named_as_a_document_is_refused():
    target = BytesIO()
    with ZipFile(target, "w") as made:
        made.writestr("a.exe", b"MZ")
    with pytest.raises(rules.FileRefused):
        kept("压缩.docx", target.getvalue())


def test_the_confined_process_answers_as_the_code_does():
    kind, made = parent.cleaned("照片.jpg", photo(), LIMITS)
    assert kind == "jpg" and PLACE not in made
    with pytest.raises(rules.FileRuns, match="宏.docx"):
        parent.cleaned("宏.docx", word({"word/vbaProject.bin": b"x"}), LIMITS)


def test_a_file_that_takes_too_long_is_put_aside():
    with pytest.raises(rules.FileTakesTooLong):
        parent.cleaned("照片.jpg", photo(), Limits(cpu_seconds=0))


def test_limits_travel_to_the_process_whole():
    assert Limits(**json.loads(json.dumps(LIMITS.as_dict()))) == LIMITS


def test_a_jpeg_without_notes_is_the_same_bytes():
    target = BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG")
    assert without_notes(target.getvalue()) == target.getvalue()
    assert without_notes(b"no jpeg") == b"no jpeg"
