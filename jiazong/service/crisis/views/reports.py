"""The list of reports, one report, writing one."""
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say
from jiazong.people.places.permissions import centres_within
from jiazong.people.residents.models import Person
from jiazong.people.residents.permissions import persons_within
from jiazong.service.cases import permissions as cases
from jiazong.service.cases.models import Case
from jiazong.service.crisis import actions, forms, permissions, queries, wording
from jiazong.service.crisis.models import Report

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])


def report_of(request: HttpRequest, pk: UUID, word: str) -> Report:
    """A report the person may see, else the same 404 as for one that does not exist."""
    seen = permissions.seen_by(request.user, request.reach, word)
    return get_object_or_404(seen.select_related("centre", "case", "written_by"), pk=pk)


def page_of(request: HttpRequest, found: Report, *, word: str, status: int = 200, **typed: Any) -> HttpResponse:
    """One report with whom it was told and what can be done next; every look is written down."""
    note_read(queries.subject_of(found), by=request.user, word=word, grant=None)
    ending = queries.waiting_ending(found)
    tellings = list(found.tellings.select_related("recipient", "written_by"))
    for one in tellings:
        one.centre = found.centre
    endings = list(found.endings.select_related("asked_by", "decided_by"))
    for one in endings:
        one.centre = found.centre
    shown = {
        "report": found, "tellings": tellings, "endings": endings, "ending": ending, "now": timezone.now(),
        "standing": queries.standing(found, timezone.now()), "lexicon": wording.WORDS,
        "may_decide": ending is not None and request.user.pk not in (ending.asked_by_id, found.written_by_id),
        "telling": forms.TellForm(recipients=queries.recipients(found), auto_id="tell-%s"), "end": forms.EndForm(auto_id="end-%s"),
        "decision": forms.DecideForm(auto_id="decide-%s"), "form": next(iter(typed.values()), None), "answered": None, **typed,
        "replies": {one.pk: forms.ReplyForm(auto_id=f"reply-{at}-%s") for at, one in enumerate(tellings)} | typed.get("replies", {}),
    }  # fmt: skip
    return render(request, "crisis/report.html", shown, status=status)


@guard("crisis.read")
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """The reports one may see: those going on first, the ended ones on request."""
    seen = permissions.seen_by(request.user, request.reach, "crisis.read")
    is_ended = "ended" in request.GET
    rows = seen.filter(ended_at__isnull=not is_ended).order_by().values("id", "found_at")
    page = keyset.page(rows, keys=("-found_at", "-id"), asked=request.GET, size=PAGE)
    late = queries.late(seen, now=timezone.now()).count()
    shown = {"page": replace(page, rows=_lines(seen, page)), "is_ended": is_ended, "late": late, "lexicon": wording.WORDS}
    return render(request, "crisis/list.html", shown)


def _lines(seen: QuerySet[Report], page: keyset.Page) -> list[dict[str, Any]]:
    found = Report.objects.filter(pk__in=[row["id"] for row in page.rows]).select_related("centre", "case", "written_by")
    now = timezone.now()
    return [{"report": one, "standing": queries.standing(one, now)} for one in found.order_by("-found_at", "-id")]


@guard("crisis.read")
@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One report."""
    return page_of(request, report_of(request, pk, "crisis.read"), word="crisis.read")


@guard("crisis.report")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Write a report, from a case, a visit or the desk."""
    case, person = _about(request)
    initial = {"whom": person.name if person else "", "origin": "case" if case else None}
    form = forms.ReportForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        centre = case.centre if case else person.centre if person else centres_within(request.reach).first()
        made = actions.report(centre, form.found(), by=request.user, case=case, person=person)
        say(request, _("The report is saved, and the others have been told; now tell the authority and write it down here."))
        return redirect("crisis:report", made.pk)
    shown = {"form": form, "case": case, "person": person, "minutes": queries.setting(queries.WARN)}
    return render(request, "crisis/new.html", shown, status=422 if request.method == "POST" else 200)


def _about(request: HttpRequest) -> tuple[Case | None, Person | None]:
    """The case and the person the address names, where the person who asks may know of them."""
    known = cases.known_to(request.user, "crisis.report").select_related("centre", "party__person__centre")
    case = _one(known, request.GET.get("case"))
    person = _one(persons_within(request.reach).select_related("centre"), request.GET.get("person"))
    return case, person or (case.party.person if case else None)


def _one(found: QuerySet, key: str | None) -> Any:
    if not key:
        return None
    try:
        return get_object_or_404(found, pk=key)
    except ValidationError as fault:
        raise Http404(key) from fault
