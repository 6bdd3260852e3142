"""Screens of the panel: the own seats, the declaration, the own score sheet; nothing of the others before it closes."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.commission.tenders import permissions, queries, sight, wording
from jiazong.commission.tenders.actions import judging
from jiazong.commission.tenders.forms.steps import DeclareForm, SheetForm
from jiazong.commission.tenders.models import PanelMember
from jiazong.commission.tenders.models import tender as states
from jiazong.commission.tenders.troubles import NotNow
from jiazong.commission.tenders.views.parts import FORM, PAGE, answer, posted, step
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say

COLUMNS = ("id", "appointed_at", "declared_at", "has_conflict", "signed_at", "tender__name", "tender__code", "tender__state", "tender__opens_at")


@guard("panel.score")
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """The panels the person sits on, the newest first."""
    rows = permissions.seats_of(request.user, request.reach).values(*COLUMNS)
    page = keyset.page(rows, keys=("-appointed_at", "id"), asked=request.GET, size=PAGE)
    return answer(request, "panel", {"page": page})


@guard("panel.score")
@FORM
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The own score sheet: every valid bid, line by line; kept as often as one likes until it is signed."""
    seat = _seat(request, pk)
    if seat.has_conflict is not False:
        return redirect("tenders:declare", seat.pk)
    sheets = _sheets(request, seat)
    if request.method == "POST" and all([one.is_valid() for one in sheets]):
        try:
            points = {key: given for one in sheets for key, given in one.points().items()}
            judging.score(seat, points, by=request.user)
            say(request, _("Your points are kept."))
        except NotNow as fault:
            refuse(request, wording.why_not(fault))
        return redirect("tenders:sheet", seat.pk)
    tender = seat.tender
    shown = {"seat": seat, "tender": tender, "sheets": sheets, "items": list(tender.items.all()), "is_open": tender.state == states.OPENED}
    is_closed = tender.scoring_closed_at is not None
    shown |= {"all_points": sight.points_of(tender) if is_closed else {}, "standings": list(tender.standings.select_related("bid__agency"))}
    return answer(request, "sheet", shown)


@guard("panel.score")
@FORM
def declare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whether there is a conflict of interest, before any bid is seen."""
    seat, form = _seat(request, pk), DeclareForm(posted(request))
    if seat.has_conflict is False:
        return redirect("tenders:sheet", seat.pk)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        judging.declare(seat, has_conflict=told["answer"] == "some", words=told["words"], by=request.user)
        return redirect("tenders:panel" if told["answer"] == "some" else "tenders:sheet", *([] if told["answer"] == "some" else [seat.pk]))
    return answer(request, "declare", {"form": form, "seat": seat, "tender": seat.tender})


@guard("panel.score")
@require_POST
def sign_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the own sheet; it stays as it is from then on."""
    seat = _seat(request, pk)
    return step(request, lambda: judging.sign(seat, by=request.user), "tenders:sheet", seat.pk)


def _seat(request: HttpRequest, pk: UUID) -> PanelMember:
    return get_object_or_404(permissions.seats_of(request.user, request.reach), pk=pk)


def _sheets(request: HttpRequest, seat: PanelMember) -> list[SheetForm]:
    """One form a valid bid, with the points given so far."""
    given: dict[UUID, dict] = {}
    for one in seat.scores.all():
        given.setdefault(one.bid_id, {})[one.item_id] = one.points
    items, data = list(seat.tender.items.all()), posted(request)
    valid = [one for one in queries.offers_of(seat.tender) if one.is_valid]
    return [SheetForm(data, offer=one, items=items, given=given.get(one.bid_id, {})) for one in valid]
