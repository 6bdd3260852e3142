"""The plan of a contract's money: budget lines, instalments and their way, what is carried over."""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import queries as life
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.ledger.money import wording
from jiazong.ledger.money.actions import planning
from jiazong.ledger.money.forms.plan import BudgetLineForm, InstalmentForm, MetForm, OnDayForm, Rows
from jiazong.ledger.money.models import Heading, Instalment
from jiazong.ledger.money.rules import booking, shares
from jiazong.ledger.money.views.parts import FORM, contract_of, form_page


@guard("money.write")
@FORM
def lines(request: HttpRequest, code: str) -> HttpResponse:
    """Lay out the budget lines; together they are the contract to the fen."""
    found = contract_of(request, code)
    there = Heading.objects.filter(contract=found, kind=booking.EXPENSE)
    start = [{"name": one.name, "budget": one.budget_fen, "is_staff_cost": one.is_staff_cost} for one in there]
    rows = Rows(BudgetLineForm, request.POST if request.method == "POST" else None, initial=start or _usual_lines())
    if rows.is_bound and rows.is_valid():
        try:
            planning.set_lines(found, rows.specs(), by=request.user)
        except shares.SharesWrong as fault:
            rows.faults.append(wording.wrong_sum(fault))
        except planning.LineInUse as fault:
            rows.faults.append(_("“%(name)s” bears vouchers and stays; give it back its name.") % {"name": fault.name})
        else:
            say(request, _("The budget is saved."))
            return redirect("money:contract", code)
    return _rows(request, found, rows, "money/plan.html")


def _usual_lines() -> list[dict[str, object]]:
    """Names to begin with; the contract's own count."""
    usual = ((_("Staff"), True), (_("Activities"), False), (_("Administration"), False), (_("Supervision"), False), (_("Tax"), False))
    return [{"name": name, "is_staff_cost": is_staff} for name, is_staff in usual]


def _rows(request: HttpRequest, contract: Contract, rows: Rows, template: str) -> HttpResponse:
    shown = {"contract": contract, "rows": rows, "agreed_fen": life.agreed_fen(contract)}
    return render(request, template, shown, status=422 if rows.is_bound else 200)


@guard("money.write")
@FORM
def instalments(request: HttpRequest, code: str) -> HttpResponse:
    """Lay out the instalments; where none is there, the default stands in the form."""
    found = contract_of(request, code)
    there = list(Instalment.objects.filter(contract=found)) or planning.default_instalments(found, (_("First instalment"), _("Middle instalment"), _("Last instalment")))
    start = [{"name": one.name, "amount": one.amount_fen, "due_on": one.due_on, "condition": one.condition} for one in there]
    rows = Rows(InstalmentForm, request.POST if request.method == "POST" else None, initial=start)
    if rows.is_bound and rows.is_valid():
        try:
            planning.set_instalments(found, rows.specs(), by=request.user)
        except shares.SharesWrong as fault:
            rows.faults.append(wording.wrong_sum(fault))
        except planning.AlreadyPaid:
            rows.faults.append(_("An instalment was paid already; the instalments stay as they are."))
        else:
            say(request, _("The instalments are saved."))
            return redirect("money:contract", code)
    return _rows(request, found, rows, "money/instalments.html")


def _one(contract: Contract, order: int) -> Instalment:
    return get_object_or_404(Instalment.objects.select_related("contract", "voucher"), contract=contract, order=order)


@guard("money.pay")
@FORM
def meet(request: HttpRequest, code: str, order: int) -> HttpResponse:
    """Write down that what an instalment waits for is there; an acceptance must have been passed."""
    found = contract_of(request, code)
    one = _one(found, order)
    form = MetForm(request.POST if request.method == "POST" else None, condition=one.condition, initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            planning.meet(one, on=form.cleaned_data["on"], evaluation=form.cleaned_data.get("evaluation"), by=request.user)
        except shares.ConditionNotMet as fault:
            form.add_error("evaluation" if "evaluation" in form.fields else "on", wording.not_met(fault))
        else:
            say(request, _("%(name)s is due now.") % {"name": one.name})
            return redirect("money:contract", code)
    title = _("%(name)s: its condition is met") % {"name": one.name}
    lede = _("It waits for %(what)s. From this day on it is owed.") % {"what": wording.CONDITIONS[one.condition]}
    return form_page(request, found, form, title=title, lede=lede, save=_("Save"), back=reverse("money:contract", args=[code]))


@guard("money.pay")
@FORM
def pay(request: HttpRequest, code: str, order: int) -> HttpResponse:
    """Write down that an instalment was paid."""
    found = contract_of(request, code)
    one, form = _one(found, order), OnDayForm(request.POST or None, initial={"on": timezone.localdate()})
    del form.fields["evidence"]
    if form.is_valid():
        if one.met_on is None:
            form.add_error("on", _("What this instalment waits for is not there yet."))
        else:
            planning.pay(one, on=form.cleaned_data["on"], by=request.user)
            say(request, _("%(name)s is paid.") % {"name": one.name})
            return redirect("money:contract", code)
    title = _("%(name)s: it was paid") % {"name": one.name}
    return form_page(request, found, form, title=title, lede="", save=_("Save"), back=reverse("money:contract", args=[code]))


@guard("money.write")
@FORM
def arrived(request: HttpRequest, code: str, order: int) -> HttpResponse:
    """Write down that an instalment arrived at the bank; its voucher is booked with it."""
    found = contract_of(request, code)
    one, form = _one(found, order), OnDayForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        try:
            made = planning.arrive(one, on=form.cleaned_data["on"], evidence=form.cleaned_data["evidence"], by=request.user)
        except booking.MoneyRefused as fault:
            form.add_error("on", wording.refusal(fault))
        else:
            say(request, _("Voucher %(number)s is booked.") % {"number": made.number})
            return redirect("money:contract", code)
    title = _("%(name)s: it arrived") % {"name": one.name}
    lede = _("The voucher is booked with it.")
    return form_page(request, found, form, title=title, lede=lede, save=_("Save"), back=reverse("money:contract", args=[code]))


@guard("money.write")
@require_POST
def carry(request: HttpRequest, code: str) -> HttpResponse:
    """Carry what is left into the books of the centre's next contract year."""
    found = contract_of(request, code)
    later = Contract.objects.filter(centre=found.centre, first_day__gt=found.last_day).select_related("centre").order_by("first_day").first()
    today = timezone.localdate()
    if later is None or today <= found.last_day or today < later.first_day:
        refuse(request, _("There is no next year that has begun; take its contract in first."))
    elif planning.carry_over(found, later, on=today, by=request.user) is None:
        refuse(request, _("Nothing is left to carry over."))
    else:
        say(request, _("What was left is carried over to %(code)s.") % {"code": later.pk})
    return redirect("money:contract", code)
