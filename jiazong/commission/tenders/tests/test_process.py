"""The process step by step: what each step brings about, and what keeps it from being done."""
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle.queries import promises_of
from jiazong.commission.tenders.actions import bidding, deciding, drafting, judging, opening
from jiazong.commission.tenders.models import Bid, Notice, Offer
from jiazong.commission.tenders.rules import sealing
from jiazong.commission.tenders.tests import process as make
from jiazong.commission.tenders.troubles import NotNow
from jiazong.ground.transparency.models import Leaf

pytestmark = pytest.mark.django_db


def refused(code):
    return pytest.raises(NotNow, match=f"^{code}$")


def test_from_the_requirement_to_the_contract_of_a_trial_year():
    tender = make.signed()
    assert {one.bid.agency.name: one.is_valid for one in Offer.objects.filter(tender=tender)} == {
        "甲社工": True, "乙社工": True, "丙社工": True, "丁社工": False,
    }  # fmt: skip
    assert [one.code for one in Bid.objects.get(agency__name="丁社工").reasons.all()] == ["price_over_annual_budget"] * 3
    ranking = [(one.bid.agency.name, one.price, one.total) for one in tender.standings.all()]
    # 1,900,000 ÷ 1,980,000 × 10 = 9.5959…
    assert ranking == [("甲社工", Decimal("9.60"), Decimal("99.60")), ("乙社工", Decimal("10.00"), Decimal("90.00")), ("丙社工", Decimal("9.60"), Decimal("79.60"))]
    assert [one.kind for one in tender.notices.order_by("at", "pk")].count(Notice.AWARD) == 1
    contract = deciding.take_in_contract(tender.signing, by=None)
    assert (contract.year, contract.of_years, contract.is_trial, contract.budget_fen) == (1, 3, True, 198_000_000)
    assert {one.name: one.target for one in contract.indicators.all()} == {"探访户次": 1500, "小组人次": 620}
    assert promises_of(contract) == {one.code: one.target for one in contract.indicators.all()}
    rule = contract.hours_rules.get()
    assert (rule.professionals, rule.total_minutes, rule.floor_minutes, rule.ceiling_percent) == (14, 27_440 * 60, 22_852 * 60, Decimal("110.00"))
    assert contract.assignments.filter(is_professional=True).count() == 14
    assert deciding.take_in_contract(tender.signing, by=None) == contract
    assert Contract.objects.count() == 1


@pytest.mark.parametrize(("days", "is_refused"), [(19, True), (20, False)])
def test_closing_lies_twenty_days_after_the_notice_at_least(days, is_refused):
    if is_refused:
        with refused("closes_too_early"):
            make.published(days=days)
    else:
        assert make.published(days=days).state == "published"


def test_a_notice_of_an_earlier_day_needs_its_address():
    tender, now = make.drafted(), timezone.localtime()
    told = {"notice_day": now.date() - timedelta(days=25), "closes_at": now + timedelta(hours=1), "opens_at": now + timedelta(hours=1), "by": None}
    with refused("notice_day"):
        drafting.publish(tender, make.asked(), **told)
    made = drafting.publish(tender, make.asked(), notice_address="https://example.org/1", **told)
    assert made.state == "published"


def test_the_receipt_is_the_hash_of_the_content_and_stands_in_the_evidence_log():
    made = make.bid(make.published(), "甲社工")
    assert made.sha256 == sealing.digest(make.content("甲社工"))
    leaf = Leaf.objects.get(subject=f"tender:{made.pk}")
    assert made.sha256 in leaf.facts


def test_nothing_readable_of_a_bid_lies_in_the_database():
    made = make.bid(make.published(), "甲社工")
    assert "甲社工".encode() not in bytes(made.sealed) and b"1980000" not in bytes(made.sealed)


def test_a_bid_may_be_replaced_and_taken_back_until_closing_and_counts_once():
    tender = make.published()
    first = make.bid(tender, "甲社工")
    assert make.bid(tender, "甲社工") == first
    second = make.bid(tender, "甲社工", price=1_900_000)
    first.refresh_from_db()
    assert first.withdrawn_at and bytes(first.sealed) == b""
    bidding.withdraw_bid(second, by=None)
    assert not Bid.objects.filter(withdrawn_at__isnull=True).exists()


def test_after_closing_nothing_comes_in_and_nothing_is_given_back():
    tender = make.published()
    made = make.bid(tender, "甲社工")
    make.come_to_opening(tender)
    with refused("closed"):
        make.bid(tender, "乙社工")
    with refused("closed"):
        bidding.withdraw_bid(made, by=None)


def test_the_database_itself_refuses_a_late_bid_whatever_the_clock_of_the_server_says(monkeypatch):
    tender = make.come_to_opening(make.published())
    monkeypatch.setattr(bidding.timezone, "now", lambda: tender.closes_at - timedelta(days=1))
    with refused("closed"):
        make.bid(tender, "乙社工")


def test_the_database_refuses_the_opening_before_its_hour_whatever_the_clock_of_the_server_says(monkeypatch):
    tender = make.published()
    make.bid(tender, "甲社工")
    with refused("not_before_opening"):
        opening.open_bids(tender, by=None)
    monkeypatch.setattr(opening.timezone, "now", lambda: tender.opens_at + timedelta(days=1))
    with refused("not_before_opening"):
        opening.open_bids(tender, by=None)
    assert not Offer.objects.exists()


def test_a_bid_that_was_changed_in_the_database_is_found_at_the_opening():
    tender = make.published()
    made = [make.bid(tender, who) for who in ("甲社工", "乙社工", "丙社工")][0]
    with make.clock_of_the_owner() as cursor:
        cursor.execute("ALTER TABLE tenders_bid DISABLE TRIGGER tenders_bid_stays; ALTER TABLE tenders_bid NO FORCE ROW LEVEL SECURITY")
        cursor.execute("UPDATE tenders_bid SET sha256 = %s WHERE id = %s", ["0" * 64, made.pk])
        cursor.execute("ALTER TABLE tenders_bid ENABLE TRIGGER tenders_bid_stays; ALTER TABLE tenders_bid FORCE ROW LEVEL SECURITY")
    opening.open_bids(make.come_to_opening(tender), by=None)
    offer = Offer.objects.get(bid=made)
    assert (offer.is_as_sealed, offer.is_valid) == (False, False)
    assert [one.code for one in made.reasons.all()] == ["changed_after_sealing"]


def test_fewer_than_three_valid_bids_cancel_the_tender_and_say_so_publicly():
    tender = make.opened(bids={"甲社工": {}, "乙社工": {}, "丙社工": {"hours": 22_851}})
    tender.refresh_from_db()
    assert (tender.state, tender.why_cancelled) == ("cancelled", "too_few_valid")
    assert tender.notices.get(kind=Notice.CANCELLED).content["why"] == "too_few_valid"


def test_the_panel_closes_only_when_it_is_large_enough_and_all_have_signed():
    tender = make.opened()
    seats = make.panel_of(tender, 4)
    with refused("panel_too_small"):
        judging.close_scoring(tender, by=None)
    seats += make.panel_of(tender, 1)
    with refused("not_all_signed"):
        judging.close_scoring(tender, by=None)
    with refused("points_missing"):
        judging.sign(seats[0], by=None)
    make.scored(tender, seats)
    assert len(judging.close_scoring(tender, by=None)) == 3


def test_who_has_a_conflict_gives_no_points_and_who_has_signed_changes_none():
    tender = make.opened()
    called = judging.appoint(tender, {str(p.pk): p.name for p in [make.member("panel_member", "region", tender.region_id)]}, by=None)[0]
    judging.declare(called, has_conflict=True, words="曾在甲社工任职", by=None)
    with refused("scoring_closed"):
        judging.score(called, {}, by=None)


def test_only_members_for_the_region_who_work_for_no_agency_can_be_called():
    tender = make.published()
    stranger, insider = make.member("panel_member", "region", "4404"), make.member("panel_member", "region", "4401")
    make.access.admit(insider, role="agency_office", scope_kind="agency", scope_code="agency-甲社工", by=None, on=timezone.localdate())
    for one in (stranger, insider):
        with refused("no_candidate"):
            judging.appoint(tender, {str(one.pk): one.name}, by=None)


def test_points_above_the_most_of_a_line_are_refused_by_the_database():
    tender = make.opened()
    seat, offer, item = make.panel_of(tender, 1)[0], tender.offers.filter(is_valid=True).first(), tender.items.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        judging.score(seat, {(str(offer.bid_id), item.pk): item.most + 1}, by=None)


def test_a_query_runs_by_working_days_and_is_answered_once():
    tender = make.awarded()
    asked = bidding.raise_inquiry(tender, make.agency("乙社工"), about="result", words="请说明评分", by=None)
    assert (asked.answer_by - timezone.localdate()).days >= 7
    deciding.answer_inquiry(asked, answer="评分依据见评审报告", is_upheld=False, by=None)
    deciding.answer_inquiry(asked, answer="又一次", is_upheld=True, by=None)
    asked.refresh_from_db()
    assert (asked.answer, asked.is_upheld) == ("评分依据见评审报告", False)


def test_a_query_about_a_result_that_is_not_there_is_refused():
    with refused("too_late_to_ask"):
        bidding.raise_inquiry(make.published(), make.agency("乙社工"), about="result", words="？", by=None)


def test_what_was_published_stays_and_closing_is_only_put_off():
    tender = make.published()
    later = tender.closes_at + timedelta(days=3)
    assert drafting.put_off(tender, closes_at=later, opens_at=later, by=None).closes_at == later
    with refused("only_later"):
        drafting.put_off(tender, closes_at=later - timedelta(days=1), opens_at=later, by=None)
    for change in ({"name": "别的名称"}, {"closes_at": later - timedelta(days=1)}, {"public_key": "00"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(tender).objects.filter(pk=tender.pk).update(**change)
    with refused("state"):
        drafting.drop(tender, by=None)
