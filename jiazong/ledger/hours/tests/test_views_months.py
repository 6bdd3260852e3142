from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.ledger.hours import actions
from jiazong.ledger.hours.models import MonthClosing
from jiazong.ledger.hours.rules.month import previous_month
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db
HOME = "/hours/months"


@pytest.fixture
def contract():
    return make.running_contract()


@pytest.fixture
def director(client, contract):
    person = make.member(contract, "centre_director")
    client.force_login(person)
    return person


def last_month():
    return previous_month(timezone.localdate().replace(day=1))


def months_of(contract):
    return reverse("hours:months", args=[contract.code])


def closing(contract, month):
    return reverse("hours:close", args=[contract.code, f"{month:%Y-%m}"])


def test_closing_says_what_it_means_and_then_keeps_the_figures(client, contract, director):
    actions.post(contract, make.draft(contract, day=last_month(), direct=90), by=None)
    page = client.get(closing(contract, last_month())).content.decode()
    assert "月结是什么意思" in page
    assert not MonthClosing.objects.exists()
    client.post(closing(contract, last_month()))
    closed = MonthClosing.objects.get()
    assert (closed.rows, closed.direct_minutes, closed.closed_by) == (1, 90, director)


def test_closing_twice_is_one_closing(client, contract, director):
    for _ in range(2):
        assert client.post(closing(contract, last_month())).url == months_of(contract)
    assert MonthClosing.objects.count() == 1


def test_a_month_that_is_not_over_is_not_closed(client, contract, director):
    answer = client.post(closing(contract, timezone.localdate().replace(day=1)), follow=True)
    assert "还没过完" in answer.content.decode()
    assert not MonthClosing.objects.exists()


@pytest.mark.parametrize("month", ["2019-01", "2026-13", "soon", "2026-1"])
def test_a_month_outside_the_term_does_not_exist(client, contract, director, month):
    address = f"/hours/{contract.code}/months/{month}/close"
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_the_confirmation_names_who_still_misses_days(client, contract, director):
    assert "区明" in client.get(closing(contract, last_month())).content.decode()


def test_late_lines_are_counted_beside_their_month(client, contract, director):
    actions.close_month(contract, last_month(), by=director)
    actions.post(contract, make.draft(contract, day=last_month()), by=None)
    page = client.get(months_of(contract)).content.decode()
    assert '<b class="is-warn">1</b>' in page
    assert str(director) in page


def test_one_contract_opens_at_once_and_several_are_listed(client, contract, director):
    assert client.get(HOME).url == months_of(contract)
    other = make.running_contract(agency="启明社工")
    client.force_login(make.member(contract, "agency_office", kind="agency", code=contract.agency_id))
    page = client.get(HOME).content.decode()
    assert months_of(contract) in page
    assert months_of(other) in page


def test_an_agency_sees_months_and_closes_none(client, contract):
    client.force_login(make.member(contract, "agency_office", kind="agency", code=contract.agency_id))
    page = client.get(months_of(contract)).content.decode()
    assert closing(contract, last_month()) not in page
    assert client.post(closing(contract, last_month())).status_code == 404


def test_no_contract_yet_says_what_to_do(client, contract):
    client.force_login(make.member(contract, "agency_office", kind="agency", code="nobody"))
    assert "月结按合同来做" in client.get(HOME).content.decode()


def test_another_centre_and_a_visitor_find_nothing(client, contract):
    client.force_login(make.member(make.running_contract(), "centre_director"))
    assert client.get(months_of(contract)).status_code == 404
    assert client.post(closing(contract, last_month())).status_code == 404
    client.logout()
    assert client.get(months_of(contract)).status_code == 302
    assert client.post(closing(contract, last_month())).status_code == 302
    assert not MonthClosing.objects.exists()


@pytest.mark.parametrize("lines", [1, 3])
def test_the_months_ask_the_same_questions_for_one_line_and_for_three(client, contract, director, django_assert_num_queries, lines):
    for n in range(lines):
        actions.post(contract, make.draft(contract, day=last_month() - timedelta(days=31 * n)), by=None)
    with django_assert_num_queries(7):
        client.get(months_of(contract))
