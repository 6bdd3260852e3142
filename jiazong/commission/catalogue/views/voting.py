"""The panel of a round: calling it, the ballot of each member, counting."""
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jiazong.commission.catalogue import permissions
from jiazong.commission.catalogue.actions import rounds as deciding
from jiazong.commission.catalogue.actions import voting as actions
from jiazong.commission.catalogue.forms.voting import BallotForm, CallForm
from jiazong.commission.catalogue.models import Round, Seat
from jiazong.commission.catalogue.queries import rounds as reviewing
from jiazong.commission.catalogue.queries import voting as queries
from jiazong.commission.catalogue.rules import rounds as rules
from jiazong.commission.catalogue.views.parts import FORM, PAGE, answer, posted
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say

BALLOT = 20
SEAT = ("id", "called_at", "round__title", "round__closes_on", "round__voting_closed_at", "round__region__name")


@guard("catalogue.vote")
@require_GET
def seats(request: HttpRequest) -> HttpResponse:
    """The panels of rounds the person sits on, the newest first."""
    page = keyset.page(_seats(request).values(*SEAT), keys=("-called_at", "id"), asked=request.GET, size=PAGE)
    return answer(request, "seats", {"page": page, "today": timezone.localdate()})


@guard("catalogue.vote")
@FORM
def ballot(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The own ballot: proposals one after another, each with the own vote; nobody else sees it before all are counted."""
    seat = get_object_or_404(_seats(request).select_related("round__region"), pk=pk)
    rows = reviewing.in_hand(seat.round)
    page = keyset.page(rows.values("id", "category"), keys=("category", "id"), asked=request.GET, size=BALLOT)
    shown = rows.filter(pk__in=[row["id"] for row in page.rows]).select_related("region").order_by("category", "pk")
    form = BallotForm(posted(request), proposals=shown, given=queries.own_votes(seat, [row["id"] for row in page.rows]))
    if request.method == "POST" and form.is_valid():
        return _cast(request, seat, form, page.older)
    state = rules.state(seat.round.opens_on, seat.round.closes_on, is_published=reviewing.is_published(seat.round), on=timezone.localdate())
    is_open = state == rules.REVIEWING and seat.round.voting_closed_at is None
    return answer(request, "ballot", {"seat": seat, "round": seat.round, "page": page, "form": form, "is_open": is_open, "state": state})


def _cast(request: HttpRequest, seat: Seat, form: BallotForm, older: str) -> HttpResponse:
    """Keep the votes of a page and go on to the next, on the last page to the first."""
    try:
        many = actions.cast(seat, form.choices(), on=timezone.localdate(), by=request.user)
        say(request, ngettext("%(n)s vote is kept.", "%(n)s votes are kept.", many) % {"n": many})
    except deciding.NotOpen:
        refuse(request, _("The panel votes between the last day of the round and the counting; nothing was changed."))
        older = ""
    return redirect(f"{request.path}{older}")


@guard("catalogue.publish")
@FORM
def panel_call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call members to the panel of a round."""
    found = _run(request, pk)
    there = {str(one.account_id) for one, _n in queries.seats_of(found)}
    known = {key: name for key, name in queries.candidates(found).items() if key not in there}
    form = CallForm(posted(request), candidates=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_panel(found, {key: known[key] for key in form.cleaned_data["members"]}, by=request.user)
            say(request, _("They are called; the round stands in their list."))
            return redirect("catalogue:round", pk)
        except (actions.NoCandidate, deciding.AlreadyDecided):
            form.add_error(None, _("The votes are counted or somebody cannot be called any more; open the page again."))
    return answer(request, "panel_call", {"round": found, "form": form, "candidates": known})


@guard("catalogue.publish")
@require_POST
def release(request: HttpRequest, pk: UUID, seat: UUID) -> HttpResponse:
    """Take somebody off the panel who has not voted."""
    found = _run(request, pk)
    called = get_object_or_404(Seat.objects.select_related("round"), round=found, pk=seat)
    try:
        actions.release(called, by=request.user)
    except actions.HasVoted:
        refuse(request, _("Who has voted stays on the panel."))
    return redirect("catalogue:round", pk)


@guard("catalogue.publish")
@require_POST
def count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Count the votes of a round."""
    found = _run(request, pk)
    try:
        many = len(actions.count_votes(found, on=timezone.localdate(), by=request.user))
        say(request, ngettext("%(n)s proposal is decided by the votes.", "%(n)s proposals are decided by the votes.", many) % {"n": many})
    except deciding.NotOpen:
        refuse(request, _("Votes are counted once, between the last day of the round and the publication."))
    except actions.NoQuorum as fault:
        refuse(request, _("On %(n)s proposals too few members have voted; nothing is counted yet.") % {"n": fault.count})
    return redirect("catalogue:round", pk)


def _run(request: HttpRequest, pk: UUID) -> Round:
    return get_object_or_404(permissions.rounds_within(request.reach).filter(permissions.covered(request.reach)), pk=pk)


def _seats(request: HttpRequest) -> QuerySet[Seat]:
    return Seat.objects.filter(permissions.covered(request.reach), account=request.user)
