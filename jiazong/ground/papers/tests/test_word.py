from collections import Counter
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from jiazong.ground.papers.document import Paragraph
from jiazong.ground.papers.layout.make_gongwen import TEMPLATE, make_template
from jiazong.ground.papers.tests.factories import INJECTIONS, long_paper, paper, whole_paper
from jiazong.ground.papers.tests.office import lines_of_pages, opened_as_pdf, printed_text
from jiazong.ground.papers.word import FormNotFilled, fill_form, render_word


def read(word: bytes) -> docx.document.Document:
    return docx.Document(BytesIO(word))


def test_the_template_in_the_repository_is_the_one_its_script_makes():
    assert TEMPLATE.read_bytes() == make_template(), "run: python -m jiazong.ground.papers.layout.make_gongwen"


def test_the_page_is_a4_with_the_margins_and_the_grid_of_the_standard():
    section = read(render_word(whole_paper())).sections[0]
    margins = section._sectPr.find(qn("w:pgMar"))
    assert [margins.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left")] == ["2098", "1474", "1984", "1588"]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    height = 16838 - 2098 - 1984
    assert height // int(grid.get(qn("w:linePitch"))) == 22
    character = 320 + int(grid.get(qn("w:charSpace"))) * 20 / 4096
    assert (11906 - 1474 - 1588) // character == 28


def test_the_body_is_fangsong_of_size_three_by_name():
    style = read(render_word(whole_paper())).styles["公文正文"].element
    assert style.rPr.find(qn("w:sz")).get(qn("w:val")) == "32"
    assert style.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_libreoffice_sets_a_full_page_in_22_lines_of_28_characters(tmp_path):
    file = tmp_path / "paper.docx"
    file.write_bytes(render_word(long_paper()))
    [pdf] = opened_as_pdf(file, profile=tmp_path / "office")
    assert Counter(map(len, lines_of_pages(pdf)[1])) == {28: 22}


def test_libreoffice_opens_a_paper_with_everything_in_it(tmp_path):
    file = tmp_path / "paper.docx"
    file.write_bytes(render_word(whole_paper()))
    [pdf] = opened_as_pdf(file, profile=tmp_path / "office")
    text = printed_text(pdf).replace(" ", "")
    for part in ("青家综〔2026〕18号", "签发人：周敏仪", "青禾街道办事处：", "附件：1.目录", "2026年10月12日", "机构负责人（签字）："):
        assert part in text
    assert text.count("序号") >= 2


def test_user_text_is_never_read_as_markup():
    word = read(render_word(paper(*(Paragraph(part) for part in INJECTIONS), title="<w:b/>&{{ x }}")))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert "<w:b/>&{{ x }}" in texts
    assert all(part in texts for part in INJECTIONS)


def test_a_character_xml_cannot_hold_does_not_break_the_file():
    assert "甲�乙" in [p.text for p in read(render_word(paper(Paragraph("甲\x0b乙")))).paragraphs]


def test_the_same_paper_is_the_same_bytes():
    assert render_word(whole_paper()) == render_word(whole_paper())


def form(text: str) -> bytes:
    made = BytesIO()
    word = docx.Document()
    word.add_paragraph(text)
    word.save(made)
    return made.getvalue()


def test_a_form_is_filled_with_text_that_stays_text():
    filled = fill_form(form("姓名：{{ name }}"), {"name": "<b>周 & {{ 7*7 }}"}, on=date(2026, 10, 12))
    assert read(filled).paragraphs[0].text == "姓名：<b>周 & {{ 7*7 }}"


def test_the_same_form_is_the_same_bytes():
    made = [fill_form(form("姓名：{{ name }}"), {"name": "周"}, on=date(2026, 10, 12)) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("text", ["{{ unknown }}", "{{ name", "{{ name.__class__.__mro__ }}"])
def test_a_form_that_asks_for_what_is_not_given_is_refused(text):
    with pytest.raises(FormNotFilled):
        fill_form(form(text), {"name": "周"}, on=date(2026, 10, 12))
