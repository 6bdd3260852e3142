"""The table of forms, what a form says on paper, and templates of one's own."""
import re
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from jiazong.ground.papers import checking, register
from jiazong.ground.papers.filling import Around, Picture, Ticks, ValueMissing, fill, plain, written
from jiazong.ground.papers.form_pdf import render_forms
from jiazong.ground.papers.form_word import built_in_template, render_word_form
from jiazong.ground.papers.register import Field, Form, Place
from jiazong.ground.papers.tests.office import opened_as_pdf, printed_text, program

SHANGHAI = ZoneInfo("Asia/Shanghai")
AROUND = Around("青禾街道家综", "2026-0001-G1", "陈静", datetime(2026, 11, 24, 10, 40, tzinfo=SHANGHAI), "7F3A-92C1")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="100" height="50"/><text x="20" y="30">朱鹮</text></svg>'
FORMS = list(register.forms().values())


def value_of(field: Field, words: str) -> object:
    """A value of the field's kind."""
    if field.kind == register.LIST:
        known = register.fields()
        return [{code: value_of(known[code], words) for code in field.columns}] * 2
    return {
        register.DAY: date(2026, 3, 2), register.MOMENT: datetime(2026, 3, 2, 9, 5, tzinfo=SHANGHAI), register.CLOCK: time(9, 5),
        register.HOURS: 45, register.NUMBER: 3, register.TICKS: Ticks.of([("a", "甲"), ("b", "乙")], "b"),
        register.PICTURE: Picture(SVG, words),
    }.get(field.kind, words)  # fmt: skip


def filled(form: Form, words: str = "朱鹮"):
    values = {one.code: value_of(one, words) for one in form.fields if one.kind != register.SIGN}
    return fill(form, values, number=AROUND.number)


def words_of(content: bytes) -> str:
    word = docx.Document(BytesIO(content))
    parts = [word.element, *(section.footer._element for section in word.sections)]
    return "\n".join(text.text or "" for part in parts for text in part.iter(qn("w:t")))


def changed(form: Form, old: str, new: str) -> bytes:
    word = docx.Document(BytesIO(built_in_template(form)))
    for part in (word.element, word.sections[0].footer._element):
        for text in part.iter(qn("w:t")):
            text.text = (text.text or "").replace(old, new)
    target = BytesIO()
    word.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as made:
        for info in source.infolist():
            made.writestr(info.filename, source.read(info.filename))
        made.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_form_says_the_same_in_word_and_in_pdf(form):
    one = filled(form)
    word = words_of(render_word_form(one, AROUND))
    pages = [page.extract_text() for page in PdfReader(BytesIO(render_forms([one], AROUND))).pages]
    paper = re.sub(r"\s", "", "".join(pages))
    for said in (form.title, "7F3A-92C1", "青禾街道家综", "2026-0001-G1", "打印人：陈静", "朱鹮"):
        assert said in word and re.sub(r"\s", "", said) in paper
    assert "{{" not in word and "{%" not in word
    # What words a drawing carries are for the ear; Word has the drawing as a picture.
    labels = {one.label for one in form.fields}
    assert [label for label in labels if label.replace(" ", "") not in paper or label not in word] == []
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"第\s*{number}\s*页\s*共\s*{len(pages)}\s*页", page)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_the_same_form_with_the_same_words_is_the_same_bytes(form):
    assert render_forms([filled(form)], AROUND) == render_forms([filled(form)], AROUND)
    assert render_word_form(filled(form), AROUND) == render_word_form(filled(form), AROUND)


def test_a_pdf_is_a4_and_carries_its_typeface_with_it():
    page = PdfReader(BytesIO(render_forms([filled(FORMS[0])], AROUND))).pages[0]
    assert [round(float(edge)) for edge in page.mediabox[2:]] == [595, 842]
    fonts = page["/Resources"]["/Font"]
    assert fonts and all("/FontFile" in str(font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()) for font in fonts.values())


def test_a_check_code_copied_out_of_a_pdf_has_no_blank_between_its_letters():
    around = replace(AROUND, code="VAYA-TAVAW")
    assert "VAYA-TAVAW" in PdfReader(BytesIO(render_forms([filled(FORMS[0])], around))).pages[0].extract_text()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_words_at_all_become_template_or_markup(words):
    one = filled(register.form("follow_up"), words + "{{ 7*7 }}{% if %}<b>&#35;#set text()")
    word = words_of(render_word_form(one, AROUND))
    assert "{{ 7*7 }}" in word and "<b>" in word and "&#35;" in word


@pytest.mark.parametrize("words", ["𠮷野家 㛃 䶮", "买买提·艾合买提", "朱" * 40, "繁體中文", "第一行\n第二行\n\n第四行", "长" * 3000])
def test_rare_names_and_long_texts_print_whole(words):
    pages = PdfReader(BytesIO(render_forms([filled(register.form("follow_up"), words)], AROUND))).pages
    paper = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    missing = [letter for letter in set(re.sub(r"\s", "", words)) if letter not in paper]
    assert missing == [] and (len(words) < 3000 or len(pages) > 1)


def test_a_picture_sign_in_a_text_does_not_keep_the_page_from_printing():
    assert plain("很开心😊👍🏽！") == "很开心〔表情〕〔表情〕〔表情〕！"
    assert render_forms([filled(register.form("follow_up"), "很开心😊☎️")], AROUND).startswith(b"%PDF")


@pytest.mark.parametrize(("value", "kind", "said"), [
    (45, "hours", "0.75 小时"), (60, "hours", "1 小时"), (0, "hours", "0 小时"), (None, "hours", ""), (True, "line", "是"),
    (False, "line", "否"), (date(2026, 3, 2), "day", "2026-03-02"), (["甲", "乙"], "line", "甲、乙"), (0, "number", "0"),
])  # fmt: skip
def test_a_value_is_written_as_offices_write_it(value, kind, said):
    assert written(value, kind) == said


def test_ticks_show_every_choice_and_mark_what_was_chosen():
    assert str(Ticks.of([("a", "入户"), ("b", "电话")], "a", "", None)) == "☑ 入户　☐ 电话"


def test_a_form_without_a_value_or_with_one_too_many_is_refused_by_name():
    form = register.form("follow_up")
    with pytest.raises(ValueMissing, match="follow.day"):
        fill(form, {}, number="1")
    values = {one.code: value_of(one, "x") for one in form.fields if one.kind != register.SIGN}
    with pytest.raises(ValueMissing, match="person.sex"):
        fill(form, values | {"person.sex": "女"}, number="1")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_the_built_in_template_passes_its_own_check(form):
    signs = {one.placeholder for one in form.fields if one.kind == register.SIGN}
    assert set(checking.check(form, built_in_template(form)).unused) <= signs


PLAN = register.form("plan")


@pytest.mark.parametrize(("old", "new", "refusal", "said"), [
    ("{{ 服务对象 }}", "{{ 服务对像 }}", checking.UnknownField, "{{ 服务对象 }}"),
    ("{{ 评估方法 }}", "{{ 评估方法栏 }}", checking.UnknownField, "{{ 评估方法 }}"),
    ("{{ 行.期限 }}", "{{ 行.期限日 }}", checking.UnknownField, "{{ 行.期限 }}"),
    ("{{ 评估方法 }}", "{{ zzz }}", checking.UnknownFieldAlone, "zzz"),
    ("{{ 编号 }}", "", checking.MissingField, "{{ 编号 }}"),
    ("{{ 校验码 }}", "", checking.MissingField, "{{ 校验码 }}"),
    ("{{ 评估方法 }}", "{{ 评估方法 ", checking.TemplateNotRead, "cannot be read"),
    ("{{ 评估方法 }}", "{{ ''.__class__ }}", checking.TemplateNotRead, "Getattr"),
    ("{{ 评估方法 }}", "{{ namespace() }}", checking.TemplateNotRead, "Call"),
    ("{{ 评估方法 }}", "{% include 'x' %}", checking.TemplateNotRead, "Include"),
])  # fmt: skip
def test_a_template_that_asks_for_something_else_is_refused_with_the_nearest_name(old, new, refusal, said):
    with pytest.raises(refusal) as caught:
        checking.check(PLAN, changed(PLAN, old, new))
    assert said in str(caught.value)


def test_a_template_may_leave_fields_out_and_show_others_only_sometimes():
    content = changed(PLAN, "{{ 评估方法 }}", "{% if 评估方法 %}有{% endif %}")
    compared = checking.check(PLAN, changed(PLAN, "{{ 计划审批意见 }}", ""))
    assert "计划审批意见" in compared.unused and compared.is_right
    assert "有" in words_of(render_word_form(filled(PLAN), AROUND, content))


NO_WORD = {
    "empty": b"", "cut zip": b"PK\x03\x04", "pdf": b"%PDF-1.4", "old word": b"\xd0\xcf\x11\xe0",
    "another zip": with_part(b"PK\x05\x06" + bytes(18), "a.txt", b"x"),
}  # fmt: skip


@pytest.mark.parametrize("content", NO_WORD.values(), ids=NO_WORD)
def test_what_is_no_word_document_is_refused(content):
    with pytest.raises(checking.NotAWordFile):
        checking.check(PLAN, content, name="旧.doc")


OUTSIDE = b'<Relationships><Relationship Id="x" Type="http://x/attachedTemplate" Target="http://example.invalid/a.dotm" TargetMode="External"/></Relationships>'
LINKED = OUTSIDE.replace(b"attachedTemplate", b"hyperlink")


@pytest.mark.parametrize(("name", "data"), [
    ("word/vbaProject.bin", b"x"), ("word/embeddings/a.bin", b"x"), ("word/_rels/settings.xml.rels", OUTSIDE),
    ("word/extra.xml", b'<w:instrText xml:space="preserve">DDEAUTO cmd</w:instrText>'),
])  # fmt: skip
def test_a_template_with_a_macro_an_object_or_a_link_elsewhere_is_refused(name, data):
    with pytest.raises(checking.TemplateRuns):
        checking.check(PLAN, with_part(built_in_template(PLAN), name, data))


def test_an_ordinary_link_in_a_template_may_stay():
    checking.check(PLAN, with_part(built_in_template(PLAN), "word/_rels/footer9.xml.rels", LINKED))


def test_a_row_of_the_table_that_does_not_fill_the_line_is_found():
    with pytest.raises(register.TableOfFormsWrong):
        register._row("x", "person.name:4 person.sex:4")
    with pytest.raises(register.TableOfFormsWrong):
        register._row("x", "person.name no.such")
    with pytest.raises(register.TableOfFormsWrong):
        register._row("x", "note.content:6 person.name:6")


def test_rows_share_the_line_and_every_form_has_place_for_its_signatures():
    assert register._row("x", "person.name person.sex") == (Place(register.fields()["person.name"], 6), Place(register.fields()["person.sex"], 6))
    assert all(any(one.kind == register.SIGN for one in form.fields) for form in FORMS)


def test_the_word_files_of_every_form_open_in_another_office_program(tmp_path):
    program("soffice", "libreoffice")
    files = [tmp_path / f"{form.code}.docx" for form in FORMS]
    for form, file in zip(FORMS, files, strict=True):
        file.write_bytes(render_word_form(filled(form), AROUND))
    for form, pdf in zip(FORMS, opened_as_pdf(*files, profile=tmp_path / "profile"), strict=True):
        said = printed_text(pdf)
        assert form.title in said and "7F3A-92C1" in said and re.search(r"第\s*1\s*页\s*共\s*\d+\s*页", said), form.code


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_no_page_carries_signatures_alone(form):
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(render_forms([filled(form, "朱鹮的话" * 12)], AROUND))).pages]
    signs = [one.label.replace(" ", "") for one in form.fields if one.kind == register.SIGN]
    others = [one.label.replace(" ", "") for one in form.fields if one.kind != register.SIGN]
    for page in pages:
        assert not any(sign in page for sign in signs) or any(other in page for other in others)
