"""Who takes a case: what waits, the proposal beside the decision, and a whole caseload handed over in one step."""
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.accounts.models import Account
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.staff.models import Worker
from jiazong.service.cases.models import Case
from jiazong.service.intake import actions, forms, permissions, wording
from jiazong.service.intake.queries import load
from jiazong.service.intake.rules import allotting as rules
from jiazong.service.intake.views.parts import FORM, PAGE, answer, posted


@guard("intake.allocate")
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The cases nobody has yet, who waits longest first, and the loads beside them."""
    cases = permissions.waiting_within(request.reach)
    page = keyset.page(
        cases.values("id", "code", "opened_on", "is_crisis", "is_minor", "is_restricted", "centre__name"),
        keys=("opened_on", "id"), asked=request.GET, size=PAGE,
    )  # fmt: skip
    centre = permissions.desks_within(request.reach).first()
    team = load.team_of(centre, on=timezone.localdate(), by=request.user) if centre else None
    return answer(request, "waiting", {"page": page, "team": team, "today": timezone.localdate(), "allotting": wording.ALLOTTING})


@guard("intake.allocate")
@FORM
def allocate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One case and those who could take it; the director decides, and says why where she differs."""
    case = get_object_or_404(permissions.waiting_within(request.reach).select_related("centre"), pk=pk)
    team, advice = _advice(case, request.user)
    form = forms.AllotForm(posted(request), workers=team.workers.values(), initial={"worker": advice.first and advice.first.hand.key})
    if request.method == "POST" and form.is_valid():
        chosen = team.workers[form.cleaned_data["worker"]]
        try:
            actions.allot(actions.Move(case, chosen, advice), by=request.user, on=timezone.localdate(), reason=form.cleaned_data["reason"])
        except actions.NotTaken as fault:
            form.refuse(fault)
        else:
            say(request, _("Case %(code)s goes to %(name)s.") % {"code": case.code, "name": chosen.name})
            return redirect("intake:waiting")
    return answer(request, "allocate", {"form": form, "case": case, "team": team, "advice": advice, "allotting": wording.ALLOTTING})


def _advice(case: Case, by: Account) -> tuple[load.Team, rules.Advice]:
    today = timezone.localdate()
    team = load.team_of(case.centre, on=today, by=by)
    (asked,) = load.asked_of([case], team.weights)
    return team, rules.propose(team.hands, asked, team.weights, on=today)


@guard("intake.allocate")
@require_POST
def conflict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a worker must not take this case."""
    case = get_object_or_404(permissions.waiting_within(request.reach).select_related("centre"), pk=pk)
    form = forms.ConflictForm(request.POST, workers=permissions.workers_within(request.reach).filter(centre=case.centre))
    if form.is_valid():
        actions.bar(case, form.cleaned_data["not_this"], reason=form.cleaned_data["why"], by=request.user)
        say(request, _("%(name)s is not proposed for this case any more.") % {"name": form.cleaned_data["not_this"].name})
    else:
        refuse(request, _("Not changed: choose who must not take it, and write why."))
    return redirect("intake:allocate", case.pk)


@guard("intake.allocate")
@require_GET
def leavers(request: HttpRequest) -> HttpResponse:
    """Who carries cases; those who have left or are away for long stand first."""
    found = load.carriers(permissions.given_within(request.reach), on=timezone.localdate())
    return answer(request, "leavers", {"carriers": found})


@guard("intake.allocate")
@FORM
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """All open cases of a worker with a proposed taker each; one button gives them all or none."""
    leaver = get_object_or_404(permissions.workers_within(request.reach).select_related("centre", "account"), pk=pk)
    cases = list(permissions.given_within(request.reach).filter(worker=leaver).select_related("centre", "worker").order_by("opened_on", "id"))
    team, advices = _advices(leaver, cases, request.user)
    form = forms.HandoverForm(posted(request), cases=cases, advices=advices, workers=team.workers.values())
    if request.method == "POST" and form.is_valid() and (done := _hand_over(request, leaver, form, team, advices)):
        return done
    return answer(request, "handover", {"form": form, "leaver": leaver, "cases": cases, "team": team, "advices": advices, "allotting": wording.ALLOTTING})


def _advices(leaver: Worker, cases: list[Case], by: Account) -> tuple[load.Team, dict[str, rules.Advice]]:
    today = timezone.localdate()
    team = load.team_of(leaver.centre, on=today, by=by, but=leaver)
    return team, rules.balance(team.hands, load.asked_of(cases, team.weights), team.weights, on=today)


def _hand_over(request: HttpRequest, leaver: Worker, form: Any, team: load.Team, advices: dict[str, rules.Advice]) -> HttpResponse | None:
    """Do it; a case that cannot go says so beside its line, and nothing is changed."""
    moves = [actions.Move(case, team.workers[key], advices[str(case.pk)]) for case, key in form.chosen()]
    told = form.cleaned_data
    try:
        kept = actions.hand_over(
            leaver, moves, by=request.user, on=timezone.localdate(), reason=told["reason"], keeps_sight=told["keeps_sight"]
        )
    except actions.NotTaken as fault:
        form.refuse(fault)
        return None
    except actions.CaseloadChanged:
        form.add_error(None, _("Nothing was changed: the worker’s cases are others now; look at the page again."))
        return None
    text = ngettext("%(n)s case of %(name)s is handed over.", "%(n)s cases of %(name)s are handed over.", len(moves))
    more = " " + _("They stay readable for the days of handing over.") if kept else ""
    say(request, text % {"n": len(moves), "name": leaver.name} + more)
    return redirect("intake:leavers")
