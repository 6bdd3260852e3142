"""What the screens of the desk share."""
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Household, Person
from jiazong.people.staff.queries import workers_of
from jiazong.service.intake import permissions, wording
from jiazong.service.intake.models import Arrival

FORM = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 50


def desk_of(request: HttpRequest) -> Centre:
    """The centre whose desk this is: the one named in the address, else the first within reach."""
    desks = permissions.desks_within(request.reach).select_related("agency")
    asked = request.POST.get("at") or request.GET.get("at", "")
    return get_object_or_404(desks, pk=asked) if asked else (desks.first() or get_object_or_404(desks))


def workers_at(centre: Centre) -> Any:
    """Those who work at a centre today."""
    return workers_of(centre, on=timezone.localdate())


def arrival_of(request: HttpRequest, pk: UUID) -> Arrival:
    """Somebody at one of the desks within reach, else the same 404 as for nobody."""
    found = permissions.arrivals_within(request.reach).select_related("person", "household", "worker", "centre", "appointment")
    return get_object_or_404(found, pk=pk)


def known(centre: Centre, asked: str) -> tuple[Person | None, Household | None]:
    """A person of the centre's register by the number in an address, with the present family; nobody where none is named."""
    if not asked:
        return None, None
    try:
        number = UUID(asked)
    except ValueError:
        number = UUID(int=0)
    person = get_object_or_404(Person, pk=number, centre=centre)
    lives = person.residences.filter(last_day__isnull=True).select_related("household").first()
    return person, lives.household if lives else None


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, nothing when the form is only opened."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """A page of the desk; a form that was sent and comes back says 422."""
    status = 422 if request.method == "POST" else 200
    return render(request, f"intake/{template}.html", {"lexicon": wording.WORDS, **shown}, status=status)

