"""Rounds of proposals: the list, announcing one, proposing, look-alikes, decisions, publishing."""
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jiazong.commission.catalogue import permissions
from jiazong.commission.catalogue.actions import items as listing
from jiazong.commission.catalogue.actions import rounds as actions
from jiazong.commission.catalogue.actions.voting import QUORUM
from jiazong.commission.catalogue.forms import rounds as forms
from jiazong.commission.catalogue.models import Pair, Round
from jiazong.commission.catalogue.queries import rounds as queries
from jiazong.commission.catalogue.queries import voting
from jiazong.commission.catalogue.queries.figures import figures
from jiazong.commission.catalogue.rules import rounds as rules
from jiazong.commission.catalogue.views.parts import FORM, PAGE, answer, posted
from jiazong.commission.catalogue.views.proposals import seen
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say

PAIRS = 20


@guard("catalogue.read")
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds one may propose in or reviews, and the published catalogues."""
    today, found = timezone.localdate(), list(permissions.rounds_within(request.reach).order_by("-year", "region_id")[:PAGE])
    editions = permissions.editions_within(request.reach)
    published = queries.published_years(editions)
    counts = queries.proposal_counts([one.pk for one in found], seen(request))
    lines = [
        (one, rules.state(one.opens_on, one.closes_on, is_published=(one.region_id, one.year) in published, on=today), counts.get(one.pk, 0))
        for one in found
    ]
    may_publish = bool(reach_for(request, "catalogue.publish"))
    return answer(request, "rounds", {"lines": lines, "editions": list(editions[:PAGE]), "may_publish": may_publish})


@guard("catalogue.publish")
@FORM
def round_new(request: HttpRequest) -> HttpResponse:
    """Announce a round of proposals."""
    today = timezone.localdate()
    days = figures("", today).get("round.collect_days", 1)
    usual = {"year": today.year, "opens_on": today, "closes_on": today + timedelta(days=days - 1)}
    form = forms.RoundForm(posted(request), regions=permissions.places_for(request.reach, "city", "county"), initial=usual)
    if request.method == "POST" and form.is_valid():
        made = actions.open_round(**form.cleaned_data, by=request.user)
        say(request, _("The round is announced."))
        return redirect("catalogue:round", made.pk)
    return answer(request, "round_new", {"form": form, "days": days})


@guard("catalogue.read")
@require_GET
def round(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One round with the proposals one may see, by category."""
    found = _round(request, pk)
    page = keyset.page(seen(request).filter(round=found).values(*queries.LINE), keys=("category", "id"), asked=request.GET, size=PAGE)
    is_panel = permissions.is_covered(reach_for(request, "catalogue.review"), found.region_id)
    state = rules.state(found.opens_on, found.closes_on, is_published=queries.is_published(found), on=timezone.localdate())
    return answer(request, "round", {
        "round": found, "page": page, "state": state, "is_panel": is_panel,
        "open_pairs": queries.open_pairs(found) if is_panel else 0, **_panel(request, found, is_panel),
        "waiting": queries.in_hand(found).filter(decision=None).count() if is_panel else 0,
        "may_propose": state == rules.OPEN and bool(reach_for(request, "catalogue.propose")),
        "entries": list(entries_about(found, limit=12)),
    })  # fmt: skip


def _panel(request: HttpRequest, of: Round, is_panel: bool) -> dict[str, object]:
    """Who votes on a round and how far each has come, for whoever reviews it."""
    if not is_panel:
        return {}
    runs = permissions.is_covered(reach_for(request, "catalogue.publish"), of.region_id)
    return {
        "seats": voting.seats_of(of), "in_hand": queries.in_hand(of).count(), "may_call": runs and of.voting_closed_at is None,
        "quorum": figures(of.region_id, timezone.localdate())[QUORUM],
    }  # fmt: skip


@guard("catalogue.review")
@require_GET
def pairs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The look-alikes of a round side by side, those nobody judged first."""
    found = _round(request, pk, panel=True)
    is_judged = request.GET.get("which") == "judged"
    rows = Pair.objects.filter(round=found)
    rows = rows.exclude(verdict="") if is_judged else rows.filter(verdict="")
    page = keyset.page(rows.values("id", "permille"), keys=("-permille", "id"), asked=request.GET, size=PAIRS)
    shown = Pair.objects.filter(pk__in=[row["id"] for row in page.rows]).select_related("first", "second", "judged_by").order_by("-permille", "pk")
    return answer(request, "pairs", {
        "round": found, "page": replace(page, rows=list(shown)), "is_judged": is_judged, "open_pairs": queries.open_pairs(found),
        "form": forms.JudgeForm(auto_id=False),
    })  # fmt: skip


@guard("catalogue.review")
@require_POST
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look for look-alikes."""
    found = _round(request, pk, panel=True)
    at_least = figures(found.region_id, timezone.localdate())["likeness.shown"]
    many = actions.compare(found, at_least=at_least, by=request.user)
    say(request, ngettext("%(n)s new pair looks alike.", "%(n)s new pairs look alike.", many) % {"n": many})
    return redirect("catalogue:pairs", pk)


@guard("catalogue.review")
@FORM
def judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say of two look-alikes whether they are the same."""
    rows = Pair.objects.filter(permissions.covered(request.reach, "round__region__code"))
    found = get_object_or_404(rows.select_related("first", "second", "round"), pk=pk)
    form = forms.JudgeForm(posted(request), initial={"verdict": found.verdict, "reason": found.reason})
    if request.method == "POST" and form.is_valid():
        actions.judge(found, **form.cleaned_data, by=request.user)
        say(request, _("The judgement is saved."))
        return redirect("catalogue:pairs", found.round_id)
    return answer(request, "judge", {"pair": found, "form": form})


@guard("catalogue.publish")
@FORM
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish the catalogue of a round; what keeps it from being published is said here."""
    found = _round(request, pk, panel=True)
    usual = {"title": _("%(place)s: catalogue of social-work projects %(year)s") % {"place": found.region.name, "year": found.year}}
    form = forms.EditionForm(posted(request), initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            edition = listing.publish(found, **form.cleaned_data, on=timezone.localdate(), by=request.user)
            say(request, _("The catalogue is published."))
            return redirect("catalogue:edition", edition.pk)
        except listing.StillOpen:
            form.add_error(None, _("The round still takes proposals; publish after its last day."))
        except listing.Undecided as fault:
            form.add_error(None, _("%(n)s proposals are still without a decision; decide about them first.") % {"n": fault.count})
        except listing.NothingToPublish:
            form.add_error(None, _("Nothing was admitted and nothing stands in the catalogue; an empty one is not published."))
    return answer(request, "publish", {"round": found, "form": form})


def _round(request: HttpRequest, pk: UUID, *, panel: bool = False) -> Round:
    within = permissions.rounds_within(request.reach)
    return get_object_or_404(within.filter(permissions.covered(request.reach)) if panel else within, pk=pk)

