"""One line of the ledger with where it comes from, and its correction by a reversal and a second line."""
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.privacy.rules.marks import WordsChanged
from jiazong.ground.transparency import bundles
from jiazong.ground.transparency import queries as evidence
from jiazong.ground.ui.toasts import refuse, say
from jiazong.ledger.hours import actions
from jiazong.ledger.hours.forms import CorrectForm, ServiceForm, TakeBackForm, filled_from
from jiazong.ledger.hours.leaves import POSTING
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.permissions import may_read_note, postings_within
from jiazong.ledger.hours.queries import own
from jiazong.ledger.hours.queries.words import note_of
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.views.log import methods_of, refusal_facts

CHAIN = ("reverses", "reversed_by", "corrects", "corrected_by")


@guard("postings.read")
def posting(request: HttpRequest, number: int) -> HttpResponse:
    """One line: its figures, its source, the rule that counted it, and the lines before and after it."""
    seen = postings_within(request.reach, request.user)
    found = get_object_or_404(
        seen.select_related("contract__centre", "worker", "method", "rule", "source", "posted_by", *CHAIN), pk=number
    )
    may_correct = bool(reach_for(request, "hours.correct")) and _stands(found) and found.worker.account_id == request.user.pk
    context = {
        "posting": found,
        "may_read_note": (may_read := may_read_note(found, reach_for(request, "postings.note"), request.user)),
        "note_words": _words_beside(found) if may_read else "",
        "stands": _stands(found),
        "place": evidence.places_of([f"posting:{number}"]).get(f"posting:{number}"),
        "may_correct": may_correct,
        "indicators": list(found.method.indicators.order_by("order")),
        "reversal": getattr(found, "reversed_by", None),
        "correction": getattr(found, "corrected_by", None),
    }
    return render(request, "hours/posting.html", context)


def _words_beside(found: Posting) -> str:
    """The note, or that it is not the one the line was recorded with."""
    try:
        return note_of(found)
    except WordsChanged:
        return _("The note is not the one this line was recorded with; tell the privacy officer.")


@guard("postings.read")
@require_GET
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """The proof of a line for whoever may see it: what was sealed, its place, the way to the signed root."""
    found = get_object_or_404(postings_within(request.reach, request.user), pk=number)
    proved = bundles.proof_of(f"posting:{found.pk}", [POSTING])
    if proved is None:
        refuse(request, _("The line waits to be sealed; its proof is there within a minute."))
        return redirect("hours:posting", number=found.pk)
    attachment = {"Content-Disposition": f'attachment; filename="posting-{found.pk}-proof.json"'}
    return JsonResponse(proved, headers=attachment, json_dumps_params={"ensure_ascii": False, "indent": 1})


@guard("hours.correct")
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct an own line, or take it back; the reason stays beside both lines."""
    mine = postings_within(request.reach, request.user)
    found = get_object_or_404(mine.select_related("contract", "worker", "method", "posted_by", *CHAIN), pk=number)
    if not _stands(found):
        return _not_again(request, found)
    if request.method == "POST" and ("take_back" in request.GET or "take_back" in request.POST):
        return _take_back(request, found)
    if request.method == "POST":
        return _correct(request, found)
    initial = {**filled_from(found, note=note_of(found)), "request_key": uuid4()}
    return _page(request, found, CorrectForm(initial=initial, methods=methods_of(found.contract)))


def _correct(request: HttpRequest, found: Posting) -> HttpResponse:
    form = CorrectForm(request.POST, methods=methods_of(found.contract))
    if not form.is_valid():
        return _page(request, found, form)
    method = found.contract.methods.get(name=form.cleaned_data["method"])
    draft = entry.Draft(worker_id=found.worker_id, method_id=method.pk, **form.figures())
    said = form.cleaned_data
    try:
        made = actions.correct(found, draft, reason=said["reason"], by=request.user, request_key=said["request_key"])
    except entry.AlreadyReversed:
        return _not_again(request, found)
    except entry.Refused as refused:
        form.refuse(refused, refusal_facts(refused, found.contract, found.worker, draft, but=found))
        return _page(request, found, form)
    say(request, _("Corrected. The old line stays in the ledger, taken back by a line of its own."))
    return redirect("hours:posting", number=made.pk)


def _take_back(request: HttpRequest, found: Posting) -> HttpResponse:
    """Take a line back whole; right after recording it no reason is asked, later one is."""
    reason = _("Taken back right after recording")
    if not _was_recorded_today(found) or "take_back" in request.POST:
        form = TakeBackForm(request.POST, auto_id="why_%s")
        if not form.is_valid():
            initial = {**filled_from(found, note=note_of(found)), "request_key": uuid4()}
            page = CorrectForm(initial=initial, methods=methods_of(found.contract))
            return _page(request, found, page, why=form, status=422 if "take_back" in request.POST else 200)
        reason = form.cleaned_data["reason"]
    try:
        actions.reverse(found, reason=reason, by=request.user)
    except entry.AlreadyReversed:
        return _not_again(request, found)
    say(request, _("Taken back: “%(what)s” no longer counts.") % {"what": found.title or found.method.name})
    return redirect("hours:posting", number=found.pk)


def _page(
    request: HttpRequest, found: Posting, form: ServiceForm, why: TakeBackForm | None = None, status: int | None = None
) -> HttpResponse:
    context = {"posting": found, "form": form, "why": why or TakeBackForm(auto_id="why_%s"), "habits": own.habits_of(found.worker)}
    return render(request, "hours/correct.html", context, status=status or (422 if form.errors else 200))


def _not_again(request: HttpRequest, found: Posting) -> HttpResponse:
    """Send on to what became of a line that no longer stands."""
    newest = _newest(found)
    if request.method != "POST" or newest == found:
        refuse(request, _("This line was already corrected or taken back; below is what became of it."))
    return redirect("hours:posting", number=newest.pk)


def _newest(found: Posting) -> Posting:
    return getattr(found, "corrected_by", None) or found


def _stands(found: Posting) -> bool:
    return found.quantity == 1 and getattr(found, "reversed_by", None) is None


def _was_recorded_today(found: Posting) -> bool:
    return found.posted_by is not None and timezone.localdate(found.posted_at) == timezone.localdate()
