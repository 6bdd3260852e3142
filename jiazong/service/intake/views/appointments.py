"""The appointments of a day: who has come, who called it off, who did not come; and a new one without a visit."""
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.intake import actions, permissions
from jiazong.service.intake.models import Appointment
from jiazong.service.intake.queries.away import away_parts
from jiazong.service.intake.queries.queue import booked_on
from jiazong.service.intake.views.parts import answer


@guard("intake.desk")
@require_GET
def appointments(request: HttpRequest) -> HttpResponse:
    """Who is expected on a day, by whom, where."""
    today = timezone.localdate()
    day = _day(request.GET.get("day", "")) or today
    booked = booked_on(permissions.appointments_within(request.reach), day)
    away = away_parts(day) if booked else {}
    return answer(request, "appointments", {
        "booked": booked, "day": day, "today": today, "before": day - timedelta(days=1), "after": day + timedelta(days=1),
        "away": {one.pk for one in booked if _clashes(one, away.get(one.worker_id))},
    })  # fmt: skip


def _clashes(one: Appointment, part: str | None) -> bool:
    """Whether the worker is away then since it was promised."""
    noon = timezone.localtime(one.begins_at).replace(hour=12, minute=0, second=0, microsecond=0)
    held = {None: False, "morning": one.begins_at < noon, "afternoon": one.ends_at > noon}.get(part, True)
    return held and one.cancelled_at is None


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and date(2000, 1, 2) < found < date(2999, 12, 30) else None


def _of(request: HttpRequest, pk: UUID) -> Appointment:
    found = permissions.appointments_within(request.reach)
    return get_object_or_404(found.select_related("centre", "person", "household", "worker"), pk=pk)


def _back(one: Appointment) -> HttpResponse:
    return redirect(reverse("intake:appointments", query={"day": timezone.localdate(one.begins_at).isoformat()}))


@guard("intake.triage")
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call an appointment off."""
    one = actions.cancel(_of(request, pk), by=request.user)
    say(request, _("The appointment is called off; the time is free again."))
    return _back(one)


@guard("intake.triage")
@require_POST
def miss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody came to an appointment."""
    one = actions.miss(_of(request, pk), by=request.user)
    say(request, _("Written down that nobody came."))
    return _back(one)


@guard("intake.triage")
@require_POST
def turn_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever has an appointment has come: she stands in the queue for her worker."""
    one = _of(request, pk)
    if one.cancelled_at or one.missed_at:
        refuse(request, _("Not changed: this appointment was called off or missed; register a new visit."))
        return _back(one)
    actions.register(
        one.centre, by=request.user, person=one.person, household=one.household, name_told=one.name_told, worker=one.worker, appointment=one
    )
    say(request, _("Put into the queue for %(name)s.") % {"name": one.worker.name})
    return redirect("intake:desk")
