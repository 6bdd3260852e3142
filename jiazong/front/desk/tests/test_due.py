"""On the first page stands what is due for the person who opened it, and of nobody else's."""
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.commission.tenders.actions import bidding
from jiazong.commission.tenders.tests import process as tenders
from jiazong.ledger.money.tests import factories as money

pytestmark = pytest.mark.django_db


def first_page(account) -> str:
    client = Client()
    client.force_login(account)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def contract() -> Contract:
    """A contract whose year ends in three days and whose first instalment is ten days late."""
    today = timezone.localdate()
    made = money.contract(term__first_day=(today - timedelta(days=360)).isoformat(), term__last_day=(today + timedelta(days=3)).isoformat())
    made.instalments.filter(order=1).update(met_on=today - timedelta(days=40), due_on=today - timedelta(days=10))
    return made


def test_the_street_is_told_to_pay_to_accept_and_to_decide_and_the_agency_that_the_money_is_late(contract):
    street = first_page(money.street_office(contract))
    assert "拨付一期经费" in street and reverse("money:accept", args=[contract.pk]) in street and reverse("money:renew", args=[contract.pk]) in street
    assert "1 件已经过期" in street
    for account in (money.agency_office(contract), money.director(contract)):
        page = first_page(account)
        assert "一期经费逾期未拨" in page and "拨付一期经费" not in page


def test_other_streets_and_the_bureau_that_looks_on_are_told_nothing(contract):
    for role, code in (("street_office", "440402001"), ("district_bureau", contract.centre.region_id[:6])):
        page = first_page(money.member(role, "region", code))
        assert 'id="due"' not in page


def test_the_street_is_told_of_a_query_and_the_agency_that_raised_it_is_not():
    asked = bidding.raise_inquiry(tenders.published(), tenders.agency("甲社工"), about="requirement", words="请说明人数", by=None)
    at = reverse("tenders:answer", args=[asked.tender_id, asked.pk])
    with tenders.clock_of_the_owner() as cursor:
        cursor.execute("ALTER TABLE tenders_inquiry DISABLE TRIGGER tenders_inquiry_stays; ALTER TABLE tenders_inquiry NO FORCE ROW LEVEL SECURITY")
        cursor.execute("UPDATE tenders_inquiry SET answer_by = %s", [timezone.localdate() - timedelta(days=1)])
        cursor.execute("ALTER TABLE tenders_inquiry ENABLE TRIGGER tenders_inquiry_stays; ALTER TABLE tenders_inquiry FORCE ROW LEVEL SECURITY")
    assert at in first_page(tenders.member("street_office", "region", tenders.STREET))
    assert at not in first_page(tenders.member("agency_office", "agency", "agency-甲社工"))
    assert at not in first_page(tenders.member("street_office", "region", "440402001"))


def test_the_first_page_asks_the_same_questions_for_one_thing_due_and_for_three():
    counts, today = [], timezone.localdate()
    street = money.member("street_office", "region", "4401")
    client = Client()
    client.force_login(street)
    for n in range(3):
        money.contract(f"q-{n}", f"centre-{n}", term__first_day=(today - timedelta(days=360)).isoformat(), term__last_day=(today + timedelta(days=3)).isoformat())
        with CaptureQueriesContext(connection) as counted:
            client.get("/")
        counts.append(len(counted))
    assert counts[0] == counts[1] == counts[2]


def test_the_phone_bar_of_an_agency_leads_to_its_bids():
    client = Client()
    client.force_login(money.member("agency_office", "agency", "agency-甲社工"))
    page = client.get("/").text
    assert f'href="{reverse("tenders:open")}"' in page[page.index('class="bottombar"') :]
