"""Closing, looks afterwards, satisfaction and referral, as the web goes them."""
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.people.consent.actions import giving
from jiazong.people.consent.tests import factories as consent
from jiazong.service.cases.models import Case, Closing, Draft, FollowUp, Intake, Referral, Satisfaction
from jiazong.service.cases.tests import factories as make
from jiazong.service.cases.tests.whole_life import lived

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    case = make.a_case(ours)
    Case.objects.filter(pk=case.pk).update(stage="intervention")
    case.refresh_from_db()
    return case


@pytest.fixture
def worker(ours, client):
    client.force_login(ours.people["social_worker"])
    return client


def at(name, *args):
    return reverse(f"cases:{name}", args=args)


def report(**more):
    return {"reason": "moved", "closed_on": TODAY().isoformat(), "changes": "不再争吵。", "follow_up": "每月一次电话。", "follow_up_until": (TODAY() + timedelta(days=30)).isoformat(), "_seen": "0", "_window": "one", **more}


def test_a_case_is_closed_from_the_report_to_the_approval_of_somebody_else(ours, case, worker):
    assert worker.post(at("closing", case.pk), report(do="save")).url == at("closing", case.pk)
    page = worker.get(at("closing", case.pk)).content.decode()
    assert "不再争吵。" in page and Closing.objects.get().state == "draft"
    told = report(do="hand_in", to=str(ours.people["supervisor"].pk))
    assert worker.post(at("closing", case.pk), told).url == at("closing_report", case.pk)
    made = Closing.objects.get()
    worker.force_login(ours.people["supervisor"])
    shown = worker.get(at("approve", "closing", made.pk)).content.decode()
    assert "不再争吵。" in shown and "按过程记录统计" in shown
    worker.post(at("approve", "closing", made.pk), {"do": "approve", "opinion": "同意"})
    case.refresh_from_db()
    assert case.stage == "closed"
    worker.force_login(ours.people["social_worker"])
    assert "同意" in worker.get(at("closing_report", case.pk)).content.decode()
    assert worker.get(at("closing", case.pk)).url == at("closing_report", case.pk)


@pytest.mark.parametrize(
    ("more", "words"),
    [({"reason": "reached"}, "没有批准的计划"), ({"reason": ""}, "请选择结案原因"), ({"closed_on": "2999-01-01"}, "还没到"), ({"do": "hand_in"}, "审批")],
)
def test_a_report_that_leaves_something_unsaid_comes_back_whole(ours, case, worker, more, words):
    answer = worker.post(at("closing", case.pk), report(**more))
    assert answer.status_code == 422 and words in answer.content.decode() and "每月一次电话。" in answer.content.decode()


def test_a_red_case_asks_why(ours, case, worker):
    Case.objects.filter(pk=case.pk).update(colour="red")
    assert worker.post(at("closing", case.pk), report()).status_code == 422
    assert worker.post(at("closing", case.pk), report(risk_words="已由派出所接手。")).status_code == 302


def test_what_is_typed_into_a_report_is_kept(ours, case, worker):
    worker.post(at("draft", case.pk, "closing"), {"_field": ["changes", "reason"], "changes": "还在写", "reason": "died", "_window": "one", "_seen": "0"})
    page = worker.get(at("closing", case.pk)).content.decode()
    assert "还在写" in page and page.count("checked") == 1
    worker.post(at("closing", case.pk), report())
    assert not Draft.objects.exists()


def test_looks_after_closing_and_the_last_one_shuts_the_file(ours, worker):
    case = lived(ours)
    look = {"day": TODAY().isoformat(), "mode": "phone", "words": "孩子上学了。", "_seen": "0", "_window": "one"}
    assert worker.post(at("follow_up_new", case.pk), look).url == at("following", case.pk)
    assert "孩子上学了。" in worker.get(at("following", case.pk)).content.decode()
    assert worker.post(at("follow_up_new", case.pk), look | {"is_last": "on"}).url == at("list")
    assert FollowUp.objects.count() == 3 and worker.get(at("following", case.pk)).status_code == 404


def test_a_follow_up_before_closing_leads_back_to_the_case(ours, case, worker):
    assert worker.get(at("follow_up_new", case.pk)).url == at("case", case.pk)


def test_a_questionnaire_says_its_score(ours, case, worker):
    page = worker.get(at("satisfaction_new", case.pk)).content.decode()
    assert "社工的态度" in page
    answers = dict.fromkeys(("item-attitude", "item-skill", "item-privacy"), "satisfied") | {"item-timely": "unknown", "item-help": "not"}
    told = {"day": TODAY().isoformat(), "_seen": "0", "_window": "one", **answers}
    assert worker.post(at("satisfaction_new", case.pk), {**told, "item-help": ""}).status_code == 422
    assert worker.post(at("satisfaction_new", case.pk), told).url == at("following", case.pk)
    assert "3.8" in worker.get(at("following", case.pk)).content.decode() and Satisfaction.objects.count() == 1


def test_nothing_goes_out_after_the_person_took_her_consent_back(ours, case, worker):
    told = {"direction": "out", "body": "青禾医院", "day": TODAY().isoformat(), "urgency": "normal", "reason": "要看医生", "_seen": "0", "_window": "one"}
    consent.agree(ours.person, "share", on=TODAY())
    assert TODAY().isoformat() in worker.get(at("referral_new", case.pk)).content.decode().split('name="consent_on"')[1].split(">")[0]
    giving.withdraw(ours.person, "share", way="spot", by=None)
    refused = worker.post(at("referral_new", case.pk), told | {"consent_on": TODAY().isoformat()})
    assert (refused.status_code, "重新征得" in refused.content.decode()) == (422, True) and not Referral.objects.exists()
    consent.agree(ours.person, "share", on=TODAY())
    assert worker.post(at("referral_new", case.pk), told | {"consent_on": TODAY().isoformat()}).status_code == 302


def test_a_referral_waits_for_its_answer(ours, case, worker):
    told = {"direction": "out", "body": "青禾医院", "day": TODAY().isoformat(), "urgency": "normal", "reason": "要看医生", "_seen": "0", "_window": "one"}
    assert "单独同意" in worker.post(at("referral_new", case.pk), told).content.decode() and not Referral.objects.exists()
    answer = worker.post(at("referral_new", case.pk), told | {"consent_on": TODAY().isoformat()})
    made = Referral.objects.get()
    assert answer.url == at("referral", case.pk, made.pk) and "青禾医院" in worker.get(answer.url).content.decode()
    assert case.code in worker.get(at("referrals")).content.decode()
    said = {"answer": "accepted", "answered_on": TODAY().isoformat(), "answer_words": "下周一门诊"}
    assert worker.post(at("referral_answer", case.pk, made.pk), said).url == answer.url
    assert "下周一门诊" in worker.get(answer.url).content.decode() and case.code not in worker.get(at("referrals")).content.decode()


def test_a_family_that_comes_back_gets_a_new_case(ours, worker):
    case = lived(ours)
    answer = worker.post(at("come_back", case.pk), {"issue": "又吵起来了。", "urgency": "urgent"})
    made = Case.objects.exclude(pk=case.pk).get()
    assert answer.status_code == 302 and case.code in Intake.objects.get(case=made).prior_service


def test_the_pages_of_a_life_open_and_ask_a_fixed_number_of_questions(ours, worker, django_assert_num_queries):
    case = lived(ours)
    for path, number in ((at("closing_report", case.pk), 10), (at("following", case.pk), 10), (at("referrals"), 3), (at("drafts"), 3)):
        worker.get(path)
        with django_assert_num_queries(number):
            worker.get(path)
