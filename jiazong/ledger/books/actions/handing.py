import hashlib
from pathlib import PurePath

from django.db import transaction

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ledger.books.models import Book

OPEN_STATES = (Book.UPLOADED, Book.READING, Book.READ)


@transaction.atomic
def hand_in(contract: Contract, *, name: str, content: bytes, by: Account | None) -> Book:
    """Take in a service ledger as a file, kept byte for byte; nothing is read or posted yet."""
    book = Book.objects.create(
        contract=contract,
        name=PurePath(name.replace("\\", "/")).name[:200] or "台账",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=by,
    )
    chronicle.record("books.handed_in", book, by=by, contract=contract.pk, name=book.name, sha256=book.sha256)
    return book


@transaction.atomic
def ask_to_cancel(book: Book, *, by: Account | None) -> Book:
    """Stop a book that is being read, or put aside one that was read; one that is posted stays posted."""
    book = Book.objects.select_for_update().defer("content", "lines").get(pk=book.pk)
    if book.state in OPEN_STATES:
        book.cancel_asked = True
        book.state = book.state if book.state == Book.READING else Book.CANCELLED
        if book.state == Book.CANCELLED:
            book.lines = b""
            book.rows.all().delete()
        book.save(update_fields=["cancel_asked", "state", "lines"] if book.state == Book.CANCELLED else ["cancel_asked", "state"])
        chronicle.record("books.cancelled", book, by=by)
    return book


@transaction.atomic
def discard(book: Book) -> None:
    """Forget a book that was only tried (dry run): nothing of it was posted."""
    book.rows.all().delete()
    book.delete()
