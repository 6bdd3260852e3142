"""Templates and prints through the web and under the database alone: whose they are, and what a check code tells."""
import uuid
from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting
from jiazong.ground.access.grants.models import Read
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.papers import actions, checking, queries, register, rules
from jiazong.ground.papers.actions import Order, Part
from jiazong.ground.papers.form_word import built_in_template
from jiazong.ground.papers.models import OwnTemplate, Print
from jiazong.ground.papers.tests.test_forms import changed, value_of, words_of

pytestmark = pytest.mark.django_db
FORM = register.form("follow_up")
AGENCY, CENTRE = "qinghe-agency", "qinghe"


@pytest.fixture(autouse=True)
def centre():
    body = apps.get_model("places", "Body").objects.create(code=AGENCY, name="青禾社工中心", kind="agency")
    other = apps.get_model("places", "Body").objects.create(code="other", name="别处社工中心", kind="agency")
    for code, agency in ((CENTRE, body), ("elsewhere", other)):
        apps.get_model("places", "Centre").objects.create(code=code, name=f"{code}家综", region_id="440103", agency=agency)


def somebody(role="", kind="centre", code=CENTRE, name="周敏仪"):
    account = Account.objects.create(login=f"person-{uuid.uuid4().hex[:8]}", name=name)
    if role:
        access.admit(account, role=role, scope_kind=kind, scope_code=code, by=None, on=date(2025, 1, 1))
    return account


def part(words="朱鹮的事"):
    return Part(FORM.code, {one.code: value_of(one, words) for one in FORM.fields if one.kind != register.SIGN}, "2026-0001-F1")


def order(by, centre=CENTRE):
    return Order(Subject("case", str(uuid.uuid4()), centre), "青禾街道家综", AGENCY, by, "cases.print")


@pytest.fixture
def office():
    return somebody("agency_office", "agency", AGENCY)


def keep(client, content, name="自己的.docx"):
    return client.post(reverse("papers:template", args=[FORM.code]), {"file": SimpleUploadedFile(name, content)})


def test_an_agency_keeps_its_own_template_and_word_prints_by_it(client, office):
    client.force_login(office)
    assert keep(client, of_their_own(built_in_template(FORM))).status_code == 302
    template = OwnTemplate.objects.get()
    assert (template.version, template.uploaded_by, template.agency) == (1, office, AGENCY)
    worker = somebody("social_worker")
    made = actions.issue(part(), order(worker), shape=Print.WORD)
    assert made.record.template == template and "本机构专用" in words_of(made.content)
    plain = actions.issue(part(), order(worker), shape=Print.WORD, own=False)
    assert plain.record.template is None and "本机构专用" not in words_of(plain.content)


def of_their_own(content):
    """The template with a line the agency added."""
    word = docx.Document(BytesIO(content))
    word.add_paragraph("本机构专用")
    target = BytesIO()
    word.save(target)
    return target.getvalue()


def test_a_template_with_an_unknown_field_is_refused_in_words_and_nothing_is_kept(client, office):
    client.force_login(office)
    answer = keep(client, changed(FORM, "{{ 跟进情况 }}", "{{ 跟进情形 }}"))
    assert answer.status_code == 422 and "跟进情况" in answer.content.decode()
    assert not OwnTemplate.objects.exists()


def test_the_same_template_twice_is_one_version_and_withdrawing_it_brings_the_one_before_back(office):
    first = actions.keep_template(AGENCY, FORM.code, name="一.docx", content=built_in_template(FORM), by=office)
    assert actions.keep_template(AGENCY, FORM.code, name="一.docx", content=built_in_template(FORM), by=office) == first
    second = actions.keep_template(AGENCY, FORM.code, name="二.docx", content=changed(FORM, "跟进方式", "跟进方式"), by=office)
    assert queries.template_in_use(AGENCY, FORM.code) == second
    actions.withdraw_template(second, by=office)
    actions.withdraw_template(second, by=office)
    assert queries.template_in_use(AGENCY, FORM.code) == first


def test_a_template_that_no_longer_fits_is_told_before_printing(office):
    template = actions.keep_template(AGENCY, FORM.code, name="一.docx", content=built_in_template(FORM), by=office)
    OwnTemplate.objects.filter(pk=template.pk).update(withdrawn_at=template.uploaded_at)
    OwnTemplate.objects.create(agency=AGENCY, form=FORM.code, version=2, name="旧.docx", sha256="x", content=changed(FORM, "{{ 跟进情况 }}", "{{ 旧字段 }}"))
    with pytest.raises(checking.UnknownFieldAlone):
        actions.issue(part(), order(office), shape=Print.WORD)
    assert not Print.objects.exists()
    assert actions.issue(part(), order(office), shape=Print.WORD, own=False).content.startswith(b"PK")
    assert actions.issue(part(), order(office), shape=Print.PDF).content.startswith(b"%PDF")


@pytest.mark.parametrize(("role", "kind", "code", "sees", "writes"), [
    ("agency_office", "agency", AGENCY, 1, True), ("agency_office", "agency", "other", 0, False),
    ("social_worker", "centre", CENTRE, 1, False), ("social_worker", "centre", "elsewhere", 0, False),
    ("administrator", "everywhere", "", 0, False), ("street_office", "region", "440103", 0, False),
])  # fmt: skip
def test_the_database_shows_templates_to_their_agency_and_takes_them_from_its_office(role, kind, code, sees, writes):
    actions.keep_template(AGENCY, FORM.code, name="一.docx", content=built_in_template(FORM), by=None)
    with acting(somebody(role, kind, code), "papers.templates"):
        assert OwnTemplate.objects.count() == sees
        try:
            with transaction.atomic():
                OwnTemplate.objects.create(agency=AGENCY, form=FORM.code, version=9, name="x", sha256="x", content=b"x")
            wrote = True
        except DatabaseError:
            wrote = False
    assert wrote == writes


def test_a_print_stays_as_it_was_written_and_is_seen_by_its_printer_and_the_director(office):
    worker, colleague, director = somebody("social_worker"), somebody("social_worker"), somebody("centre_director")
    with acting(worker, "cases.print"):
        made = actions.issue(part(), order(worker))
        with pytest.raises(DatabaseError), transaction.atomic():
            Print.objects.filter(pk=made.record.pk).update(sha256="0" * 64)
    for person, sees in ((worker, 1), (colleague, 0), (director, 1), (somebody("centre_director", code="elsewhere"), 0)):
        with acting(person, "papers.prints"):
            assert Print.objects.count() == sees
    assert Read.objects.get().what == "print"


def test_a_check_code_tells_form_day_and_centre_and_nobodys_name(client):
    worker = somebody("social_worker", name="朱鹮社工")
    made = actions.issue(part("朱鹮的秘密"), order(worker))
    client.force_login(somebody("reception", code="elsewhere"))
    typed = rules.shown(made.record.code).lower()
    page = client.get(reverse("papers:check"), {"code": typed}).content.decode()
    assert FORM.title in page and "qinghe家综" in page
    assert not any(word in page for word in ("朱鹮", made.record.subject_id, "2026-0001"))


def test_a_code_nobody_printed_and_a_slip_of_the_pen_are_two_sentences(client):
    client.force_login(somebody("reception"))
    unknown = client.get(reverse("papers:check"), {"code": rules.code_of([1] * rules.DRAWN)})
    slip = client.get(reverse("papers:check"), {"code": "7F3A92C9"})
    assert (unknown.status_code, slip.status_code) == (200, 422)
    assert client.get(reverse("papers:check")).status_code == 200


@pytest.mark.parametrize(("role", "kind", "code"), [("administrator", "everywhere", ""), ("street_office", "region", "440103"), ("city_bureau", "region", "4401")])
def test_those_who_pay_or_keep_the_system_have_no_way_to_papers(client, role, kind, code):
    person = somebody(role, kind, code)
    made = actions.issue(part(), order(somebody("social_worker")))
    client.force_login(person)
    for name in ("check", "prints", "templates"):
        assert client.get(reverse(f"papers:{name}")).status_code == 404
    with acting(person, "papers.check"), pytest.raises(queries.NotPrintedHere):
        queries.genuine(made.record.code)


def test_the_list_of_prints_asks_as_often_for_three_as_for_one(client, django_assert_num_queries):
    worker, director = somebody("social_worker"), somebody("centre_director")
    client.force_login(director)
    actions.issue(part(), order(worker))
    address = reverse("papers:prints")
    client.get(address)
    for many in (1, 3):
        while Print.objects.count() < many:
            actions.issue(part(), order(worker))
        with django_assert_num_queries(5):
            page = client.get(address)
        assert page.content.decode().count("<code>") == many


def test_the_pages_of_templates_ask_as_often_for_none_as_for_one(client, office, django_assert_num_queries):
    client.force_login(office)
    client.get(reverse("papers:templates"))
    for _round in range(2):
        with django_assert_num_queries(3):
            assert client.get(reverse("papers:templates")).status_code == 200
        actions.keep_template(AGENCY, FORM.code, name="一.docx", content=built_in_template(FORM), by=office)


def test_a_later_check_of_what_was_printed_long_ago_still_answers():
    worker = somebody("social_worker")
    made = actions.issue(part(), order(worker))
    found = queries.genuine(made.record.code)
    assert (found.title, found.papers, found.sha256) == (FORM.title, 1, made.record.sha256)
    assert abs(found.at - made.record.at) < timedelta(seconds=1)
    with pytest.raises(queries.NotPrintedHere):
        queries.genuine("22222222")
