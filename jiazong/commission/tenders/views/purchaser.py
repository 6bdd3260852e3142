"""Screens of the purchaser, and of the bureau that looks on: all tenders, one with its clocks, each step."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.commission.catalogue.permissions import items_within
from jiazong.commission.tenders import permissions, sight, wording
from jiazong.commission.tenders.actions import deciding, judging, opening
from jiazong.commission.tenders.forms import steps
from jiazong.commission.tenders.models import PanelMember, Tender
from jiazong.commission.tenders.models import tender as states
from jiazong.commission.tenders.troubles import NotNow
from jiazong.commission.tenders.views.parts import FORM, PAGE, answer, may_write, posted, step, tender_of
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say


@guard("tenders.read")
@require_GET
def tenders(request: HttpRequest) -> HttpResponse:
    """The tenders within reach, the newest first."""
    rows = permissions.tenders_within(request.reach).values(*sight.COLUMNS)
    page = keyset.page(rows, keys=("-created_at", "id"), asked=request.GET, size=PAGE)
    shown = {"page": page, "may_write": bool(reach_for(request, "tenders.write")), "now": timezone.now()}
    return answer(request, "list", shown)


@guard("catalogue.read")
@require_GET
def of_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tenders that buy one project of the catalogue: those of the own place, for an agency those that are published."""
    found = get_object_or_404(items_within(request.reach), pk=pk)
    looking = reach_for(request, "tenders.read")
    rows = permissions.tenders_within(looking) if looking else permissions.tenders_published() if reach_for(request, "bids.read") else Tender.objects.none()
    page = keyset.page(rows.filter(entry__item=found).values(*sight.COLUMNS), keys=("-created_at", "id"), asked=request.GET, size=PAGE)
    return answer(request, "of_item", {"page": page, "item": found, "looks_on": bool(looking)})


@guard("tenders.read")
@require_GET
def tender(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One tender: what is next, its legal days, its bids once they are open, panel, ranking, queries, contract."""
    found = tender_of(request, pk)
    shown = sight.whole(found, today=timezone.localdate()) | {"may_write": may_write(request, found), "now": timezone.now()}
    return answer(request, "tender", shown)


@guard("tenders.write")
@require_POST
def open_bids(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the bids once the hour has come."""
    found = tender_of(request, pk)
    return step(request, lambda: opening.open_bids(found, by=request.user), "tenders:tender", found.pk)


@guard("tenders.write")
@FORM
def appoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call the panel."""
    found = tender_of(request, pk)
    there = {str(one.account_id) for one in found.panel.all()}
    known = {key: name for key, name in judging.candidates(found).items() if key not in there}
    form = steps.PanelForm(posted(request), candidates=known)
    if request.method == "POST" and form.is_valid():
        called = {key: known[key] for key in form.cleaned_data["members"]}
        return step(request, lambda: judging.appoint(found, called, by=request.user), "tenders:tender", found.pk)
    return answer(request, "appoint", {"form": form, "tender": found, "candidates": known})


@guard("tenders.write")
@require_POST
def dismiss(request: HttpRequest, pk: UUID, member: UUID) -> HttpResponse:
    """Take somebody off the panel who has not declared yet."""
    found = tender_of(request, pk)
    called = get_object_or_404(PanelMember.objects.select_related("tender"), tender=found, pk=member)
    return step(request, lambda: judging.dismiss(called, by=request.user), "tenders:tender", found.pk)


@guard("tenders.write")
@require_POST
def close_scoring(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the panel and rank the bids."""
    found = tender_of(request, pk)
    return step(request, lambda: judging.close_scoring(found, by=request.user), "tenders:tender", found.pk)


@guard("tenders.write")
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Award the tender to the bid that stands first."""
    found = tender_of(request, pk)
    return step(request, lambda: deciding.award(found, by=request.user), "tenders:tender", found.pk)


@guard("tenders.write")
@FORM
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a purchase up."""
    found, form = tender_of(request, pk), steps.CancelForm(posted(request))
    if found.state not in (states.PUBLISHED, states.OPENED, states.SCORED):
        return redirect("tenders:tender", found.pk)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        return step(request, lambda: opening.cancel(found, why=opening.TASK_ENDED, words=words, by=request.user), "tenders:tender", found.pk)
    return answer(request, "cancel", {"form": form, "tender": found})


@guard("tenders.write")
@FORM
def answer_inquiry(request: HttpRequest, pk: UUID, inquiry: UUID) -> HttpResponse:
    """Answer a bidder's query."""
    found = tender_of(request, pk)
    asked = get_object_or_404(found.inquiries.select_related("agency"), pk=inquiry)
    form = steps.AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid() and not asked.answered_at:
        told = form.cleaned_data
        deciding.answer_inquiry(asked, answer=told["answer"], is_upheld=told["verdict"] == "upheld", by=request.user)
        say(request, _("The answer is kept; the bidder sees it."))
        return redirect("tenders:tender", found.pk)
    return answer(request, "answer", {"form": form, "tender": found, "asked": asked})


@guard("tenders.write")
@FORM
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down that the contract of the first year was signed."""
    found, form = tender_of(request, pk), steps.SignForm(posted(request), initial={"signed_on": timezone.localdate()})
    if found.state != states.AWARDED:
        return redirect("tenders:tender", found.pk)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.sign_contract(found, form.signed(), by=request.user)
            say(request, _("The signature is written down and the contract made public."))
            return redirect("tenders:tender", found.pk)
        except NotNow as fault:
            form.add_error("last_day" if fault.code == "term" else "signed_on", wording.why_not(fault))
    return answer(request, "sign", {"form": form, "tender": found, "award": found.award})


@guard("tenders.write")
@require_POST
def filed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down that a copy of the contract was filed."""
    found, form = tender_of(request, pk), steps.FiledForm(request.POST)
    signing = get_object_or_404(sight.signings().filter(tender=found))
    if not form.is_valid():
        return answer(request, "filed", {"form": form, "tender": found})
    return step(request, lambda: deciding.file_copy(signing, on=form.cleaned_data["on"], by=request.user), "tenders:tender", found.pk)
