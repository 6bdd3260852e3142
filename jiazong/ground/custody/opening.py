"""Getting to read a file one has no grant for: ask for one look, or open it in an emergency; any app stands its own addresses before it."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiazong.ground.access.grants import asking, breaking, rules
from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts import factors, stepup
from jiazong.ground.accounts.models import Account
from jiazong.ground.custody.forms import AskForm, GlassForm
from jiazong.ground.custody.wording import CODES
from jiazong.ground.privacy import sealing
from jiazong.ground.ui.toasts import refuse, say

DRAFT = "glass"


@dataclass(frozen=True)
class Door:
    """A file one stands before: what it is, the crumbs to it, its page, the pages of the emergency, who decides, who is told."""

    subject: Subject
    crumbs: Sequence[tuple[str, str]]
    back: str
    opened: str
    glass: str
    confirm: str
    officers: Sequence[Account]
    told: Sequence[Account]
    level: int = rules.READ
    is_minor: bool = False

    @property
    def needs_second(self) -> bool:
        """Whether an emergency does not open it before a second person agrees."""
        return rules.needs_second(level=self.level, is_minor=self.is_minor)


def ask(request: HttpRequest, door: Door) -> HttpResponse:
    """Ask for one look. Guard the address yourself."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asking.ask(door.subject, by=request.user, words=form.cleaned_data["reason"], level=door.level, is_minor=door.is_minor, tell=door.officers)
        say(request, _("The request has gone to the privacy officer; you will be told the answer on your first page."))
        return redirect(door.back)
    return _page(request, "ask", door, form=form, hours=grants.limit(f"grant.{rules.APPROVAL_STEP}"))


def glass(request: HttpRequest, door: Door) -> HttpResponse:
    """Say why a file must be opened now; the proof of who is asking comes after it, so that it is fresh."""
    form = GlassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        # In the session until the proof is there, sealed: the words may name somebody.
        request.session[DRAFT] = {"file": str(door.subject.id), "code": told["code"], "words": sealing.seal_secret(told["words"], DRAFT)}
        return redirect(door.confirm)
    return _page(request, "glass", door, form=form, **_limits(request))


def confirm(request: HttpRequest, door: Door) -> HttpResponse:
    """Open the file, once the person has proved again who she is."""
    draft = request.session.get(DRAFT)
    if not draft or draft["file"] != str(door.subject.id):
        return redirect(door.glass)
    by = stepup.SECOND if factors.has_any(request.user) else stepup.ANY
    if away := stepup.ask(request, breaking.proof_lasts(), by=by):
        return away
    told = {"code": draft["code"], "words": sealing.open_secret(draft["words"], DRAFT)}
    if request.method != "POST":
        return _page(request, "glass_confirm", door, code=CODES[told["code"]], said=told["words"], **_limits(request))
    try:
        _break(request, door, told)
    except rules.BreakGlassRefused as fault:
        refuse(request, _refusal(fault))
        return redirect(door.back)
    del request.session[DRAFT]
    if door.needs_second:
        say(request, _("Asked. The privacy officer and the others have been told; as soon as one agrees, the file opens to you and your first page says so."))
        return redirect(door.back)
    say(request, _("The file is open to you for %(hours)s hours; the others have been told.") % {"hours": grants.limit("grant.break_glass")})
    return redirect(door.opened)


def _break(request: HttpRequest, door: Door, told: dict[str, str]) -> None:
    """Open the file now; a restricted one and a minor's is asked for. Raises BreakGlassRefused."""
    said = {"by": request.user, "has_fresh_proof": True, "tell": list(door.told), **told}
    if door.needs_second:
        breaking.ask_to_break(door.subject, level=door.level, is_minor=door.is_minor, **said)
    else:
        breaking.break_glass(door.subject, **said)


def _page(request: HttpRequest, template: str, door: Door, **shown: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, f"custody/{template}.html", {"door": door, **shown}, status=status)


def _limits(request: HttpRequest) -> dict[str, int]:
    used = grants.open_glasses_of(request.user).count()
    return {"hours": grants.limit("grant.break_glass"), "days": grants.limit("glass.review"), "used": used, "most": grants.limit("glass.open"), "wait": grants.limit("glass.wait")}


def _refusal(fault: rules.BreakGlassRefused) -> str:
    """Why it was not opened and what to do."""
    return {
        rules.ReviewOverdue: _("Not opened: an earlier emergency reading of yours was not reviewed in time; ask the privacy officer to review it first."),
        rules.TooManyOpen: _("Not opened: your earlier emergency readings still wait for their review; ask the privacy officer to review them first."),
        rules.NobodyToTell: _("Not opened: two others must be told, and there are not two; ask the administrator to name a privacy officer and an agency office."),
    }.get(type(fault), _("Not opened; prove again who you are and try once more."))
