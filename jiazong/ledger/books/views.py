"""Importing a ledger: hand in, see what was understood, confirm or put aside."""
from uuid import UUID

from django.core.paginator import EmptyPage, Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from jiazong.commission.contracts.permissions import contracts_within
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.ui.toasts import say, warn
from jiazong.ledger.books import actions, queries, sheets, tasks, wording
from jiazong.ledger.books.forms import UploadForm
from jiazong.ledger.books.models import Book
from jiazong.ledger.books.permissions import books_within

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSALS_A_PAGE = 50
BOOKS_SHOWN = 50


@require_safe
@guard("books.read")
def book_list(request: HttpRequest) -> HttpResponse:
    """The ledgers handed in, newest first, with what became of each."""
    before = request.GET.get("before", "")
    books, older = queries.page_of(books_within(request.reach), before=before, size=BOOKS_SHOWN)
    rows = [(book, wording.state_of(book)) for book in books]
    return render(request, "books/list.html", {"rows": rows, "older": older, "form": _upload_form(request)})


@require_POST
@guard("books.import")
def upload(request: HttpRequest) -> HttpResponse:
    """Take in a file; it is read in the background."""
    form = _upload_form(request)
    if not form.is_valid():
        books, older = queries.page_of(books_within(request.reach), before="", size=BOOKS_SHOWN)
        shown = {"rows": [(book, wording.state_of(book)) for book in books], "older": older, "form": form}
        return render(request, "books/list.html", shown, status=422)
    file = form.cleaned_data["file"]
    with transaction.atomic():
        book = actions.hand_in(form.cleaned_data["contract"], name=file.name, content=file.read(), by=request.user)
        tasks.read.defer(book_id=str(book.pk))
    return redirect("books:book", pk=book.pk)


def _upload_form(request: HttpRequest) -> UploadForm | None:
    reach = reach_for(request, "books.import")
    if not reach:
        return None
    contracts = contracts_within(reach)
    if request.method == "POST":
        return UploadForm(request.POST, request.FILES, contracts=contracts)
    return UploadForm(contracts=contracts, initial={"contract": request.GET.get("contract")})


@require_safe
@guard("books.read")
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One ledger: how far it is read, what was understood and refused, what confirming would post."""
    found = get_object_or_404(books_within(request.reach), pk=pk)
    try:
        refusals = Paginator(queries.refusals(found), REFUSALS_A_PAGE).page(request.GET.get("page", "1"))
    except (EmptyPage, ValueError):
        raise Http404("page") from None
    told = [(row, queries.reason_of(row), queries.mend_of(row)) for row in refusals]
    changes = queries.changes(found)[:REFUSALS_A_PAGE] if request.GET.get("show") == "changes" else []
    may_confirm = found.state == Book.READ and reach_for(request, "books.confirm").covers_centre(
        code=found.contract.centre_id, agency=found.contract.centre.agency_id, region=found.contract.centre.region_id
    )
    shown = {"book": found, "told": told, "refusals": refusals, "changes": changes, "may_confirm": may_confirm}
    return render(request, "books/book.html", {**shown, "say": wording.telling(found), "understood": wording.understood(found)})


@require_GET
@guard("books.read")
def status(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a ledger is read or posted, for the page that waits; it moves on by itself when that is over."""
    found = get_object_or_404(books_within(request.reach), pk=pk)
    answer = render(request, "books/_waiting.html", {"book": found, "say": wording.telling(found)})
    if found.state not in (Book.UPLOADED, Book.READING, Book.POSTING):
        answer["HX-Refresh"] = "true"
    return answer


@require_safe
@guard("books.read")
def refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused rows as a workbook with the reason beside each, to mend and hand in again."""
    found = get_object_or_404(books_within(request.reach), pk=pk)
    answer = HttpResponse(sheets.refused_rows(found), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, sheets.refused_name(found))
    return answer


@require_POST
@guard("books.confirm")
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Post what was accepted, in the background; confirming twice posts once."""
    found = get_object_or_404(books_within(request.reach), pk=pk)
    try:
        with transaction.atomic():
            if actions.begin_posting(found):
                tasks.post.defer(book_id=str(found.pk), account_id=str(request.user.pk))
    except actions.BookNotReady:
        warn(request, _("This ledger was put aside or is not read to its end; hand it in again to import it."))
    return redirect("books:book", pk=pk)


@require_POST
@guard("books.confirm")
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop reading a ledger, or put it aside unposted."""
    found = actions.ask_to_cancel(get_object_or_404(books_within(request.reach), pk=pk), by=request.user)
    if found.state == Book.POSTED:
        warn(request, _("This ledger is posted already; correct single services instead."))
        return redirect("books:book", pk=pk)
    say(request, _("The ledger was put aside; nothing was posted."))
    return redirect("books:list")
