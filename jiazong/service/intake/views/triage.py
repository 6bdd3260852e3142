"""What comes of a contact: five ways out, each with its own short form."""
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiazong.ground.access.grants.queries import database_now
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say, warn
from jiazong.people.residents.queries.search import find
from jiazong.service.intake import actions, forms, wording
from jiazong.service.intake.models import Arrival
from jiazong.service.intake.queries import booking
from jiazong.service.intake.queries.settings import figures_on
from jiazong.service.intake.rules import codes
from jiazong.service.intake.rules.ages import is_minor
from jiazong.service.intake.views.parts import FORM, answer, arrival_of, known, posted, workers_at


@guard("intake.triage")
@FORM
def triage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose what comes of a contact and write it down; whoever came goes with it."""
    arrival = arrival_of(request, pk)
    outcome = request.POST.get("outcome") or request.GET.get("outcome", "")
    if outcome not in codes.OUTCOMES:
        return answer(request, "triage", _shown(request, arrival) | {"outcome": "", "form": None})
    workers = workers_at(arrival.centre)
    looks = "pick" in request.POST
    start = _initial(request, arrival, workers) | (_picked(request) if looks else {})
    form = forms.FORMS[outcome](None if looks else posted(request), centre=arrival.centre, workers=workers, initial=start)
    if request.method == "POST" and not looks and form.is_valid():
        extra = {"is_minor": _is_minor(arrival)} if outcome == codes.CASE else {}
        try:
            done = actions.settle(arrival, form.said(outcome, **extra), by=request.user, on=timezone.localdate())
        except actions.NotFree as fault:
            form.refuse(fault)
        except actions.NotKnown:
            form.add_error(None, _("A case is about a known person: find or register the person above first."))
        else:
            return _told(request, done)
    return answer(request, "triage", _shown(request, arrival) | {"outcome": outcome, "form": form, "free": _free(form, workers)})


def _initial(request: HttpRequest, arrival: Arrival, workers: Any) -> dict[str, Any]:
    """What the form begins with: oneself as who answered, the worker it is for, today, the usual length."""
    mine = next((one for one in workers if one.account_id == request.user.pk), None)
    today = timezone.localdate()
    asked = {name: request.GET[name] for name in ("worker", "day", "begins", "kind") if request.GET.get(name)}
    return {
        "answered_by": mine, "worker": arrival.worker, "day": today, "lasts": figures_on(today)["appointment.lasts"],
        "source": "self", "content": arrival.about, "issue": arrival.about, **asked,
    }  # fmt: skip


def _picked(request: HttpRequest) -> dict[str, Any]:
    """What was typed so far, with the free time that was chosen: looking at free times keeps nothing and loses nothing."""
    typed = {name: request.POST[name] for name in ("kind", "worker", "day", "begins", "lasts", "room", "note") if name in request.POST}
    return typed | ({"begins": request.POST["pick"]} if request.POST["pick"] else {})


def _free(form: Any, workers: Any) -> list[int]:
    """The free times of the worker and day the form stands on."""
    if "begins" not in form.fields:
        return []
    try:
        worker = form.fields["worker"].clean(_value(form, "worker"))
        day = form.fields["day"].clean(_value(form, "day"))
        lasts = form.fields["lasts"].clean(_value(form, "lasts"))
    except ValidationError:
        return []
    return booking.free_on(worker, day, lasts=lasts, now=database_now())


def _value(form: Any, name: str) -> Any:
    value = form[name].value()
    return getattr(value, "pk", value)


def _is_minor(arrival: Arrival) -> bool:
    return arrival.person is not None and is_minor(arrival.person.born_on, timezone.localdate())


def _shown(request: HttpRequest, arrival: Arrival) -> dict[str, Any]:
    """Who it is, and who it might be when somebody is searched for."""
    asked = request.GET.get("q", "").strip()
    found = find([arrival.centre_id], asked) if asked else []
    proposed, _home = known(arrival.centre, request.GET.get("person", ""))
    return {
        "arrival": arrival, "centre": arrival.centre, "asked": asked, "found": found, "proposed": proposed,
        "outcomes": wording.OUTCOMES, "free": [],
    }  # fmt: skip


def _told(request: HttpRequest, done: actions.Settled) -> HttpResponse:
    outcome = done.consultation.outcome
    if done.uncounted:
        warn(request, str(wording.UNCOUNTED.get(done.uncounted, wording.NOT_COUNTED)))
    elif done.consultation.is_counted:
        minutes = done.consultation.minutes
        say(request, _("Written down; %(minutes)s minutes counted for %(name)s.") % {"minutes": minutes, "name": done.consultation.answered_by.name})
    else:
        say(request, _("Written down: %(outcome)s.") % {"outcome": wording.outcome_of(outcome)})
    return redirect("intake:desk")


@guard("intake.triage")
@require_POST
def recognise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who it is that came."""
    arrival = arrival_of(request, pk)
    person, household = known(arrival.centre, request.POST.get("person", ""))
    if person is None:
        refuse(request, _("Not changed: choose who it is first."))
        return redirect("intake:triage", arrival.pk)
    try:
        actions.know(arrival, person, household=household, by=request.user)
    except actions.AlreadyGone:
        refuse(request, _("Not changed: this person has gone already."))
    else:
        say(request, _("This is %(name)s.") % {"name": person.name})
    return redirect("intake:triage", arrival.pk)
