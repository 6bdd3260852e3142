"""The desk: who waits, who is found, who is put into the queue, attended to, gone."""
import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.grants.queries import database_now
from jiazong.ground.access.guarding import guard
from jiazong.ground.privacy.troubles import TooManyLooks
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.places.models import Centre
from jiazong.people.residents.actions.finding import find
from jiazong.people.residents.queries.search import Found
from jiazong.service.intake import actions, forms, permissions, wording
from jiazong.service.intake.queries import queue as waiting
from jiazong.service.intake.queries.settings import figures_on
from jiazong.service.intake.views.parts import FORM, answer, arrival_of, desk_of, known, posted, workers_at


@guard("intake.desk")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The desk on one page: the search box, the queue, the appointments of the day."""
    centre = desk_of(request)
    asked = request.GET.get("q", "").strip()
    found = _found(request, centre, asked) if asked else []
    booked = waiting.booked_on(permissions.appointments_within(request.reach).filter(centre=centre), timezone.localdate())
    shown = _queue(request, centre) | {"asked": asked, "found": found, "booked": booked, "today": timezone.localdate()}
    desks = list(permissions.desks_within(request.reach)[:2])
    return answer(request, "desk", shown | {"centre": centre, "has_several": len(desks) > 1})


@guard("intake.desk")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The queue alone, for the page that stays open; nothing is sent where nothing has changed."""
    shown = _queue(request, desk_of(request))
    if request.GET.get("seen") == shown["mark"] or request.headers.get("If-None-Match") == f'"{shown["mark"]}"':
        return HttpResponse(status=204) if "seen" in request.GET else HttpResponseNotModified()
    page = render(request, "intake/_queue.html", {"lexicon": wording.WORDS, **shown})
    page["ETag"] = f'"{shown["mark"]}"'
    return page


def _queue(request: HttpRequest, centre: Centre) -> dict[str, Any]:
    """Who is here, since how many minutes, and a mark of it all that changes when any of it does."""
    now, long = database_now(), figures_on(timezone.localdate())["wait.long"]
    here = waiting.still_here(permissions.arrivals_within(request.reach).filter(centre=centre))
    lines = [(one, one.stay.minutes_waited(now), one.stay.is_long(now, long)) for one in here[: waiting.MOST]]
    told = "|".join(f"{one.pk}{one.stay.state}{minutes}{one.person_id}{one.worker_id}" for one, minutes, _ in lines)
    mark = hashlib.sha256(f"{centre.pk}|{told}".encode()).hexdigest()[:16]
    return {
        "lines": lines, "has_more": len(here) > waiting.MOST, "mark": mark, "centre": centre, "long": long,
        "waits": sum(one.stay.state == "waiting" for one, _, _ in lines), "late": sum(late for _, _, late in lines),
    }  # fmt: skip


def _found(request: HttpRequest, centre: Centre, asked: str) -> list[Found]:
    try:
        return find([centre.pk], asked, by=request.user)
    except TooManyLooks:
        refuse(request, _("Not searched: numbers were looked up too often this hour; search by name, or wait until the hour is over."))
        return []


@guard("intake.desk")
@FORM
def arrive(request: HttpRequest) -> HttpResponse:
    """Put somebody into the queue; with a person named in the address only how and for whom is asked."""
    centre = desk_of(request)
    person, household = known(centre, request.POST.get("person") or request.GET.get("person", ""))
    form = forms.ArriveForm(posted(request), workers=workers_at(centre), initial={"name_told": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        made = actions.register(centre, by=request.user, person=person, household=household, **form.cleaned_data)
        if "at_once" in request.POST:
            actions.attend(made, by=request.user)
            return redirect("intake:triage", made.pk)
        say(request, _("Put into the queue."))
        return redirect("intake:desk")
    return answer(request, "arrive", {"form": form, "centre": centre, "person": person, "household": household})


@guard("intake.desk")
@require_POST
def serve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Attend to somebody who waits, and go on to what comes of it."""
    arrival = arrival_of(request, pk)
    try:
        actions.attend(arrival, by=request.user)
    except actions.AlreadyGone:
        refuse(request, _("Not changed: this person has gone already."))
        return redirect("intake:desk")
    return redirect("intake:triage", arrival.pk)


@guard("intake.desk")
@require_POST
def send_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody has gone."""
    actions.send_off(arrival_of(request, pk), by=request.user)
    say(request, _("Taken off the queue."))
    return redirect("intake:desk")
