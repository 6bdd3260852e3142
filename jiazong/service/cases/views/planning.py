"""Plans: one version as it stands, writing the next, handing it in."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.grants.rules import NotGranted
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.cases.actions import approving, planning
from jiazong.service.cases.forms.planning import HandInForm, PlanForm, places_of, places_sent, typed
from jiazong.service.cases.models import Case, Plan, Step
from jiazong.service.cases.queries import approving as waiting
from jiazong.service.cases.queries import planning as queries
from jiazong.service.cases.queries.assessing import assessments_of, scale_on
from jiazong.service.cases.rules import planning as rules
from jiazong.service.cases.rules import stages
from jiazong.service.cases.views.keeping import Keeping, keeping
from jiazong.service.cases.views.parts import (
    FORM,
    answer,
    keep_for_later,
    may_write,
    open_case,
    posted,
    writable_case,
)


@guard("cases.read")
@require_GET
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan: the version asked for, else the newest."""
    case = open_case(request, pk)
    plans = queries.plans_of(case)
    number = request.GET.get("version", "")
    one = next((each for each in plans if str(each.number) == number), plans[0] if plans else None)
    writes = may_write(request, case)
    form = None
    if writes and one and one == plans[0] and one.state == Plan.DRAFT:
        form = HandInForm(approvers=waiting.approvers(case.centre, but=[request.user.pk, one.written_by_id]))
    shown = {"case": case, "plan": one, "plans": plans, "may_write": writes, "domains": dict(_domains(case)), "form": form}
    return answer(request, "plan", shown | {"today": timezone.localdate(), "lacks": rules.lacks(queries.goals_told(one)) if one else []})


@guard("cases.write")
@FORM
def plan_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the draft of a plan; after a decision, the next version begins with what the last one says."""
    case = writable_case(request, pk)
    plans = queries.plans_of(case)
    last = plans[0] if plans else None
    goals = queries.goals_told(last) if last else []
    sent, kept = posted(request), keeping(request, case, "plan")
    places = places_sent(sent or {name: values[0] for name, values in kept.kept.shown.items() if values}) or places_of(goals)
    form = PlanForm(sent, domains=_domains(case), places=places)
    form.initial = kept.start(form, _start(last, goals))
    if kept.asks_to_keep:
        return keep_for_later(request, kept)
    if sent and not sent.get("more") and kept.stands_alone() and form.is_valid():
        return _saved(request, kept, form)
    return answer(request, "plan_edit", {"case": case, "form": form, "keeping": kept, "places": places, "last": last})


@guard("cases.write")
@require_POST
def hand_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand the draft in to somebody who may approve it."""
    case = writable_case(request, pk)
    one = next(iter(queries.plans_of(case)), None)
    form = HandInForm(posted(request), approvers=waiting.approvers(case.centre, but=[request.user.pk]))
    if one is None or not form.is_valid():
        refuse(request, _("Not handed in: choose who is asked to approve."))
        return redirect("cases:plan", pk)
    try:
        approving.hand_in(one, to=form.cleaned_data["to"], by=request.user)
    except (rules.Incomplete, rules.NotDraft, rules.OwnWork, NotGranted) as fault:
        refuse(request, refusal(fault))
    else:
        say(request, _("The plan is handed in to %(name)s, who can read the case until it is decided.") % {"name": form.cleaned_data["to"].name})
    return redirect("cases:plan", pk)


@guard("cases.write")
@require_POST
def step_done(request: HttpRequest, pk: UUID, step: UUID) -> HttpResponse:
    """Write that a step was done today, or take that back."""
    case = writable_case(request, pk)
    one = get_object_or_404(Step.objects.defer("words"), pk=step, case=case)
    planning.mark_done(one, by=request.user, on=None if one.done_on else timezone.localdate())
    return redirect("cases:plan", pk)


@guard("cases.write")
@require_POST
def evaluate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move the case from its work to the evaluation, or back."""
    case = writable_case(request, pk)
    try:
        planning.evaluate(case, by=request.user, is_back=request.POST.get("do") == "back")
    except stages.NotNow:
        refuse(request, _("Not changed: the case is at another stage now."))
    else:
        say(request, _("The case is at another stage now."))
    return redirect("cases:case", pk)


def _saved(request: HttpRequest, kept: Keeping, form: PlanForm) -> HttpResponse:
    try:
        planning.save_plan(kept.case, form.told(), by=request.user)
    except rules.NotDraft:
        refuse(request, _("Not saved: the plan lies with the one who approves it; wait for the decision."))
    except stages.NotNow:
        refuse(request, _("Not saved: a plan follows a completed assessment; complete that first."))
    else:
        kept.drop()
        say(request, _("The plan is saved."))
    return redirect("cases:plan", kept.case.pk)


def refusal(fault: Exception) -> str:
    """Why a plan was not handed in and what to do."""
    if isinstance(fault, rules.Incomplete):
        return _("Not handed in: something is missing; the page says what.")
    if isinstance(fault, approving.NotChecked):
        return _("Not handed in: this is a minor’s case, and the person you chose has no record check that holds; choose another.")
    if isinstance(fault, rules.NotDraft):
        return _("Not handed in: it was handed in before.")
    return _("Not handed in: choose somebody else to approve it.")


def _domains(case: Case) -> list[tuple[str, str]]:
    """The domains a goal may be in: those of the scale the case was assessed with."""
    done = assessments_of(case)
    scale = done[0].scale if done else scale_on(case.centre.agency_id, timezone.localdate())
    return [(domain["code"], domain["name"]) for domain in scale.domains]


def _start(last: Plan | None, goals: list[rules.GoalTold]) -> dict[str, object]:
    if last is None:
        return {}
    kept = {name: getattr(last, name) for name in ("means", "sessions_planned", "is_hard_case")}
    return typed(goals) | kept | ({"agreed_on": last.agreed_on} if last.state == Plan.DRAFT else {})
