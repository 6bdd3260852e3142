"""What the screens of tenders share."""
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from jiazong.commission.tenders import permissions, wording
from jiazong.commission.tenders.models import Tender
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.troubles import NotNow
from jiazong.ground.access.guarding import reach_for
from jiazong.ground.ui.toasts import refuse

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])


def tender_of(request: HttpRequest, pk: UUID) -> Tender:
    """A tender within reach, else the same 404 as for one that does not exist."""
    return get_object_or_404(permissions.tenders_within(request.reach), pk=pk)


def may_write(request: HttpRequest, tender: Tender) -> bool:
    """Whether the person may take this tender further."""
    reach = reach_for(request, "tenders.write")
    return reach.everywhere or tender.region_id.startswith(tuple(reach.regions) or ("-",))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, nothing when the form is only opened."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, template: str, shown: dict[str, Any], *, is_refused: bool | None = None) -> HttpResponse:
    """A page of tenders; a form that was sent and comes back says 422."""
    refused = request.method == "POST" if is_refused is None else is_refused
    return render(request, f"tenders/{template}.html", {"lexicon": wording.WORDS, **shown}, status=422 if refused else 200)


def step(request: HttpRequest, do: Callable[[], object], to: str, *args: object) -> HttpResponse:
    """Do a step and go to a page; what keeps it from being done is said there."""
    try:
        do()
    except NotNow as fault:
        refuse(request, wording.why_not(fault))
    except BadFile as fault:
        refuse(request, wording.file_said(fault))
    return redirect(to, *args)
