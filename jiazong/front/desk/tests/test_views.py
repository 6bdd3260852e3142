from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.front.desk import views
from jiazong.ledger.books.models import Book
from jiazong.ledger.hours import actions
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db
HOME = "/"


@pytest.fixture
def contract():
    return make.running_contract()


def today():
    return timezone.localdate()


def read(client, **asked):
    answer = client.get(HOME, asked)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def test_a_worker_sees_what_she_recorded_today_and_what_is_missing(client, contract):
    worker = make.worker_on(contract, 1)
    actions.post(contract, make.draft(contract, worker=1, day=today(), direct=90, title="乐龄手工"), by=worker.account)
    client.force_login(worker.account)
    page = read(client)
    assert "今天已记 1.5 小时" in page
    assert "乐龄手工" in page
    assert "天工时要补" in page
    assert "/hours/log?at=" in page


def test_a_worker_sees_what_lags_in_her_contract_with_the_pace_it_needs(client, contract):
    client.force_login(make.worker_on(contract, 1).account)
    page = read(client)
    assert "这周要追的" in page
    assert reverse("hours:indicator", args=[contract.code, "visits"]) in page


def test_a_director_sees_the_verdict_the_months_to_close_and_who_misses_days(client, contract):
    client.force_login(make.worker_on(contract, 0, role="centre_director").account)
    page = read(client)
    assert "等着您" in page
    assert reverse("hours:months", args=[contract.code]) in page
    assert "区明" in page


def test_a_director_without_a_name_on_the_list_still_sees_her_contracts(client, contract):
    client.force_login(make.member(contract, "centre_director"))
    page = read(client)
    assert "还没接到人员名单" in page
    assert reverse("hours:progress", args=[contract.code]) in page


def test_a_workbook_that_was_read_waits_for_the_director(client, contract):
    book = Book.objects.create(contract=contract, name="十月台账.xlsx", sha256="0" * 64, content=b"", state=Book.READ)
    Book.objects.create(contract=contract, name="九月台账.xlsx", sha256="1" * 64, content=b"", state=Book.POSTED)
    client.force_login(make.member(contract, "centre_director"))
    page = read(client)
    assert reverse("books:book", args=[book.pk]) in page
    assert "十月台账.xlsx" in page
    assert "九月台账.xlsx" not in page


def test_a_centre_whose_contract_is_over_says_so(client):
    contract = make.make_contract(first_day=today() - timedelta(days=400), last_day=today() - timedelta(days=40))
    client.force_login(make.worker_on(contract, 1).account)
    assert "今天没有在期的合同" in read(client)


@pytest.mark.parametrize(
    ("role", "kind", "code"),
    [("agency_office", "agency", "agency"), ("street_office", "region", "street"), ("district_bureau", "region", "440103"), ("city_bureau", "region", "4401")],
)
def test_whoever_watches_many_sees_each_contract_on_one_line(client, contract, role, kind, code):
    codes = {"agency": contract.agency_id, "street": contract.centre.region_id}
    client.force_login(make.member(contract, role, kind=kind, code=codes.get(code, code)))
    page = read(client)
    assert page.count(reverse("hours:progress", args=[contract.code])) == 1
    assert "1 份合同在期" in page


def test_a_street_does_not_see_the_contracts_of_another(client, contract):
    other = make.running_contract()
    client.force_login(make.member(contract, "street_office", kind="region", code=contract.centre.region_id))
    page = read(client)
    assert contract.centre.name in page
    assert other.centre.name not in page


def test_the_worst_contract_comes_first(client):
    good, bad = make.running_contract(), make.running_contract()
    for indicator in good.indicators.all():
        indicator.target = 0
        indicator.save()
    good.hours_rules.update(total_minutes=0, floor_minutes=0)
    client.force_login(make.member(good, "city_bureau", kind="region", code="4401"))
    page = read(client)
    assert page.index(reverse("hours:progress", args=[bad.code])) < page.index(reverse("hours:progress", args=[good.code]))
    assert "1 份跟得上" in page
    assert "1 份落后" in page


def test_more_contracts_than_a_page_holds_are_leafed_through(client, contract, monkeypatch):
    monkeypatch.setattr(views, "CONTRACTS_A_PAGE", 1)
    other = make.running_contract()
    client.force_login(make.member(contract, "city_bureau", kind="region", code="4401"))
    first = read(client)
    codes = [code for code in (contract.code, other.code) if reverse("hours:progress", args=[code]) in first]
    assert len(codes) == 1
    second = read(client, contracts=1, after=codes[0])
    assert reverse("hours:progress", args=[codes[0]]) not in second


def test_a_director_who_also_holds_an_office_gets_both_pages(client, contract):
    person = make.worker_on(contract, 0, role="centre_director").account
    from_office = make.member(contract, "agency_office", kind="agency", code=contract.agency_id)
    from_office.memberships.update(account=person)
    client.force_login(person)
    assert "今天" in read(client)
    assert "先看要管的" in read(client, contracts=1)


def test_a_login_without_a_role_is_told_whom_to_ask(client):
    client.force_login(make.make_account())
    assert "您还没有角色" in read(client)


def test_an_administrator_sees_no_service_data(client, contract):
    client.force_login(make.member(contract, "administrator", kind="everywhere"))
    page = read(client)
    assert "只管系统运行" in page
    assert contract.code not in page


def test_an_office_with_no_contract_in_sight_is_told_why(client, contract):
    client.force_login(make.member(contract, "district_bureau", kind="region", code="440106"))
    assert "还没有合同" in read(client)


def test_a_visitor_is_sent_to_sign_in_and_back(client):
    assert client.get(HOME).url == "/sign-in?next=/"


@pytest.mark.parametrize("contracts", [1, 3])
def test_one_contract_and_three_are_listed_with_the_same_number_of_questions(client, contract, django_assert_num_queries, contracts):
    for _ in range(contracts - 1):
        make.running_contract()
    client.force_login(make.member(contract, "city_bureau", kind="region", code="4401"))
    with django_assert_num_queries(9):
        client.get(HOME)


@pytest.mark.parametrize("lines", [1, 3])
def test_the_day_asks_the_same_questions_for_one_line_and_for_three(client, contract, django_assert_num_queries, lines):
    worker = make.worker_on(contract, 1)
    for _ in range(lines):
        actions.post(contract, make.draft(contract, worker=1, day=today()), by=None)
    client.force_login(worker.account)
    with django_assert_num_queries(19):
        client.get(HOME)
