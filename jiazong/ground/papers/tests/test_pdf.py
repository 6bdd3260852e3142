from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from jiazong.ground.papers.document import PageBreak, Paragraph
from jiazong.ground.papers.pdf import CharacterWithoutTypeface, render_pdf
from jiazong.ground.papers.tests.factories import INJECTIONS, PLAIN, long_paper, paper, whole_paper
from jiazong.ground.papers.tests.office import lines_of_pages, words_of_pages

MILLIMETRE = 25.4 / 72


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_full_page_has_22_lines_of_28_characters(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(render_pdf(long_paper()))
    second = lines_of_pages(file)[1]
    assert Counter(map(len, second)) == {28: 22}


def test_punctuation_never_squeezes_a_29th_character_into_a_line(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(render_pdf(paper(Paragraph((PLAIN[:9] + "，" + PLAIN[:6] + "、" + PLAIN[:11] + "。") * 80))))
    pages = lines_of_pages(file)
    assert max(len(line.replace(" ", "")) for page in pages for line in page) <= 28
    assert len(pages[1]) == 22


def test_the_page_is_a4_with_the_margins_of_the_standard(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(render_pdf(long_paper()))
    assert [round(float(side) * MILLIMETRE) for side in PdfReader(file).pages[1].mediabox[2:]] == [210, 297]
    body = [word for word in words_of_pages(file)[1] if len(word[0]) == 28]
    assert min(left for _, left, _ in body) * MILLIMETRE == pytest.approx(28, abs=0.5)
    assert max(right for _, _, right in body) * MILLIMETRE == pytest.approx(210 - 26, abs=0.5)


def test_page_numbers_stand_at_the_outer_edge(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(render_pdf(long_paper()))
    first, second = ([word for word in page if word[0] == "—"] for page in words_of_pages(file)[:2])
    # One character of 14 pt in from the edge of the text.
    assert first[-1][2] == pytest.approx((210 - 26) / MILLIMETRE - 14, abs=4)
    assert second[0][1] == pytest.approx(28 / MILLIMETRE + 14, abs=4)


def test_user_text_is_never_read_as_markup():
    text = text_of(render_pdf(paper(*(Paragraph(f"甲{part}乙") for part in INJECTIONS), title="#emoji *标题* $x$ ]")))
    plain = text.replace(" ", "").replace("\n", "")
    for part in (*INJECTIONS, "#emoji*标题*$x$]"):
        assert part.replace(" ", "") in plain


def test_the_heading_row_comes_again_on_the_next_page():
    pages = [page.extract_text() for page in PdfReader(BytesIO(render_pdf(whole_paper()))).pages]
    assert sum("序号" in page for page in pages) >= 2


def test_the_closing_never_stands_alone_on_a_page():
    for count in range(16, 24):
        pages = PdfReader(BytesIO(render_pdf(paper(*(Paragraph("正文") for _ in range(count)))))).pages
        last = pages[-1].extract_text()
        assert "青禾社工服务中心" in last and "正文" in last


def test_a_page_break_starts_a_page():
    assert len(PdfReader(BytesIO(render_pdf(paper(Paragraph("甲"), PageBreak(), Paragraph("乙"))))).pages) == 2


def test_the_same_paper_is_the_same_bytes():
    assert render_pdf(whole_paper()) == render_pdf(whole_paper())
    assert render_pdf(whole_paper()) != render_pdf(replace(whole_paper(), date=date(2026, 10, 13)))


def test_a_character_without_a_typeface_is_refused_and_not_printed_as_a_box():
    with pytest.raises(CharacterWithoutTypeface, match=r"U\+E000"):
        render_pdf(paper(Paragraph("甲\ue000")))
