"""Proposals: making one, one of them, changing it, taking it back, the panel's decision."""
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jiazong.commission.catalogue import permissions
from jiazong.commission.catalogue.actions import rounds as actions
from jiazong.commission.catalogue.forms import rounds as forms
from jiazong.commission.catalogue.models import Need, Pair, Proposal, Round
from jiazong.commission.catalogue.queries import rounds as queries
from jiazong.commission.catalogue.queries import voting
from jiazong.commission.catalogue.rules import rounds as rules
from jiazong.commission.catalogue.views.parts import FORM, answer, posted
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.places.models import Body, Region

NOT_NOW = gettext_lazy("The round does not take proposals now; nothing was changed.")
DECIDED = gettext_lazy("The panel has decided about this proposal; it is not changed any more.")
PARTS = ("round__region", "region", "agency", "surveyed__survey", "typed_by", "decision__into")


def seen(request: HttpRequest) -> QuerySet[Proposal]:
    """The proposals the person may see: for the own place, of the own agency, before the own panel."""
    return permissions.proposals_within(reach_for(request, "catalogue.read"), reach_for(request, "catalogue.review"))


@guard("catalogue.propose")
@FORM
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose a project in a round."""
    found = get_object_or_404(permissions.rounds_within(request.reach), pk=pk)
    own = _own_agency(request)
    form = forms.ProposalForm(posted(request), **_choices(request, found, own))
    if request.method == "POST" and form.is_valid():
        kind, name = (Proposal.AGENCY, own.name) if own else (form.cleaned_data["proposer_kind"], form.cleaned_data["proposer"])
        who = {"region": form.cleaned_data["region"], "proposer_kind": kind, "proposer": name, "agency": own}
        try:
            made = actions.propose(found, form.facts(), **who, on=timezone.localdate(), by=request.user)
            say(request, _("The proposal is handed in."))
            return redirect("catalogue:proposal", made.pk)
        except actions.NotOpen:
            form.add_error(None, _("The round takes proposals from %(first)s to %(last)s only.") % {"first": found.opens_on, "last": found.closes_on})
    return answer(request, "proposal_form", {"round": found, "form": form, "proposal": None, "own": own})


@guard("catalogue.read")
@require_GET
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proposal: who, what, for whom, why, who pays, what the panel says."""
    found = get_object_or_404(seen(request).select_related(*PARTS), pk=pk)
    state = _state(found.round)
    is_panel = permissions.is_covered(reach_for(request, "catalogue.review"), found.round.region_id)
    pairs = Pair.objects.filter(first=found) | Pair.objects.filter(second=found)
    return answer(request, "proposal", {
        "proposal": found, "state": state, "decision": getattr(found, "decision", None),
        "may_change": state == rules.OPEN and not found.withdrawn_at and _changeable(request).filter(pk=found.pk).exists(),
        "may_decide": is_panel and state == rules.REVIEWING and not found.withdrawn_at and not found.round.voting_closed_at,
        "votes": voting.votes_on(found) if is_panel else [],
        "pairs": list(pairs.select_related("first", "second").order_by("-permille")[:10]) if is_panel else [],
    })  # fmt: skip


@guard("catalogue.propose")
@FORM
def proposal_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a proposal while its round is open."""
    found = get_object_or_404(_changeable(request).select_related("round__region", "agency"), pk=pk)
    form = forms.ProposalForm(posted(request), initial=forms.ProposalForm.initial_of(found), **_choices(request, found.round, found.agency))
    if request.method == "POST" and form.is_valid():
        more = {} if found.agency_id else {name: form.cleaned_data[name] for name in ("proposer_kind", "proposer")}
        try:
            actions.change_proposal(found, form.facts() | {"region": form.cleaned_data["region"]} | more, on=timezone.localdate(), by=request.user)
            say(request, _("The change is saved."))
            return redirect("catalogue:proposal", found.pk)
        except actions.NotOpen:
            form.add_error(None, NOT_NOW)
        except actions.AlreadyDecided:
            form.add_error(None, DECIDED)
    return answer(request, "proposal_form", {"round": found.round, "form": form, "proposal": found, "own": found.agency})


@guard("catalogue.propose")
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a proposal back."""
    found = get_object_or_404(_changeable(request), pk=pk)
    try:
        actions.withdraw(found, on=timezone.localdate(), by=request.user)
        say(request, _("The proposal is taken back."))
    except actions.NotOpen:
        refuse(request, NOT_NOW)
    except actions.AlreadyDecided:
        refuse(request, DECIDED)
    return redirect("catalogue:proposal", pk)


@guard("catalogue.review")
@FORM
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down what the panel decided about a proposal."""
    rows = Proposal.objects.filter(permissions.covered(request.reach, "round__region__code"))
    found = get_object_or_404(rows.select_related("round__region"), pk=pk)
    others = queries.in_hand(found.round).exclude(pk=pk).order_by("category", "title")
    form = forms.DecideForm(posted(request), others=others, initial=_decided(found))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.decide(found, told["outcome"], told["reason"], votes=form.votes(), into=told["into"], on=timezone.localdate(), by=request.user)
            say(request, _("The decision is saved."))
            return redirect("catalogue:round", found.round_id)
        except actions.NotOpen:
            form.add_error(None, _("The panel decides between the last day of the round and the publication, about proposals that were not taken back."))
        except actions.VotedOn:
            form.add_error("outcome", _("The members of the panel vote on this round one by one; only merging is decided here."))
        except actions.AlreadyDecided:
            form.add_error(None, _("The votes are counted or the catalogue of this year is published; decisions are not changed any more."))
    return answer(request, "decide", {"proposal": found, "form": form})


def _decided(found: Proposal) -> dict[str, Any]:
    decision = getattr(found, "decision", None)
    names = ("outcome", "reason", "into", "votes_for", "votes_against")
    return {name: getattr(decision, name) for name in names} if decision else {}


def _state(of: Round) -> str:
    return rules.state(of.opens_on, of.closes_on, is_published=queries.is_published(of), on=timezone.localdate())


def _changeable(request: HttpRequest) -> QuerySet[Proposal]:
    """A person's own: the agency's for the agency, those no agency made for the offices whose place they are for."""
    reach = reach_for(request, "catalogue.propose")
    own = Proposal.objects.filter(agency_id__in=sorted(reach.agencies))
    return own | Proposal.objects.filter(permissions.covered(reach), agency=None)


def _own_agency(request: HttpRequest) -> Body | None:
    """The agency a person proposes for; an office that also is one proposes as an office."""
    reach = request.reach
    return None if reach.regions or reach.everywhere else Body.objects.filter(code__in=reach.agencies).order_by("code").first()


def _choices(request: HttpRequest, of: Round, own: Body | None) -> dict[str, Any]:
    """The places a proposal may be for, and the needs of surveys it may refer to."""
    regions = Region.objects.filter(code__startswith=of.region_id, level__in=["city", "county", "street"]).order_by("code")
    if not own:
        regions = regions.filter(permissions.covered(request.reach, "code"))
    reading = reach_for(request, "needs.read")
    needs = Need.objects.filter(survey__in=permissions.surveys_within(reading)).select_related("survey").order_by("survey", "order")
    return {"regions": regions, "needs": needs if reading else None, "own_agency": own.name if own else ""}
