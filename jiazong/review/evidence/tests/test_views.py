import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from threading import Thread

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access import queries as access
from jiazong.ground.access.rules import Reach
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.papers.fonts import NoChineseFont
from jiazong.ground.transparency import actions as log
from jiazong.ledger.hours import actions as ledger
from jiazong.ledger.hours.models import Posting, Source
from jiazong.ledger.hours.tests import factories as make
from jiazong.review.evidence import queries, sending
from jiazong.review.evidence.rules import FiguresDisagree

pytestmark = pytest.mark.django_db
HOME = reverse("evidence:home")


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


def post(contract, day=0, **figures):
    return ledger.post(contract, make.draft(contract, day=contract.first_day + timedelta(days=day), **figures), by=None)


def page(response):
    return response.content.decode().replace("\u00a0", " ")


def contract_page(contract):
    return reverse("evidence:contract", args=[contract.pk])


def download(client, contract, day=None):
    day = day or timezone.localdate()
    return client.get(reverse("evidence:download", args=[contract.pk]), {"as_of": day.isoformat()})


def elsewhere(deed):
    """Do something on a connection of its own, as another person's request would."""

    def with_its_own_connection():
        try:
            deed()
        finally:
            connection.close()

    thread = Thread(target=with_its_own_connection)
    thread.start()
    thread.join()


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


def records(archive, folder):
    book = openpyxl.load_workbook(io.BytesIO(archive.read(f"{folder}/记录.xlsx")))
    return [row for row in book.active.iter_rows(values_only=True) if row[0] and str(row[0]).isdigit()]


@pytest.mark.parametrize("name", ["evidence:home", "evidence:contract", "evidence:download"])
def test_a_visitor_is_asked_to_sign_in(client, ours, name):
    assert client.get(reverse(name, args=[] if name.endswith("home") else [ours.pk])).status_code == 302


@pytest.mark.parametrize("name", ["evidence:contract", "evidence:download"])
def test_the_pack_of_another_centre_does_not_exist(client, director, theirs, name):
    assert client.get(reverse(name, args=[theirs.pk]), {"as_of": "2026-01-01"}).status_code == 404


@pytest.mark.parametrize("role", ["social_worker", "supervisor"])
def test_who_does_the_work_takes_no_pack(client, ours, role):
    client.force_login(make.member(ours, role))
    assert client.get(HOME).status_code == 404


def test_without_a_contract_the_home_says_so(client, ours):
    client.force_login(make.member(ours, "centre_director", code="nowhere"))
    assert "empty" in page(client.get(HOME))


@pytest.mark.parametrize("more", [0, 2])
def test_the_home_asks_the_same_few_questions_for_two_contracts_and_for_four(client, ours, theirs, more, django_assert_num_queries):
    for number in range(more):
        post(make.running_contract(f"third-{number}"))
    client.force_login(make.member(ours, "street_office", kind="region", code="4401"))
    client.get(HOME)
    with django_assert_num_queries(7):
        shown = page(client.get(HOME))
    assert shown.count("meter-cell") == 2 + more


def test_a_contract_is_ready_once_its_months_are_closed(client, director, ours):
    post(ours)
    assert "没月结" in page(client.get(contract_page(ours)))
    today = timezone.localdate()
    for month in list(queries.readiness_of([ours], today=today)[0].months_open):
        ledger.close_month(ours, month, by=None)
    assert queries.readiness_of([ours], today=today)[0].is_ready
    assert "可以打包" in page(client.get(contract_page(ours)))


def test_late_and_doubtful_records_are_counted(client, director, ours):
    ledger.close_month(ours, ours.first_day, by=None)
    post(ours, title="补")
    post(ours, 100, flags="two_places")
    found = queries.readiness_of([ours], today=timezone.localdate())[0]
    assert (found.records, found.late, found.flagged) == (2, 1, 1)
    shown = page(client.get(contract_page(ours)))
    assert "补记 1 条" in shown
    assert "有疑问的 1 条" in shown


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "1999-01-01", "2999-01-01", "\x00"])
def test_a_day_that_cannot_be_packed_is_refused_in_words(client, director, ours, day):
    answer = client.get(reverse("evidence:download", args=[ours.pk]), {"as_of": day})
    assert answer.status_code == 422
    assert "error-summary" in page(answer)
    assert not [one for one in entries_about(ours) if one.verb == "evidence.packed"]


def test_a_server_without_chinese_type_says_so_before_anything_is_sent(client, director, ours, monkeypatch):
    def none_found():
        raise NoChineseFont()

    monkeypatch.setattr("jiazong.review.evidence.sending.find_fonts", none_found)
    answer = download(client, ours)
    assert answer.status_code == 422
    assert "fonts-noto-cjk" in page(answer)
    assert not [one for one in entries_about(ours) if one.verb == "evidence.packed"]


@pytest.mark.django_db(transaction=True)
def test_the_pack_holds_every_record_up_to_its_day_and_adds_up(client):
    ours = make.running_contract("qinghe")
    client.force_login(make.member(ours, "centre_director"))
    source = Source.objects.create(contract=ours, kind=Source.BOOK, name="三月台账.xlsx")
    ledger.post_batch(ours, [make.draft(ours, day=ours.first_day, sheet="探访", row=17, note="住址在三楼")], source=source, by=None)
    post(ours, 1, title="手记的")
    ledger.reverse(post(ours, 2, title="错的"), reason="记错", by=None)
    post(ours, 3, method=1, persons=8)
    post(ours, 30, title="以后的")
    answer = download(client, ours, ours.first_day + timedelta(days=10))
    content = b"".join(answer.streaming_content)
    archive = opened(content)
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    assert archive.testzip() is None
    visits = records(archive, "1_探访户次")
    assert [row[5] for row in visits][1:] == ["手记的", "错的", "错的"]
    assert visits[0][10] == "三月台账.xlsx，探访，第17行"
    assert sum(row[9] for row in visits) == 2
    assert [row[9] for row in records(archive, "3_小组人次")] == [8]
    for line in archive.read("manifest.sha256").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    assert not any("三楼".encode() in archive.read(name) for name in archive.namelist())
    assert [one.verb for one in entries_about(ours)][0] == "evidence.packed"


@pytest.mark.django_db(transaction=True)
def test_what_is_recorded_while_a_pack_is_made_is_not_in_it():
    ours = make.running_contract("qinghe")
    for number in range(3):
        post(ours, number)
    out, chunks = io.BytesIO(), sending.stream_pack(ours, as_of=timezone.localdate(), by=None)
    out.write(next(chunks))
    elsewhere(lambda: post(ours, 5))
    for chunk in chunks:
        out.write(chunk)
    assert len(records(opened(out.getvalue()), "1_探访户次")) == 3
    assert Posting.objects.filter(contract=ours).count() == 4


@pytest.mark.django_db(transaction=True)
def test_whoever_stops_listening_ends_the_reading():
    ours = make.running_contract("qinghe")
    post(ours)
    chunks = sending.stream_pack(ours, as_of=timezone.localdate(), by=None)
    next(chunks)
    chunks.close()
    post(ours, 1)
    assert Posting.objects.filter(contract=ours).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_pack_is_written_into_a_file_for_the_command_line(tmp_path):
    ours = make.running_contract("qinghe")
    post(ours)
    with (tmp_path / "pack.zip").open("wb") as out:
        size = sending.write_pack(ours, out, as_of=timezone.localdate(), by=None)
    assert (tmp_path / "pack.zip").stat().st_size == size
    assert opened((tmp_path / "pack.zip").read_bytes()).testzip() is None


@pytest.mark.django_db(transaction=True)
def test_a_pack_proves_its_records_with_the_program_that_lies_in_it(tmp_path, settings):
    settings.JIAZONG_EVIDENCE_KEY_FILE = tmp_path / "evidence.key"
    ours = make.running_contract("qinghe")
    for number in range(3):
        post(ours, number)
    log.sequence()
    post(ours, 4)
    with (tmp_path / "pack.zip").open("wb") as out:
        sending.write_pack(ours, out, as_of=timezone.localdate(), by=None)
    zipfile.ZipFile(tmp_path / "pack.zip").extractall(tmp_path / "pack")
    proofs = tmp_path / "pack/证据/proofs.json"
    told = json.loads(proofs.read_text())
    assert (len(told["leaves"]), len(told["pending"])) == (3, 1)
    assert {one["salt"] for one in told["leaves"]} == {None}
    assert checked(proofs).returncode == 0
    told["leaves"][1]["leaf"]["facts"]["direct_minutes"] += 60
    proofs.write_text(json.dumps(told))
    assert checked(proofs).returncode == 1


def checked(proofs: Path) -> subprocess.CompletedProcess:
    """The program of the pack at work, with nothing but Python itself."""
    return subprocess.run([sys.executable, "-I", proofs.with_name("verify.py"), proofs], capture_output=True, text=True)


@pytest.mark.django_db(transaction=True)
def test_a_pack_that_is_slow_to_begin_still_comes_whole(client, settings):
    settings.JIAZONG_SLOW_MS = 0
    contract = make.running_contract("qinghe")
    post(contract)
    client.force_login(make.member(contract, "centre_director"))
    with zipfile.ZipFile(io.BytesIO(b"".join(download(client, contract).streaming_content))) as pack:
        assert pack.testzip() is None and pack.namelist()


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_database_alone_gives_a_bureau_no_line_for_a_pack(client, monkeypatch):
    contract = make.running_contract("qinghe")
    post(contract, title="白鹳走访", note="白鹳备注")
    client.force_login(make.member(contract, "district_bureau", kind="region", code=contract.centre.region_id))
    monkeypatch.setattr(access, "reach", lambda held, word: Reach(everywhere=True))
    said = b""
    with pytest.raises(FiguresDisagree, match="add up to 0"):
        for piece in download(client, contract).streaming_content:
            said += piece
    assert "白鹳".encode() not in said
