"""The forms of a case on paper: every word entered once stands in its form, the file is whole and in order, each print a record."""
import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jiazong.ground.access.grants.models import Read
from jiazong.ground.papers import register
from jiazong.ground.papers.actions import Part
from jiazong.ground.papers.filling import fill
from jiazong.ground.papers.models import Print
from jiazong.service.cases import papers
from jiazong.service.cases.actions import notes
from jiazong.service.cases.models import HomeVisit
from jiazong.service.cases.papers.whole import ORDER
from jiazong.service.cases.tests import factories as make
from jiazong.service.cases.tests.whole_life import DAY, WORDS, lived

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    return lived(ours)


@pytest.fixture
def worker(client, ours):
    client.force_login(ours.people["social_worker"])
    return client


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def words_of(content: bytes) -> str:
    word = docx.Document(BytesIO(content))
    body = "\n".join(part.text or "" for part in word.element.iter() if part.tag.endswith("}t"))
    return body + "\n".join(part.text or "" for section in word.sections for part in section.footer._element.iter() if part.tag.endswith("}t"))


def all_parts(case) -> list[Part]:
    return papers.whole(papers.head_of(case, today=DAY))


def test_every_form_of_a_case_is_filled_with_exactly_its_fields(case):
    parts = all_parts(case)
    assert [part.form for part in parts] == ["intake", "assessment", "plan", "note", "note", "visit", "referral", "closing", "satisfaction", "follow_up"]
    for part in parts:
        fill(register.form(part.form), part.values, number=part.number)


def test_what_was_entered_once_stands_in_the_file_and_numbers_stay_masked(case):
    said = "".join(f"{filled.texts}{filled.lists}" for filled in (fill(register.form(one.form), one.values, number=one.number) for one in all_parts(case)))
    assert [words for words in WORDS if words not in said] == []
    assert "林秋月" in said and "138****1234" in said
    assert "13800001234" not in said and "11010519491231002X" not in said


def test_the_whole_file_prints_in_its_order_with_cover_contents_and_pages_counted_through(worker, case):
    answer = worker.get(reverse("cases:print", args=[case.pk, "whole", "pdf"]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    whole = "".join(pages)
    assert "个案档案" in pages[0] and case.code in pages[0] and "目" in pages[1]
    titles = [register.form(form).title for form in ORDER]
    assert all(title in pages[1] for title in titles)
    bodies = "".join(pages[2:])
    first = [bodies.index(title) for title in titles]
    assert first == sorted(first)
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"第\s*{number}\s*页\s*共\s*{len(pages)}\s*页", page), page[-80:]
    assert [words for words in WORDS if words not in whole.replace("\n", "")] == []
    record = Print.objects.get()
    assert (record.shape, record.papers, record.subject_id) == (Print.FILE, 10, str(case.pk))
    assert f"{record.code[:4]}-{record.code[4:]}" in whole


@pytest.mark.parametrize("form", papers.FORMS)
def test_each_form_prints_as_pdf_and_as_word_under_a_code_of_its_own(worker, case, form):
    for shape in ("pdf", "word"):
        answer = worker.get(reverse("cases:print", args=[case.pk, form, shape]))
        assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
        said = text_of(answer.content) if shape == "pdf" else words_of(answer.content)
        codes = [f"{code[:4]}-{code[4:]}" for code in Print.objects.values_list("code", flat=True)]
        assert any(code in said for code in codes) and register.form(form).title in said.replace("\n", "")
    assert len(set(Print.objects.values_list("code", flat=True))) == 2


def test_a_print_is_a_look_into_the_file_with_its_grant(worker, ours, case):
    worker.get(reverse("cases:print", args=[case.pk, "note", "pdf"]))
    read = Read.objects.get(what="print")
    assert (read.account, read.subject_id, read.purpose) == (ours.people["social_worker"], str(case.pk), "casework")
    assert read.grant is not None


def test_a_pack_holds_the_same_forms_as_word_files_in_order(worker, case):
    answer = worker.get(reverse("cases:print", args=[case.pk, "whole", "word"]))
    with ZipFile(BytesIO(answer.content)) as pack:
        names = pack.namelist()
        assert len(names) == 10 and names == sorted(names) and names[0].startswith("01 个案接案登记表")
        assert WORDS[15] in words_of(pack.read(next(name for name in names if "过程记录" in name)))


@pytest.mark.parametrize("who", ["reception", "supervisor", "centre_director", "colleague"])
def test_nobody_without_a_grant_prints_or_sees_what_there_is(client, ours, case, who):
    ours.people["supervisor"].grants.update(revoked_at=case.created_at)
    client.force_login(ours.people[who])
    assert client.get(reverse("cases:papers", args=[case.pk])).status_code == 404
    assert client.get(reverse("cases:print", args=[case.pk, "note", "pdf"])).status_code == 404
    assert not Print.objects.exists()


@pytest.mark.parametrize(("form", "shape"), [("nothing", "pdf"), ("note", "exe"), ("whole", "exe"), ("supervision", "pdf")])
def test_a_form_that_does_not_exist_is_not_found(worker, case, form, shape):
    assert worker.get(reverse("cases:print", args=[case.pk, form, shape])).status_code == 404


def test_the_page_lists_forms_in_order_and_who_printed_what(worker, case):
    worker.get(reverse("cases:print", args=[case.pk, "note", "pdf"]))
    page = worker.get(reverse("cases:papers", args=[case.pk])).content.decode()
    assert page.index("个案接案登记表") < page.index("个案结案报告")
    code = Print.objects.get().code
    assert f"{code[:4]}-{code[4:]}" in page


def test_a_case_just_opened_prints_its_intake_alone(client, ours):
    case = make.a_case(ours)
    client.force_login(ours.people["social_worker"])
    assert "个案接案登记表" in client.get(reverse("cases:papers", args=[case.pk])).content.decode()
    assert client.get(reverse("cases:print", args=[case.pk, "closing", "pdf"])).status_code == 404
    assert client.get(reverse("cases:print", args=[case.pk, "whole", "pdf"])).status_code == 200


def test_the_list_of_forms_asks_as_many_questions_for_two_notes_as_for_one(ours, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        papers.contents_of(papers.head_of(case, today=DAY, draws=False))


def test_a_visit_is_written_beside_its_note_and_put_right_without_a_second_row(worker, ours):
    case = make.a_case(ours)
    told = notes.NoteTold(notes.Time(timezone.localdate(), 30, 0, 600), "visit", notes.Words("探访了一次"), [ours.person])
    note = notes.write_note(case, told, by=ours.people["social_worker"]).note
    address = reverse("cases:visit", args=[case.pk, note.pk])
    assert "家居安全" in worker.get(address).content.decode()
    for health in ("朱鹮血压高", "朱鹮血压平稳"):
        sent = {"safe": ["gas"], "health": health, "may_photograph": "no", "next_visit_on": "2026-12-01"}
        assert worker.post(address, sent).status_code == 302
    seen = HomeVisit.objects.get()
    seen.case = case
    assert (seen.health, seen.may_photograph, [one["code"] for one in seen.safety["items"] if one["is_right"]]) == ("朱鹮血压平稳", False, ["gas"])
    part = papers.part_of(papers.head_of(case, today=DAY), "visit")
    said = fill(register.form("visit"), part.values, number=part.number).texts
    assert said["visit.photo"] == "否" and "☑ 燃气安全" in said["visit.safety"] and "☑" in said["note.mode"]
    assert worker.post(address, {"next_visit_on": "某天"}).status_code == 422
