"""Assessments: one as it was completed, beside the one before; writing one bit by bit."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.cases.actions import assessing as actions
from jiazong.service.cases.forms.assessing import AssessmentForm, typed
from jiazong.service.cases.models import Assessment
from jiazong.service.cases.queries import assessing as queries
from jiazong.service.cases.rules import assessing as rules
from jiazong.service.cases.rules import stages
from jiazong.service.cases.views.keeping import Keeping, keeping
from jiazong.service.cases.views.parts import FORM, answer, keep_for_later, open_case, posted, writable_case


@guard("cases.read")
@require_GET
def assessment(request: HttpRequest, pk: UUID, which: UUID) -> HttpResponse:
    """A completed assessment beside the one before it; it is read only."""
    case = open_case(request, pk)
    found = queries.assessments_of(case)
    one = get_object_or_404(Assessment, pk=which, case=case, completed_at__isnull=False)
    one = next(each for each in found if each.pk == one.pk)
    shown = {"case": case, "one": one, "before": queries.before(found, one), "scores": scored(one, queries.before(found, one))}
    return answer(request, "assessment", shown | {"others": [each for each in found if each.completed_at]})


@guard("cases.write")
@FORM
def assess(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the open assessment, begin one, or complete it."""
    case, today = writable_case(request, pk), timezone.localdate()
    found = queries.assessments_of(case)
    one = next((each for each in found if not each.completed_at), None)
    scale = one.scale if one else queries.scale_on(case.centre.agency_id, today)
    kept = keeping(request, case, "assessment")
    form = AssessmentForm(posted(request), scale=scale, is_to_complete=request.POST.get("do") == "complete")
    form.initial = kept.start(form, _start(one, today))
    if kept.asks_to_keep:
        return keep_for_later(request, kept)
    if request.method == "POST" and kept.stands_alone() and form.is_valid():
        return _saved(request, kept, form)
    shown = {"case": case, "form": form, "keeping": kept, "scale": scale, "domains": _domains(form)}
    return answer(request, "assess", shown | {"last": next((each for each in found if each.completed_at), None)})


def _saved(request: HttpRequest, kept: Keeping, form: AssessmentForm) -> HttpResponse:
    case = kept.case
    write = actions.complete_assessment if form.is_to_complete else actions.save_assessment
    try:
        one = write(case, form.told(), by=request.user, on=timezone.localdate())
    except stages.NotNow:
        refuse(request, _("Not saved: the case is not at a stage at which it is assessed; decide the intake first."))
        return redirect("cases:case", case.pk)
    kept.drop()
    if form.is_to_complete:
        say(request, _("The assessment is completed and cannot be changed any more."))
        return redirect("cases:assessment", case.pk, one.pk)
    say(request, _("Saved; you can go on later."))
    return redirect("cases:assess", case.pk)


def _start(one: Assessment | None, today: object) -> dict[str, object]:
    return typed(one) if one else {"made_on": today}


def _domains(form: AssessmentForm) -> list[tuple[str, list]]:
    """The boxes of each domain, as the page groups them."""
    return [
        (domain["name"], [form[f"score-{domain['code']}-{item['code']}"] for item in domain["items"]]) for domain in form.scale.domains
    ]


def scored(one: Assessment, before: Assessment | None) -> list[rules.DomainScore]:
    """Each domain of an assessment, beside the one before."""
    return rules.by_domain(one.scale.domains, one.scores or {}, before.scores if before else None)
