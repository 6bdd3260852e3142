from datetime import timedelta

import pytest
from django.utils import timezone

from jiazong.ground.workdays.models import Notice
from jiazong.ground.workdays.queries import calendar
from jiazong.ledger.hours import actions
from jiazong.ledger.hours.queries import own
from jiazong.ledger.hours.rules.month import previous_month
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db
MINE = "/hours/mine"


@pytest.fixture
def contract():
    return make.running_contract()


@pytest.fixture
def worker(client, contract):
    worker = make.worker_on(contract, 1)
    client.force_login(worker.account)
    return worker


def last_month():
    return previous_month(timezone.localdate().replace(day=1))


def first_working_day(month):
    is_working = calendar()
    return next(day for n in range(31) if is_working(day := month + timedelta(days=n)))


def test_the_gaps_of_a_month_are_its_working_days_without_eight_hours(client, contract, worker):
    month = last_month()
    day = first_working_day(month)
    before = own.worker_months([worker], month, today=timezone.localdate())[worker.pk]
    actions.post(contract, make.draft(contract, worker=1, day=day, direct=300, indirect=180), by=None)
    after = own.worker_months([worker], month, today=timezone.localdate())[worker.pk]
    assert set(before.gaps) == set(before.due)
    assert set(before.gaps) - set(after.gaps) == {day}
    page = client.get(MINE, {"month": f"{month:%Y-%m}"}).content.decode()
    assert f"还有 {len(after.gaps)} 天要补" in page.replace("\xa0", " ")


def test_a_reversed_line_leaves_the_day_a_gap(client, contract, worker):
    day = first_working_day(last_month())
    line = actions.post(contract, make.draft(contract, worker=1, day=day, direct=480), by=None)
    actions.reverse(line, reason="重复", by=None)
    found = own.worker_months([worker], last_month(), today=timezone.localdate())[worker.pk]
    assert found.gaps[day] == 480
    assert day not in found.recorded


def test_a_gap_opens_the_form_of_its_day(client, worker):
    day = first_working_day(last_month())
    page = client.get(MINE, {"month": f"{last_month():%Y-%m}"}).content.decode()
    assert f"/hours/log?at={worker.centre_id}&amp;day={day.isoformat()}" in page


def test_days_off_the_staff_list_are_not_due(client, contract, worker):
    worker.joined_on = last_month() + timedelta(days=20)
    worker.save()
    found = own.worker_months([worker], last_month(), today=timezone.localdate())[worker.pk]
    assert min(found.due) >= worker.joined_on


@pytest.mark.parametrize("asked", ["", "soon", "2026-13", "1900-01", "9999-12", "2026-1", "2026-01-01"])
def test_a_month_that_cannot_be_shown_gives_the_nearest_one(client, worker, asked):
    assert client.get(MINE, {"month": asked}).status_code == 200


def test_one_cannot_leaf_beyond_the_months_there_are(client, contract, worker):
    now = client.get(MINE).content.decode()
    assert "下个月" not in now
    first = client.get(MINE, {"month": f"{contract.first_day:%Y-%m}"}).content.decode()
    assert "上个月" not in first
    assert "下个月" in first


def test_a_year_without_a_notice_is_provisional(client, worker):
    assert "放假通知还没录入" not in client.get(MINE).content.decode()
    Notice.objects.all().delete()
    assert "放假通知还没录入" in client.get(MINE).content.decode()


def test_a_login_without_a_name_on_the_list_is_told_whom_to_ask(client, contract):
    client.force_login(make.member(contract, "social_worker"))
    assert "还没接到人员名单" in client.get(MINE).content.decode()


def test_those_without_hours_of_their_own_do_not_find_the_page(client, contract):
    client.force_login(make.member(contract, "street_office", kind="region", code="4401"))
    assert client.get(MINE).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(MINE).status_code == 302


@pytest.mark.parametrize("lines", [1, 3])
def test_the_month_asks_the_same_questions_for_one_line_and_for_three(client, contract, worker, django_assert_num_queries, lines):
    for n in range(lines):
        actions.post(contract, make.draft(contract, worker=1, day=last_month() + timedelta(days=n)), by=None)
    with django_assert_num_queries(12):
        client.get(MINE, {"month": f"{last_month():%Y-%m}"})
