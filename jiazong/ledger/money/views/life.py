"""The life of a contract on one page, what was promised and delivered, and the acceptance."""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import actions, queries
from jiazong.commission.lifecycle.models import Acceptance
from jiazong.commission.lifecycle.rules import deciding, limits
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.ledger.hours import queries as hours
from jiazong.ledger.money import wording
from jiazong.ledger.money.actions import planning
from jiazong.ledger.money.forms.life import AcceptanceForm, PromisesForm
from jiazong.ledger.money.queries import delivery
from jiazong.ledger.money.views.parts import FORM, contract_of, may, ways

WORDS = (
    "contracts.accept", "contracts.renew", "contracts.terminate", "contracts.amend", "contracts.promise", "contracts.read", "money.sums",
)  # fmt: skip
FIGURES = ("staff_percent", "amendment_percent", "bond_percent", "base_professionals", "base_fund", "worker_step", "pass_percent")


@guard("contracts.follow")
@require_safe
def life(request: HttpRequest, code: str) -> HttpResponse:
    """What was agreed and decided since the signing, and what the money allows."""
    found = contract_of(request, code)
    told, figures = queries.Life(found), queries.figures_of(found, *FIGURES)
    extra = limits.extra_workers(told.agreed_fen, base_fen=figures["base_fund"].value, step_fen=figures["worker_step"].value)
    room = limits.room_for_amendments(
        found.budget_fen, [one.amount_fen for one in told.amendments], figures["amendment_percent"].value
    )
    shown = {"contract": found, "life": told, "figures": figures, "extra": extra, "workers": figures["base_professionals"].value + extra}
    shown |= {"room": max(room, 0), "bond_limit": limits.share_of(found.budget_fen, figures["bond_percent"].value)}
    shown |= {"may": ways(request, found, *WORDS), "lexicon": wording, "rows": list(told.acceptance.rows.all()) if told.acceptance else []}
    return render(request, "money/life.html", shown | {"kept": delivery.kept_of(found, _progress(found)), "standard": queries.standard_fund(found)})


def _progress(contract: Contract) -> hours.ContractProgress:
    """Where a contract stands today, or on its last day once it is over."""
    return hours.progress_of(contract, as_of=min(max(timezone.localdate(), contract.first_day), contract.last_day))


@guard("contracts.follow")
@require_safe
def promised(request: HttpRequest, code: str) -> HttpResponse:
    """What the bid promised beside what was delivered, indicator by indicator."""
    found = contract_of(request, code)
    progress = _progress(found)
    rows = delivery.kept_of(found, progress)
    shown = {"contract": found, "rows": rows, "progress": progress, "short": sum(one.forecast < one.asked for one in rows)}
    return render(request, "money/promised.html", shown | {"may_write": may(request, "contracts.promise", found)})


@guard("contracts.promise")
@FORM
def promises(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what the bid promised of each indicator."""
    found = contract_of(request, code)
    about = {"indicators": found.indicators.order_by("order"), "promised": queries.promises_of(found)}
    form = PromisesForm(request.POST if request.method == "POST" else None, **about)
    if form.is_bound and form.is_valid():
        actions.promise(found, form.promised(), by=request.user)
        say(request, _("Saved."))
        return redirect("money:promised", code)
    return render(request, "money/promises.html", {"contract": found, "form": form}, status=422 if form.is_bound else 200)


@guard("contracts.accept")
@FORM
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """The acceptance form: a row for each standard with what the ledgers show; saved as often as needed, decided once."""
    found = contract_of(request, code)
    acceptance = Acceptance.objects.filter(contract=found).select_related("contract").first()
    if acceptance is None and request.method == "POST":
        acceptance = _opened(request, found)
        return redirect("money:accept", code)
    rows = list(acceptance.rows.all()) if acceptance else []
    form = AcceptanceForm(request.POST if request.method == "POST" else None, rows=rows, initial={"on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            return _judged(request, acceptance, form)
        except deciding.NotDecidable as fault:
            form.add_error(None, wording.undecided(fault))
    shown = {"contract": found, "acceptance": acceptance, "form": form}
    return render(request, "money/accept.html", shown, status=422 if form.is_bound else 200)


def _opened(request: HttpRequest, contract: Contract) -> Acceptance:
    progress = _progress(contract)
    percent = queries.figures_of(contract, "staff_percent")["staff_percent"].value
    standards = delivery.standards_of(contract, progress, percent)
    return actions.open_acceptance(contract, standards, delivery.found_of(contract, standards, progress), by=request.user)


def _judged(request: HttpRequest, acceptance: Acceptance, form: AcceptanceForm) -> HttpResponse:
    """Keep the verdicts and, where it is asked, decide; an instalment that waits for the acceptance is owed from then on."""
    on = (form.cleaned_data["on"] or timezone.localdate()) if "decide" in request.POST else None
    acceptance = actions.judge(acceptance, form.judged(), by=request.user, decide_on=on, remark=form.cleaned_data["remark"])
    if on and acceptance.is_passed:
        planning.accepted(acceptance.contract, on=on, by=request.user)
    if on:
        say(request, _("The year is accepted.") if acceptance.is_passed else _("The year is not accepted."))
        return redirect("money:life", acceptance.contract_id)
    say(request, _("Saved; decide once every standard is judged."))
    return redirect("money:accept", acceptance.contract_id)
