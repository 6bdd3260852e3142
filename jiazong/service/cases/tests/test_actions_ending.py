"""Drafts, closing, what comes after it, referral: as the worker does them, under the policies."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from fractions import Fraction
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ground.transparency.models import Leaf
from jiazong.service.cases.actions import approving, closing, drafts, following, notes, referring
from jiazong.service.cases.models import (
    Case,
    Closing,
    Draft,
    FollowUp,
    Goal,
    GoalOutcome,
    Intake,
    Plan,
    Setting,
)
from jiazong.service.cases.queries import closing as closing_queries
from jiazong.service.cases.queries import drafts as draft_queries
from jiazong.service.cases.queries import following as following_queries
from jiazong.service.cases.queries import referring as referring_queries
from jiazong.service.cases.rules import closing as closing_rules
from jiazong.service.cases.rules import planning, stages
from jiazong.service.cases.rules import referring as referring_rules
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    """A case in its work, with an approved plan of one goal."""
    case = make.a_case(ours)
    plan = Plan.objects.create(case=case, number=1, written_by=ours.people["social_worker"])
    Goal.objects.create(plan=plan, case=case, order=1, domain="family", words="每周谈一次")
    Plan.objects.filter(pk=plan.pk).update(state="approved", decided_by=ours.people["supervisor"])
    Case.objects.filter(pk=case.pk).update(stage=stages.INTERVENTION)
    case.refresh_from_db()
    return case


def as_worker(ours):
    return acting(ours.people["social_worker"], "cases.write")


def told(**more):
    return closing.ClosingTold(**{"closed_on": TODAY(), "reason": "moved", "changes": "夫妻不再争吵。", **more})


def close(ours, case, **more):
    """The whole way: report, handed in, approved by the supervisor."""
    with as_worker(ours):
        made = closing.save_closing(case, told(**more), by=ours.people["social_worker"])
        approving.hand_in(made, to=ours.people["supervisor"], by=ours.people["social_worker"])
    with acting(ours.people["supervisor"], "cases.approve"):
        found = Closing.objects.select_related("case").get(pk=made.pk)
        approving.decide(found, by=ours.people["supervisor"], is_approved=True, opinion="同意。")
    case.refresh_from_db()
    return made


def test_what_is_typed_is_sealed_and_seen_by_its_writer_alone(ours, case):
    with as_worker(ours):
        drafts.keep(case, "note", {"content": ["她昨晚没有睡。"]}, by=ours.people["social_worker"], window="one")
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM cases_draft")
        assert "她昨晚".encode() not in bytes(cursor.fetchone()[0])
    for who in ("centre_director", "supervisor", "colleague"):
        with acting(ours.people[who], "cases.read"):
            assert not Draft.objects.exists()
    with as_worker(ours):
        kept, row = draft_queries.draft_of(case, ours.people["social_worker"], "note")
        assert kept.shown == {"content": ("她昨晚没有睡。",)} and row.version == 1
        drafts.drop(case, "note", by=ours.people["social_worker"])
        assert not Draft.objects.exists()


def test_a_form_that_was_only_opened_leaves_no_draft(ours, case):
    with as_worker(ours):
        drafts.keep(case, "note", {"content": ["  "], "present": []}, by=ours.people["social_worker"])
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_begin_in_the_same_moment_keep_both_texts():
    ours = make.house()
    case, barrier = make.a_case(ours), Barrier(2)

    def type_in(window):
        barrier.wait()
        try:
            with as_worker(ours):
                drafts.keep(case, "note", {"content": [window]}, by=ours.people["social_worker"], window=window)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(type_in, ("左", "右")))
    kept, _row = draft_queries.draft_of(case, ours.people["social_worker"], "note")
    assert {one.values[0] for one in kept.fields["content"]} == {"左", "右"}


def test_a_report_is_approved_by_somebody_else_and_closes_the_case_with_a_leaf(ours, case):
    goal = closing_queries.goals_of(case)[0]
    made = close(ours, case, reason="reached", outcomes={goal: 1})
    assert (case.stage, case.ended_on, case.end_kind) == ("closed", TODAY(), "reached")
    assert GoalOutcome.objects.get().level == 1
    assert Leaf.objects.filter(kind="approval", subject=f"closing:{made.pk}").exists()
    with as_worker(ours):
        assert Closing.objects.get().changes == "夫妻不再争吵。"
        with pytest.raises(stages.AlreadyEnded):
            closing.save_closing(case, told(), by=ours.people["social_worker"])


def test_a_report_that_was_approved_is_changed_by_nobody(ours, case):
    made = close(ours, case)
    with pytest.raises(DatabaseError), transaction.atomic(), as_worker(ours):
        Closing.objects.filter(pk=made.pk).update(reason="died")


@pytest.mark.parametrize("colour", ["red", "yellow"])
def test_a_red_case_is_closed_only_with_the_reason_why(ours, case, colour):
    Case.objects.filter(pk=case.pk).update(colour=colour)
    case.refresh_from_db()
    if colour == "red":
        with pytest.raises(closing_rules.OpenRisk), as_worker(ours):
            closing.save_closing(case, told(), by=ours.people["social_worker"])
        assert not Closing.objects.exists()
    close(ours, case, risk_words="已由派出所与妇联接手。" if colour == "red" else "")
    assert case.stage == "closed"


def test_goals_are_reached_only_when_each_is_judged(ours, case):
    with pytest.raises(closing_rules.GoalsNotJudged), as_worker(ours):
        closing.save_closing(case, told(reason="reached"), by=ours.people["social_worker"])


def test_nobody_approves_her_own_report_and_a_returned_one_is_followed_by_a_new_one(ours, case):
    worker = ours.people["social_worker"]
    with as_worker(ours):
        made = closing.save_closing(case, told(), by=worker)
        with pytest.raises(planning.OwnWork):
            approving.hand_in(made, to=worker, by=worker)
        approving.hand_in(made, to=ours.people["supervisor"], by=worker)
        with pytest.raises(closing_rules.HasClosing):
            closing.save_closing(case, told(), by=worker)
    with acting(ours.people["supervisor"], "cases.approve"):
        found = Closing.objects.select_related("case").get(pk=made.pk)
        approving.decide(found, by=ours.people["supervisor"], is_approved=False, opinion="请写跟进计划。")
    case.refresh_from_db()
    assert case.stage == stages.INTERVENTION
    with as_worker(ours):
        assert closing.save_closing(case, told(follow_up="每月电话一次。"), by=worker).pk != made.pk


def test_the_worker_looks_in_after_closing_until_the_last_look_shuts_the_file(ours, case):
    worker = ours.people["social_worker"]
    with pytest.raises(following.NotClosed), as_worker(ours):
        following.follow_up(case, following.FollowUpTold(TODAY(), "phone", "还好。"), by=worker)
    close(ours, case)
    with as_worker(ours):
        following.follow_up(case, following.FollowUpTold(TODAY(), "phone", "一切都好。"), by=worker)
        assert following_queries.follow_ups_of(case)[0].words == "一切都好。"
        following.follow_up(case, following.FollowUpTold(TODAY(), "visit", "最后一次。", is_last=True), by=worker)
        assert not Case.objects.exists() and not FollowUp.objects.exists()
    assert FollowUp.objects.count() == 2


def test_no_note_is_written_into_a_closed_case(ours, case):
    close(ours, case)
    words, time = notes.Words("又来了。"), notes.Time(TODAY(), 30)
    with pytest.raises(stages.AlreadyEnded), as_worker(ours):
        notes.write_note(case, notes.NoteTold(time, "visit", words), by=ours.people["social_worker"])


def test_a_family_that_comes_back_gets_a_new_case_that_names_the_old_one(ours, case):
    worker = ours.people["social_worker"]
    close(ours, case)
    with as_worker(ours):
        made = following.reopen(case, issue="又吵了。", urgency="urgent", by=worker, on=TODAY())
    made.refresh_from_db()
    assert (made.stage, made.worker, made.party.person_id) == ("intake", None, ours.person.pk)
    assert case.code in Intake.objects.get(case=made).prior_service
    case.refresh_from_db()
    assert case.stage == "closed"


def test_how_the_family_found_it_is_kept_with_the_questions_as_they_were_asked(ours, case):
    items = following_queries.items_on(TODAY())
    said = {item.code: choice for item, choice in zip(items, ("satisfied", "fairly", "not", "unknown", "satisfied"), strict=True)}
    with as_worker(ours):
        following.record_satisfaction(case, said, day=TODAY(), by=ours.people["social_worker"])
        with pytest.raises(following.NotAsked):
            following.record_satisfaction(case, {"weather": "satisfied"}, day=TODAY(), by=ours.people["social_worker"])
    Setting.objects.create(name="satisfaction.items", first_day=TODAY(), value=[{"code": "new", "words": "新的问题"}], source="机构")
    found = following_queries.satisfactions_of(case)[0]
    assert [words for words, _answer in found.answers] == [item.words for item in items]
    assert found.score == Fraction(13, 4)


def test_nothing_goes_out_without_a_separate_consent_not_even_past_the_rule(ours, case):
    day, worker = TODAY(), ours.people["social_worker"]
    with as_worker(ours):
        with pytest.raises(referring_rules.NoConsent):
            referring.refer(case, referring.ReferralTold("out", "青禾医院", day), by=worker)
        made = referring.refer(case, referring.ReferralTold("out", "青禾医院", day, consent_on=day), by=worker)
        with pytest.raises(DatabaseError), transaction.atomic():
            type(made).objects.filter(pk=made.pk).update(consent_on=None)


def test_an_answer_that_does_not_come_is_overdue_after_the_set_working_days_and_written_once(ours, case):
    day, worker = TODAY() - timedelta(days=40), ours.people["social_worker"]
    with as_worker(ours):
        made = referring.refer(case, referring.ReferralTold("out", "青禾医院", day, consent_on=day), by=worker)
        waiting = referring_queries.unanswered(Case.objects.all())
        assert [one.is_overdue for one in referring_queries.waited(list(waiting), today=TODAY())] == [True]
        assert [one.is_overdue for one in referring_queries.waited(list(waiting), today=day)] == [False]
        referring.answer(made, said="accepted", on=TODAY(), words="收下了。", by=worker)
        assert not waiting.all().exists()
        with pytest.raises(referring_rules.AlreadyAnswered):
            referring.answer(made, said="refused", on=TODAY(), by=worker)
        assert referring_queries.referrals_of(case)[0].answer_words == "收下了。"
