"""What is done about a report: telling, the answer, its end by two."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.crisis import actions, forms, queries, rules, wording
from jiazong.service.crisis.models import Ending, Telling
from jiazong.service.crisis.views.reports import page_of, report_of

WRITE, DECIDE = "crisis.tell", "crisis.decide"


@guard("crisis.tell")
@require_POST
def tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down whom one told."""
    found = report_of(request, pk, WRITE)
    form = forms.TellForm(request.POST, recipients=queries.recipients(found), auto_id="tell-%s")
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.tell(found, told["recipient"], told_at=form.at(), way=told["way"], whom=told["whom"], by=request.user)
        except rules.NotAllowed as fault:
            refuse(request, str(wording.refusal(fault)))
        else:
            say(request, _("Written down: %(who)s was told.") % {"who": told["recipient"].name})
        return redirect("crisis:report", found.pk)
    return page_of(request, found, word=WRITE, status=422, telling=form)


@guard("crisis.tell")
@require_POST
def reply(request: HttpRequest, pk: UUID, telling: UUID) -> HttpResponse:
    """Write down what they answered."""
    found = report_of(request, pk, WRITE)
    told = get_object_or_404(Telling.objects.filter(report=found), pk=telling)
    told.centre, told.report, form = found.centre, found, forms.ReplyForm(request.POST, auto_id="answer-%s")
    if form.is_valid() and form.at() < told.told_at.replace(second=0, microsecond=0):
        form.add_error("clock", _("The answer came before they were told; write when it came."))
    if form.is_valid():
        actions.reply(told, replied_at=max(form.at(), told.told_at), words=form.cleaned_data["words"], by=request.user)
        say(request, _("The answer is saved."))
        return redirect("crisis:report", found.pk)
    return page_of(request, found, word=WRITE, status=422, replying=form, replies={told.pk: form}, answered=told.pk)


@guard("crisis.tell")
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask another person to close or dismiss a report."""
    found = report_of(request, pk, WRITE)
    form = forms.EndForm(request.POST, auto_id="end-%s")
    if form.is_valid():
        try:
            actions.ask_end(found, by=request.user, **form.cleaned_data)
        except rules.NotAllowed as fault:
            form.add_error("kind", wording.refusal(fault))
        else:
            say(request, _("Asked; the report goes on until another person agrees."))
            return redirect("crisis:report", found.pk)
    return page_of(request, found, word=WRITE, status=422, end=form)


@guard("crisis.decide")
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree to the end of a report or not."""
    found = report_of(request, pk, DECIDE)
    ending = get_object_or_404(Ending.objects.filter(report=found, is_agreed__isnull=True))
    ending.report, form = found, forms.DecideForm(request.POST, auto_id="decide-%s")
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.decide_end(ending, is_agreed=told["answer"] == "yes", remark=told["remark"], by=request.user)
        except rules.NotAllowed as fault:
            refuse(request, str(wording.refusal(fault)))
        else:
            say(request, _("The decision is saved, and the person is told."))
        return redirect("crisis:report", found.pk)
    return page_of(request, found, word=DECIDE, status=422, decision=form)
