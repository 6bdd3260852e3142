"""A case lived through from the desk to the last look after closing, with words of its own in every field."""
from datetime import date, timedelta

from django.utils import timezone

from jiazong.people.residents.models import Guardianship, Parentage, Phone, Residence, Tie
from jiazong.people.residents.tests import factories as residents
from jiazong.service.cases import actions
from jiazong.service.cases.actions import (
    approving,
    assessing,
    closing,
    following,
    intake,
    notes,
    planning,
    referring,
    visiting,
)
from jiazong.service.cases.models import Case
from jiazong.service.cases.queries.following import items_on
from jiazong.service.cases.rules import assessing as rules
from jiazong.service.cases.rules.planning import GoalTold, StepTold
from jiazong.service.cases.rules.satisfaction import SATISFIED
from jiazong.service.cases.tests.factories import House

WORDS = (
    "朱鹮的求助", "朱鹮以前的服务", "朱鹮的个人系统", "朱鹮的家庭系统", "朱鹮的社会系统", "朱鹮的优势", "朱鹮的资源", "朱鹮的首要需要",
    "朱鹮社工看法", "朱鹮本人看法", "朱鹮的目标", "朱鹮的步骤", "朱鹮的评估方法", "朱鹮计划意见", "朱鹮探访目的", "朱鹮探访过程",
    "朱鹮的技巧", "朱鹮的反应", "朱鹮的下一步", "朱鹮的补充", "朱鹮转介原因", "朱鹮的摘要", "朱鹮的答复", "朱鹮的变化", "朱鹮尚存需要",
    "朱鹮跟进计划", "朱鹮结案意见", "朱鹮跟进情况", "朱鹮的建议", "朱鹮的身体", "朱鹮的情绪", "朱鹮家里的需要", "朱鹮得到的协助",
)  # fmt: skip
DAY = date(2026, 3, 2)


def lived(of: House) -> Case:
    """The whole life of a case; a family of three with a guardian, a school, a telephone."""
    worker, supervisor = of.people["social_worker"], of.people["supervisor"]
    _family(of)
    told = actions.Told(source="self", issue=WORDS[0])
    case = actions.open_case(of.centre, of.person, told, by=of.people["reception"], on=DAY, household=of.household)
    actions.assign(case, of.workers["social_worker"], by=of.people["centre_director"], on=DAY)
    intake.write_intake(case, intake.IntakeTold("self", WORDS[0], "urgent", contact="女儿", prior_service=WORDS[1], consent_on=DAY), by=worker)
    intake.decide_intake(case, "accepted", by=worker, on=DAY)
    _assessed(case, worker)
    plan = planning.save_plan(case, _plan(), by=worker)
    approving.decide(approving.hand_in(plan, to=supervisor, by=worker), by=supervisor, is_approved=True, opinion=WORDS[13])
    case.refresh_from_db()
    _noted(case, of)
    made = referring.refer(case, referring.ReferralTold("out", "青禾医院", DAY, WORDS[20], WORDS[21], "normal", DAY), by=worker)
    referring.answer(made, said="accepted", on=DAY + timedelta(days=2), words=WORDS[22], by=worker)
    goal = plan.goals.get()
    report = closing.ClosingTold(DAY + timedelta(days=60), "reached", WORDS[23], WORDS[24], WORDS[25], outcomes={goal: 1})
    ended = closing.save_closing(case, report, by=worker)
    approving.decide(approving.hand_in(ended, to=supervisor, by=worker), by=supervisor, is_approved=True, opinion=WORDS[26])
    case.refresh_from_db()
    following.follow_up(case, following.FollowUpTold(DAY + timedelta(days=90), "phone", WORDS[27]), by=worker)
    following.record_satisfaction(case, {one.code: SATISFIED for one in items_on(DAY)}, day=DAY, by=worker, words=WORDS[28])
    return case


def _family(of: House) -> None:
    mother = residents.a_person(of.centre, "林秋月", household=of.household)
    Phone.objects.create(centre=of.centre, person=of.person, number="13800001234")
    Guardianship.objects.create(centre=of.centre, ward=of.person, guardian=mother, kind="母亲")
    Parentage.objects.create(centre=of.centre, parent=mother, child=of.person)
    Tie.objects.create(centre=of.centre, household=of.household, system="青禾小学", kind="strong")
    Residence.objects.filter(person=mother).update(relation="母亲")
    of.person.id_number, of.person.id_kind = "11010519491231002X", "id_card"
    of.person.save(update_fields=["id_number", "id_kind"])


def _assessed(case: Case, worker) -> None:
    from_scale = {"personal", "family", "social", "risk"}
    scale = assessing.queries.scale_on(case.centre.agency_id, DAY)
    scores = {domain["code"]: {item["code"]: 1 for item in domain["items"]} for domain in scale.domains}
    assert from_scale & set(scores)
    told = assessing.Assessed(
        DAY, scores, {risk: {"level": rules.NONE, "words": ""} for risk in rules.RISKS},
        dict(zip(rules.SYSTEMS, WORDS[2:5], strict=True)), [WORDS[7], "其次的需要"], WORDS[5], WORDS[6], WORDS[8], WORDS[9],
    )  # fmt: skip
    assessing.complete_assessment(case, told, by=worker, on=DAY)
    case.refresh_from_db()


def _plan() -> planning.PlanTold:
    goal = GoalTold("家庭关系", WORDS[10], (StepTold(WORDS[11], "社工", DAY + timedelta(days=30)),))
    return planning.PlanTold([goal], WORDS[12], 6, False, DAY)


def _noted(case: Case, of: House) -> None:
    worker, words = of.people["social_worker"], notes.Words(WORDS[15], WORDS[14], WORDS[16], WORDS[17], WORDS[18])
    for minutes in (45, 30):
        time = notes.Time(timezone.localdate(), minutes, 15, 9 * 60 + 30)
        made = notes.write_note(case, notes.NoteTold(time, "visit", words, [of.person], "家中"), by=worker).note
    made.case = case
    notes.add_to_note(made, notes.Words(WORDS[19]), by=worker)
    seen = visiting.VisitTold(("passage", "gas"), *WORDS[29:33], second_worker=of.workers["colleague"], may_photograph=True)
    visiting.write_visit(made, seen, by=worker)
