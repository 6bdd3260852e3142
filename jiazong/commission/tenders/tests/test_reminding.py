"""Each clock of a tender is told of to whoever has to act, shortly before it turns and once it has, until it is done."""
from datetime import date, timedelta

import pytest
from django.utils import timezone

from jiazong.commission.tenders import reminding
from jiazong.commission.tenders.actions import bidding, deciding, judging, opening
from jiazong.commission.tenders.models import Tender
from jiazong.commission.tenders.tests import process as make

pytestmark = pytest.mark.django_db


def told(on: date) -> list[tuple[str, bool]]:
    return [(one.kind, one.is_over) for one in reminding.of_purchaser(Tender.objects.all(), reminding.window(on))]


def told_bidder(name: str, on: date) -> list[str]:
    return [one.kind for one in reminding.of_bidder([make.agency(name)], reminding.window(on))]


def today() -> date:
    return timezone.localdate()


def test_the_opening_is_told_of_three_working_days_ahead_and_when_it_was_missed():
    opens = timezone.localtime(make.published(days=25).opens_at).date()
    assert told(opens - timedelta(days=14)) == []
    assert told(opens - timedelta(days=1)) == told(opens) == [("opening", False)]
    assert told(opens + timedelta(days=4)) == [("opening", True)]


def test_how_many_days_ahead_is_a_dated_setting():
    opens = timezone.localtime(make.published(days=25).opens_at).date()
    with make.clock_of_the_owner() as cursor:
        cursor.execute(
            "INSERT INTO tenders_setting (name, first_day, value, unit, source) VALUES ('remind.days', %s, 10, 'working days', '某市')",
            [opens - timedelta(days=30)],
        )
    assert told(opens - timedelta(days=14)) == [("opening", False)]


def test_the_choice_of_the_winner_is_due_within_five_working_days_of_the_ranking():
    tender = make.opened()
    make.scored(tender, make.panel_of(tender))
    judging.close_scoring(tender, by=None)
    assert told(today() + timedelta(days=5)) == [("choice", False)]
    assert told(today() + timedelta(days=20)) == [("choice", True)]
    deciding.award(tender, by=None)
    assert told(today() + timedelta(days=5)) == []


def test_the_contract_is_due_within_thirty_days_of_the_award_then_its_filing():
    tender = make.awarded()
    assert told(today() + timedelta(days=10)) == []
    assert told(today() + timedelta(days=29)) == [("contract", False)]
    assert told(today() + timedelta(days=31)) == [("contract", True)]
    signed = deciding.Signed("q-y1", "qinghe", "青禾家综", today(), date(2027, 1, 1), date(2027, 12, 31))
    signing = deciding.sign_contract(tender, signed, by=None)
    assert told(today() + timedelta(days=31)) == [("filing", True)]
    deciding.file_copy(signing, on=today(), by=None)
    assert told(today() + timedelta(days=31)) == []


def test_a_query_is_due_until_it_is_answered():
    asked = bidding.raise_inquiry(make.awarded(), make.agency("乙社工"), about="result", words="请说明评分", by=None)
    assert [one.key for one in reminding.of_purchaser(Tender.objects.all(), reminding.window(asked.answer_by))] == [(asked.tender_id, asked.pk)]
    assert told(asked.answer_by + timedelta(days=9))[0] == ("answer", True)
    deciding.answer_inquiry(asked, answer="见评审报告", is_upheld=False, by=None)
    assert told(asked.answer_by) == []


def test_papers_may_go_after_fifteen_years_and_not_a_day_before():
    tender = make.published()
    opening.cancel(tender, why=opening.TASK_ENDED, words="", by=None)
    after = date(today().year + 15, today().month, today().day)
    assert told(after - timedelta(days=1)) == []
    assert told(after) == [("records", False)] and told(after + timedelta(days=9)) == [("records", True)]


def test_a_bidder_is_told_of_a_draft_that_is_not_handed_in_and_of_nobody_elses():
    tender = make.published(days=21)
    bidding.keep_bid_draft(tender, make.agency("甲社工"), {"bond": "1"}, by=None)
    closes = timezone.localtime(tender.closes_at).date()
    assert told_bidder("甲社工", closes) == ["bid"] and told_bidder("乙社工", closes) == []
    bidding.submit_bid(tender, make.agency("甲社工"), make.content("甲社工"), by=None)
    assert told_bidder("甲社工", closes) == []


def test_who_lost_is_told_until_when_to_ask_and_who_won_of_the_contract_to_take_in():
    tender = make.awarded()
    soon = today() + timedelta(days=7)
    assert told_bidder("乙社工", soon) == ["query"] and told_bidder("甲社工", soon) == []
    assert told_bidder("乙社工", soon + timedelta(days=30)) == []
    deciding.sign_contract(tender, deciding.Signed("q-y1", "qinghe", "青禾家综", today(), soon, soon + timedelta(days=364)), by=None)
    assert told_bidder("甲社工", soon) == ["take_in"]
    deciding.take_in_contract(tender.signing, by=None)
    assert told_bidder("甲社工", soon) == []


@pytest.mark.parametrize("many", [1, 3])
def test_one_question_is_asked_for_each_kind_however_many_tenders_there_are(many, django_assert_num_queries):
    for n in range(many):
        make.published(f"q-{n}", days=21)
    within = reminding.window(today() + timedelta(days=21))
    with django_assert_num_queries(6):
        assert len(reminding.of_purchaser(Tender.objects.all(), within)) == many
