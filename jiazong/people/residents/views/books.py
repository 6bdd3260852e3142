"""Importing a book of people: hand in, see what it would do, confirm or put aside."""
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say, warn
from jiazong.people.places.permissions import centres_within
from jiazong.people.residents import book_words, tasks
from jiazong.people.residents.actions import handing
from jiazong.people.residents.forms.books import BookForm
from jiazong.people.residents.models import PeopleBook
from jiazong.people.residents.permissions import books_within
from jiazong.people.residents.queries.books import hints_of
from jiazong.people.residents.views.parts import PAGE, answer

WORD = tasks.WORD
COLUMNS = ("id", "name", "state", "cancel_asked", "told", "uploaded_at", "centre__name", "uploaded_by__name")


@guard(WORD)
@require_GET
def books(request: HttpRequest) -> HttpResponse:
    """The books handed in, the newest first, with what became of each; and the box for another."""
    form = BookForm(centres=centres_within(request.reach), initial={"centre": request.GET.get("centre")})
    return _list(request, form)


@guard(WORD)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take in a file; it is read in the background."""
    form = BookForm(request.POST, request.FILES, centres=centres_within(request.reach))
    if not form.is_valid():
        return _list(request, form)
    file = form.cleaned_data["file"]
    with transaction.atomic():
        book = handing.hand_in(form.cleaned_data["centre"], name=file.name, content=file.read(), by=request.user)
        tasks.try_book.defer(book_id=str(book.pk))
    return redirect("residents:book", pk=book.pk)


def _list(request: HttpRequest, form: BookForm) -> HttpResponse:
    page = keyset.page(books_within(request.reach).values(*COLUMNS), keys=("-uploaded_at", "-id"), asked=request.GET, size=PAGE)
    return answer(request, "books", {"form": form, "page": page, "state_of": book_words.state_of})


@guard(WORD)
@require_GET
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One book: how far it is, what it would do or did, which rows are not taken and why, who may be there already."""
    found = get_object_or_404(books_within(request.reach), pk=pk)
    return answer(request, "book", _shown(found) | {"hints": hints_of(found), "rows": book_words.rows_of(found)})


@guard(WORD)
@require_GET
def status(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a book is, for the page that waits; it moves on by itself when that is over."""
    found = get_object_or_404(books_within(request.reach), pk=pk)
    said = answer(request, "_book_waiting", _shown(found))
    if not book_words.is_waiting(found):
        said["HX-Refresh"] = "true"
    return said


def _shown(found: PeopleBook) -> dict[str, Any]:
    return {"book": found, "say": book_words.telling(found), "waiting": book_words.is_waiting(found)}


@guard(WORD)
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what can be taken, in the background; confirming twice writes once."""
    found = get_object_or_404(books_within(request.reach), pk=pk)
    try:
        with transaction.atomic():
            if handing.begin_writing(found, by=request.user):
                tasks.write_book.defer(book_id=str(found.pk), account_id=str(request.user.pk))
    except handing.NotReady:
        warn(request, _("This book was put aside or is not read to its end; hand it in again to import it."))
    return redirect("residents:book", pk=pk)


@guard(WORD)
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop a book, or put it aside unwritten."""
    found = handing.ask_to_cancel(get_object_or_404(books_within(request.reach), pk=pk), by=request.user)
    if found.state == PeopleBook.WRITTEN:
        warn(request, _("This book is written already; correct single people instead."))
        return redirect("residents:book", pk=pk)
    say(request, _("The book is put aside; nothing of it is written."))
    return redirect("residents:books")
