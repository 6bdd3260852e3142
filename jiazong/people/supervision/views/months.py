"""A supervisor's month over all centres: days used and planned, what each centre reports, planning a day, reporting."""
from datetime import date
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
from jiazong.people.places.models import Centre
from jiazong.people.places.permissions import centres_within
from jiazong.people.supervision import actions, permissions, queries
from jiazong.people.supervision.forms import sittings as forms
from jiazong.people.supervision.models import Planned
from jiazong.people.supervision.rules import months
from jiazong.people.supervision.views.parts import FORM, answer, posted


@guard("sessions.read")
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """One supervisor's month: the days, the centres side by side, what they report of the month before."""
    today, asked = timezone.localdate(), _month(request)
    guides = queries.supervised_with()
    chosen = next((one for one in guides if str(one.pk) == request.GET.get("of")), None) or _first(request, guides)
    shown = queries.month_of_supervision(chosen, guides[chosen], asked) if chosen else None
    listed = permissions.sittings_listed(request.user, request.reach).filter(day__gte=asked, day__lt=months.month_after(asked))
    is_own = chosen is not None and chosen.pk == request.user.pk
    form = forms.PlanForm(centres=_own_centres(request), initial={"day": max(today, asked)}) if is_own else None
    return answer(request, "month", {
        "month": asked, "before": months.month_before(asked), "after": months.month_after(asked), "guides": guides, "chosen": chosen,
        "shown": shown, "is_own": is_own, "plan_form": form, "ours": set(centres_within(request.reach).values_list("code", flat=True)),
        "drawn": queries.drawn_files(chosen, months.month_before(asked)) if chosen else [],
        "sittings": listed.select_related("centre", "supervisor").order_by("day", "centre_id", "pk")[:200],
    })  # fmt: skip


@guard("sessions.write")
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a day for a centre."""
    form = forms.PlanForm(request.POST, centres=_own_centres(request))
    if not form.is_valid():
        refuse(request, _("Not planned: choose the centre, the day and how long."))
        return redirect("supervision:month")
    told = form.cleaned_data
    actions.plan(request.user, told["centre"], told["day"], told["halves"], by=request.user)
    say(request, _("The day at %(centre)s is planned.") % {"centre": told["centre"].name})
    return redirect(_address(told["day"]))


@guard("sessions.write")
@require_POST
def plan_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a planned day back."""
    planned = get_object_or_404(Planned.objects.filter(supervisor=request.user, centre__in=_own_centres(request)), pk=pk)
    actions.unplan(planned, by=request.user)
    say(request, _("The planned day is taken back."))
    return redirect(_address(planned.day))


@guard("reports.write")
@FORM
def report(request: HttpRequest) -> HttpResponse:
    """Write what a centre reports of a month."""
    centres = centres_within(request.reach)
    last = months.month_before(timezone.localdate())
    month = _month(request) if request.GET.get("month") else last
    centre = centres.filter(code=request.GET.get("centre", "")).first() or centres.first()
    form = forms.ReportForm(posted(request), centres=centres, initial={"centre": centre, "month": month, **queries.reported(centre, month)})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.report(told["centre"], told["month"], results=told["results"], issues=told["issues"], by=request.user)
        say(request, _("The report of %(centre)s is saved.") % {"centre": told["centre"].name})
        return redirect(_address(months.month_after(told["month"])))
    return answer(request, "report", {"form": form})


def _month(request: HttpRequest) -> date:
    """The month of the question, this one where it cannot be read."""
    try:
        asked = parse_date(f"{request.GET.get('month', '')}-01")
    except ValueError:
        asked = None
    today = timezone.localdate()
    return months.month_of(asked if asked and abs(asked.year - today.year) <= 50 else today)


def _first(request: HttpRequest, guides: dict) -> object | None:
    own = next((one for one in guides if one.pk == request.user.pk), None)
    return own or next(iter(guides), None)


def _own_centres(request: HttpRequest) -> object:
    """The centres in which the person is a supervisor."""
    return Centre.objects.filter(code__in=queries.own_centres_of(request.user)).order_by("code")


def _address(day: date) -> str:
    return f"{reverse('supervision:month')}?month={day:%Y-%m}"
