"""The screens of importing: who sees them, what they say, and that a second click does no more than the first."""
import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access import actions as access
from jiazong.ledger.books.models import Book
from jiazong.ledger.books.tests.books import ROWS, changed, imported, make_contract, read, workbook
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.tests.factories import make_account

BAD_ROW = ("2025-02-30", "探访", "x", "区明", 1, 0, 1)


def signed_in(contract: Contract, role: str = "centre_director") -> Client:
    account = make_account()
    access.admit(account, role=role, scope_kind="centre", scope_code=contract.centre_id, by=None, on=date(2025, 1, 1))
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(account)
    return client


def work_off() -> None:
    """Do what waits in the queue, as the worker does."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.mark.django_db(transaction=True)
def test_from_upload_through_preview_to_posting() -> None:
    contract = make_contract()
    client = signed_in(contract)
    file = SimpleUploadedFile("去年台账.xlsx", workbook([*ROWS, BAD_ROW]))
    answer = client.post(reverse("books:upload"), {"contract": contract.pk, "file": file})
    book = Book.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("books:book", args=[book.pk])
    assert "正在读台账" in client.get(answer["Location"]).content.decode()
    work_off()
    page = client.get(answer["Location"]).content.decode()
    assert "可以入账" in page and "1 行要改" in page.replace("\u00a0", " ") and "2025-02-30" in page
    assert Posting.objects.count() == 0
    for _ in range(2):
        assert client.post(reverse("books:confirm", args=[book.pk])).status_code == 302
    work_off()
    assert Posting.objects.count() == 6
    assert "已入账" in client.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_another_centres_book_does_not_exist_for_this_director() -> None:
    book = read(make_contract(), [*ROWS, BAD_ROW])
    stranger = signed_in(make_contract())
    for name in ("book", "status", "refused"):
        assert stranger.get(reverse(f"books:{name}", args=[book.pk])).status_code == 404
    for name in ("confirm", "cancel"):
        assert stranger.post(reverse(f"books:{name}", args=[book.pk])).status_code == 404
    assert book.name not in stranger.get(reverse("books:list")).content.decode()
    refused = stranger.post(reverse("books:upload"), {"contract": book.contract_id, "file": SimpleUploadedFile("x.xlsx", workbook())})
    assert refused.status_code == 422 and Book.objects.count() == 1


@pytest.mark.django_db
def test_a_worker_and_a_visitor_do_not_get_in() -> None:
    contract = make_contract()
    assert signed_in(contract, "social_worker").get(reverse("books:list")).status_code == 404
    assert Client().get(reverse("books:list")).status_code == 302


@pytest.mark.django_db
def test_the_refused_rows_come_back_as_a_workbook_that_can_be_mended_and_read_again() -> None:
    contract = make_contract()
    book = read(contract, [*ROWS, BAD_ROW, ("2025-03-09", "@cmd()", "x", "区明", 1, 0, 1)])
    answer = signed_in(contract).get(reverse("books:refused", args=[book.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:7] == ("日期", "服务类型", "服务名称", "社工", "直接工时(小时)", "间接工时(小时)", "人次")
    assert rows[0][7] == "不能收的原因" and len(rows) == 3 and all(row[7] and row[8] for row in rows[1:])
    assert rows[2][1] == "@cmd()" and sheet.cell(3, 2).data_type == "s"
    mended = [list(row[:7]) for row in rows[1:]]
    mended[0][0], mended[1][1] = "2025-02-28", "探访"
    assert imported(contract, mended, name="待改.xlsx").counts["accepted"] == 2


@pytest.mark.django_db
def test_changes_are_shown_before_they_are_posted() -> None:
    contract = make_contract()
    imported(contract)
    book = read(contract, changed(3, 4, 2))
    page = signed_in(contract).get(reverse("books:book", args=[book.pk]) + "?show=changes").content.decode()
    assert "45+0" in page and "120+0" in page


@pytest.mark.django_db
def test_no_file_and_too_large_a_file_are_told_beside_the_field(settings: object) -> None:
    contract = make_contract()
    client = signed_in(contract)
    answer = client.post(reverse("books:upload"), {"contract": contract.pk})
    assert answer.status_code == 422 and "请先选服务台账的文件" in answer.content.decode()
    settings.JIAZONG_UPLOAD_LIMIT = 1024
    answer = client.post(reverse("books:upload"), {"contract": contract.pk, "file": SimpleUploadedFile("x.xlsx", workbook())})
    assert answer.status_code == 422 and "文件超过" in answer.content.decode() and not Book.objects.exists()


@pytest.mark.django_db
def test_an_unknown_book_is_not_found_and_an_empty_list_says_what_to_do() -> None:
    client = signed_in(make_contract())
    assert client.get(reverse("books:book", args=[uuid4()])).status_code == 404
    assert "开始读" in client.get(reverse("books:list")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("books", [1, 3])
def test_the_list_costs_a_fixed_number_of_questions(books: int, django_assert_max_num_queries: object) -> None:
    contract = make_contract()
    client = signed_in(contract)
    for n in range(books):
        read(contract, name=f"{n}.xlsx")
    client.get(reverse("books:list"))
    with django_assert_max_num_queries(9):
        client.get(reverse("books:list"))
