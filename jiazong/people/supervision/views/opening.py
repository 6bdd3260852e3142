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
from jiazong.ground.accounts import factors, stepup
from jiazong.ground.privacy import sealing
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.places.permissions import centres_within
from jiazong.people.supervision import queries
from jiazong.people.supervision.forms import register as forms
from jiazong.people.supervision.views.parts import FORM, answer, file_of, posted

DRAFT = "glass"


@guard("grants.ask")
@FORM
def ask(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Ask the privacy officer for one look at a file."""
    found, subject = file_of(request, kind, pk, "grants.ask")
    form = forms.AskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        officers = queries.holders("privacy_officer", found.centre)
        asking.ask(subject, by=request.user, reason=form.cleaned_data["reason"], tell=tuple(officers))
        say(request, _("The request has gone to the privacy officer; you will be told the answer on your first page."))
        return redirect(queries.address_of(subject.kind), found.pk)
    hours = grants.limit(f"grant.{rules.APPROVAL_STEP}")
    return answer(request, "ask", {"form": form, "file": found, "kind": kind, "hours": hours})


@guard("glass.open")
@FORM
def glass(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Say why a file must be opened now; the proof of who is asking comes after it, so that it is fresh."""
    found, subject = file_of(request, kind, pk, "glass.open")
    form = forms.GlassForm(posted(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        # In the session until the proof is there, sealed: the words may name somebody.
        request.session[DRAFT] = {"file": str(subject.id), "code": told["code"], "words": sealing.seal_secret(told["words"], DRAFT)}
        return redirect("supervision:glass_confirm", kind, pk)
    return answer(request, "glass", {"form": form, "file": found, "kind": kind, **_limits(request)})


@guard("glass.open")
@FORM
def glass_confirm(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Open the file, once the person has proved again who she is."""
    found, subject = file_of(request, kind, pk, "glass.open")
    draft = request.session.get(DRAFT)
    if not draft or draft["file"] != str(subject.id):
        return redirect("supervision:glass", kind, pk)
    by = stepup.SECOND if factors.has_any(request.user) else stepup.ANY
    if away := stepup.ask(request, breaking.proof_lasts(), by=by):
        return away
    told = {"code": draft["code"], "words": sealing.open_secret(draft["words"], DRAFT)}
    if request.method != "POST":
        return answer(request, "glass_confirm", {"file": found, "kind": kind, "code": told["code"], "said": told["words"], **_limits(request)})
    try:
        breaking.break_glass(subject, by=request.user, has_fresh_proof=True, tell=_to_tell(found), **told)
    except rules.BreakGlassRefused as fault:
        refuse(request, _refusal(fault))
    else:
        del request.session[DRAFT]
        say(request, _("The file is open to you for %(hours)s hours; the others have been told.") % {"hours": grants.limit("grant.break_glass")})
    return redirect(queries.address_of(subject.kind), found.pk)


def _to_tell(found: object) -> list:
    """Those told of an emergency reading: directors, the agency's office, the privacy officer."""
    roles = ("centre_director", "agency_office", "privacy_officer")
    return [one for role in roles for one in queries.holders(role, found.centre)]


def _limits(request: HttpRequest) -> dict[str, int]:
    used = grants.open_glasses_of(request.user).count()
    return {"hours": grants.limit("grant.break_glass"), "days": grants.limit("glass.review"), "used": used, "most": grants.limit("glass.open")}


def _refusal(fault: rules.BreakGlassRefused) -> str:
    """Why it was not opened and what to do."""
    return {
        rules.ReviewOverdue: _("Not opened: an earlier emergency reading of yours was not reviewed in time; ask the privacy officer to review it first."),
        rules.TooManyOpen: _("Not opened: your earlier emergency readings still wait for their review; ask the privacy officer to review them first."),
        rules.NobodyToTell: _("Not opened: two others must be told, and there are not two; ask the administrator to name a privacy officer and an agency office."),
    }.get(type(fault), _("Not opened; prove again who you are and try once more."))


@guard("glass.review")
@require_GET
def officer(request: HttpRequest) -> HttpResponse:
    """What waits for the privacy officer: emergency readings to review, requests to decide."""
    centres = dict(centres_within(request.reach).values_list("code", "name"))
    asks, glasses = list(grants.open_asks(centres)), list(grants.glasses_to_review(centres))
    names = queries.names_of([*asks, *glasses])
    shown = {"asks": asks, "glasses": glasses, "names": names, "centres": centres, "today": timezone.localdate()}
    return answer(request, "officer", shown)


@guard("grants.decide")
@FORM
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes or no to a request for one look."""
    here = Ask.objects.filter(centre__in=centres_within(request.reach).values("code"))
    found = get_object_or_404(here.select_related("account"), pk=pk)
    form = forms.DecideForm(posted(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            asking.decide(found, by=request.user, is_granted=told["answer"] == "yes", remark=told["remark"])
        except (asking.AlreadyDecided, rules.NotGranted):
            refuse(request, _("Not changed: this request was decided before, or is your own."))
        else:
            say(request, _("The decision is saved, and the person is told."))
        return redirect("supervision:officer")
    hours = grants.limit(f"grant.{rules.APPROVAL_STEP}")
    return answer(request, "decide", {"form": form, "ask": found, "names": queries.names_of([found]), "hours": hours})


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
