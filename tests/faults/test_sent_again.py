"""A form sent again counts once and is answered as the first time; real requests through the product's own screens."""
import json
import re
import threading
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection
from django.test import Client
from django.utils import timezone

from jiazong.ground.idempotency import actions
from jiazong.ground.idempotency.models import Key
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db
LOG = "/hours/log"


def form(**changes):
    """The form of one service as a page that knows no `request_key` would send it: the key alone must make it count once."""
    typed = {
        "request_key": str(uuid4()), "method": "探访", "title": "独居长者探访", "minutes": "45", "other_minutes": "",
        "person_times": "1", "day": timezone.localdate().isoformat(), "start": "", "indirect_minutes": "", "field": "", "note": "",
    }  # fmt: skip
    return typed | {"_once": str(uuid4())} | changes


def texts(answer):
    return [str(one) for one in answer.context["ui"].sentences] if answer.context else []


@pytest.fixture
def contract():
    return make.running_contract()


@pytest.fixture
def worker(client, contract):
    worker = make.worker_on(contract, 1)
    client.force_login(worker.account)
    return worker


def test_the_same_form_twice_counts_once_and_is_answered_as_the_first_time(client, worker):
    typed = form()
    first, again = client.post(LOG, typed), client.post(LOG, typed)
    assert Posting.objects.count() == 1
    assert (again.status_code, again.url) == (first.status_code, first.url)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


def test_what_was_said_after_the_first_time_is_said_again(client, worker):
    typed = form()
    client.post(LOG, typed)
    client.cookies.pop("messages")  # the first answer never arrived
    page = client.post(LOG, typed, follow=True).content.decode()
    assert "独居长者探访" in page
    assert "data-saved" in page


def test_the_key_may_come_as_a_header_instead(client, worker):
    typed, key = form(), f'"{uuid4()}"'
    del typed["_once"]
    for _time in range(2):
        answer = client.post(LOG, typed, headers={"idempotency-key": key})
    assert answer.headers["Idempotency-Replayed"] == "true"


def test_the_same_key_with_other_words_is_refused_and_what_was_typed_is_kept(client, worker):
    typed = form()
    client.post(LOG, typed)
    answer = client.post(LOG, typed | {"title": "另一次探访 <b>"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert Posting.objects.count() == 1
    assert "另一次探访 &lt;b&gt;" in page
    assert typed["_once"] not in page


def test_what_came_with_other_words_can_be_sent_as_a_new_one(client, worker):
    typed = form()
    client.post(LOG, typed)
    page = client.post(LOG, typed | {"title": "另一次探访"}).content.decode()
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("data-sent-again")[1]))
    assert client.post(LOG, kept).status_code == 302
    assert sorted(Posting.objects.values_list("title", flat=True)) == ["另一次探访", "独居长者探访"]


def test_a_refused_form_is_not_final_and_goes_through_mended_under_the_same_key(client, worker):
    typed = form(minutes="")
    assert client.post(LOG, typed).status_code == 422
    assert client.post(LOG, typed | {"minutes": "45", "other_minutes": ""}).status_code == 302
    assert Posting.objects.count() == 1


def test_another_persons_key_answers_nothing(client, worker, contract):
    typed = form()
    client.post(LOG, typed)
    other = Client()
    other.force_login(make.worker_on(contract, 2).account)
    answer = other.post(LOG, typed | {"request_key": str(uuid4())})
    assert "Idempotency-Replayed" not in answer.headers
    assert Posting.objects.count() == 2


def test_nothing_is_kept_of_a_page_that_is_not_found(client, worker):
    assert client.post("/hours/postings/99999999/correct", form()).status_code == 404
    assert not Key.objects.exists()


def test_the_kept_answer_says_nothing_to_who_reads_the_table(client, worker):
    typed = form(title="只有自己知道的标题")
    client.post(LOG, typed)
    kept = Key.objects.get()
    everything = bytes(kept.key) + bytes(kept.answer) + bytes(kept.request_hash) + kept.route.encode()
    assert all(word.encode() not in everything for word in ("只有自己知道的标题", typed["_once"], "saved="))


@pytest.mark.parametrize("key", ["1", "x" * 200, "<script>alert(1)</script>", "钥匙" * 20])
def test_a_key_that_is_none_is_refused_in_one_sentence(client, worker, key):
    answer = client.post(LOG, form(_once=key))
    assert answer.status_code == 400
    assert not Posting.objects.exists()


def test_a_form_without_a_key_goes_through_as_it_always_did(client, worker):
    typed = form()
    del typed["_once"]
    assert client.post(LOG, typed).status_code == 302
    assert not Key.objects.exists()


def test_a_program_that_asks_for_json_must_send_a_key(client, worker):
    typed = form()
    del typed["_once"]
    answer = client.post(LOG, typed, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert "Idempotency-Key" in json.loads(answer.content)["error"]
    assert not Posting.objects.exists()


def test_a_program_that_uses_a_key_twice_is_told_so_in_json(client, worker):
    typed = form()
    client.post(LOG, typed)
    answer = client.post(LOG, typed | {"title": "别的"}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert json.loads(answer.content)["error"]


def test_old_keys_are_forgotten_and_young_ones_stay(client, worker):
    client.post(LOG, form())
    assert actions.forget_old(days=1) == 0
    assert Key.objects.count() == 1
    assert actions.forget_old(days=-1) == 1  # as if it were the day after tomorrow
    assert not Key.objects.exists()


def test_a_key_is_held_for_who_is_acting_and_for_nobody_else(client, worker, contract):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.account', %s, true)", [str(worker.account_id)])
        with pytest.raises(ProgrammingError, match="for nobody else"):
            actions.hold(bytes(32), make.make_account().pk)


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_has_the_effect_and_all_have_its_answer():
    contract = make.running_contract()
    worker = make.worker_on(contract, 1)
    typed, start, answers = form(), threading.Barrier(8), []

    def send():
        own = Client()
        own.force_login(worker.account)
        start.wait()
        answers.append(own.post(LOG, typed))
        connection.close()

    threads = [threading.Thread(target=send) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Posting.objects.count() == 1
    assert {(one.status_code, one.url) for one in answers} == {(302, answers[0].url)}
    assert sum("Idempotency-Replayed" in one.headers for one in answers) == 7


@pytest.mark.django_db(transaction=True)
def test_a_write_that_wrote_nothing_is_not_kept_and_a_crash_before_the_commit_leaves_no_trace(monkeypatch):
    contract = make.running_contract()
    worker = make.worker_on(contract, 1)
    client = Client(raise_request_exception=False)
    client.force_login(worker.account)
    typed = form()
    monkeypatch.setattr("jiazong.ground.idempotency.once.actions.keep", lambda *_, **__: 1 / 0)
    assert client.post(LOG, typed).status_code == 500
    assert (Posting.objects.count(), Key.objects.count()) == (0, 0)
    monkeypatch.undo()
    assert client.post(LOG, typed).status_code == 302
    assert (Posting.objects.count(), Key.objects.count()) == (1, 1)
