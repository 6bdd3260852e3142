"""An assessment is completed once; the database lets nobody change it, nor a plan that was handed in; lists ask so much and no more."""
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import approving, assessing, intake, planning
from jiazong.service.cases.models import Assessment, Case, Goal, Plan, Scale, Step
from jiazong.service.cases.queries import assessing as queries
from jiazong.service.cases.queries import cases as listing
from jiazong.service.cases.queries.timeline import timeline
from jiazong.service.cases.rules import planning as rules
from jiazong.service.cases.rules import stages
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    found = make.a_case(ours)
    intake.decide_intake(found, "accepted", by=ours.people["social_worker"], on=DAY)
    return found


def told(points=1, *, on=DAY, **more):
    domains = Scale.objects.get(agency="").domains
    given = {
        "scores": {one["code"]: {item["code"]: points for item in one["items"]} for one in domains}, "needs": ["休息"],
        "risks": {one: {"level": "none", "words": ""} for one in assessing.rules.RISKS},
    }  # fmt: skip
    return assessing.Assessed(made_on=on, **given | more)


def plan_told(words="每周休息一天"):
    return planning.PlanTold([rules.GoalTold("family", words, (rules.StepTold("联系", "社工", date(2026, 6, 1)),))])


def completed(ours, case, **more):
    return assessing.complete_assessment(case, told(**more), by=ours.people["social_worker"], on=DAY)


def test_a_second_save_writes_on_the_same_assessment_and_a_completed_one_is_followed_by_another(ours, case):
    worker = ours.people["social_worker"]
    first = assessing.save_assessment(case, told(0, needs=[]), by=worker, on=DAY)
    assert assessing.save_assessment(case, told(2), by=worker, on=DAY).pk == first.pk
    assert completed(ours, case, points=2).pk == first.pk
    again = completed(ours, case, points=1, on=DAY + timedelta(days=30))
    assert again.pk != first.pk
    found = queries.assessments_of(case)
    assert queries.before(found, found[0]).pk == first.pk
    assert Case.objects.get(pk=case.pk).colour == again.colour == "blue"
    assert first.colour == "" and found[1].colour == "red"


def test_what_was_completed_is_changed_by_nobody(ours, case):
    completed(ours, case)
    for change in ({"colour": "green"}, {"next_review_on": DAY}):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people["social_worker"], "cases.write"):
            Assessment.objects.filter(case=case).update(**change)


def test_half_an_assessment_is_not_completed_and_nothing_of_the_case_moves(ours, case):
    with pytest.raises(assessing.rules.NotComplete) as fault:
        completed(ours, case, needs=[])
    assert fault.value.lacks == ("needs",)
    assert Case.objects.get(pk=case.pk).stage == "assessment"


def test_before_the_intake_is_decided_nothing_is_assessed_and_before_the_assessment_nothing_planned(ours):
    case, worker = make.a_case(ours), ours.people["social_worker"]
    with pytest.raises(stages.NotNow):
        completed(ours, case)
    with pytest.raises(stages.NotNow):
        planning.save_plan(case, plan_told(), by=worker)


def test_goals_that_were_handed_in_stay_and_only_a_step_is_done(ours, case):
    worker = ours.people["social_worker"]
    completed(ours, case)
    plan = planning.save_plan(case, plan_told(), by=worker)
    planning.save_plan(case, plan_told("每月休息两天"), by=worker)
    assert Goal.objects.get().words == "每月休息两天"
    approving.hand_in(plan, to=ours.people["supervisor"], by=worker)
    for attempt in (
        lambda: Goal.objects.all().delete(), lambda: Goal.objects.update(domain="social"), lambda: Step.objects.update(who="别人"),
        lambda: Goal.objects.create(plan=plan, case=case, order=9, domain="family", words="加一个"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), acting(worker, "cases.write"):
            attempt()
    with acting(worker, "cases.write"):
        planning.mark_done(Step.objects.defer("words").get(), by=worker, on=DAY)
    assert Step.objects.get().done_on == DAY


def test_half_a_plan_is_not_handed_in(ours, case):
    completed(ours, case)
    told = planning.PlanTold([rules.GoalTold("family", "没有步骤的目标")])
    plan = planning.save_plan(case, told, by=ours.people["social_worker"])
    with pytest.raises(rules.Incomplete):
        approving.hand_in(plan, to=ours.people["supervisor"], by=ours.people["social_worker"])
    assert Plan.objects.get().state == "draft"


def test_an_agency_takes_its_own_scale_and_the_others_keep_theirs(ours):
    theirs = make.house("tianxin")
    base = Scale.objects.get(agency="")
    own = Scale(
        code="own", version=1, name="自订量表", agency=ours.centre.agency_id, domains=base.domains, colours=base.colours,
        first_day=DAY, source="机构自订",
    )  # fmt: skip
    assessing.add_scale(own, by=None)
    assert queries.scale_on(ours.centre.agency_id, DAY).name == "自订量表"
    assert queries.scale_on(ours.centre.agency_id, DAY - timedelta(days=1)) == base
    other = "another-agency" if theirs.centre.agency_id == ours.centre.agency_id else theirs.centre.agency_id
    assert queries.scale_on(other, DAY) == base


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_and_the_timeline_ask_the_same_whatever_there_is(ours, number):
    worker, today = ours.people["social_worker"], timezone.localdate()
    made = [make.a_case(ours) for _ in range(number)]
    with acting(worker, "cases.list"), CaptureQueriesContext(connection) as asked:
        mine = permissions.held_by(worker, "cases.list")
        keys = list(listing.asked_for(mine, listing.Asked(), today=today).values_list("pk", flat=True))
        lines = listing.lines_of(keys)
        assert [line.party.person.name for line in lines] == [ours.person.name] * number
        listing.counts(mine, today=today)
    assert len(asked) == 5
    intake.decide_intake(made[0], "accepted", by=worker, on=DAY)
    for turn in range(number):
        completed(ours, made[0], on=DAY + timedelta(days=turn))
    with acting(worker, "cases.read"), CaptureQueriesContext(connection) as asked:
        timeline(made[0])
    assert len(asked) <= 12
