"""What the screens of a case share: finding a case within sight, writing the look down, answering a form."""
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.reading import HEADER, TEXT, note_read
from jiazong.ground.ui.toasts import say
from jiazong.service.cases import permissions, wording
from jiazong.service.cases.actions.opening import level_of, subject_of
from jiazong.service.cases.models import Case

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])
READ, WRITE = "cases.read", "cases.write"
RELATED = ("centre", "worker")


class Keeps(Protocol):
    """What a form keeps while somebody types."""

    def keep(self) -> None: ...


def known_case(request: HttpRequest, pk: UUID, word: str = READ) -> Case:
    """A case of which the person holds a grant, else the same 404 as for one that does not exist."""
    return get_object_or_404(permissions.known_to(request.user, word).select_related(*RELATED), pk=pk)


def open_case(request: HttpRequest, pk: UUID, word: str = READ) -> Case:
    """A case whose file the person may read; the look is written down."""
    case = get_object_or_404(permissions.open_to(request.user, word).select_related(*RELATED), pk=pk)
    look(request, case, word)
    return case


def writable_case(request: HttpRequest, pk: UUID) -> Case:
    """A case in whose file the person may write; opening the form shows the file, so the look is written down."""
    case = get_object_or_404(permissions.writable_by(request.user, WRITE).select_related(*RELATED), pk=pk)
    if request.method != "POST":
        look(request, case, WRITE)
    return case


def look(request: HttpRequest, case: Case, word: str, *, what: str = TEXT) -> Grant | None:
    """Write down that a case was looked into, and by which grant."""
    level = 1 if what == HEADER else level_of(case, 2)
    grant = grants.grant_for(request.user, permissions.KIND, case.pk, level, word)
    note_read(subject_of(case), by=request.user, word=word, grant=grant, what=what)
    return grant


def may_write(request: HttpRequest, case: Case) -> bool:
    """Whether the page offers to write."""
    if not request.may_open("cases:assess"):
        return False
    return grants.grant_for(request.user, permissions.KIND, case.pk, level_of(case, 3), WRITE) is not None


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, nothing when the form is only opened."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """A page of cases; a form that was sent and comes back says 422."""
    status = 422 if request.method == "POST" else 200
    return render(request, f"cases/{template}.html", {"lexicon": wording.WORDS, **shown}, status=status)


def keep_for_later(request: HttpRequest, kept: Keeps) -> HttpResponse:
    """Keep a form as it is typed, for browsers without scripts, and open it again."""
    kept.keep()
    say(request, _("Kept as a draft; go on whenever you like."))
    return redirect(request.get_full_path())
