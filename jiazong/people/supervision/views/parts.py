"""What the screens of the register share: finding a file within sight, answering a form."""
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from jiazong.ground.access.grants.subjects import Subject
from jiazong.people.supervision import permissions, queries, wording
from jiazong.people.supervision.models import Check, Note

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])


def note_of(request: HttpRequest, pk: UUID, word: str) -> Note:
    """A note whose head the person sees, else the same 404 as for one that does not exist."""
    listed = permissions.notes_listed(request.user, request.reach, word)
    return get_object_or_404(listed.select_related("pair__worker", "pair__supervisor", "centre", "about"), pk=pk)


def check_of(request: HttpRequest, pk: UUID) -> Check:
    """A check whose head the person sees."""
    listed = permissions.checks_listed(request.user, request.reach)
    return get_object_or_404(listed.select_related("worker", "centre"), pk=pk)


def file_of(request: HttpRequest, kind: str, pk: UUID, word: str) -> tuple[Note | Check, Subject]:
    """The file an address names by kind and key, and the same as a subject of grants."""
    if kind == "notes":
        note = note_of(request, pk, word)
        return note, queries.subject_of_note(note)
    if kind == "checks":
        check = check_of(request, pk)
        return check, queries.subject_of_check(check)
    raise Http404(kind)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, nothing when the form is only opened."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """A page of the register; a form that was sent and comes back says 422."""
    status = 422 if request.method == "POST" else 200
    return render(request, f"supervision/{template}.html", {"lexicon": wording.WORDS, **shown}, status=status)
