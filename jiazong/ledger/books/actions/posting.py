from dataclasses import replace

from django.db import transaction
from django.db.models.functions import Now

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ledger.books import queries
from jiazong.ledger.books.actions.judging import crowding, judge
from jiazong.ledger.books.models import Book, BookRow
from jiazong.ledger.books.rules import packing
from jiazong.ledger.hours import actions as ledger
from jiazong.ledger.hours.models import Source


class BookNotReady(ValueError):
    """A book that was not read to its end, or was put aside, cannot be posted."""


@transaction.atomic
def begin_posting(book: Book) -> bool:
    """Mark a book that was read as being posted; answers whether this call was the one that did. Raises BookNotReady."""
    book = Book.objects.select_for_update().only("state").get(pk=book.pk)
    if book.state in (Book.POSTING, Book.POSTED):
        return False
    if book.state != Book.READ:
        raise BookNotReady(book.state)
    book.state = Book.POSTING
    book.save(update_fields=["state"])
    return True


@transaction.atomic
def post_book(book: Book, *, by: Account | None) -> Book:
    """Post the accepted rows of a book, whole or not at all; confirming twice posts once.

    Rows are judged again against the ledger as it stands now, so that what another book brought meanwhile is not doubled.
    A changed row becomes a reversal and a second posting. Raises BookNotReady.
    """
    # The contract's row keeps two books of one contract apart until this one is posted.
    Contract.objects.select_for_update().get(pk=book.contract_id)
    book = Book.objects.select_for_update(of=["self"]).defer("content").select_related("contract__centre").get(pk=book.pk)
    if book.state == Book.POSTED:
        return book
    if book.state not in (Book.READ, Book.POSTING):
        raise BookNotReady(book.state)
    drafts = packing.unpack(book.lines)
    judged = judge(book, drafts)
    source = Source.objects.create(contract=book.contract, kind=Source.BOOK, name=book.name)
    chosen = crowding(book, [
        replace(one, corrects=judged.changed[place]) if place in judged.changed else one
        for place, one in enumerate(drafts) if place not in judged.same
    ])  # fmt: skip
    ledger.post_batch(book.contract, chosen, source=source, by=by, reason=f"新版台账 {book.name}"[:200])
    book.counts = queries.count_rows(book, drafts, judged, refused=book.counts["refused"])
    book.lines, book.source, book.state, book.posted_by, book.posted_at = b"", source, Book.POSTED, by, Now()
    book.save(update_fields=["lines", "counts", "source", "state", "posted_by", "posted_at"])
    # What was posted stands in the ledger with its sheet and row; only what was refused is kept here.
    BookRow.objects.filter(book=book).exclude(verdict=BookRow.REFUSED).delete()
    book.refresh_from_db(fields=["posted_at"])
    return book
