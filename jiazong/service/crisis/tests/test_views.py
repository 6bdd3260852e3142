from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.grants.models import Notice, Read
from jiazong.ground.transparency.models import Leaf
from jiazong.people.places.tests import factories as places
from jiazong.service.cases.models import Case
from jiazong.service.cases.tests import factories as cases
from jiazong.service.crisis import actions, rules
from jiazong.service.crisis.models import Ending, Report, Telling
from jiazong.service.crisis.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return cases.house()


def now_typed():
    here = timezone.localtime() - timedelta(minutes=1)
    return {"day": here.date().isoformat(), "clock": f"{here:%H:%M}"}


def typed(**more):
    told = {"whom": make.WHOM, "kind": "violence", "is_danger_now": "yes", "what": make.WHAT, "suspect": make.SUSPECT, "origin": "visit"}
    return told | now_typed() | more


def write(client, person, query="", **more):
    client.force_login(person)
    return client.post(reverse("crisis:new") + query, typed(**more))


def test_from_the_danger_to_its_end_by_two(client, ours):
    worker, director = ours.people["social_worker"], ours.people["centre_director"]
    case = cases.a_case(ours)
    assert write(client, worker, f"?case={case.pk}").status_code == 302
    report = Report.objects.get()
    assert Case.objects.get(pk=case.pk).is_crisis and report.person == ours.person
    page, step = reverse("crisis:report", args=[report.pk]), lambda name, *more: reverse(f"crisis:{name}", args=[report.pk, *more])
    assert make.WHAT in client.get(page).content.decode()
    told = client.post(step("end"), {"kind": "closed", "reason": make.REASON})
    assert told.status_code == 422 and "还没有报告有关部门" in told.content.decode()
    assert client.post(step("tell"), {"recipient": "police", "way": "phone", "whom": "值班民警"} | now_typed()).status_code == 302
    assert client.post(step("reply", Telling.objects.get().pk), {"words": make.REPLY} | now_typed()).status_code == 302
    assert client.post(step("end"), {"kind": "closed", "reason": make.REASON}).status_code == 302
    assert client.post(step("decide"), {"answer": "yes"}).status_code == 404
    client.force_login(director)
    said = client.get(page).content.decode()
    assert make.REPLY in said and make.REASON in said
    assert client.post(step("decide"), {"answer": "yes", "remark": "同意"}).status_code == 302
    assert Report.objects.get().ended_at
    assert "已结束" in client.get(page).content.decode()
    deeds = [one.facts for one in Leaf.objects.filter(kind="crisis").order_by("id")]
    assert [deed in facts for deed, facts in zip(("reported", "told", "answered", "end_asked", "end_decided"), deeds, strict=True)] == [True] * 5
    assert not any(word in facts for word in make.WORDS for facts in deeds)


def test_those_who_answer_for_the_centre_are_told_in_the_same_moment(client, ours):
    officer = places.member("privacy_officer", "agency", ours.centre.agency_id)
    write(client, ours.people["reception"])
    told = set(Notice.objects.filter(kind="crisis.reported").values_list("account_id", flat=True))
    assert told == {ours.people["centre_director"].pk, ours.people["supervisor"].pk, officer.pk}


def test_every_look_is_written_down(client, ours):
    report = make.a_report(ours)
    client.force_login(ours.people["centre_director"])
    client.get(reverse("crisis:report", args=[report.pk]))
    assert Read.objects.filter(subject_type="crisis", subject_id=str(report.pk), account=ours.people["centre_director"]).count() == 1


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, ours):
    answer = write(client, ours.people["reception"], what="", day="2099-01-01")
    said = answer.content.decode()
    assert answer.status_code == 422 and "请写看到、听到什么" in said and "这个时间还没到" in said and make.SUSPECT in said
    assert not Report.objects.exists()


def test_neither_the_author_nor_who_asked_is_offered_the_decision(client, ours):
    director = ours.people["centre_director"]
    report = make.a_report(ours, by="centre_director")
    actions.ask_end(report, kind=rules.DISMISSED, reason="弄错了", by=ours.people["social_worker"])
    client.force_login(director)
    page = reverse("crisis:report", args=[report.pk])
    assert reverse("crisis:decide", args=[report.pk]) not in client.get(page).content.decode()
    client.post(reverse("crisis:decide", args=[report.pk]), {"answer": "yes"})
    assert Ending.objects.get().is_agreed is None and not Report.objects.get().ended_at


def test_a_refused_end_leaves_the_report_going_on_and_may_be_asked_again(ours):
    report = make.a_report(ours)
    ending = actions.ask_end(report, kind=rules.DISMISSED, reason="弄错了", by=ours.people["social_worker"])
    assert actions.ask_end(report, kind=rules.DISMISSED, reason="再来", by=ours.people["social_worker"]) == ending
    actions.decide_end(ending, is_agreed=False, remark="再查", by=ours.people["centre_director"])
    assert not Report.objects.get().ended_at
    assert actions.ask_end(report, kind=rules.DISMISSED, reason="查过了", by=ours.people["social_worker"]) != ending


def test_an_untold_report_is_late_after_two_hours_and_told_of_once(ours):
    director = ours.people["centre_director"]
    report = make.a_report(ours, found_at=timezone.now() - timedelta(minutes=119))
    due = report.due_at
    assert actions.warn_of_late(now=due - timedelta(seconds=1)) == 0
    assert actions.warn_of_late(now=due) == 1
    assert actions.warn_of_late(now=due) == 0
    assert Notice.objects.filter(kind="crisis.late", account=director).count() == 1


def test_a_report_told_to_the_police_is_not_late_one_told_to_the_school_is(ours):
    school, police = (make.a_report(ours, found_at=timezone.now() - timedelta(hours=3)) for _ in range(2))
    make.told(school, "school")
    make.told(police, "police")
    assert actions.warn_of_late(now=timezone.now()) == 1
    assert Report.objects.get(warned_at__isnull=False) == school


@pytest.mark.parametrize("word", ["list", "new"])
def test_funders_and_administrators_have_no_page(client, ours, word):
    for role, kind, code in (("street_office", "region", ours.centre.region_id), ("administrator", "everywhere", "*")):
        client.force_login(places.member(role, kind, code))
        assert client.get(reverse(f"crisis:{word}")).status_code == 404


def test_a_colleague_and_the_neighbours_find_nothing(client, ours):
    report = make.a_report(ours)
    for person in (ours.people["colleague"], cases.house("tianxin").people["centre_director"]):
        client.force_login(person)
        assert client.get(reverse("crisis:report", args=[report.pk])).status_code == 404
        assert make.WHOM not in client.get(reverse("crisis:list")).content.decode()


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(client, ours, django_assert_num_queries):
    client.force_login(ours.people["centre_director"])
    make.a_report(ours)
    client.get(reverse("crisis:list"))
    with django_assert_num_queries(QUESTIONS):
        client.get(reverse("crisis:list"))
    make.a_report(ours)
    make.a_report(ours, case=cases.a_case(ours))
    with django_assert_num_queries(QUESTIONS):
        client.get(reverse("crisis:list"))


QUESTIONS = 5


def test_an_overdue_report_stands_first_on_the_directors_page_and_on_nobody_elses(client, ours):
    make.a_report(ours, found_at=timezone.now() - timedelta(hours=3))
    client.force_login(ours.people["centre_director"])
    assert "1 份危机报告已超时" in client.get(reverse("desk:home")).content.decode()
    client.force_login(ours.people["colleague"])
    assert "已超时" not in client.get(reverse("desk:home")).content.decode()
