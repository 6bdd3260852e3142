"""Leave: who is away when, writing it down, taking it back."""
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.people.staff import actions, queries
from jiazong.people.staff.forms import absences as forms
from jiazong.people.staff.models import Absence
from jiazong.people.staff.permissions import workers_reached
from jiazong.people.staff.views.parts import FORM, answer, posted

PAGE = 50


@guard("leave.read")
@require_GET
def absences(request: HttpRequest) -> HttpResponse:
    """The leave of the workers within reach, or one's own, the latest first; who is away today above it."""
    today, workers = timezone.localdate(), workers_reached(request.user, request.reach)
    held = queries.absences_of(workers)
    page = keyset.page(held.values("id", "first_day"), keys=("-first_day", "-id"), asked=request.GET, size=PAGE)
    shown = Absence.objects.filter(pk__in=[row["id"] for row in page.rows]).select_related("worker__centre", "kind")
    lines = list(shown.order_by("-first_day", "-id"))
    now = list(held.filter(first_day__lte=today, last_day__gte=today).select_related("worker").order_by("worker__sort_key")[:PAGE])
    away = [(one.worker, part) for one in now if (part := one.span.on(today))]
    mine = set(workers_reached(request.user, reach_for(request, "leave.write")).filter(pk__in=[one.worker_id for one in lines]).values_list("pk", flat=True))
    return render(request, "staff/absences.html", {
        "page": replace(page, rows=lines), "away": away, "mine": mine, "today": today, "is_own": not _sees_others(request),
    })  # fmt: skip


@guard("leave.write")
@FORM
def absence_new(request: HttpRequest) -> HttpResponse:
    """Write down leave, one's own or that of a worker of the centre."""
    today = timezone.localdate()
    workers = queries.standing(workers_reached(request.user, request.reach), queries.HERE, on=today)
    asked = {"worker": request.GET.get("worker"), "first_day": today, "last_day": today}
    form = forms.AbsenceForm(posted(request), workers=workers, initial={name: text for name, text in asked.items() if text})
    if request.method == "POST" and form.is_valid():
        worker = form.cleaned_data["worker"]
        try:
            actions.enter_absence(worker, form.span(), kind=form.cleaned_data["kind"], by=request.user)
        except actions.AwayAlready:
            form.refuse_overlap()
        else:
            say(request, _("The leave of %(name)s is saved.") % {"name": worker.name})
            return redirect("staff:absences")
    return answer(request, "staff/absence_new.html", {"form": form})


@guard("leave.write")
@require_POST
def absence_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take leave back."""
    within = Absence.objects.filter(worker__in=workers_reached(request.user, request.reach), withdrawn_at__isnull=True)
    actions.withdraw_absence(get_object_or_404(within, pk=pk), by=request.user)
    say(request, _("The leave is taken back."))
    return redirect("staff:absences")


def _sees_others(request: HttpRequest) -> bool:
    reach = request.reach
    return bool(reach.everywhere or reach.centres or reach.agencies or reach.regions)
