"""Getting to read a case one has no grant for: by asking the privacy officer, or in an emergency."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from jiazong.ground.access.grants import asking, breaking, rules
from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.guarding import guard
from jiazong.ground.accounts import factors, stepup
from jiazong.ground.accounts.models import Account
from jiazong.ground.privacy import sealing
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.supervision.queries import holders
from jiazong.service.cases import permissions
from jiazong.service.cases.actions.opening import level_of, subject_of
from jiazong.service.cases.forms.access import AskForm, GlassForm
from jiazong.service.cases.models import Case
from jiazong.service.cases.views.parts import FORM, answer, posted

DRAFT = "cases-glass"


@guard("grants.ask")
@FORM
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the privacy officer for one look at a case."""
    case = _case(request, pk)
    form = AskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        officers = holders("privacy_officer", case.centre)
        level = level_of(case, rules.READ)
        asking.ask(subject_of(case), by=request.user, reason=form.cleaned_data["reason"], level=level, tell=tuple(officers))
        say(request, _("The request has gone to the privacy officer; you will be told the answer on your first page."))
        return redirect("cases:head", pk)
    return answer(request, "ask", {"form": form, "case": case, "hours": grants.limit(f"grant.{rules.APPROVAL_STEP}")})


@guard("glass.open")
@FORM
def glass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why a case must be opened now; the proof of who is asking comes after it, so that it is fresh."""
    case = _case(request, pk)
    form = GlassForm(posted(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        # In the session until the proof is there, sealed: the words may name somebody.
        request.session[DRAFT] = {"file": str(case.pk), "code": told["code"], "words": sealing.seal_secret(told["words"], DRAFT)}
        return redirect("cases:glass_confirm", pk)
    return answer(request, "glass", {"form": form, "case": case, **_limits(request)})


@guard("glass.open")
@FORM
def glass_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the case, once the person has proved again who she is."""
    case, draft = _case(request, pk), request.session.get(DRAFT)
    if not draft or draft["file"] != str(pk):
        return redirect("cases:glass", pk)
    by = stepup.SECOND if factors.has_any(request.user) else stepup.ANY
    if away := stepup.ask(request, breaking.proof_lasts(), by=by):
        return away
    told = {"code": draft["code"], "words": sealing.open_secret(draft["words"], DRAFT)}
    if request.method != "POST":
        return answer(request, "glass_confirm", {"case": case, "code": told["code"], "said": told["words"], **_limits(request)})
    try:
        breaking.break_glass(subject_of(case), by=request.user, has_fresh_proof=True, tell=_to_tell(case), **told)
    except rules.BreakGlassRefused as fault:
        refuse(request, _refusal(fault))
        return redirect("cases:head", pk)
    del request.session[DRAFT]
    say(request, _("The file is open to you for %(hours)s hours; the others have been told.") % {"hours": grants.limit("grant.break_glass")})
    return redirect("cases:case", pk)


def _case(request: HttpRequest, pk: UUID) -> Case:
    """A case of the centres the person oversees; of others nobody learns that they exist."""
    return get_object_or_404(permissions.overseen(request.reach).select_related("centre", "worker"), pk=pk)


def _to_tell(case: Case) -> list[Account]:
    """Those told of an emergency reading: directors, the agency's office, the privacy officer."""
    return [one for role in ("centre_director", "agency_office", "privacy_officer") for one in holders(role, case.centre)]


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
