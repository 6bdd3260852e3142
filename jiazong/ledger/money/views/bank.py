"""Bank statements: hand one in, see its lines, tie a line to its voucher or put it aside."""
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access.guarding import guard
from jiazong.ground.sheets.refusals import WorkbookRefused
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.ledger.money.actions import bank as actions
from jiazong.ledger.money.forms.vouchers import LineForm, StatementForm
from jiazong.ledger.money.models import BankLine
from jiazong.ledger.money.queries import bank as queries
from jiazong.ledger.money.rules.bank import LineUnread, NoStatement
from jiazong.ledger.money.views.parts import FORM, contract_of, form_page

PAGE = 50


@guard("money.write")
@FORM
def bank(request: HttpRequest, code: str) -> HttpResponse:
    """Hand a statement in; below it the lines, the newest first."""
    found = contract_of(request, code)
    form = StatementForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    if form.is_bound and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            read = actions.take_in(found, actions.read_file(file.read(), file.name), by=request.user)
        except WorkbookRefused as fault:
            form.add_error("file", _(fault.sentence) % fault.params if fault.params else _(fault.sentence))
        except NoStatement:
            form.add_error("file", _("No sheet has columns of days and amounts; hand in the statement as the bank gives it."))
        except LineUnread as fault:
            form.add_error("file", _("Row %(row)s cannot be read; correct its day and amount and hand the file in again.") % {"row": fault.row})
        else:
            say(request, _("%(lines)s lines: %(new)s new, %(tied)s of them tied to their vouchers.") % vars(read))
            return redirect("money:bank", code)
    return _page(request, found, form)


def _page(request: HttpRequest, contract: Contract, form: StatementForm) -> HttpResponse:
    rows = queries.lines_of(contract).order_by().values("id", "day")
    page = keyset.page(rows, keys=("-day", "-id"), asked=request.GET, size=PAGE)
    lines = list(queries.lines_of(contract).filter(pk__in=[row["id"] for row in page.rows]).select_related("voucher"))
    for line in lines:
        line.contract = contract
    shown = {"contract": contract, "form": form, "page": replace(page, rows=lines), "open": queries.open_count(contract)}
    return render(request, "money/bank.html", shown, status=422 if form.is_bound else 200)


@guard("money.write")
@FORM
def line(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Tie a line to its voucher by number, or say why it needs none."""
    found = contract_of(request, code)
    one = get_object_or_404(BankLine, contract=found, pk=pk)
    one.contract, form = found, LineForm(request.POST or None, contract=found)
    if form.is_valid():
        try:
            if form.voucher:
                actions.tie(one, form.voucher, by=request.user)
            else:
                actions.set_aside(one, reason=form.cleaned_data["reason"], by=request.user)
        except actions.AlreadyTied:
            form.add_error("number", _("This line or this voucher is tied already; look at both."))
        else:
            say(request, _("Saved."))
            return redirect("money:bank", code)
    lede = _("Give the number of the voucher it belongs to, or say why it needs none.")
    return form_page(request, found, form, title=_("A line of the statement"), lede=lede, save=_("Save"), back=reverse("money:bank", args=[code]))
