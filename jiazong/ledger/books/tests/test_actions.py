"""From a workbook to the ledger: what is new, what is there, what changed, what is refused."""
import threading
from datetime import date

import pytest
from django.db import connections

from jiazong.ground.sheets.refusals import ReadingCancelled, WorkbookRefused
from jiazong.ledger.books import actions, queries
from jiazong.ledger.books.models import Book, BookRow
from jiazong.ledger.books.tests.books import ROWS, changed, imported, make_contract, read, workbook
from jiazong.ledger.hours import actions as ledger
from jiazong.ledger.hours import queries as sums
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.tests.factories import draft

pytestmark = pytest.mark.django_db


def test_reading_posts_nothing_and_posting_posts_everything() -> None:
    contract = make_contract()
    book = read(contract)
    assert (book.state, book.counts["accepted"], Posting.objects.count()) == (Book.READ, 6, 0)
    book = actions.post_book(book, by=None)
    assert (book.state, Posting.objects.count()) == (Book.POSTED, 6)
    assert sums.roll_up_agrees(contract)
    posting = Posting.objects.get(day=date(2025, 3, 4))
    assert (posting.source, posting.source_sheet, posting.source_row) == (book.source, "台账", 4)
    assert (posting.direct_minutes, posting.indirect_minutes, posting.person_times) == (120, 60, 12)


def test_confirming_twice_posts_once() -> None:
    book = read(make_contract())
    actions.post_book(book, by=None)
    assert actions.post_book(book, by=None).counts["accepted"] == 6
    assert Posting.objects.count() == 6


def test_the_same_book_again_posts_nothing_whatever_its_name_or_the_order_of_its_rows() -> None:
    contract = make_contract()
    imported(contract)
    again = imported(contract, list(reversed(ROWS)), name="另一个名字.xlsx")
    assert (again.counts["accepted"], again.counts["already_there"]) == (0, 6)
    assert Posting.objects.count() == 6


def test_two_equal_rows_are_two_services_and_a_third_is_new() -> None:
    contract = make_contract()
    imported(contract)
    book = imported(contract, [*ROWS, ROWS[0]])
    assert (book.counts["accepted"], book.counts["already_there"], book.counts["changed"]) == (1, 6, 0)


def test_a_changed_row_is_reversed_and_posted_and_the_roll_up_follows() -> None:
    contract = make_contract()
    imported(contract)
    book = read(contract, changed(3, 4, 2))
    assert (book.counts["accepted"], book.counts["changed"], book.counts["already_there"]) == (1, 1, 5)
    assert queries.changes(book).get().posting.direct_minutes == 45
    actions.post_book(book, by=None)
    assert list(Posting.objects.filter(day=date(2025, 3, 5)).order_by("pk").values_list("quantity", "direct_minutes")) == [(1, 45), (-1, -45), (1, 120)]
    assert sums.roll_up_agrees(contract)


def test_a_change_and_its_taking_back_leave_the_first_figures() -> None:
    contract = make_contract()
    imported(contract)
    imported(contract, changed(3, 3, "单小雨"))
    book = imported(contract)
    assert (book.counts["changed"], book.counts["already_there"]) == (1, 5)
    living = sums.standing_postings(contract).get(day=date(2025, 3, 5))
    assert living.worker.name == "区明" and sums.roll_up_agrees(contract)


def test_a_row_missing_from_a_newer_version_is_told_and_left_alone() -> None:
    contract = make_contract()
    imported(contract)
    book = imported(contract, [*ROWS[:2], *ROWS[3:]])
    assert (book.counts["accepted"], book.counts["missing"]) == (0, 1)
    assert sums.standing_postings(contract).count() == 6


def test_the_book_of_the_next_month_changes_nothing_of_this_one() -> None:
    contract = make_contract()
    imported(contract)
    april = [(row[0].replace("-03-", "-04-"), *row[1:]) for row in ROWS]
    book = imported(contract, april, name="台账4月.xlsx")
    assert (book.counts["accepted"], book.counts["changed"], book.counts["missing"]) == (6, 0, 0)


def test_what_a_person_corrected_on_the_screen_is_not_brought_back_by_the_book() -> None:
    contract = make_contract()
    imported(contract)
    posting = sums.standing_postings(contract).get(day=date(2025, 3, 7))
    ledger.correct(posting, draft(contract, day=posting.day, direct=50), reason="记错", by=None)
    taken_back = sums.standing_postings(contract).get(day=date(2025, 3, 4))
    ledger.reverse(taken_back, reason="没有办", by=None)
    book = imported(contract)
    assert (book.counts["accepted"], book.counts["already_there"]) == (0, 6)
    assert sums.standing_postings(contract).count() == 5


def test_what_comes_by_book_into_a_closed_month_is_late() -> None:
    contract = make_contract()
    ledger.close_month(contract, date(2025, 3, 1), by=None)
    imported(contract)
    assert set(Posting.objects.values_list("is_late", flat=True)) == {True}


def test_refused_rows_keep_their_place_their_text_and_their_reason() -> None:
    rows = [*ROWS, ("2025-02-30", "探访", "x", "区明", 1, 0, 1), ("2025-03-08", "魔术", "x", "无此人", "一会儿", 0, 1)]
    book = read(make_contract(), rows)
    day, several = queries.refusals(book)
    assert (day.row, day.column, day.code, day.found) == (8, "日期", "no_such_day", "2025-02-30")
    assert (several.code, [one["code"] for one in several.also]) == ("unknown_method", ["unknown_worker", "not_a_duration"])
    assert all(queries.reason_of(row) and queries.mend_of(row) for row in (day, several))
    assert book.counts["accepted"] == 6


def test_a_file_that_is_no_workbook_is_refused_and_says_so_for_ever() -> None:
    book = actions.hand_in(make_contract(), name="x.xlsx", content=b"\x7fELF" + b"\0" * 500, by=None)
    with pytest.raises(WorkbookRefused):
        actions.read_book(book)
    assert (book.state, bool(book.problem["code"])) == (Book.REFUSED, True)
    with pytest.raises(actions.BookNotReady):
        actions.post_book(book, by=None)


def test_a_workbook_without_a_ledger_is_not_understood() -> None:
    book = actions.hand_in(make_contract(), name="x.xlsx", content=workbook([("甲", 1)], headings=("姓名", "岁数")), by=None)
    with pytest.raises(actions.NothingUnderstood):
        actions.read_book(book)
    assert book.state == Book.REFUSED


def test_a_book_put_aside_is_not_posted_and_leaves_no_rows() -> None:
    book = read(make_contract())
    book = actions.ask_to_cancel(book, by=None)
    assert book.state == Book.CANCELLED and not BookRow.objects.exists()
    with pytest.raises(actions.BookNotReady):
        actions.post_book(book, by=None)


@pytest.mark.django_db(transaction=True)
def test_somebody_who_cancels_while_it_is_read_stops_it() -> None:
    contract = make_contract()
    rows = [(f"2025-{1 + n % 12:02}-{1 + n % 28:02}", "探访", f"探访{n}", "区明", 1, 0, 1) for n in range(40_000)]
    book = actions.hand_in(contract, name="大.xlsx", content=workbook(rows), by=None)
    heard = threading.Event()

    def cancel() -> None:
        heard.wait(30)
        actions.ask_to_cancel(Book.objects.get(pk=book.pk), by=None)
        connections.close_all()

    asking = threading.Thread(target=cancel)
    asking.start()
    with pytest.raises(ReadingCancelled):
        actions.read_book(book, on_progress=lambda done, total: heard.set() or asking.join(30))
    assert book.state == Book.CANCELLED and not BookRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_importing_the_same_book_at_once_post_it_once() -> None:
    contract = make_contract()
    books = [read(contract), read(contract, name="同一份.xlsx")]

    def confirm(book: Book) -> None:
        actions.post_book(book, by=None)
        connections.close_all()

    sides = [threading.Thread(target=confirm, args=[book]) for book in books]
    for side in sides:
        side.start()
    for side in sides:
        side.join(60)
    assert Posting.objects.count() == 6 and sums.roll_up_agrees(contract)
