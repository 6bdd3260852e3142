from base64 import b64decode
from uuid import uuid4

import pytest
import rfc8785
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.transparency import actions as log
from jiazong.ground.transparency import notes, tree
from jiazong.ledger.hours import actions
from jiazong.ledger.hours.models import Posting, Source
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return make.running_contract()


@pytest.fixture
def worker(client, contract):
    worker = make.worker_on(contract, 1)
    client.force_login(worker.account)
    return worker


@pytest.fixture
def line(contract, worker):
    return actions.post(contract, make.draft(contract, worker=1, day=timezone.localdate(), title="探望"), by=worker.account)


def page_of(line):
    return reverse("hours:posting", args=[line.pk])


def correcting(line):
    return reverse("hours:correct", args=[line.pk])


def said(**changes):
    typed = {
        "request_key": str(uuid4()), "method": "探访", "title": "探望", "minutes": "", "other_minutes": "40",
        "person_times": "2", "day": timezone.localdate().isoformat(), "start": "", "indirect_minutes": "", "field": "",
        "note": "", "reason": "时间记多了",
    }  # fmt: skip
    return typed | changes


def test_a_line_tells_its_figures_its_source_and_its_rule(client, line, contract):
    page = client.get(page_of(line)).content.decode()
    for told in ("60", "探访", "在页面上记的", f"合同 {contract.code}", "第 1 版"):
        assert told in page


def test_a_line_from_a_workbook_tells_file_sheet_and_row(client, contract, worker):
    source = Source.objects.create(contract=contract, kind=Source.BOOK, name="十月台账.xlsx")
    draft = make.draft(contract, worker=1, day=timezone.localdate(), sheet="服务记录", row=17)
    actions.post_batch(contract, [draft], source=source, by=None)
    page = client.get(page_of(Posting.objects.get())).content.decode()
    for told in ("十月台账.xlsx", "服务记录", "17"):
        assert told in page


def test_correcting_reverses_and_posts_anew_and_both_lines_lead_to_each_other(client, line):
    answer = client.post(correcting(line), said())
    made = Posting.objects.get(corrects=line)
    assert answer.url == page_of(made)
    assert (made.direct_minutes, made.person_times, made.reason) == (40, 2, "时间记多了")
    assert sum(Posting.objects.values_list("direct_minutes", flat=True)) == 40
    assert page_of(line) in client.get(page_of(made)).content.decode()
    assert page_of(made) in client.get(page_of(line)).content.decode()


def test_correcting_twice_with_one_form_is_one_correction(client, line):
    typed = said()
    client.post(correcting(line), typed)
    answer = client.post(correcting(line), typed)
    assert Posting.objects.filter(corrects=line).count() == 1
    assert answer.url == page_of(Posting.objects.get(corrects=line))


def test_a_correction_without_a_reason_is_refused_and_keeps_what_was_typed(client, line):
    answer = client.post(correcting(line), said(reason="", title="改成的名字"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请简单写明原因" in page
    assert "改成的名字" in page
    assert Posting.objects.count() == 1


def test_a_correction_the_ledger_refuses_says_why(client, line):
    answer = client.post(correcting(line), said(other_minutes="1441"))
    assert answer.status_code == 422
    assert "超过 24 小时" in answer.content.decode()


def test_the_form_shows_the_line_as_it_is(client, line):
    page = client.get(correcting(line)).content.decode()
    assert 'value="探望"' in page
    assert 'value="60"' in page


def test_taking_a_line_back_asks_for_a_reason_and_keeps_it(client, line):
    assert client.post(correcting(line), {"take_back": "1", "reason": ""}).status_code == 422
    client.post(correcting(line), {"take_back": "1", "reason": "没有去成"})
    assert Posting.objects.get(reverses=line).reason == "没有去成"


def test_a_line_that_no_longer_stands_is_not_corrected(client, line):
    actions.reverse(line, reason="重复", by=None)
    for answer in (client.get(correcting(line)), client.post(correcting(line), said())):
        assert answer.url == page_of(line)
    assert Posting.objects.count() == 2


def test_a_worker_sees_no_line_of_another(client, contract, worker):
    other = actions.post(contract, make.draft(contract, worker=0, day=timezone.localdate()), by=None)
    assert client.get(page_of(other)).status_code == 404
    assert client.post(correcting(other), said()).status_code == 404


def test_a_director_sees_lines_of_her_centre_and_corrects_only_her_own(client, contract, line):
    client.force_login(make.member(contract, "centre_director"))
    page = client.get(page_of(line))
    assert page.status_code == 200
    assert correcting(line) not in page.content.decode()
    assert client.get(correcting(line)).status_code == 404


def test_another_centre_finds_nothing(client, line):
    client.force_login(make.member(make.running_contract(), "centre_director"))
    assert client.get(page_of(line)).status_code == 404
    assert client.get(page_of(Posting(pk=10**15))).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client, line):
    client.logout()
    assert client.get(page_of(line)).status_code == 302
    assert client.post(correcting(line), said()).status_code == 302
    assert Posting.objects.count() == 1


def test_a_line_says_whether_it_is_sealed_and_hands_out_its_proof(client, line, worker, settings, tmp_path):
    settings.JIAZONG_EVIDENCE_KEY_FILE = tmp_path / "evidence.key"
    address = reverse("hours:posting_proof", args=[line.pk])
    assert "待封存" in client.get(page_of(line)).content.decode()
    assert client.get(address).url == page_of(line)
    log.sequence()
    assert "已封存" in client.get(page_of(line)).content.decode()
    told = client.get(address).json()
    assert (told["subject"], told["leaf"]["facts"]["direct_minutes"], told["private"]["worker"]) == (f"posting:{line.pk}", 60, worker.pk)
    leaf = tree.leaf_hash(rfc8785.dumps(told["leaf"]))
    root = notes.Checkpoint.parse(told["checkpoint"]).root
    tree.check_inclusion(told["index"], told["size"], leaf, [b64decode(one) for one in told["proof"]], root)


def test_the_proof_of_a_line_out_of_sight_is_not_found(client, line, contract):
    log.sequence()
    client.force_login(make.member(make.running_contract("far"), "centre_director"))
    assert client.get(reverse("hours:posting_proof", args=[line.pk])).status_code == 404
