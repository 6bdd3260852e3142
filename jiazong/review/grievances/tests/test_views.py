"""Added tasks through their screens: who writes, who answers, what a bureau sees."""
from fractions import Fraction

import pytest
from django.urls import reverse

from jiazong.ledger.hours import actions as hours
from jiazong.ledger.hours.tests import factories as hours_of
from jiazong.review.grievances import rules
from jiazong.review.grievances.models import StreetTask
from jiazong.review.grievances.tests import factories as make

pytestmark = pytest.mark.django_db
LIST, NEW, SUMS = reverse("grievances:list"), reverse("grievances:new"), reverse("grievances:sums")


@pytest.fixture
def ours():
    return make.contract()


@pytest.fixture
def director(client, ours):
    person = make.director(ours)
    client.force_login(person)
    return person


def page(response):
    return response.content.decode().replace("\xa0", " ")


def typed(**changes):
    told = {
        "contract": "qinghe-1", "task": "协助创卫检查", "asked_by": "城管办", "first_day": make.DAY.isoformat(), "last_day": "", "hours": "6.5",
        "cost": "200.50", "payer": "project", "was_consulted": "no",
    }  # fmt: skip
    return told | changes


def test_a_task_is_written_down_with_what_it_takes_of_the_month(client, director, ours):
    answer = client.post(NEW, typed())
    made = StreetTask.objects.get()
    assert (made.minutes, made.cost_fen, made.last_day, made.was_consulted) == (390, 20_050, make.DAY, False)
    shown = page(client.get(answer["Location"]))
    assert "不能用项目经费" in shown
    assert "没有协商" in page(client.get(LIST))


@pytest.mark.parametrize("changes", [{"hours": "0"}, {"task": ""}, {"first_day": "2031-01-01"}, {"last_day": "2001-01-01"}, {"contract": "x"}])
def test_what_cannot_be_is_said_and_nothing_is_kept(client, director, changes):
    assert client.post(NEW, typed(**changes)).status_code == 422
    assert not StreetTask.objects.exists()


def test_the_street_answers_its_own_and_the_agency_cannot(client, director, ours):
    one = make.task(ours)
    address = reverse("grievances:answer", args=[one.pk])
    assert client.post(address, {"agrees": "yes", "words": "调低"}).status_code == 404
    client.force_login(make.street_office(ours))
    assert client.post(address, {"agrees": "no", "words": "必须完成"}).status_code == 302
    assert client.post(address, {"agrees": "yes", "words": "改主意"}).status_code == 422
    one.refresh_from_db()
    assert (one.is_agreed, one.answer) == (False, "必须完成")
    assert client.get(NEW).status_code == 404


def test_a_bureau_sees_a_task_only_once_it_is_referred_and_always_the_sums(client, director, ours):
    one = make.task(ours)
    referred = reverse("grievances:referred", args=[one.pk])
    bureau = make.bureau()
    client.force_login(bureau)
    assert client.get(referred).status_code == 404
    shown = page(client.get(SUMS))
    assert "今年交办 1 项，用去 6" in shown
    assert "创卫" not in shown
    client.force_login(director)
    client.post(reverse("grievances:refer", args=[one.pk]), {"words": "请协调"})
    assert client.post(reverse("grievances:refer", args=[one.pk]), {"words": "再请"}).status_code == 422
    client.force_login(bureau)
    assert "创卫" in page(client.get(SUMS))
    assert "请协调" in page(client.get(referred))
    assert client.get(reverse("grievances:task", args=[one.pk])).status_code == 404


def test_how_it_ended_is_written_once(client, director, ours):
    one = make.task(ours)
    address = reverse("grievances:end", args=[one.pk])
    for words in ("街道另请保洁", "改"):
        client.post(address, {"on": make.DAY.isoformat(), "outcome": words})
    one.refresh_from_db()
    assert one.outcome == "街道另请保洁"


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_the_same_few_questions_for_one_task_and_for_three(client, director, ours, more, django_assert_num_queries):
    for _n in range(1 + more):
        make.task(ours)
    client.get(LIST)
    with django_assert_num_queries(5):
        assert page(client.get(LIST)).count('<th scope="row">') == 1 + more


def test_the_tasks_of_another_street_do_not_exist(client, director, ours):
    theirs = make.task(make.contract("hechong-1", "hechong", agency="河涌社工"), "河涌清淤")
    assert "河涌" not in page(client.get(LIST))
    assert client.get(reverse("grievances:task", args=[theirs.pk])).status_code == 404
    assert client.post(NEW, typed(contract="hechong-1")).status_code == 422


def test_the_share_of_the_month_comes_from_the_ledger_of_hours(ours):
    hours.post(ours, hours_of.draft(ours, day=make.DAY, direct=1_440), by=None)
    one = make.task(ours)
    assert one.month_minutes == 1_440
    assert rules.share_lost(one.minutes, one.month_minutes) == Fraction(1, 4)
