"""Screens of centres: the list, the profile, and the three forms that change it."""
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.ui.toasts import say
from jiazong.people.places import actions, forms, queries
from jiazong.people.places.models import Centre, RoomType
from jiazong.people.places.permissions import centres_within

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])


@guard("centres.read")
@require_GET
def centres(request: HttpRequest) -> HttpResponse:
    """The centres within reach."""
    page = queries.centre_page(centres_within(request.reach), at=timezone.localtime(), asked=request.GET, size=PAGE)
    return render(request, "places/centres.html", {"page": page})


@guard("centres.read")
@require_GET
def centre(request: HttpRequest, code: str) -> HttpResponse:
    """One centre: its profile, its week, its rooms, what happened to it."""
    centre = _centre(request, code)
    shown = {
        "centre": centre,
        "chain": list(queries.region_chain(centre.region_id)),
        "week": queries.week_of(centre),
        "today": timezone.localdate().weekday(),
        "state": queries.state_of(centre.opening_hours.all(), at=timezone.localtime()),
        "rooms": queries.rooms_by_type(centre),
        "may_write": _covers(request, "centres.write", centre),
        "entries": list(entries_about(centre)) if _covers(request, "staff.read", centre) else None,
    }
    return render(request, "places/centre.html", shown)


@guard("centres.write")
@FORM
def centre_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the profile."""
    centre = _centre(request, code)
    form = forms.ProfileForm(_posted(request), initial=forms.ProfileForm.initial_of(centre))
    if request.method == "POST" and form.is_valid():
        actions.describe_centre(centre, by=request.user, **form.profile())
        return _done(request, code, _("The profile is saved."))
    return _form(request, "places/centre_edit.html", {"centre": centre, "form": form})


@guard("centres.write")
@FORM
def rooms_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the list of rooms; a button of its own adds lines without saving."""
    centre = _centre(request, code)
    types = {"types": list(RoomType.objects.values_list("code", "name"))}
    if "more" in request.POST:
        typed = forms.RoomForms(initial=forms.rooms_as_typed(request.POST), form_kwargs=types)
        return render(request, "places/rooms_edit.html", {"centre": centre, "forms": typed})
    held = list(centre.rooms.values("type", "name", "area_m2"))
    typed = forms.RoomForms(_posted(request), initial=held, form_kwargs=types)
    if request.method == "POST" and typed.is_valid():
        actions.set_rooms(centre, typed.rooms(centre), by=request.user)
        return _done(request, code, _("The list of rooms is saved."))
    return _form(request, "places/rooms_edit.html", {"centre": centre, "forms": typed})


@guard("centres.write")
@FORM
def opening_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the hours of the week; a button of its own puts Monday's hours on the other working days."""
    centre = _centre(request, code)
    if "copy" in request.POST:
        copied = forms.WeekForm(initial=forms.week_with_monday_copied(request.POST))
        return render(request, "places/opening_edit.html", {"centre": centre, "form": copied})
    form = forms.WeekForm(_posted(request), initial=forms.WeekForm.initial_of(list(centre.opening_hours.all())))
    if request.method == "POST" and form.is_valid():
        actions.set_opening_hours(centre, form.hours(centre), by=request.user)
        return _done(request, code, _("The opening hours are saved."))
    return _form(request, "places/opening_edit.html", {"centre": centre, "form": form})


def _centre(request: HttpRequest, code: str) -> Centre:
    within = centres_within(request.reach).select_related("region", "agency").prefetch_related("opening_hours")
    return get_object_or_404(within, pk=code)


def _covers(request: HttpRequest, word: str, centre: Centre) -> bool:
    reach = reach_for(request, word)
    return reach.covers_centre(code=centre.code, agency=centre.agency_id, region=centre.region_id)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _form(request: HttpRequest, template: str, shown: dict) -> HttpResponse:
    return render(request, template, shown, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, code: str, sentence: str) -> HttpResponse:
    say(request, sentence)
    return redirect("places:centre", code)
