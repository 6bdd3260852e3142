"""Which files are taken, by their first bytes and their names."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.attachments import rules
from jiazong.ground.attachments.rules import Limits

HEADS = {"jpg": b"\xff\xd8\xff\xe0", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF0000WEBP", "pdf": b"%PDF-1.7", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}


@pytest.mark.parametrize("kind", rules.KINDS)
def test_each_kind_is_known_by_its_first_bytes(kind):
    assert rules.decide(f"文件.{kind.upper()}", HEADS[kind], 10, Limits()) == kind


def test_an_empty_file_is_refused():
    with pytest.raises(rules.EmptyFile):
        rules.decide("空.pdf", b"", 0, Limits())


def test_a_file_above_the_limit_is_refused_with_the_limit():
    with pytest.raises(rules.FileTooLarge, match="20 MB"):
        rules.decide("大.pdf", b"%PDF-", 20 * 1024 * 1024 + 1, Limits())


def test_a_photo_of_a_phone_in_heic_says_what_to_do():
    with pytest.raises(rules.OldPhotoOfPhone):
        rules.decide("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic", 10, Limits())


@pytest.mark.parametrize("name", ["网页.html", "图.svg", "程序.exe", "宏.docm", "旧.doc", "没有尾巴", ".pdf", "x.pdf.exe"])
def test_other_kinds_are_refused_whatever_they_hold(name):
    with pytest.raises(rules.KindNotTaken):
        rules.decide(name, b"%PDF-1.7", 10, Limits())


@pytest.mark.parametrize(("name", "head"), [("假.pdf", b"PK\x03\x04"), ("假.jpg", b"%PDF-"), ("假.docx", b"%PDF-"), ("假.png", b"<svg"), ("假.xlsx", b"\xd0\xcf\x11\xe0")])
def test_a_name_that_lies_is_refused(name, head):
    with pytest.raises(rules.NameAndContentDiffer):
        rules.decide(name, head, 10, Limits())


def test_a_photo_under_the_name_of_another_kind_of_photo_is_a_photo():
    assert rules.decide("截图.jpg", HEADS["png"], 10, Limits()) == "png"


@given(st.text(max_size=300))
def test_a_kept_name_holds_no_folder_and_nothing_unprintable(name):
    clean = rules.clean_name(name)
    assert clean and "/" not in clean and "\\" not in clean and clean.isprintable() and len(clean) <= 300
    assert rules.clean_name(clean) == clean or clean == "file"


@given(st.binary(max_size=64))
def test_no_bytes_at_all_make_the_decision_fail_without_a_name(head):
    for kind in rules.KINDS:
        try:
            assert rules.decide(f"x.{kind}", head, max(len(head), 1), Limits()) in rules.KINDS
        except rules.FileRefused as refusal:
            assert "x." in str(refusal)
