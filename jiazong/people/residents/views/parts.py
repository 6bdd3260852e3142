"""What the screens of families share: finding within reach, answering a form, writing down a look."""
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from jiazong.ground.access.grants.reading import HEADER, note_read
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.access.guarding import reach_for
from jiazong.people.places.models import Centre
from jiazong.people.residents import wording
from jiazong.people.residents.models import Household, Person
from jiazong.people.residents.permissions import households_within, persons_within

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])
READ, WRITE = "residents.read", "residents.write"


def household_of(request: HttpRequest, pk: UUID) -> Household:
    """A household within reach, else the same 404 as for one that does not exist."""
    return get_object_or_404(households_within(request.reach).select_related("centre"), pk=pk)


def person_of(request: HttpRequest, pk: UUID) -> Person:
    """A person within reach."""
    return get_object_or_404(persons_within(request.reach).select_related("centre", "same_as"), pk=pk)


def may_write(request: HttpRequest, centre: Centre) -> bool:
    """Whether the buttons that change belong on the page."""
    return reach_for(request, WRITE).covers_centre(code=centre.pk, agency=centre.agency_id, region=centre.region_id)


def note_look(request: HttpRequest, subject: Household | Person, word: str = READ) -> None:
    """Write down that a page about somebody was opened, by whom and as what; what cannot be written down is not shown."""
    kind = "household" if isinstance(subject, Household) else "person"
    note_read(Subject(kind, str(subject.pk), subject.centre_id), by=request.user, word=word, grant=None, what=HEADER)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, nothing when the form is only opened."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """A page; a form that was sent and comes back says 422."""
    status = 422 if request.method == "POST" else 200
    return render(request, f"residents/{template}.html", {"lexicon": wording.WORDS, **shown}, status=status)
