"""Screens of contracts: the list, one contract, taking one in from a file, typing one in, changing one."""
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiazong.commission.contracts import actions, sight, trying, wording
from jiazong.commission.contracts.forms import ContractFileForm, parsed
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.permissions import contracts_within, may_load
from jiazong.commission.contracts.rules import BadContract, ContractSpec, read_contract
from jiazong.commission.contracts.typed import TypedContract
from jiazong.ground.access.guarding import guard, may_open, reach_for
from jiazong.ground.access.rules import Reach
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.people.places.models import Body
from jiazong.people.places.permissions import centres_within

PAGE = 50
NEW_CENTRE = "-"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@guard("contracts.read")
@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    """The contracts within reach, newest first."""
    rows = contracts_within(request.reach).values(*sight.COLUMNS)
    page = keyset.page(rows, keys=("-first_day", "code"), asked=request.GET, size=PAGE)
    shown = {"page": page, "rules": sight.hours_rules_of([row["code"] for row in page.rows])}
    return render(request, "contracts/list.html", shown | {"may_write": bool(reach_for(request, "contracts.write"))})


@guard("contracts.read")
@require_GET
def contract(request: HttpRequest, code: str) -> HttpResponse:
    """One contract: term, parties, hours, indicators, workers, months, and what happened to it."""
    found = get_object_or_404(contracts_within(request.reach), pk=code)
    place = {"code": found.centre_id, "agency": found.centre.agency_id, "region": found.centre.region_id}
    shown = sight.whole(found) | {"may_write": reach_for(request, "contracts.write").covers_centre(**place)}
    shown |= {"may_read_staff": reach_for(request, "staff.read").covers_centre(**place)}
    return render(request, "contracts/detail.html", shown | {"may_see_money": may_open(request, "money:contract")})


@guard("contracts.write")
@FORM
def load(request: HttpRequest) -> HttpResponse:
    """Take in a contract file: hand it in, see what it would do, then take it."""
    if "take" in request.POST:
        return _take(request, request.POST.get("text", ""))
    form = ContractFileForm(request.POST, request.FILES) if request.method == "POST" else ContractFileForm()
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["file"]
        try:
            spec = _allowed(request.reach, read_contract(parsed(text)))
            shown = {"spec": spec, "trial": trying.try_contract(spec, by=request.user), "text": text}
            return render(request, "contracts/preview.html", shown | {"changes": sight.changes_said(shown["trial"], spec)})
        except BadContract as fault:
            form.add_error("file", wording.fault_said(fault))
    return render(request, "contracts/load.html", {"form": form}, status=422 if form.is_bound else 200)


def _take(request: HttpRequest, text: str) -> HttpResponse:
    """The file that was shown comes back and is read again: nothing is believed because it was shown before."""
    try:
        loaded = actions.load_contract(_allowed(request.reach, read_contract(parsed(text))), by=request.user)
    except (BadContract, ValidationError) as fault:
        form = ContractFileForm({}, {})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", wording.fault_said(fault) if isinstance(fault, BadContract) else fault)
        return render(request, "contracts/load.html", {"form": form}, status=422)
    say(request, _("The contract is taken in.") if loaded.is_new or loaded.changes else _("Nothing was new in this contract."))
    return redirect("contracts:detail", loaded.contract.pk)


def _allowed(reach: Reach, spec: ContractSpec) -> ContractSpec:
    if not may_load(reach, spec):
        raise BadContract("centre", _("you may take in contracts of your own centres only; ask whoever looks after this one"))
    return spec


@guard("contracts.write")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Type a contract in: first the centre, then everything else on one page."""
    within = centres_within(request.reach)
    chosen = request.POST.get("centre") or request.GET.get("centre")
    if chosen is None:
        choices = list(within.values("code", "name"))
        if len(choices) != 1 or request.reach.agencies:
            return render(request, "contracts/choose.html", {"centres": choices, "may_open": bool(request.reach.agencies)})
        chosen = choices[0]["code"]
    if chosen == NEW_CENTRE:
        agency = get_object_or_404(Body.objects.filter(code__in=request.reach.agencies).order_by("code")[:1])
        return _typed(request, contract=None, centre=None, agency=agency)
    return _typed(request, contract=None, centre=get_object_or_404(within, pk=chosen), agency=None)


@guard("contracts.write")
@FORM
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a contract; a changed hours rule becomes a new version from today on."""
    found = get_object_or_404(contracts_within(request.reach), pk=code)
    return _typed(request, contract=found, centre=found.centre, agency=None)


def _typed(request: HttpRequest, **about: object) -> HttpResponse:
    """Show the form, change what it shows, or keep what was typed."""
    about["today"] = timezone.localdate()
    if request.method != "POST":
        return _form(request, TypedContract(None, **about))
    if {"more", "drop", "usual"} & set(request.POST):
        return _form(request, TypedContract.redrawn(request.POST, **about))
    typed = TypedContract(request.POST, **about)
    if typed.is_valid():
        try:
            return _keep(request, typed)
        except BadContract as fault:
            typed.refuse(fault)
    return _form(request, typed, status=422)


def _keep(request: HttpRequest, typed: TypedContract) -> HttpResponse:
    spec = _allowed(request.reach, typed.spec())
    if typed.contract is None:
        kept: Contract = trying.load_new_contract(spec, by=request.user)
        say(request, _("The contract is taken in."))
    else:
        loaded = actions.load_contract(spec, by=request.user)
        kept = loaded.contract
        say(request, _("The contract is changed.") if loaded.changes else _("Nothing was changed."))
    return redirect("contracts:detail", kept.pk)


def _form(request: HttpRequest, typed: TypedContract, *, status: int = 200) -> HttpResponse:
    shown = {"typed": typed, "contract": typed.contract, "centre": typed.centre, "new_centre": NEW_CENTRE}
    shown |= {"is_fresh": request.method != "POST"}
    return render(request, "contracts/form.html", shown, status=status)
