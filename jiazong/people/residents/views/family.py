"""One family: who lives there, drawn as it stood on any day; where it lives; what surrounds it."""
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.custody import uncovering
from jiazong.ground.ui.toasts import say
from jiazong.people.residents import drawn
from jiazong.people.residents.actions import families, kin
from jiazong.people.residents.forms.families import RELATIONS, HouseholdForm, MemberForm
from jiazong.people.residents.forms.kin import SYSTEMS, TieForm
from jiazong.people.residents.models import Household, Tie
from jiazong.people.residents.queries import families as reading
from jiazong.people.residents.views.parts import (
    FORM,
    READ,
    WRITE,
    answer,
    household_of,
    may_write,
    note_look,
    posted,
)


@guard(READ)
@require_GET
def family(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One family; with `?on=` the drawing as of another day."""
    household, today = household_of(request, pk), timezone.localdate()
    members = reading.members_of(household, on=today)
    shown = {"household": household, **_drawing(request, household, members, today)}
    if request.htmx:
        return answer(request, "_genogram", shown)
    note_look(request, household)
    ties = reading.ties_of(household, on=today)
    return answer(request, "family", shown | {
        "members": members, "ties": ties, "ecomap": drawn.ecomap_of(shown["name"], ties, household.kind),
        "deeds": reading.deeds_about(household), "may_write": may_write(request, household.centre), "today": today,
        "seen": uncovering.seen_on(request, household),
    })  # fmt: skip


def _drawing(request: HttpRequest, household: Household, members: list[reading.Lives], today: date) -> dict:
    around = reading.kin_around([one.person.pk for one in members])
    index = drawn.index_of(around.people, [one.residence for one in members if one.is_here] or [one.residence for one in members])
    days = drawn.days_of_change(around, today=today)
    on = _day(request, days, today)
    return {
        "name": index.name if index else household.code, "index": index, "on": on, "today": today, "days": days,
        "genogram": drawn.genogram_of(household, around, index, on=on), "step": sum(day > on for day in days),
        "before": next((day for day in days if day < on), None), "after": next((day for day in reversed(days) if day > on), None),
    }  # fmt: skip


def _day(request: HttpRequest, days: list[date], today: date) -> date:
    """The day asked for: by its date, or by its place among the days of change; today where neither can be read."""
    asked, step = request.GET.get("on", ""), request.GET.get("step", "")
    if step.isascii() and step.isdigit() and 0 < int(step) <= len(days):
        return days[len(days) - int(step)]
    try:
        found = parse_date(asked)
    except ValueError:
        found = None
    return min(found, today) if found else today


@guard(WRITE)
@FORM
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put right where a household lives."""
    household = household_of(request, pk)
    initial = {name: getattr(household, name) for name in ("community", "estate", "block", "kind")}
    form = HouseholdForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        families.change_household(household, by=request.user, **form.facts())
        say(request, _("The change is saved."))
        return redirect("residents:family", pk)
    return answer(request, "household_edit", {"household": household, "form": form})


@guard(WRITE)
@FORM
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add somebody new to a household."""
    household = household_of(request, pk)
    form = MemberForm(posted(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = families.add_member(
            household, person=form.person(), by=request.user, since=told["since"], relation=told["relation"].strip(),
            phone=form.number()["phone"],
        )  # fmt: skip
        say(request, _("%(name)s is written down; say now to whom of the family.") % {"name": made.name})
        return redirect("residents:kin", made.pk)
    return answer(request, "member_new", {"household": household, "form": form, "relations": RELATIONS})


@guard(WRITE)
@FORM
def tie(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how a household stands to something outside."""
    household = household_of(request, pk)
    start = {"on": timezone.localdate(), "kind": "normal", "direction": "both", "system": request.GET.get("system", "")}
    form = TieForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        kin.tie_to(
            household, system=told["system"], kind=told["kind"], direction=told["direction"], by=request.user, on=told["on"]
        )
        say(request, _("The tie is saved."))
        return redirect("residents:family", pk)
    return answer(request, "tie", {"household": household, "form": form, "systems": SYSTEMS})


@guard(WRITE)
@require_POST
def tie_end(request: HttpRequest, pk: UUID, tie: UUID) -> HttpResponse:
    """Say that a tie holds no more from today on, or that it never was."""
    household = household_of(request, pk)
    found = get_object_or_404(Tie.objects.select_related("household"), pk=tie, household=household)
    if request.POST.get("mistake"):
        kin.take_back("tie", found, by=request.user)
    else:
        kin.end(found, by=request.user, on=timezone.localdate())
    say(request, _("The tie is taken off the map."))
    return redirect("residents:family", pk)
