"""The ledger that waits for the demonstration's director."""
from datetime import date

import pytest

from jiazong.ledger.books.models import Book
from jiazong.ledger.books.queries import refusals
from jiazong.ledger.hours.tests.factories import make_account, make_contract
from jiazong.run.demo.loading import DemoLoaded
from jiazong.run.demo.waiting import ROWS, add_waiting_book


@pytest.mark.django_db
def test_the_waiting_ledger_is_read_with_five_rows_refused_and_nothing_posted() -> None:
    contract = make_contract(methods=("探访", "小组", "咨询"))
    loaded = DemoLoaded("small", True, [], 1, 0, contract, make_account())
    book = add_waiting_book(loaded, today=date(2025, 6, 18))
    assert book.state == Book.READ
    assert (book.counts["accepted"], book.counts["refused"]) == (ROWS - 5, 5)
    assert sorted(row.code for row in refusals(book)) == sorted(
        ["no_such_day", "not_a_duration", "unknown_method", "unknown_worker", "more_than_a_day"]
    )
    assert not contract.postings.exists()
