"""Asked in plain SQL: nobody reads a bid before its hour, a bidder never another's, a member never another's points before the panel closes."""
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from jiazong.commission.tenders.actions import bidding, deciding, judging, opening
from jiazong.commission.tenders.tests import process as make
from jiazong.ground.access.context import acting

pytestmark = pytest.mark.django_db
BEFORE = ("tenders_bid", "tenders_offer", "tenders_reason", "tenders_biddraft", "tenders_sealkey")
SECRET = (*BEFORE, "tenders_score", "tenders_standing", "tenders_inquiry", "tenders_award")
ELSEWHERE = "440402001"


@pytest.fixture
def scene():
    """A tender being bid for and one being scored, and whoever has to do with them or has not."""
    running, scoring = make.published("qinghe-2026-01"), make.opened("qinghe-2026-02")
    bidder, rival = make.agency("甲社工"), make.agency("乙社工")
    make.bid(running, "甲社工")
    bidding.keep_bid_draft(running, rival, {"bond": "1"}, by=None)
    bidding.raise_inquiry(scoring, rival, about="procedure", words="请说明", by=None)
    seats = make.panel_of(scoring, 2)
    points = {(str(offer.bid_id), item.pk): item.most - 1 for offer in scoring.offers.filter(is_valid=True) for item in scoring.items.all()}
    judging.score(seats[0], points, by=None)
    stranger = make.agency("外来社工")
    return SimpleNamespace(
        running=running, scoring=scoring, seats=seats, score=seats[0].scores.first(),
        people={
            "street": make.member("street_office", "region", make.STREET), "district": make.member("district_bureau", "region", "440103"),
            "city": make.member("city_bureau", "region", "4401"), "admin": make.member("administrator", "everywhere", ""),
            "other street": make.member("street_office", "region", ELSEWHERE), "bidder": make.member("agency_office", "agency", bidder.pk),
            "stranger": make.member("agency_office", "agency", stranger.pk), "judge": seats[1].account, "scorer": seats[0].account,
            "other judge": make.member("panel_member", "region", make.STREET),
        },
    )  # fmt: skip


def seen(account, table, tender):
    """How many rows of a table about a tender somebody is shown."""
    where = "bid_id IN (SELECT id FROM tenders_bid WHERE tender_id = %s)" if table == "tenders_reason" else "tender_id = %s"
    with acting(account, "probe"), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}", [tender.pk])
        return cursor.fetchone()[0]


def all_seen(account, tables, tender):
    return {table: n for table in tables if (n := seen(account, table, tender))}


@pytest.mark.parametrize("who", ["street", "district", "city", "admin", "judge", "stranger", "other street", "other judge"])
def test_before_the_opening_nobody_sees_that_there_is_a_bid(scene, who):
    assert all_seen(scene.people[who], BEFORE, scene.running) == {}


def test_after_the_opening_each_sees_what_is_theirs_and_nothing_else(scene):
    people, tender = scene.people, scene.scoring
    offers = {"tenders_bid": 4, "tenders_offer": 4, "tenders_reason": 3}
    assert all_seen(people["street"], SECRET, tender) == {**offers, "tenders_sealkey": 1, "tenders_inquiry": 1}
    assert all_seen(people["district"], SECRET, tender) == {**offers, "tenders_inquiry": 1}
    assert all_seen(people["judge"], SECRET, tender) == offers
    assert all_seen(people["scorer"], SECRET, tender) == {**offers, "tenders_score": 6}
    assert all_seen(people["bidder"], SECRET, tender) == {"tenders_bid": 1, "tenders_offer": 1}
    for who in ("stranger", "other street", "other judge", "admin"):
        assert all_seen(people[who], SECRET, tender) == {}, who


def test_points_are_seen_once_the_panel_has_closed_and_the_own_result_once_it_is_decided(scene):
    people, tender = scene.people, scene.scoring
    make.scored(tender, make.panel_of(tender, 3))
    for seat in scene.seats:
        judging.score(seat, {(str(o.bid_id), i.pk): i.most - 1 for o in tender.offers.filter(is_valid=True) for i in tender.items.all()}, by=None)
        judging.sign(seat, by=None)
    assert seen(people["judge"], "tenders_score", tender) == 6
    judging.close_scoring(tender, by=None)
    assert seen(people["judge"], "tenders_score", tender) == seen(people["street"], "tenders_score", tender) == 30
    assert all_seen(people["bidder"], SECRET, tender) == {"tenders_bid": 1, "tenders_offer": 1}
    deciding.award(tender, by=None)
    assert seen(people["bidder"], "tenders_standing", tender) == 1
    assert all_seen(people["stranger"], SECRET, tender) == {}


def test_the_key_is_shown_to_the_purchaser_at_the_hour_and_to_the_system_not_before(scene):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenders_sealkey WHERE tender_id = %s", [scene.running.pk])
        assert cursor.fetchone() == (0,)
    make.come_to_opening(scene.running)
    assert {who for who, one in scene.people.items() if seen(one, "tenders_sealkey", scene.running)} == {"street"}


@pytest.mark.parametrize("statement", [
    "UPDATE tenders_tender SET opened_at = now(), state = 'opened' WHERE id = %(tender)s",
    "UPDATE tenders_tender SET opens_at = now() - interval '1 day', closes_at = now() - interval '1 day' WHERE id = %(tender)s",
    "INSERT INTO tenders_offer (id, bid_id, tender_id, is_as_sealed, is_valid) SELECT gen_random_uuid(), gen_random_uuid(), %(tender)s, true, true",
    "UPDATE tenders_scoringitem SET most = 1 WHERE tender_id = %(tender)s",
])  # fmt: skip
def test_the_purchaser_cannot_open_early_nor_change_what_was_published_by_any_statement(scene, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), acting(scene.people["street"], "probe"), connection.cursor() as cursor:
        cursor.execute(statement, {"tender": scene.running.pk})


def test_a_member_gives_no_points_in_anothers_name_and_changes_none_after_signing(scene):
    judge, score = scene.people["judge"], scene.score
    with acting(judge, "probe"), connection.cursor() as cursor:
        cursor.execute("UPDATE tenders_score SET points = 0 WHERE id = %s", [score.pk])
        assert cursor.rowcount == 0
    with pytest.raises(DatabaseError), transaction.atomic(), acting(judge, "probe"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tenders_score (member_id, tender_id, bid_id, item_id, points) VALUES (%s, %s, %s, %s, 1)",
            [scene.seats[0].pk, scene.scoring.pk, score.bid_id, score.item_id],
        )
    judging.sign(scene.seats[0], by=None)
    with acting(scene.people["scorer"], "probe"), connection.cursor() as cursor:
        cursor.execute("UPDATE tenders_score SET points = 0 WHERE id = %s", [score.pk])
        assert cursor.rowcount == 0


def test_who_declared_a_conflict_sees_no_bid(scene):
    account = scene.people["other judge"]
    called = judging.appoint(scene.scoring, {str(account.pk): account.name}, by=None)[0]
    judging.declare(called, has_conflict=True, words="曾在甲社工任职", by=account)
    assert all_seen(account, SECRET, scene.scoring) == {}


def test_a_bid_is_taken_back_by_its_own_agency_alone(scene):
    for who in ("stranger", "street", "judge"):
        with acting(scene.people[who], "probe"), connection.cursor() as cursor:
            cursor.execute("UPDATE tenders_bid SET withdrawn_at = now(), sealed = '' WHERE tender_id = %s", [scene.running.pk])
            assert cursor.rowcount == 0, who


def test_the_purchaser_opens_through_the_door_of_the_web(scene):
    make.come_to_opening(scene.running)
    with acting(scene.people["street"], "tenders.write"):
        assert opening.open_bids(scene.running, by=scene.people["street"]).state == "cancelled"
    assert seen(scene.people["street"], "tenders_offer", scene.running) == 1


def test_whoever_comes_without_an_account_sees_notices_and_nothing_else(scene):
    with acting(None, "door"), connection.cursor() as cursor:
        for table, n in (("tenders_notice", 2), *((table, 0) for table in ("tenders_tender", "tenders_lot", "tenders_version", *SECRET))):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (n,), table
