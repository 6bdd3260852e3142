"""Vouchers: the list, one, a new one, taking one back."""
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.ledger.money import wording
from jiazong.ledger.money.actions import bank as statements
from jiazong.ledger.money.actions import planning, posting
from jiazong.ledger.money.forms.vouchers import ReasonForm, VoucherForm
from jiazong.ledger.money.models import BankLine, Entry, Heading, Voucher
from jiazong.ledger.money.queries import books
from jiazong.ledger.money.rules import booking
from jiazong.ledger.money.views.parts import FORM, contract_of, form_page, may

PAGE = 50
SHOWN = ("id", "number", "day", "kind", "words", "evidence", "amount_fen", "is_late", "reversed_by", "reverses__number")


@guard("money.read")
@require_safe
def vouchers(request: HttpRequest, code: str) -> HttpResponse:
    """The vouchers of a contract, the newest first."""
    found = contract_of(request, code)
    page = keyset.page(books.vouchers_of(found).order_by().values(*SHOWN), keys=("-day", "-id"), asked=request.GET, size=PAGE)
    sides = Entry.objects.filter(voucher__in=[row["id"] for row in page.rows], heading__kind__in=(booking.EXPENSE, booking.STREET_COST))
    lines = dict(sides.values_list("voucher", "heading__name"))
    shown = {"contract": found, "page": page, "lines": lines, "kinds": wording.KINDS, "may_write": may(request, "money.write", found)}
    return render(request, "money/vouchers.html", shown)


@guard("money.read")
@require_safe
def voucher(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One voucher with both its sides."""
    found = contract_of(request, code)
    return _voucher(request, found, _one(found, number), ReasonForm())


def _one(contract: Contract, number: int) -> Voucher:
    return get_object_or_404(Voucher.objects.select_related("posted_by", "reverses"), contract=contract, number=number)


def _voucher(request: HttpRequest, contract: Contract, one: Voucher, form: ReasonForm) -> HttpResponse:
    back = Voucher.objects.filter(reverses=one).first()
    shown = {"contract": contract, "voucher": one, "form": form, "kinds": wording.KINDS, "taken_back": back}
    shown |= {"sides": Entry.objects.filter(voucher=one).select_related("heading"), "street_banks": booking.FUND_OF}
    shown |= {"may_reverse": back is None and one.kind != booking.REVERSAL and may(request, "money.write", contract)}
    return render(request, "money/voucher.html", shown, status=422 if form.is_bound else 200)


@guard("money.write")
@FORM
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write a voucher; the next one begins with the same day and line, so that a pile of receipts goes fast."""
    found = contract_of(request, code)
    line = _bank_line(request, found)
    form = VoucherForm(*(request.POST, request.FILES) if request.method == "POST" else (), contract=found, initial=_initial(request, line))
    if form.is_bound and form.is_valid():
        try:
            made = _book(request, found, form, line)
        except booking.MoneyRefused as fault:
            form.add_error("line" if isinstance(fault, booking.StreetTaskOnProjectMoney) else "day", wording.refusal(fault))
        else:
            say(request, _("Voucher %(number)s is booked.") % {"number": made.number})
            told = form.cleaned_data
            query = {"day": told["day"].isoformat(), "what": told["what"], "line": told["line"].pk if told["line"] else ""}
            return redirect(reverse("money:bank", args=[code]) if line else reverse("money:voucher_new", args=[code], query=query))
    shown = {"contract": found, "form": form, "bank_line": line, "has_plan": Heading.objects.filter(contract=found, kind=booking.EXPENSE).exists()}
    return render(request, "money/voucher_new.html", shown, status=422 if form.is_bound else 200)


def _bank_line(request: HttpRequest, contract: Contract) -> BankLine | None:
    asked = request.GET.get("bank", "")
    return get_object_or_404(BankLine, contract=contract, pk=asked, voucher__isnull=True) if asked.isdecimal() and len(asked) < 18 else None


def _initial(request: HttpRequest, line: BankLine | None) -> dict[str, Any]:
    if line:
        line.contract = contract_of(request, line.contract_id)
        what = booking.SPENT if line.amount_fen < 0 else booking.OTHER
        return {"what": what, "amount": abs(line.amount_fen), "day": line.day, "words": line.words[:120]}
    asked = {name: request.GET[name] for name in ("day", "what", "line") if request.GET.get(name)}
    return {"day": timezone.localdate(), **asked}


def _book(request: HttpRequest, contract: Contract, form: VoucherForm, line: BankLine | None) -> Voucher:
    told, (evidence, digest) = form.cleaned_data, form.evidence_said()
    planning.ensure_standing(contract)
    draft = posting.Draft(told["day"], told["what"], told["words"], evidence, digest)
    if told["what"] in (booking.SPENT, booking.STREET_TASK):
        paid_from = told["line"] or books.heading(contract, booking.STREET_COST)
        made = posting.spend(contract, paid_from, told["amount"], draft, by=request.user)
    else:
        kind = booking.OTHER_INCOME if told["what"] == booking.OTHER else booking.STREET_PAID
        made = posting.receive(contract, kind, told["amount"], draft, by=request.user)
    if line:
        statements.tie(line, made, by=request.user)
    return made


@guard("money.write")
@FORM
def reverse_voucher(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a voucher back by a second one; both stay in the books."""
    found = contract_of(request, code)
    one, form = _one(found, number), ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            made = posting.reverse(one, reason=form.cleaned_data["reason"], by=request.user)
        except booking.MoneyRefused as fault:
            form.add_error("reason", wording.refusal(fault))
        else:
            say(request, _("Voucher %(number)s is taken back.") % {"number": one.number})
            return redirect("money:voucher", code, made.number)
    title = _("Take voucher %(number)s back") % {"number": one.number}
    lede = _("A second voucher with the opposite amounts is booked; both stay.")
    return form_page(request, found, form, title=title, lede=lede, save=_("Reverse it"), back=reverse("money:voucher", args=[code, number]))
