"""The money of the contracts within reach, of one contract, and the statement of its year."""
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiazong.ground.access.guarding import guard
from jiazong.ground.papers.document import PaperError
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse
from jiazong.ledger.money import papers, picture, sheets
from jiazong.ledger.money.permissions import money_within
from jiazong.ledger.money.queries import books, overview
from jiazong.ledger.money.telling import Told
from jiazong.ledger.money.views.parts import contract_of, ways

PAGE = 20
WORDS = (
    "money.write", "money.read", "money.pay", "contracts.follow", "contracts.accept",
)  # fmt: skip


@guard("money.sums")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The contracts within reach, each with what was spent of what; sums over all of them for who oversees many."""
    within = money_within(request.reach)
    page = keyset.page(within.values("code", "first_day"), keys=("-first_day", "code"), asked=request.GET, size=PAGE)
    if page.rows and not request.GET and not page.older and len(page.rows) == 1:
        return redirect("money:contract", page.rows[0]["code"])
    today = timezone.localdate()
    rows = overview.money_of_many([row["code"] for row in page.rows], today)
    whole = overview.whole(within, today)
    return render(request, "money/home.html", {"page": page, "rows": [picture.summary(one) for one in rows], "whole": whole, "today": today})


@guard("money.sums")
@require_safe
def contract(request: HttpRequest, code: str) -> HttpResponse:
    """The money of one contract: spent and budgeted, staff cost against its share, instalments with their days, lines."""
    found, today = contract_of(request, code), timezone.localdate()
    money = books.money_of(found)
    parts = books.parts_of(found, today)
    shown = {"contract": found, "money": money, "parts": parts, "may": ways(request, found, *WORDS), "today": today}
    return render(request, "money/contract.html", shown | picture.page(money, parts, today))


@guard("money.sums")
@require_safe
def statement(request: HttpRequest, code: str, shape: str) -> HttpResponse:
    """The statement of the year as Word, PDF or a workbook."""
    found, today = contract_of(request, code), timezone.localdate()
    if shape not in papers.MAKERS and shape != "xlsx":
        raise Http404(shape)
    told = Told(books.money_of(found), books.parts_of(found, today), today)
    try:
        content, kind = (sheets.statement_book(told), sheets.CONTENT_TYPE) if shape == "xlsx" else papers.made(told, shape)
    except PaperError as fault:
        refuse(request, _(fault.msgid) % fault.params)
        return redirect(reverse("money:contract", args=[code]))
    answer = HttpResponse(content, content_type=kind)
    name = _("%(centre)s statement %(code)s.%(shape)s") % {"centre": found.centre.name, "code": found.pk, "shape": shape}
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
