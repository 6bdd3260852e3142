"""What waits for somebody's yes, and the one screen on which plan and closing are decided."""
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import approving
from jiazong.service.cases.forms.planning import OpinionForm
from jiazong.service.cases.models import Closing, Plan
from jiazong.service.cases.queries import approving as queries
from jiazong.service.cases.queries.notes import totals
from jiazong.service.cases.rules import planning as rules
from jiazong.service.cases.rules import stages
from jiazong.service.cases.views.assessing import scored
from jiazong.service.cases.views.parts import FORM, RELATED, answer, look, posted

WORD = "cases.approve"


@guard("cases.approve")
@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for the person's decision, the one that waits longest first."""
    waiting = queries.waiting_in(permissions.open_among_held(request.user, WORD), but_of=request.user)
    return answer(request, "approvals", {"waiting": waiting, "today": timezone.localdate()})


@guard("cases.approve")
@FORM
def approve(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Decide on a plan or a closing with everything side by side."""
    record = _record(request, kind, pk)
    is_approved = request.POST.get("do") != "return"
    form = OpinionForm(posted(request), is_approved=is_approved)
    if request.method == "POST" and form.is_valid():
        return _decided(request, record, form)
    if request.method != "POST":
        look(request, record.case, WORD)
    found = queries.proposal(kind, record)
    last = found.assessment
    domains = {domain["code"]: domain["name"] for domain in last.scale.domains} if last else {}
    shown = {"found": found, "case": record.case, "form": form, "domains": domains, "today": timezone.localdate()}
    if kind == queries.CLOSING:
        shown["totals"] = totals(record.case)
    return answer(request, "approve", shown | {"scores": scored(last, found.assessment_before) if last else []})


def _record(request: HttpRequest, kind: str, pk: UUID) -> Plan | Closing:
    """What was handed in of a case that is open to the person for approval."""
    if kind not in queries.MODELS:
        raise Http404(kind)
    mine = permissions.open_to(request.user, WORD)
    waiting = queries.MODELS[kind].objects.filter(case__in=mine, state=rules.SUBMITTED).exclude(written_by=request.user)
    record = get_object_or_404(waiting.select_related("written_by"), pk=pk)
    record.case = get_object_or_404(mine.select_related(*RELATED), pk=record.case_id)
    return record


def _decided(request: HttpRequest, record: Plan | Closing, form: OpinionForm) -> HttpResponse:
    try:
        approving.decide(record, by=request.user, is_approved=form.is_approved, opinion=form.cleaned_data["opinion"])
    except (rules.NotSubmitted, rules.OwnWork):
        refuse(request, _("Not changed: this was decided before, or is your own work."))
    except stages.NotNow:
        refuse(request, _("Not changed: the case is at another stage now."))
    else:
        say(request, _("Approved; the author is told.") if form.is_approved else _("Given back; the author is told."))
    return redirect("cases:approvals")
