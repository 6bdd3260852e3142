import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.models import Notice, Read
from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.custody import actions as custody
from jiazong.ground.workdays.queries import calendar
from jiazong.ground.workdays.rules import working_days_between
from jiazong.people.consent import actions as consents
from jiazong.people.consent.tests import factories as consent
from jiazong.people.consent.tests.factories import guardian
from jiazong.people.residents.models import Phone
from jiazong.people.residents.tests import factories as residents
from jiazong.service.cases import actions as casework
from jiazong.service.cases.tests import factories as cases
from jiazong.service.rights import actions, rules
from jiazong.service.rights.models import Archive, Request
from jiazong.service.rights.tests import factories as make

pytestmark = pytest.mark.django_db
TYPED = {"kind": "copy", "asker": "self", "identity": "看过身份证", "words": "我想看看"}


@pytest.fixture
def ours():
    return cases.house()


def at(name, *args):
    return reverse(f"rights:{name}", args=args)


def test_from_the_request_to_the_copy_in_the_persons_hands(client, ours):
    worker, officer = ours.people["social_worker"], make.officer(ours)
    client.force_login(worker)
    assert client.post(at("new", ours.person.pk), TYPED).status_code == 302
    request = Request.objects.get()
    client.force_login(officer)
    assert Notice.objects.filter(kind="rights.asked", account=officer).count() == 1
    assert ours.person.name in client.get(at("list")).content.decode()
    assert "我想看看" in client.get(at("request", request.pk)).content.decode()
    assert client.post(at("decide", request.pk), {"to": "granted"}).status_code == 302
    assert client.get(at("copy", request.pk)).status_code == 404
    client.force_login(worker)
    assert client.get(at("copy", request.pk)).status_code == 302, "it is still being made"
    actions.work(timezone.localdate())
    told = json.loads(client.get(at("copy", request.pk)).content)
    assert told["tables"]["residents_person"][0]["name"] == ours.person.name
    word = Document(io.BytesIO(client.get(at("copy", request.pk) + "?as=word").content))
    assert any(ours.person.name in cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert {row.cells[0].text for table in word.tables for row in table.rows if row.cells[0].text.isascii()} == set()
    assert Read.objects.filter(subject_type="person_copy", account=worker).count() == 2
    client.force_login(ours.people["colleague"])
    assert client.get(at("copy", request.pk)).status_code == 302


def test_fifteen_working_days_and_no_day_more(ours):
    asked = make.asked(ours)
    first = asked.asked_on + timedelta(days=1)
    assert working_days_between(first, asked.due_on, calendar(first.year, first.year + 1)) == 15


def test_a_refusal_says_its_ground_and_nobody_answers_herself(client, ours):
    request, officer = make.asked(ours), make.officer(ours)
    client.force_login(officer)
    answer = client.post(at("decide", request.pk), {"to": "refused", "remark": "打过的字"})
    assert answer.status_code == 422 and "缺依据" in answer.content.decode() and "打过的字" in answer.content.decode()
    client.post(at("decide", request.pk), {"to": "refused", "ground": "third_party", "remark": "涉及他人"})
    assert (Request.objects.get().state, Request.objects.get().ground) == ("refused", "third_party")
    client.force_login(ours.people["social_worker"])
    assert "会透露别人的信息" in client.get(at("request", request.pk)).content.decode()


def test_a_suspected_guardian_gets_nothing(client, ours):
    child, father = residents.a_person(ours.centre, "林小禾", born_on=timezone.localdate()), residents.a_person(ours.centre, "林大海")
    ours.person = child
    request = make.asked(ours, asker="guardian", guardianship=guardian(child, father), is_conflict=True)
    client.force_login(make.officer(ours))
    answer = client.post(at("decide", request.pk), {"to": "granted"})
    assert answer.status_code == 422 and "以孩子的安全为由拒绝" in answer.content.decode()
    assert client.post(at("decide", request.pk), {"to": "refused", "ground": "safety"}).status_code == 302


def test_a_correction_is_done_at_once_by_the_worker_and_written_down(client, ours):
    client.force_login(ours.people["social_worker"])
    client.post(at("new", ours.person.pk), TYPED | {"kind": "correct"})
    request = Request.objects.get()
    assert client.post(at("finish", request.pk), {"remark": "生日已改"}).status_code == 302
    assert (Request.objects.get().state, Request.objects.get().remark) == ("done", "生日已改")


def test_who_looked_is_shown_with_name_time_and_what_for(client, ours):
    case = cases.a_case(ours)
    worker, colleague = ours.people["social_worker"], ours.people["colleague"]
    phone = Phone.objects.create(centre=ours.centre, person=ours.person, number="13800138000")
    note_read(casework.subject_of(case), by=worker, word="cases.read", grant=grants.grant_for(worker, "case", case.pk, 2, "cases.read"))
    custody.uncover(phone, "number", by=colleague, reason="visit")
    other = residents.a_person(ours.centre, "别人")
    custody.uncover(Phone.objects.create(centre=ours.centre, person=other, number="13900139000"), "number", by=ours.people["reception"], reason="visit")
    for who in (worker, ours.people["centre_director"]):
        client.force_login(who)
        said = client.get(at("looks", ours.person.pk)).content.decode()
        assert worker.name in said and colleague.name in said and "负责个案" in said and "电话号码" in said
        assert ours.people["reception"].name not in said.replace(client.session.get("name", ""), "")
    client.force_login(ours.people["reception"])
    assert client.get(at("looks", ours.person.pk)).status_code == 404


def test_the_officer_asks_for_whom_a_request_was_written_down_and_for_nobody_else(client, ours):
    case, officer = cases.a_case(ours), make.officer(ours)
    note_read(casework.subject_of(case), by=ours.people["social_worker"], word="cases.read", grant=None)
    client.force_login(officer)
    assert client.get(at("looks", ours.person.pk)).status_code == 404
    make.asked(ours, rules.LOOKS)
    assert ours.people["social_worker"].name in client.get(at("looks", ours.person.pk)).content.decode()


def test_the_neighbours_find_nothing(client, ours):
    request = make.asked(ours)
    client.force_login(cases.house("tianxin").people["centre_director"])
    for address in (at("request", request.pk), at("looks", ours.person.pk), at("new", ours.person.pk)):
        assert client.get(address).status_code == 404
    assert ours.person.name not in client.get(at("list")).content.decode()


def test_a_file_whose_time_is_over_is_given_free_by_the_officer(client, ours):
    case = make.ended(ours, on=make.years_ago(6))
    actions.work(timezone.localdate())
    client.force_login(make.officer(ours))
    assert case.code in client.get(at("archives")).content.decode()
    assert client.post(at("forget", Archive.objects.get().pk)).status_code == 302
    assert actions.work(timezone.localdate())["forgotten"] == 1
    client.get(at("archives"))  # the sentence about what was done goes with it
    assert case.code not in client.get(at("archives")).content.decode()


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(client, ours, django_assert_num_queries):
    client.force_login(ours.people["centre_director"])
    make.asked(ours)
    client.get(at("list"))
    with django_assert_num_queries(QUESTIONS):
        client.get(at("list"))
    make.asked(ours, "explain")
    make.asked(ours, "correct")
    with django_assert_num_queries(QUESTIONS):
        client.get(at("list"))


QUESTIONS = 5


def test_the_page_of_a_case_stays_and_what_was_taken_back_is_gone_from_it(client, ours):
    case, worker = cases.a_case(ours), ours.people["social_worker"]
    consent.agree(ours.person)
    client.force_login(worker)
    intake = reverse("cases:intake", args=[case.pk])
    assert cases.told().issue in client.get(intake).content.decode()
    consents.withdraw(ours.person, "service", way="spot", by=worker)
    assert cases.told().issue not in client.get(intake).content.decode()
    page = client.get(reverse("cases:case", args=[case.pk]))
    assert page.status_code == 200 and cases.told().issue not in page.content.decode()


def test_from_the_page_of_a_person_lead_ways_to_consent_and_rights(client, ours):
    client.force_login(ours.people["social_worker"])
    said = client.get(reverse("residents:person", args=[ours.person.pk])).content.decode()
    for address in (reverse("consent:person", args=[ours.person.pk]), at("looks", ours.person.pk), at("new", ours.person.pk)):
        assert f'href="{address}"' in said
