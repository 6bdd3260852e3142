"""What the purchaser decides and agrees: renewal, termination, amendments, the performance bond."""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import actions
from jiazong.commission.lifecycle.models import Bond, Renewal, Termination
from jiazong.commission.lifecycle.rules import deciding, limits
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.ledger.hours.queries.last import last_day_of_service
from jiazong.ledger.money import wording
from jiazong.ledger.money.forms.life import AmendmentForm, BondForm, RenewalForm, TerminationForm
from jiazong.ledger.money.queries import delivery
from jiazong.ledger.money.views.parts import FORM, contract_of, form_page


@guard("contracts.renew")
@FORM
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """Decide on another year; the rules advise, the purchaser decides, the reason stays."""
    found = contract_of(request, code)
    if Renewal.objects.filter(contract=found).exists():
        refuse(request, wording.undecided(deciding.NotDecidable("decided")))
        return redirect("money:life", code)
    shown = delivery.flags_of(found, timezone.localdate())
    form = RenewalForm(request.POST if request.method == "POST" else None, initial={"red_flags": shown, "on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        before = actions.Found(told["evaluation"], told["finance_veto"], tuple(sorted({*told["red_flags"], *shown})))
        try:
            actions.decide_renewal(found, before, renews=told["renews"] == "yes", reason=told["reason"], on=told["on"], by=request.user)
            say(request, _("The decision is saved."))
            return redirect("money:life", code)
        except deciding.NotDecidable as fault:
            form.add_error("reason" if fault.why == "reason" else "renews", _refused(found, before, fault))
    return _page(request, found, form, _("Decide on another year"), _("The rules advise; you decide, and the reason stays."))


def _refused(contract: Contract, before: actions.Found, fault: deciding.NotDecidable) -> str:
    advice = deciding.renewal_advice(actions.year_facts(contract, before))
    reasons = [str(wording.REASONS[one]) for one in advice.reasons]
    said = _("%(advice)s Because %(reasons)s.") if reasons else "%(advice)s"
    words = said % {"advice": wording.ADVICE[advice.code][0], "reasons": _(", ").join(reasons)}
    return _("%(first)s %(then)s") % {"first": wording.undecided(fault), "then": words}


def _page(request: HttpRequest, contract: Contract, form: object, title: str, lede: str, *, danger: bool = False) -> HttpResponse:
    back = reverse("money:life", args=[contract.pk])
    return form_page(request, contract, form, title=title, lede=lede, save=title if danger else _("Save"), back=back, danger=danger)


@guard("contracts.terminate")
@FORM
def terminate(request: HttpRequest, code: str) -> HttpResponse:
    """End a contract before its last day; in the trial year a serious breach takes the later years too."""
    found = contract_of(request, code)
    if Termination.objects.filter(contract=found).exists():
        refuse(request, wording.undecided(deciding.NotDecidable("decided")))
        return redirect("money:life", code)
    form = TerminationForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            ended = actions.terminate(
                found, ground=told["ground"], on=told["on"], reason=told["reason"], last_service=last_day_of_service(found), by=request.user
            )
            say(request, _("The contract is ended, and no later year can be signed.") if ended.cancels_later else _("The contract is ended."))
            return redirect("money:life", code)
        except deciding.NotDecidable as fault:
            form.add_error("on", wording.undecided(fault))
    lede = _("This cannot be undone. A serious breach in the trial year, or major harm in any, takes the right to later years.")
    return _page(request, found, form, _("End the contract"), lede, danger=True)


@guard("contracts.amend")
@FORM
def amend(request: HttpRequest, code: str) -> HttpResponse:
    """Agree on more or less money, within what the law allows."""
    found = contract_of(request, code)
    form = AmendmentForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            actions.amend(found, amount_fen=told["amount"], agreed_on=told["on"], words=told["words"], by=request.user)
            say(request, _("The amendment is saved; the agency now brings budget and instalments in line."))
            return redirect("money:life", code)
        except limits.LimitPassed as fault:
            form.add_error("amount", wording.passed_limit(fault))
    return _page(request, found, form, _("Amend the contract"), _("All that is bought in addition counts together."))


@guard("contracts.amend")
@FORM
def bond(request: HttpRequest, code: str) -> HttpResponse:
    """Write down the performance bond."""
    found = contract_of(request, code)
    form = BondForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            actions.deposit(found, kind=told["kind"], amount_fen=told["amount"], received_on=told["on"], by=request.user)
            say(request, _("Saved."))
            return redirect("money:life", code)
        except limits.LimitPassed as fault:
            form.add_error("amount", wording.passed_limit(fault))
    return _page(request, found, form, _("Performance bond"), "")


@guard("contracts.amend")
@require_POST
def bond_back(request: HttpRequest, code: str) -> HttpResponse:
    """Write down that the bond was given back today."""
    found = contract_of(request, code)
    there = get_object_or_404(Bond.objects.select_related("contract"), contract=found)
    actions.give_back(there, on=timezone.localdate(), by=request.user)
    say(request, _("Saved."))
    return redirect("money:life", code)
