"""Who read what: the person a file is about, and the privacy officer, may ask."""
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants.models import Read
from jiazong.ground.access.grants.queries import busy_readers, night, reads_about
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.people.places.permissions import centres_within
from jiazong.people.supervision import queries
from jiazong.people.supervision.views.parts import PAGE, answer


@guard("reads.mine")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Who has looked into the files that are about oneself."""
    return _page(request, reads_about(request.user), is_mine=True, readers=[])


@guard("reads.read")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Every look into the restricted files of the centres within reach, the newest first."""
    centres = list(centres_within(request.reach).values_list("code", flat=True))
    return _page(request, Read.objects.filter(centre__in=centres), is_mine=False, readers=_readers(request, centres), night=night())


def _readers(request: HttpRequest, centres: list[str]) -> list[dict]:
    """Who read most in these days, beside the first page alone."""
    return list(busy_readers(centres)) if keyset.is_first(request.GET) else []


def _page(request: HttpRequest, reads: object, *, is_mine: bool, **more: object) -> HttpResponse:
    page = keyset.page(reads.order_by().values("id", "at"), keys=("-at", "-id"), asked=request.GET, size=PAGE)
    shown = Read.objects.filter(pk__in=[row["id"] for row in page.rows]).select_related("account", "grant")
    lines = list(shown.order_by("-at", "-id"))
    return answer(request, "reads", {"page": replace(page, rows=lines), "names": queries.names_of(lines), "is_mine": is_mine, **more})


@guard("signed_in")
@require_POST
def seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a line off one's first page."""
    grants.mark_seen(request.user, pk)
    return redirect("desk:home")
