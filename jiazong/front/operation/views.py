"""The status page, and what an administrator may do with a job."""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiazong.front.operation import actions, queries, wording
from jiazong.ground.access.guarding import guard, may_open
from jiazong.ground.ui.toasts import refuse, say


@guard("operation.status")
def status(request: HttpRequest) -> HttpResponse:
    """How the product is doing now."""
    found = queries.status()
    told = wording.facts(found)
    sentence, state = wording.headline(told)
    context = {"found": found, "facts": told, "sentence": sentence, "state": state, "may_act": may_open(request, "operation:retry")}
    return render(request, "operation/status.html", context)


@require_POST
@guard("operation.jobs")
def retry(request: HttpRequest, job: int) -> HttpResponse:
    """Let a job that failed be done once more."""
    try:
        actions.retry_job(job, by=request.user)
        say(request, _("Job %(n)s will be done once more.") % {"n": job})
    except actions.JobGone:
        refuse(request, _("Job %(n)s is no longer one that failed; the list below is as it is now.") % {"n": job})
    return redirect("operation:status")


@require_POST
@guard("operation.jobs")
def cancel(request: HttpRequest, job: int) -> HttpResponse:
    """Let a job that waits not be done."""
    try:
        actions.cancel_job(job, by=request.user)
        say(request, _("Job %(n)s will not be done.") % {"n": job})
    except actions.JobGone:
        refuse(request, _("Job %(n)s is under way or done already; the list below is as it is now.") % {"n": job})
    return redirect("operation:status")
