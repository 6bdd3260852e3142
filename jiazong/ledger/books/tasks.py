"""Reading and posting in the background, so that a large book keeps nobody waiting."""
from uuid import UUID

from procrastinate.contrib.django import app

from jiazong.ground.access.context import acting
from jiazong.ground.accounts.models import Account
from jiazong.ground.sheets.refusals import ReadingCancelled, WorkbookRefused
from jiazong.ledger.books import actions
from jiazong.ledger.books.models import Book


@app.task(name="books.read")
def read(book_id: str) -> None:
    """Read a book that was handed in; what it refuses is kept with the book for the screen to tell."""
    book = Book.objects.select_related("contract").get(pk=UUID(book_id))
    try:
        actions.read_book(book)
    except (WorkbookRefused, ReadingCancelled, actions.NothingUnderstood):
        return  # the book itself says what became of it


@app.task(name="books.post")
def post(book_id: str, account_id: str) -> None:
    """Post a book that somebody confirmed, with that person's rights as they are when it is posted."""
    by = Account.objects.get(pk=UUID(account_id))
    with acting(by, "books.confirm"):
        actions.post_book(Book.objects.defer("content").get(pk=UUID(book_id)), by=by)
