from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ledger.hours import actions
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.queries.words import note_of
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db
LOG = "/hours/log"


@pytest.fixture
def contract():
    return make.running_contract()


@pytest.fixture
def worker(client, contract):
    worker = make.worker_on(contract, 1)
    client.force_login(worker.account)
    return worker


def today():
    return timezone.localdate()


def said(**changes):
    typed = {
        "request_key": str(uuid4()), "method": "探访", "title": "独居长者探访", "minutes": "45",
        "other_minutes": "", "person_times": "1", "day": today().isoformat(), "start": "", "indirect_minutes": "",
        "field": "", "note": "",
    }  # fmt: skip
    return typed | changes


def test_saving_posts_one_line_and_says_what_came_of_it(client, worker, contract):
    answer = client.post(LOG, said(start="09:30", indirect_minutes="15", field="长者服务", note="扶墙走"), follow=True)
    line = Posting.objects.get()
    assert (line.direct_minutes, line.indirect_minutes, line.start_minute, line.person_times) == (45, 15, 570, 1)
    assert (line.title, line.field, note_of(line), line.posted_by_id) == ("独居长者探访", "长者服务", "扶墙走", worker.account_id)
    page = answer.content.decode()
    assert "独居长者探访" in page
    assert "1 / 100" in page  # the indicator 探访户次 counts this line
    assert f"{reverse('hours:correct', args=[line.pk])}?take_back=1" in page


def test_sending_the_form_twice_posts_one_line(client, worker):
    typed = said()
    client.post(LOG, typed)
    client.post(LOG, typed)
    assert Posting.objects.count() == 1


def test_a_form_sent_again_with_other_figures_says_that_they_were_not_recorded(client, worker):
    typed = said()
    client.post(LOG, typed)
    answer = client.post(LOG, typed | {"minutes": "90"})
    assert Posting.objects.get().direct_minutes == 45
    assert answer.url == reverse("hours:posting", args=[Posting.objects.get().pk])


def test_taking_back_right_away_reverses_the_line_once(client, worker):
    client.post(LOG, said())
    line = Posting.objects.get()
    back = f"{reverse('hours:correct', args=[line.pk])}?take_back=1"
    client.post(back)
    client.post(back)
    assert sum(Posting.objects.values_list("quantity", flat=True)) == 0
    assert Posting.objects.count() == 2


def test_a_lately_used_title_is_offered_and_taken(client, worker, contract):
    client.post(LOG, said())
    page = client.get(LOG).content.decode()
    assert 'name="recent-探访"' in page
    client.post(LOG, said(title="", **{"recent-探访": "独居长者探访"}))
    assert Posting.objects.filter(title="独居长者探访").count() == 2


def test_a_title_of_another_method_is_not_taken(client, worker):
    answer = client.post(LOG, said(title="", **{"recent-小组": "乐龄手工"}))
    assert answer.status_code == 422
    assert not Posting.objects.exists()


def test_typed_minutes_win_over_the_chip(client, worker):
    client.post(LOG, said(other_minutes="20"))
    assert Posting.objects.get().direct_minutes == 20


def test_the_last_method_is_chosen_already(client, worker):
    client.post(LOG, said(method="小组", title="乐龄手工"))
    page = client.get(LOG).content.decode()
    assert 'value="小组" required id="id_method_1" checked' in " ".join(page.split()) or 'value="小组" id="id_method_1" required checked' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"method": ""}, "请选怎么做的。"),
        ({"method": "飞行"}, "合同里没有这种做法"),
        ({"title": ""}, "请选做了什么"),
        ({"minutes": ""}, "请选用了多久"),
        ({"other_minutes": "1441"}, "超过 24 小时"),
        ({"other_minutes": "-5"}, "不能是负数"),
        ({"other_minutes": "半小时"}, "请写整数"),
        ({"person_times": ""}, "请写整数"),
        ({"day": ""}, "请选日期。"),
        ({"day": "2026-02-30"}, "这不是一个日子"),
        ({"start": "25:00"}, "这不是一个时间"),
        ({"title": "空\x00字"}, "空字符"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_nothing_typed_is_lost(client, worker, changes, sentence):
    answer = client.post(LOG, said(note="这句不能丢", **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page or "\x00" in changes.get("title", "")
    assert "这句不能丢" in page
    assert not Posting.objects.exists()


def test_a_day_still_to_come_is_refused_in_one_sentence(client, worker):
    answer = client.post(LOG, said(day=(today() + timedelta(days=1)).isoformat()))
    assert answer.status_code == 422
    assert "这一天还没到" in answer.content.decode()


def test_a_day_outside_every_contract_is_refused_with_the_term(client, worker, contract):
    answer = client.post(LOG, said(day=(contract.first_day - timedelta(days=1)).isoformat()))
    assert answer.status_code == 422
    assert str(contract.first_day.year) in answer.content.decode()


def test_two_places_at_once_names_the_line_in_the_way(client, worker):
    client.post(LOG, said(start="09:30", title="陪诊"))
    answer = client.post(LOG, said(start="10:00"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“陪诊”" in page
    assert "09:30" in page
    assert "10:15" in page


def test_a_worker_who_is_not_on_the_list_is_told_whom_to_ask(client, contract):
    worker = make.worker_on(contract, 1)
    contract.assignments.filter(worker=worker).delete()
    client.force_login(worker.account)
    answer = client.post(LOG, said())
    assert answer.status_code == 422
    assert contract.code in answer.content.decode()


def test_a_closed_month_takes_the_line_and_says_that_it_is_late(client, worker, contract):
    month = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    actions.close_month(contract, month, by=None)
    page = client.get(LOG, {"day": month.isoformat()}).content.decode()
    assert "已经月结" in page
    answer = client.post(LOG, said(day=month.isoformat()), follow=True)
    assert Posting.objects.get().is_late
    assert "标为补记" in answer.content.decode()


def test_the_day_in_the_address_is_the_day_of_the_form(client, worker):
    day = today() - timedelta(days=3)
    assert f'value="{day.isoformat()}"' in client.get(LOG, {"day": day.isoformat()}).content.decode()
    assert f'value="{today().isoformat()}"' in client.get(LOG, {"day": "not-a-day"}).content.decode()


def test_after_the_term_the_last_contract_can_still_be_recorded_for(client):
    contract = make.make_contract(last_day=today() - timedelta(days=1), first_day=today() - timedelta(days=300))
    worker = make.worker_on(contract, 1)
    client.force_login(worker.account)
    assert "今天没有在期的合同" in client.get(LOG).content.decode()
    client.post(LOG, said(day=contract.last_day.isoformat()))
    assert Posting.objects.get().day == contract.last_day


def test_a_centre_without_a_contract_says_what_to_do(client, contract, worker):
    contract.assignments.all().delete()
    for table in (contract.hours_rules, contract.indicators, contract.methods):
        table.all().delete()
    contract.delete()
    answer = client.get(LOG)
    assert answer.status_code == 200
    assert "还没有合同" in answer.content.decode()


def test_a_login_without_a_name_on_the_list_is_told_whom_to_ask(client, contract):
    client.force_login(make.member(contract, "social_worker"))
    assert "还没接到人员名单" in client.get(LOG).content.decode()


def test_who_works_at_two_centres_records_at_the_one_she_chose(client, worker, contract):
    elsewhere = make.running_contract()
    other = elsewhere.assignments.order_by("worker_id")[1].worker
    other.account = worker.account
    other.save()
    access.admit(worker.account, role="social_worker", scope_kind="centre", scope_code=other.centre_id, by=None, on=elsewhere.first_day)
    # Whoever gets another role signs in again.
    assert client.get(LOG).status_code == 302
    client.force_login(worker.account)
    assert elsewhere.code in client.get(LOG, {"at": other.centre_id}).content.decode()
    client.post(LOG, said(at=other.centre_id))
    assert Posting.objects.get().contract == elsewhere
    assert client.get("/hours/mine", {"at": other.centre_id}).status_code == 200


def test_what_another_worker_saved_is_not_shown(client, worker, contract):
    line = actions.post(contract, make.draft(contract, day=today()), by=None)
    assert client.get(LOG, {"saved": line.pk}).status_code == 404
    assert client.get(LOG, {"saved": "x"}).status_code == 404


def test_those_who_do_not_record_do_not_find_the_page(client, contract):
    client.force_login(make.member(contract, "agency_office", kind="agency", code=contract.agency_id))
    assert client.get(LOG).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(LOG).status_code == 302
    assert client.post(LOG, said()).status_code == 302


@pytest.mark.parametrize("lines", [1, 3])
def test_the_form_asks_the_same_questions_for_one_line_and_for_three(client, worker, contract, django_assert_num_queries, lines):
    for n in range(lines):
        client.post(LOG, said(title=f"探访{n}"))
    client.get(LOG)
    with django_assert_num_queries(9):
        client.get(LOG)
