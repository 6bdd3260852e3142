"""What the screens of staff share: finding a worker within reach, answering a form."""
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from jiazong.ground.access.guarding import reach_for
from jiazong.ground.ui.toasts import say
from jiazong.people.staff.models import Worker
from jiazong.people.staff.permissions import workers_reached, workers_within

FORM = require_http_methods(["GET", "HEAD", "POST"])


def worker_of(request: HttpRequest, pk: int) -> Worker:
    """A worker of the centres within reach, else the same 404 as for one that does not exist."""
    within = workers_within(request.reach).select_related("centre").prefetch_related("certificates")
    return get_object_or_404(within, pk=pk)


def reached(request: HttpRequest, pk: int) -> Worker:
    """A worker whom the person may do this to: oneself where the reach is one's own."""
    return get_object_or_404(workers_reached(request.user, request.reach).select_related("centre"), pk=pk)


def may(request: HttpRequest, worker: Worker, word: str) -> bool:
    """Whether the person may do a word to a worker."""
    centre, reach = worker.centre, reach_for(request, word)
    is_own = worker.account_id == request.user.pk and centre.code in reach.own_in
    return is_own or reach.covers_centre(code=centre.code, agency=centre.agency_id, region=centre.region_id)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, nothing when the form is only opened."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, template: str, shown: dict) -> HttpResponse:
    """A form; one that was sent and comes back says 422."""
    return render(request, template, shown, status=422 if request.method == "POST" else 200)


def done(request: HttpRequest, worker: Worker, sentence: str, *, to: str = "staff:worker") -> HttpResponse:
    """Say what was done and go back to the worker."""
    say(request, sentence)
    return redirect(to, worker.pk)
