"""Getting to read a file one has no grant for: by approval, or in an emergency; and what others decide about it."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.grants import asking, breaking, rules
from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.models import Ask, BreakGlass
from jiazong.ground.access.guarding import guard
from jiazong.ground.accounts.models import Account
from jiazong.ground.custody import opening
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.places.models import Centre
from jiazong.people.places.permissions import centres_within
from jiazong.people.supervision import queries, wording
from jiazong.people.supervision.forms import register as forms
from jiazong.people.supervision.views.parts import FORM, answer, file_of, posted


@guard("grants.ask")
@FORM
def ask(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Ask the privacy officer for one look at a file."""
    return opening.ask(request, _door(request, kind, pk, "grants.ask"))


@guard("glass.open")
@FORM
def glass(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Say why a file must be opened now."""
    return opening.glass(request, _door(request, kind, pk, "glass.open"))


@guard("glass.open")
@FORM
def glass_confirm(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Open the file, once the person has proved again who she is."""
    return opening.confirm(request, _door(request, kind, pk, "glass.open"))


def _door(request: HttpRequest, kind: str, pk: UUID, word: str) -> opening.Door:
    """A file of the register whose head the person sees."""
    found, subject = file_of(request, kind, pk, word)
    page = reverse(queries.address_of(subject.kind), args=[pk])
    return opening.Door(
        subject, [(_("Supervision note") if kind == "notes" else _("Record check"), page)], page, page,
        reverse("supervision:glass", args=[kind, pk]), reverse("supervision:glass_confirm", args=[kind, pk]),
        queries.holders("privacy_officer", found.centre), queries.told_of_emergency(found.centre),
    )  # fmt: skip


@guard("glass.review")
@require_GET
def officer(request: HttpRequest) -> HttpResponse:
    """What waits for the privacy officer: emergency readings to review, requests to decide."""
    centres = dict(centres_within(request.reach).values_list("code", "name"))
    asks, glasses = list(grants.open_asks(centres)), list(grants.glasses_to_review(centres))
    names = queries.names_of([*asks, *glasses])
    shown = {"asks": asks, "glasses": glasses, "names": names, "centres": centres, "today": timezone.localdate(),
             "stopped": [one for one in grants.busy_readers(centres) if one["refused"]]}  # fmt: skip
    return answer(request, "officer", shown)


@guard("grants.decide")
@FORM
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes or no to a request for one look."""
    here = Ask.objects.filter(centre__in=centres_within(request.reach).values("code"))
    found = get_object_or_404(here.select_related("account"), pk=pk)
    form = forms.DecideForm(posted(request), says_why=found.source != rules.APPROVAL_STEP)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            _decide(found, by=request.user, is_granted=told["answer"] == "yes", remark=told["remark"])
        except rules.NotGranted as fault:
            refuse(request, wording.not_decided(fault))
        else:
            say(request, _("The decision is saved, and the person is told."))
        return redirect("supervision:officer")
    hours = grants.limit(f"grant.{found.source}")
    return answer(request, "decide", {"form": form, "ask": found, "names": queries.names_of([found]), "hours": hours})


def _decide(found: Ask, *, by: Account, is_granted: bool, remark: str) -> None:
    """Say yes or no; a yes to an emergency opens it, tells the others and begins its review. Raises NotGranted."""
    if found.source == rules.BREAK_GLASS:
        told = queries.told_of_emergency(Centre(pk=found.centre))
        breaking.agree(found, by=by, is_granted=is_granted, remark=remark, tell=told)
    else:
        asking.decide(found, by=by, is_granted=is_granted, remark=remark)


@guard("glass.review")
@FORM
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what the review of an emergency reading found."""
    here = BreakGlass.objects.filter(centre__in=centres_within(request.reach).values("code"))
    found = get_object_or_404(here.select_related("account", "grant"), pk=pk)
    form = forms.ReviewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            breaking.review(found, by=request.user, **form.cleaned_data)
        except rules.NotGranted:
            refuse(request, _("Not changed: this emergency reading was reviewed before, or is your own."))
        else:
            say(request, _("The review is saved."))
        return redirect("supervision:officer")
    reads = found.grant.reads.select_related("account").order_by("at")
    shown = {"form": form, "glass": found, "names": queries.names_of([found]), "reads": reads}
    return answer(request, "review", shown | {"back": reverse("supervision:officer")})
