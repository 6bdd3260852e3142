"""A case from its intake to an approved plan, as the web goes it: worker, approver, and who never gets in."""
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access.grants.models import Grant, Notice, Read
from jiazong.ground.transparency.models import Leaf
from jiazong.people.places.tests import factories as places
from jiazong.service.cases.models import Assessment, Plan, Scale
from jiazong.service.cases.rules import assessing
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db
VIEW, NEED, GOAL, STEP = "照顾者已经很累", "找人轮替照顾", "每周有一天休息", "联系长者饭堂送餐"


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    return make.a_case(ours)


def at(name, *args):
    return reverse(f"cases:{name}", args=args)


def assessed(points="1", *, risk="none", do="complete", **more):
    typed = {"made_on": timezone.localdate().isoformat(), "do": do, "need-1": NEED, "worker_view": VIEW}
    for domain in Scale.objects.get().domains:
        typed |= {f"score-{domain['code']}-{item['code']}": points for item in domain["items"]}
    return typed | {f"risk-{one}": risk for one in assessing.RISKS} | more


def planned(**more):
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    typed = {
        "places": "2", "goal1-domain": "family", "goal1-words": GOAL, "goal1-step1-words": STEP, "goal1-step1-who": "社工",
        "goal1-step1-due": due, "means": "每月一起看一次", "sessions_planned": "8",
    }  # fmt: skip
    return typed | more


def to_a_plan(client, ours, case):
    client.force_login(ours.people["social_worker"])
    client.post(at("decide_intake", case.pk), {"decision": "accepted"})
    client.post(at("assess", case.pk), assessed())
    client.post(at("plan_edit", case.pk), planned())
    return Plan.objects.get()


def test_a_worker_goes_from_intake_to_a_plan_and_the_supervisor_approves_it(client, ours, case):
    plan = to_a_plan(client, ours, case)
    case.refresh_from_db()
    assert (case.stage, case.colour) == ("planning", "blue")
    assert case.next_review_on == timezone.localdate() + timedelta(days=60)
    supervisor = ours.people["supervisor"]
    answer = client.post(at("hand_in", case.pk), {"to": supervisor.pk})
    plan.refresh_from_db()
    assert (answer.status_code, plan.state) == (302, "submitted")
    grant = Grant.objects.get(account=supervisor)
    assert (grant.source, grant.level, grant.valid_to - grant.valid_from) == ("approval_step", 2, timedelta(hours=72))
    client.force_login(supervisor)
    assert case.code in client.get(at("approvals")).content.decode()
    said = client.get(at("approve", "plan", plan.pk)).content.decode()
    assert all(words in said for words in (GOAL, STEP, VIEW, NEED))
    assert client.post(at("approve", "plan", plan.pk), {"do": "approve", "opinion": "同意"}).status_code == 302
    plan.refresh_from_db()
    case.refresh_from_db()
    assert (plan.state, plan.decided_by, plan.opinion, case.stage) == ("approved", supervisor, "同意", "intervention")
    assert Leaf.objects.filter(kind="approval", subject=f"plan:{plan.pk}").exists()
    assert set(Notice.objects.values_list("kind", flat=True)) == {"approval.asked", "approval.given"}


def test_a_plan_given_back_becomes_the_next_version_with_what_it_said(client, ours, case):
    plan = to_a_plan(client, ours, case)
    client.post(at("hand_in", case.pk), {"to": ours.people["supervisor"].pk})
    client.force_login(ours.people["supervisor"])
    assert client.post(at("approve", "plan", plan.pk), {"do": "return"}).status_code == 422
    client.post(at("approve", "plan", plan.pk), {"do": "return", "opinion": "目标太大"})
    client.force_login(ours.people["social_worker"])
    said = client.get(at("plan_edit", case.pk)).content.decode()
    assert "目标太大" in said and GOAL in said
    client.post(at("plan_edit", case.pk), planned(**{"goal1-words": "每两周有半天休息"}))
    assert list(Plan.objects.order_by("number").values_list("number", "state")) == [(1, "returned"), (2, "draft")]


def test_what_was_handed_in_is_not_written_on_and_nobody_approves_her_own(client, ours, case):
    plan = to_a_plan(client, ours, case)
    client.post(at("hand_in", case.pk), {"to": ours.people["social_worker"].pk})
    plan.refresh_from_db()
    assert plan.state == "draft"
    client.post(at("hand_in", case.pk), {"to": ours.people["centre_director"].pk})
    client.post(at("plan_edit", case.pk), planned(**{"goal1-words": "别的目标"}))
    assert Plan.objects.get().goals.get().words == GOAL


def test_an_acute_risk_is_red_and_a_half_assessment_is_kept_but_not_completed(client, ours, case):
    client.force_login(ours.people["social_worker"])
    client.post(at("decide_intake", case.pk), {"decision": "accepted"})
    half = {"made_on": timezone.localdate().isoformat(), "do": "save", "strengths": "邻居肯帮忙", "score-personal-mood": "2"}
    assert client.post(at("assess", case.pk), half).status_code == 302
    assert "邻居肯帮忙" in client.get(at("assess", case.pk)).content.decode()
    assert client.post(at("assess", case.pk), half | {"do": "complete"}).status_code == 422
    client.post(at("assess", case.pk), assessed("0", risk="none", **{"risk-violence": "acute", "riskwords-violence": "昨晚动手"}))
    one = Assessment.objects.get()
    case.refresh_from_db()
    assert (one.colour, case.colour, one.next_review_on) == ("red", "red", timezone.localdate() + timedelta(days=7))
    said = client.get(at("assessment", case.pk, one.pk)).content.decode()
    assert "昨晚动手" in said
    assert client.get(at("assess", case.pk)).status_code == 200


@pytest.mark.parametrize(("decision", "more", "stage"), [("refused", {"reason": "不属本区"}, "refused"), ("referred", {"referred_to": "救助站"}, "referred")])
def test_a_refusal_says_why_and_a_referral_where(client, ours, case, decision, more, stage):
    client.force_login(ours.people["social_worker"])
    assert client.post(at("decide_intake", case.pk), {"decision": decision}).status_code == 422
    assert client.post(at("decide_intake", case.pk), {"decision": decision, **more}).status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.ended_on) == (stage, timezone.localdate())
    client.post(at("decide_intake", case.pk), {"decision": "accepted"})
    case.refresh_from_db()
    assert case.stage == stage


def test_the_page_of_a_case_shows_the_family_and_what_is_next_and_each_look_is_written(client, ours, case):
    client.force_login(ours.people["social_worker"])
    said = client.get(at("case", case.pk)).content.decode()
    assert ours.person.name in said
    assert make.told().issue in said
    assert Read.objects.get(account=ours.people["social_worker"]).what == "text"


def test_the_intake_form_shows_what_is_known_and_is_put_right(client, ours, case):
    client.force_login(ours.people["social_worker"])
    assert ours.person.name in client.get(at("intake_edit", case.pk)).content.decode()
    typed = {"source": "school", "issue": "孩子两周没上学", "urgency": "crisis"}
    assert client.post(at("intake_edit", case.pk), typed).status_code == 302
    assert "孩子两周没上学" in client.get(at("intake", case.pk)).content.decode()
    case.refresh_from_db()
    assert case.is_crisis


def test_nobody_else_gets_a_page_of_the_case(client, ours, case):
    street = places.member("street_office", "region", ours.centre.region_id)
    others = [ours.people[role] for role in ("reception", "supervisor", "colleague", "centre_director")]
    theirs = make.house("tianxin").people.values()
    for account in (street, *others, *theirs):
        client.force_login(account)
        for name in ("case", "intake", "intake_edit", "assess", "plan", "plan_edit"):
            assert client.get(at(name, case.pk)).status_code == 404, (account, name)


def test_the_list_holds_ones_own_and_is_searched_by_name_and_colour(client, ours, case):
    make.a_case(ours, to="colleague")
    client.force_login(ours.people["social_worker"])
    said = client.get(at("list")).content.decode()
    assert said.count(f'href="{at("case", case.pk)}"') == 1
    assert "2026-0002" not in said
    assert case.code in client.get(at("list"), {"q": ours.person.name[:2]}).content.decode()
    assert case.code not in client.get(at("list"), {"q": "没有这个人"}).content.decode()
    assert case.code not in client.get(at("list"), {"colour": "red"}).content.decode()


def test_the_director_sees_codes_and_states_and_nobodys_name(client, ours, case):
    client.force_login(ours.people["centre_director"])
    for address in (at("overview"), at("head", case.pk)):
        said = client.get(address).content.decode()
        assert case.code in said
        assert ours.person.name not in said
    assert ours.workers["social_worker"].name in client.get(at("overview")).content.decode()
