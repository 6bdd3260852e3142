"""Who supervises whom: a director makes, renews and ends pairs; the supervisor's grant follows."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.grants.rules import MayNotHold
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.people.staff.models import Worker
from jiazong.people.staff.permissions import workers_within
from jiazong.people.supervision import actions, queries
from jiazong.people.supervision.forms import register as forms
from jiazong.people.supervision.models import Pair
from jiazong.people.supervision.permissions import in_scope
from jiazong.people.supervision.views.parts import FORM, answer, posted


@guard("supervision.assign")
@require_GET
def pairs(request: HttpRequest) -> HttpResponse:
    """Who supervises whom in the centres within reach, and until when the supervisor's sight lasts."""
    here = queries.still_on(Pair.objects.filter(in_scope(request.reach)), timezone.localdate())
    lines = [(one, actions.grant_days_left(one.grant)) for one in queries.pairs_with_grants(here)]
    return answer(request, "pairs", {"lines": lines})


@guard("supervision.assign")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Let somebody supervise a worker."""
    today = timezone.localdate()
    workers = queries.here_on(workers_within(request.reach), today)
    form = forms.PairForm(
        posted(request), supervisors=_supervisors(workers), workers=workers, initial={"on": today, "worker": request.GET.get("worker")}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.pair(told["supervisor"].account, told["worker"], by=request.user, on=told["on"])
        except MayNotHold:
            form.add_error("supervisor", _("This person sits in an office that never opens files; choose another supervisor."))
        else:
            say(request, _("%(supervisor)s now supervises %(worker)s.") % {key: told[key].name for key in ("supervisor", "worker")})
            return redirect("supervision:pairs")
    return answer(request, "pair_new", {"form": form})


@guard("supervision.assign")
@require_POST
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the supervisor see the file for another full term."""
    actions.renew(_pair(request, pk), by=request.user)
    say(request, _("The supervisor’s sight is renewed."))
    return redirect("supervision:pairs")


@guard("supervision.assign")
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a pair today; the supervisor sees the file no more."""
    actions.part(_pair(request, pk), by=request.user, on=timezone.localdate())
    say(request, _("The supervision is ended; the supervisor sees the file no more."))
    return redirect("supervision:pairs")


def _pair(request: HttpRequest, pk: UUID) -> Pair:
    here = Pair.objects.filter(in_scope(request.reach), last_day__isnull=True)
    return get_object_or_404(here.select_related("worker", "supervisor", "centre"), pk=pk)


def _supervisors(workers: object) -> object:
    """Those with an account who may supervise in one of these workers' centres."""
    centres = {one.centre for one in workers.select_related("centre")}
    held = {account.pk for centre in centres for role in ("supervisor", "centre_director") for account in queries.holders(role, centre)}
    return Worker.objects.filter(pk__in=workers.filter(account__in=held).values("pk")).order_by("sort_key", "pk")
