"""The intake form of a case, shown, written on and decided."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.cases.actions import intake as actions
from jiazong.service.cases.forms.intake import DecideForm, IntakeForm
from jiazong.service.cases.queries import cases as queries
from jiazong.service.cases.rules import stages
from jiazong.service.cases.views.keeping import keeping
from jiazong.service.cases.views.parts import (
    FORM,
    answer,
    keep_for_later,
    may_write,
    open_case,
    posted,
    writable_case,
)

NAMES = ("source", "referred_by", "contact", "issue", "urgency", "prior_service", "consent_on")


@guard("cases.read")
@require_GET
def intake(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The intake form as it stands."""
    case = open_case(request, pk)
    shown = {"case": case, "intake": queries.intake_of(case), "known": queries.known_of(case), "may_write": may_write(request, case)}
    return answer(request, "intake", shown | {"today": timezone.localdate()})


@guard("cases.write")
@FORM
def intake_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write on the intake form."""
    case = writable_case(request, pk)
    found = queries.intake_of(case)
    kept, form = keeping(request, case, "intake"), IntakeForm(posted(request))
    form.initial = kept.start(form, {name: getattr(found, name) for name in NAMES})
    if kept.asks_to_keep:
        return keep_for_later(request, kept)
    if request.method == "POST" and kept.stands_alone() and form.is_valid():
        try:
            actions.write_intake(case, form.told(), by=request.user)
        except stages.NotNow:
            refuse(request, _("Not saved: the intake was decided before, so its form stays as it is."))
        else:
            kept.drop()
            say(request, _("The intake form is saved."))
        return redirect("cases:case", pk)
    shown = {"case": case, "form": form, "keeping": kept, "known": queries.known_of(case), "today": timezone.localdate()}
    return answer(request, "intake_edit", shown)


@guard("cases.write")
@FORM
def decide_intake(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the case, refuse it, or refer it elsewhere."""
    case = writable_case(request, pk)
    form = DecideForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_intake(case, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except stages.NotNow:
            refuse(request, _("Not changed: the intake was decided before."))
        else:
            say(request, _("The decision is saved."))
        return redirect("cases:case", pk)
    return answer(request, "decide_intake", {"case": case, "form": form, "intake": queries.intake_of(case)})
