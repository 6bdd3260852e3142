import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from jiazong.ledger.hours import actions
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db
HOME = reverse("hours:progress_home")


@pytest.fixture
def ours():
    return make.running_contract("qinghe")


@pytest.fixture
def theirs():
    return make.running_contract("hechong")


@pytest.fixture
def director(client, ours):
    person = make.member(ours, "centre_director")
    client.force_login(person)
    return person


def address(contract, **query):
    return reverse("hours:progress", args=[contract.pk], query=query or None)


def page(response):
    return response.content.decode()


def test_a_visitor_is_asked_to_sign_in(client, ours):
    assert client.get(address(ours)).status_code == 302


def test_the_contract_of_another_centre_does_not_exist(client, director, theirs):
    assert client.get(address(theirs)).status_code == 404


def test_one_contract_is_opened_at_once(client, director, ours):
    assert client.get(HOME)["Location"] == address(ours)


def test_the_running_contract_is_opened_though_older_ones_are_there(client, director, ours):
    make.make_contract("qinghe-old", centre_code=ours.centre_id, centre_name=ours.centre.name)
    assert client.get(HOME)["Location"] == address(ours)


def test_without_a_contract_the_home_says_what_is_needed(client):
    client.force_login(make.make_account("nobody"))
    assert client.get(HOME).status_code == 404
    nowhere = make.make_account("new")
    make.access.admit(nowhere, role="centre_director", scope_kind="centre", scope_code="nowhere", by=None, on=date(2020, 1, 1))
    client.force_login(nowhere)
    assert "empty" in page(client.get(HOME))


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_the_same_few_questions_for_two_contracts_and_for_four(client, ours, theirs, more, django_assert_num_queries):
    for number in range(more):
        make.running_contract(f"third-{number}")
    client.force_login(make.member(ours, "city_bureau", kind="region", code="4401"))
    client.get(HOME)
    with django_assert_num_queries(10):
        shown = page(client.get(HOME))
    assert shown.count("<tr data-state") == 2 + more


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_asks_the_same_few_questions_for_one_record_and_for_three(client, director, ours, more, django_assert_num_queries):
    for number in range(more):
        actions.post(ours, make.draft(ours, day=ours.first_day + timedelta(days=number)), by=None)
    client.get(address(ours))
    with django_assert_num_queries(11):
        client.get(address(ours))


def test_every_number_opens_its_records(client, director, ours):
    shown = page(client.get(address(ours)))
    for code in ("total_hours", "direct_hours", "visits", "groups", "attendance"):
        assert reverse("hours:indicator", args=[ours.pk, code]) in shown


def test_a_bureau_sees_the_progress_but_no_door_to_records(client, ours):
    client.force_login(make.member(ours, "district_bureau", kind="region", code="440103"))
    shown = page(client.get(address(ours)))
    assert "<em" in shown
    assert "/indicators/" not in shown
    assert "单小雨" not in shown


def test_another_day_shows_that_days_figures_and_keeps_the_day_in_its_doors(client, director, ours):
    actions.post(ours, make.draft(ours, day=ours.first_day + timedelta(days=10)), by=None)
    before = page(client.get(address(ours, as_of=ours.first_day + timedelta(days=5))))
    after = page(client.get(address(ours, as_of=ours.first_day + timedelta(days=15))))
    assert ">0 / 100<" in before
    assert ">1 / 100<" in after
    assert f"visits?as_of={ours.first_day + timedelta(days=15)}" in after


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "0000-00-00", "9" * 500, "\x00"])
def test_a_day_nobody_can_read_shows_today_and_says_so(client, director, ours, day):
    answer = client.get(address(ours), {"as_of": day})
    assert answer.status_code == 200
    assert 'role="alert"' in page(answer)


@pytest.mark.parametrize("days", [-365, -1, 364, 364 + 365])
def test_days_around_the_term_have_a_sentence_too(client, director, ours, days):
    answer = client.get(address(ours, as_of=ours.first_day + timedelta(days=days)))
    assert answer.status_code == 200
    assert 'role="alert"' not in page(answer)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1999, 1, 1), date(2099, 1, 1), date(9999, 12, 31)])
def test_days_far_outside_the_term_are_refused_in_words(client, director, ours, day):
    answer = client.get(address(ours, as_of=day))
    assert answer.status_code == 200
    assert 'role="alert"' in page(answer)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "5 measures, 5 behind."), ("zh-hans", "5 项指标，5 项落后。"), ("zh-hant", "5 項指標，5 項落後。")],
)
def test_the_verdict_reads_in_every_language(client, director, ours, settings, language, said):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    heading = page(client.get(address(ours))).split("<h1", 1)[1].split("</h1>")[0].split(">", 1)[1]
    assert re.sub("<[^>]*>", "", heading).replace("\u00a0", " ") == said
