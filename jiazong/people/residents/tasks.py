"""Reading and writing a book of people in the background, so that five thousand rows keep nobody waiting."""
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from jiazong.ground.access.context import acting, acting_as_system
from jiazong.ground.accounts.models import Account
from jiazong.people.residents.actions import handing
from jiazong.people.residents.models import PeopleBook

WORD = "residents.import"


@app.task(name="residents.try_book")
def try_book(book_id: str) -> None:
    """Read a book that was handed in; what became of it stands with the book."""
    handing.try_book(_book(book_id), today=timezone.localdate())


@app.task(name="residents.write_book")
def write_book(book_id: str, account_id: str) -> None:
    """Write a book that somebody confirmed, if she may still import there at the moment it is written.

    The system writes it: groups of health and violence come with a book, and nobody at the desk reads or writes those.
    """
    by = Account.objects.get(pk=UUID(account_id))
    with acting(by, WORD):
        is_allowed = PeopleBook.objects.filter(pk=UUID(book_id), state=PeopleBook.WRITING).exists()
    if not is_allowed:
        with acting_as_system(WORD):
            PeopleBook.objects.filter(pk=UUID(book_id), state=PeopleBook.WRITING).update(state=PeopleBook.CANCELLED, content=b"")
        return
    handing.write_book(_book(book_id), by=by, today=timezone.localdate())


def _book(book_id: str) -> PeopleBook:
    return PeopleBook.objects.select_related("centre").get(pk=UUID(book_id))
