"""The screens of purchaser, bidder, panel and everybody, from the typed requirement to the contract."""
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.commission.tenders.models import Bid, BidDraft, Inquiry, Notice, Tender
from jiazong.commission.tenders.tests import process as make

pytestmark = pytest.mark.django_db


def typed(**changes):
    """The requirement as a browser sends it."""
    told = {
        "name": "青禾街家庭综合服务项目", "code": "qinghe-2026-01", "kind": "centre_project", "purchaser": make.purchaser().pk, "city": "guangzhou",
        "years": "3", "whole_project_only": "on", "bond_limit_percent": "2", "counts_hours": "on", "method": "comprehensive", "price_weight": "10",
        "goal_1": "摸清需求", "catalogue_item": "目录公布以前已列入预算", "lots-TOTAL_FORMS": "1", "lots-INITIAL_FORMS": "0", "lots-0-code": "1", "lots-0-name": "家庭综合服务",
        "lots-0-annual_budget": "2000000", "minimums-TOTAL_FORMS": "2", "minimums-INITIAL_FORMS": "0", "minimums-0-name": "探访户次",
        "minimums-0-method": "探访", "minimums-0-unit": "户次", "minimums-0-counts": "rows", "minimums-0-least": "1500",
        "minimums-1-name": "小组人次", "minimums-1-method": "小组", "minimums-1-unit": "人次", "minimums-1-counts": "persons", "minimums-1-least": "600",
        "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0", "items-0-part": "technical", "items-0-name": "服务方案", "items-0-most": "60",
        "items-1-part": "business", "items-1-name": "同类业绩", "items-1-most": "30",
    }  # fmt: skip
    return told | changes


def typed_bid(who, *, price="1980000", people=14, **changes):
    told = {"lot-1-price_1": price, "lot-1-price_2": price, "lot-1-price_3": price, "lot-1-hours": "27440", "lot-1-ind_tfhc": "1500",
            "lot-1-ind_xzrc": "620", "bond": "20000", "staff-TOTAL_FORMS": str(people), "staff-INITIAL_FORMS": "0"}  # fmt: skip
    for n in range(people):
        told |= {f"staff-{n}-name": f"{who}成员{n}", f"staff-{n}-certificate": "social_worker", f"staff-{n}-valid_until": "2036-12-31"}
    return told | changes


@pytest.fixture
def street(client):
    make.street()
    client.force_login(make.member("street_office", "region", make.STREET))
    return client


def agency_client(name):
    body = make.agency(name)
    client = Client()
    client.force_login(make.member("agency_office", "agency", body.pk))
    return client


def publish(client, tender):
    told = timezone.localtime() + timedelta(days=21)
    return client.post(reverse("tenders:publish", args=[tender.pk]), {
        "notice_day": timezone.localdate().isoformat(), "closes_day": told.date().isoformat(), "closes_clock": "09:30",
    })  # fmt: skip


def test_a_requirement_is_kept_half_filled_and_published_when_it_is_whole(street):
    half = typed(**{"minimums-0-least": "很多", "items-1-most": "20"})
    answer = street.post(reverse("tenders:new"), half | {"save": "1"})
    tender = Tender.objects.get()
    assert answer.status_code == 302 and tender.typed["minimums-0-least"] == "很多"
    page = street.get(reverse("tenders:edit", args=[tender.pk])).text
    assert "很多" in page and "error-summary" not in page
    refused = street.post(reverse("tenders:edit", args=[tender.pk]), half | {"check": "1"})
    assert refused.status_code == 422 and "很多" in refused.text
    again = street.post(reverse("tenders:edit", args=[tender.pk]), typed(**{"items-1-most": "20"}) | {"check": "1"})
    assert again.status_code == 422 and "90" in again.text
    assert street.post(reverse("tenders:edit", args=[tender.pk]), typed() | {"check": "1"}).headers["Location"] == reverse("tenders:publish", args=[tender.pk])
    assert street.get(reverse("tenders:publish", args=[tender.pk])).status_code == 200
    assert publish(street, tender).status_code == 302
    tender.refresh_from_db()
    assert tender.state == "published" and tender.lots.get().minimums.count() == 2
    assert street.get(reverse("tenders:tender", args=[tender.pk])).status_code == 200
    assert street.get(reverse("tenders:list")).status_code == 200


def test_a_new_requirement_that_is_not_whole_is_kept_and_sent_to_its_own_page_the_next_time(street):
    refused = street.post(reverse("tenders:new"), typed(**{"items-1-most": "20"}) | {"check": "1"})
    at = reverse("tenders:edit", args=[Tender.objects.get().pk])
    assert refused.status_code == 422 and f'action="{at}"' in refused.text
    assert street.post(at, typed() | {"check": "1"}).status_code == 302


def test_lines_are_added_and_taken_away_without_losing_what_was_typed(street):
    more = street.post(reverse("tenders:new"), typed() | {"more": "minimums"})
    assert more.status_code == 200 and 'name="minimums-TOTAL_FORMS" value="5"' in more.text and "探访户次" in more.text
    less = street.post(reverse("tenders:new"), typed() | {"drop": "minimums:0"})
    assert 'name="minimums-TOTAL_FORMS" value="1"' in less.text and "探访户次" not in less.text and "小组人次" in less.text
    assert not Tender.objects.exists()


def test_a_number_that_is_taken_is_said_beside_its_box(street):
    street.post(reverse("tenders:new"), typed() | {"save": "1"})
    assert street.post(reverse("tenders:new"), typed() | {"save": "1"}).status_code == 422


def test_too_few_days_to_closing_are_refused_with_the_first_day_that_would_do(street):
    street.post(reverse("tenders:new"), typed() | {"save": "1"})
    tender, soon = Tender.objects.get(), timezone.localdate() + timedelta(days=19)
    answer = street.post(reverse("tenders:publish", args=[tender.pk]), {"notice_day": timezone.localdate().isoformat(), "closes_day": soon.isoformat(), "closes_clock": "09:30"})
    assert answer.status_code == 422 and "20" in answer.text


def test_closing_is_put_off_and_never_brought_forward(street):
    tender = make.published()
    at, day = reverse("tenders:put_off", args=[tender.pk]), timezone.localdate()
    assert street.get(at).status_code == 200
    assert street.post(at, {"closes_day": (day + timedelta(days=19)).isoformat(), "closes_clock": "09:30"}).status_code == 422
    assert street.post(at, {"closes_day": (day + timedelta(days=30)).isoformat(), "closes_clock": "09:30"}).status_code == 302
    tender.refresh_from_db()
    assert timezone.localtime(tender.closes_at).date() == day + timedelta(days=30) and tender.opens_at == tender.closes_at


def test_a_bid_is_typed_looked_over_sealed_and_its_receipt_kept():
    tender, client = make.published(), agency_client("甲社工")
    at = {name: reverse(f"tenders:{name}", args=[tender.pk]) for name in ("offer", "bid", "submit", "bid_copy", "withdraw")}
    assert client.get(reverse("tenders:open")).status_code == 200
    assert client.get(at["bid"]).status_code == 200
    half = client.post(at["bid"], typed_bid("甲社工", **{"lot-1-price_2": "一百万"}) | {"check": "1"})
    assert half.status_code == 422 and "一百万" in half.text
    assert BidDraft.objects.get().typed["lot-1-price_2"] == "一百万"
    whole = client.post(at["bid"], typed_bid("甲社工") | {"check": "1"})
    assert whole.status_code == 302 and whole.headers["Location"] == at["submit"]
    shown = client.get(at["submit"])
    receipt = re.search(r"[0-9a-f]{64}", shown.text)[0]
    assert client.get(at["bid_copy"]).json()["lots"][0]["annual_hours"] == 27440
    assert client.post(at["submit"]).status_code == 302
    assert Bid.objects.get().sha256 == receipt and not BidDraft.objects.exists()
    assert receipt in client.get(at["offer"]).text
    assert client.post(at["withdraw"]).status_code == 302
    assert Bid.objects.get().withdrawn_at


def test_what_speaks_against_a_bid_is_said_before_it_is_sealed():
    tender, client = make.published(), agency_client("甲社工")
    client.post(reverse("tenders:bid", args=[tender.pk]), typed_bid("甲社工", price="2000001") | {"check": "1"})
    assert "不得超过" in client.get(reverse("tenders:submit", args=[tender.pk])).text


def test_a_bid_file_fills_the_form_in():
    tender, client = make.published(), agency_client("甲社工")
    file = SimpleUploadedFile("bid.json", json.dumps(make.content("甲社工"), ensure_ascii=False).encode(), "application/json")
    assert client.post(reverse("tenders:bid_load", args=[tender.pk]), {"file": file}).status_code == 302
    assert client.get(reverse("tenders:bid_copy", args=[tender.pk])).json() == make.content("甲社工")
    broken = SimpleUploadedFile("bid.json", b"{", "application/json")
    assert client.post(reverse("tenders:bid_load", args=[tender.pk]), {"file": broken}).status_code == 422


def test_the_workbook_of_the_tender_is_filled_in_and_read_back():
    tender, client = make.published(), agency_client("甲社工")
    client.post(reverse("tenders:bid", args=[tender.pk]), typed_bid("甲社工") | {"save": "1"})
    kept = client.get(reverse("tenders:bid_copy", args=[tender.pk])).json()
    book = client.get(reverse("tenders:bid_book", args=[tender.pk])).content
    BidDraft.objects.all().delete()
    file = SimpleUploadedFile("投标.xlsx", book)
    assert client.post(reverse("tenders:bid_load", args=[tender.pk]), {"file": file}).status_code == 302
    assert client.get(reverse("tenders:bid_copy", args=[tender.pk])).json() == kept
    broken = SimpleUploadedFile("投标.xlsx", book[:500])
    assert client.post(reverse("tenders:bid_load", args=[tender.pk]), {"file": broken}).status_code == 422


def test_the_whole_way_on_screens(street):
    street.post(reverse("tenders:new"), typed() | {"save": "1"})
    tender = Tender.objects.get()
    publish(street, tender)
    bidders = {name: agency_client(name) for name in ("甲社工", "乙社工", "丙社工", "丁社工")}
    for n, (name, client) in enumerate(bidders.items()):
        whole = typed_bid(name, price=["1980000", "1900000", "1950000", "2000001"][n]) | {"check": "1"}
        assert client.post(reverse("tenders:bid", args=[tender.pk]), whole).status_code == 302
        assert client.post(reverse("tenders:submit", args=[tender.pk])).status_code == 302
    page = street.get(reverse("tenders:tender", args=[tender.pk])).text
    assert "甲社工" not in page
    make.come_to_opening(tender)
    street.post(reverse("tenders:open_bids", args=[tender.pk]))
    page = street.get(reverse("tenders:tender", args=[tender.pk])).text
    assert "甲社工" in page and "不得超过" in page
    people = [make.member("panel_member", "region", make.STREET, f"评委{n}") for n in range(5)]
    assert street.get(reverse("tenders:appoint", args=[tender.pk])).status_code == 200
    assert street.post(reverse("tenders:appoint", args=[tender.pk]), {"members": [str(one.pk) for one in people]}).status_code == 302
    for one in people:
        judge(one, tender)
    street.post(reverse("tenders:close_scoring", args=[tender.pk]))
    tender.refresh_from_db()
    assert tender.state == "scored"
    street.post(reverse("tenders:decide", args=[tender.pk]))
    finish(street, tender, bidders)


def judge(account, tender):
    client, seat = Client(), tender.panel.get(account=account)
    client.force_login(account)
    assert client.get(reverse("tenders:panel")).status_code == 200
    assert client.get(reverse("tenders:sheet", args=[seat.pk])).status_code == 302
    assert client.get(reverse("tenders:declare", args=[seat.pk])).status_code == 200
    client.post(reverse("tenders:declare", args=[seat.pk]), {"answer": "none"})
    page = client.get(reverse("tenders:sheet", args=[seat.pk])).text
    names = re.findall(r'name="(bid-[^"]+)"', page)
    assert len(names) == 6
    assert client.post(reverse("tenders:sheet", args=[seat.pk]), dict.fromkeys(names, "500")).status_code == 422
    client.post(reverse("tenders:sheet", args=[seat.pk]), dict.fromkeys(names, "25.5"))
    client.post(reverse("tenders:sign_off", args=[seat.pk]))
    assert client.get(reverse("tenders:sheet", args=[seat.pk])).status_code == 200


def finish(street, tender, bidders):
    tender.refresh_from_db()
    assert tender.award.agency.name == "乙社工"
    ask = bidders["甲社工"].post(reverse("tenders:ask", args=[tender.pk]), {"about": "result", "words": "请说明"})
    assert ask.status_code == 302
    assert street.get(reverse("tenders:answer", args=[tender.pk, Inquiry.objects.get().pk])).status_code == 200
    street.post(reverse("tenders:answer", args=[tender.pk, Inquiry.objects.get().pk]), {"verdict": "rejected", "answer": "依据见报告"})
    assert "依据见报告" in bidders["甲社工"].get(reverse("tenders:offer", args=[tender.pk])).text
    assert street.get(reverse("tenders:sign", args=[tender.pk])).status_code == 200
    today = timezone.localdate()
    told = {"contract_code": "qinghe-y1", "centre_name": "青禾家综", "centre_code": "qinghe", "signed_on": today.isoformat(),
            "first_day": today.isoformat(), "last_day": (today + timedelta(days=364)).isoformat()}  # fmt: skip
    assert street.post(reverse("tenders:sign", args=[tender.pk]), told).status_code == 302
    assert street.post(reverse("tenders:filed", args=[tender.pk]), {"on": today.isoformat()}).status_code == 302
    assert bidders["甲社工"].post(reverse("tenders:take_in", args=[tender.pk])).status_code == 404
    assert bidders["乙社工"].post(reverse("tenders:take_in", args=[tender.pk])).headers["Location"] == reverse("contracts:detail", args=["qinghe-y1"])
    assert Contract.objects.get().budget_fen == 190_000_000
    assert street.get(reverse("tenders:tender", args=[tender.pk])).status_code == 200
    for one in Notice.objects.all():
        page = Client().get(reverse("tenders:notice", args=[one.pk])).text
        assert "丙社工" not in page and "丁社工" not in page
    assert Client().get(reverse("tenders:notices")).status_code == 200


def test_a_list_costs_the_same_questions_for_one_and_for_three(street, django_assert_num_queries):
    make.published("qinghe-2026-01")
    for more in (None, "qinghe-2026-02", "qinghe-2026-03"):
        if more:
            make.published(more)
        street.get(reverse("tenders:list"))
        with django_assert_num_queries(3):
            street.get(reverse("tenders:list"))


@pytest.mark.parametrize(("shape", "start"), [("word", b"PK"), ("pdf", b"%PDF")])
def test_the_requirement_is_printed_as_a_draft_and_as_published(street, shape, start):
    street.post(reverse("tenders:new"), typed() | {"save": "1"})
    tender = Tender.objects.get()
    at = reverse("tenders:requirement", args=[tender.pk, shape])
    assert street.get(at).content.startswith(start)
    publish(street, tender)
    assert street.get(at).content.startswith(start)
    assert street.get(reverse("tenders:requirement", args=[tender.pk, "odt"])).status_code == 404


def test_the_page_of_a_tender_costs_the_same_for_three_bids_and_for_five(street, django_assert_num_queries):
    few = {f"{name}社工": {} for name in "甲乙丙"}
    for code, bids in (("qinghe-2026-01", few), ("qinghe-2026-02", few | {f"{name}社工": {} for name in "戊己"})):
        tender = make.opened(code, bids=bids)
        for name in bids:
            make.bidding.raise_inquiry(tender, make.agency(name), about="procedure", words="请说明", by=None)
        make.panel_of(tender, len(bids))
        at = reverse("tenders:tender", args=[tender.pk])
        street.get(at)
        with django_assert_num_queries(17):
            street.get(at)
