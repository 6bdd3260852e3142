"""Importing a book of people on the page: tried first, confirmed once, written once, stopped while it runs."""
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting
from jiazong.ground.chronicle.models import Entry
from jiazong.ground.sheets import telling
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.actions import handing, importing
from jiazong.people.residents.models import PeopleBook, Person, Tag

HEADS = ["编号", "姓名", "性别", "出生日期", "身份证号码", "联系电话", "家庭住址", "与户主关系", "类别"]
ROWS = [
    ("A1", "陈国秀", "女", "1949-12-31", "11010519491231002X", "13800138000", "青禾社区阳光花园3栋1201", "户主", "残疾"),
    ("A2", "林伟", "男", "1975-03-09", "", "13900139001", "青禾社区阳光花园3栋1201", "子", ""),
    ("A3", "", "男", "", "", "", "", "", ""),
    ("A4", "林小", "男", "", "110105194912310021", "", "", "", ""),
]
NAME = "名册.xlsx"


def workbook(rows=ROWS):
    book = openpyxl.Workbook()
    for row in (HEADS, *rows):
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def many(count):
    lines = "\n".join(f"N{n},居民{n:05},13{n:09}" for n in range(count))
    return f"编号,姓名,联系电话\n{lines}\n".encode()


def signed_in(centre, role="reception"):
    account = places.account(f"{role}-{centre.pk}")
    access.admit(account, role=role, scope_kind="centre", scope_code=centre.pk, by=None, on=date(2025, 1, 1))
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(account)
    client.account = account
    return client


def work_off():
    """Do what waits in the queue, as the worker does."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def at(name, *args):
    return reverse(f"residents:{name}", args=args)


def handed_in(centre, content, name=NAME, by=None):
    return handing.hand_in(centre, name=name, content=content, by=by)


@pytest.mark.django_db(transaction=True)
def test_from_the_upload_through_the_preview_into_the_register_and_a_second_time_nothing_changes():
    centre = places.centre()
    client = signed_in(centre)
    for turn in range(2):
        answer = client.post(at("book_upload"), {"centre": centre.pk, "file": SimpleUploadedFile(NAME, workbook())})
        book = PeopleBook.objects.latest("uploaded_at")
        assert answer["Location"] == at("book", book.pk)
        assert "正在读名册" in client.get(answer["Location"]).content.decode()
        work_off()
        page = client.get(answer["Location"]).content.decode().replace("\u00a0", " ")
        assert "第 4 行" in page and "没有姓名" in page and "第 5 行" in page
        assert Person.objects.count() == (0 if turn == 0 else 2)
        for _ in range(2):
            assert client.post(at("book_confirm", book.pk)).status_code == 302
        work_off()
        book.refresh_from_db()
        assert book.state == "written" and bytes(book.content) == b""
        assert (book.told["new"], book.told["unchanged"]) == ((2, 0) if turn == 0 else (0, 2))
    # A group of health comes in with the book, though nobody at the desk may write one.
    assert Tag.objects.filter(is_restricted=True).exists()
    assert Entry.objects.filter(verb="residents.imported", actor=client.account).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_may_be_there_already_stands_beside_before_anything_is_written():
    centre = places.centre()
    client = signed_in(centre, "centre_director")
    importing.import_people(centre, content=workbook(ROWS[:1]), name=NAME, by=None, today=timezone.localdate())
    other = ("B7", "陈国秀", "女", "1949-12-31", "", "13800138000", "", "", "")
    client.post(at("book_upload"), {"centre": centre.pk, "file": SimpleUploadedFile(NAME, workbook([other]))})
    work_off()
    page = client.get(at("book", PeopleBook.objects.get().pk)).content.decode()
    assert "可能已经登记过" in page and "陈国秀" in page and "电话相同" in page
    assert "陈国秀" not in str(PeopleBook.objects.get().told)


@pytest.mark.django_db
def test_it_does_what_the_command_does():
    one, two = places.centre(), places.centre("tianxin")
    command = importing.import_people(one, content=workbook(), name=NAME, by=None, today=timezone.localdate())
    book = handing.try_book(handed_in(two, workbook()), today=timezone.localdate())
    assert {name: book.told[name] for name in ("rows", "accepted", "new", "refused", "households")} == {
        "rows": command.rows, "accepted": command.accepted, "new": command.new, "refused": len(command.refused), "households": command.households,
    }  # fmt: skip
    assert not Person.objects.filter(centre=two).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "name", "said"), [(b"x" * 300, "x.xlsx", "没有读"), ("天气,心情\n晴,好\n".encode(), "a.csv", "姓名")])
def test_a_file_that_is_no_book_says_why_and_is_thrown_away(content, name, said):
    centre = places.centre()
    client = signed_in(centre)
    book = handing.try_book(handed_in(centre, content, name), today=timezone.localdate())
    assert book.state == "refused" and bytes(PeopleBook.objects.get().content) == b""
    assert said in client.get(at("book", book.pk)).content.decode()


@pytest.mark.django_db
def test_what_was_put_aside_is_not_written_and_what_is_written_is_not_put_aside():
    centre = places.centre()
    client = signed_in(centre)
    book = handing.try_book(handed_in(centre, workbook()), today=timezone.localdate())
    client.post(at("book_cancel", book.pk))
    client.post(at("book_confirm", book.pk))
    assert PeopleBook.objects.get().state == "cancelled" and not Person.objects.exists()
    other = handing.try_book(handed_in(centre, workbook()), today=timezone.localdate())
    assert handing.begin_writing(other, by=client.account)
    other.refresh_from_db()
    handing.write_book(other, by=client.account, today=timezone.localdate())
    client.post(at("book_cancel", other.pk))
    assert PeopleBook.objects.get(pk=other.pk).state == "written"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["try", "write"])
def test_five_thousand_rows_tell_how_far_they_are_and_stop_when_somebody_asks(monkeypatch, step):
    """Of the writing nothing is left: a batch was written when the wish to stop was heard."""
    monkeypatch.setattr(telling, "TELL_SECONDS", 0)
    centre = places.centre()
    client = signed_in(centre)
    book, seen = handed_in(centre, many(5_000), "名册.csv"), []
    if step == "write":
        handing.try_book(book, today=timezone.localdate())
        assert book.told["new"] == 5_000
        handing.begin_writing(book, by=client.account)
        book.refresh_from_db()
    heard = telling.Teller.heard

    def watched(self, done, total):
        heard(self, done, total)
        seen.append(done * 100 // total)
        if seen[-1] >= 60:
            telling._elsewhere("UPDATE residents_peoplebook SET cancel_asked = true WHERE id = %s", [self.key])

    monkeypatch.setattr(telling.Teller, "heard", watched)
    if step == "try":
        handing.try_book(book, today=timezone.localdate())
    else:
        handing.write_book(book, by=client.account, today=timezone.localdate())
    assert book.state == "cancelled" and not Person.objects.exists()
    assert seen == sorted(seen) and 0 < seen[0] < 60 <= seen[-1] < 100


@pytest.mark.django_db(transaction=True)
def test_whoever_may_import_no_more_when_it_is_written_imports_nothing():
    centre = places.centre()
    client = signed_in(centre)
    book = handing.try_book(handed_in(centre, workbook()), today=timezone.localdate())
    client.post(at("book_confirm", book.pk))
    access.dismiss(client.account.memberships.get(), by=None, on=timezone.localdate() + timedelta(days=0))
    work_off()
    assert PeopleBook.objects.get().state == "cancelled" and not Person.objects.exists()


@pytest.mark.django_db
def test_another_centres_book_does_not_exist_in_either_layer():
    ours, theirs = places.centre(), places.centre("tianxin")
    book, stranger = handed_in(ours, workbook()), signed_in(theirs)
    for name in ("book", "book_status"):
        assert stranger.get(at(name, book.pk)).status_code == 404
    for name in ("book_confirm", "book_cancel"):
        assert stranger.post(at(name, book.pk)).status_code == 404
    assert stranger.post(at("book_upload"), {"centre": ours.pk, "file": SimpleUploadedFile(NAME, workbook())}).status_code == 422
    with acting(stranger.account, "residents.import"):
        assert not PeopleBook.objects.exists()
        assert not PeopleBook.objects.filter(pk=book.pk).update(state="writing")
        with pytest.raises(DatabaseError), transaction.atomic():
            handed_in(ours, b"x", by=stranger.account)
    assert signed_in(ours, "social_worker").get(at("books")).status_code == 404


@pytest.mark.django_db
def test_the_list_of_books_asks_no_more_for_more_rows():
    centre = places.centre()
    client, asked = signed_in(centre), []
    for _ in range(3):
        handed_in(centre, workbook())
        with CaptureQueriesContext(connection) as questions:
            assert client.get(at("books")).status_code == 200
        asked.append(len(questions))
    assert asked[0] == asked[2] <= 14
