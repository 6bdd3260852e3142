"""Cases: the list of one's own, the overview without names, one case."""
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from jiazong.ground.access.grants.reading import HEADER, TEXT
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.service.cases import permissions
from jiazong.service.cases.forms.intake import ListForm
from jiazong.service.cases.models import Assessment, Case, Plan
from jiazong.service.cases.queries import cases as queries
from jiazong.service.cases.queries.timeline import drafts_of, timeline
from jiazong.service.cases.rules import path
from jiazong.service.cases.views.parts import PAGE, READ, answer, known_case, look, may_write

KEYS = ("-opened_on", "-id")


@guard("cases.list")
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The cases a person holds, the newest first."""
    form, today = ListForm(request.GET), timezone.localdate()
    mine = permissions.held_by(request.user, "cases.list")
    found = queries.asked_for(mine, form.asked(), today=today)
    page = keyset.page(found.values("id", "opened_on"), keys=KEYS, asked=request.GET, size=PAGE)
    page = replace(page, rows=queries.lines_of(row["id"] for row in page.rows))
    counts = queries.counts(mine, today=today)
    return answer(request, "list", {"page": page, "filter": form, "counts": counts, "today": today})


@guard("cases.oversee")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """All cases of the centres within reach by code, stage, colour and worker; nobody's name."""
    form, today = ListForm(request.GET), timezone.localdate()
    seen = permissions.overseen(request.reach)
    asked = replace(form.asked(), words="")
    found = queries.asked_for(seen, asked, today=today)
    if words := form.asked().words:
        found = found.filter(code__icontains=words)
    page = keyset.page(found.values("id", "opened_on"), keys=KEYS, asked=request.GET, size=PAGE)
    page = replace(page, rows=queries.heads_of(row["id"] for row in page.rows))
    workers = queries.by_worker(seen)
    shown = {"page": page, "filter": form, "counts": queries.counts(seen, today=today), "workers": workers, "today": today}
    return answer(request, "overview", shown)


@guard("cases.oversee")
@require_GET
def head(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The head of one case to whoever oversees the centre: code and state, and the ways to ask for more."""
    case = get_object_or_404(permissions.overseen(request.reach).select_related("centre", "worker"), pk=pk)
    is_open = permissions.known_to(request.user, READ).filter(pk=pk).exists()
    return answer(request, "head", {"case": case, "is_open": is_open, "today": timezone.localdate()})


@guard("cases.read")
@require_GET
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One case: where it stands, what is next, the family, what happened; the look is written down."""
    found, today = known_case(request, pk), timezone.localdate()
    is_open = permissions.open_to(request.user, READ).filter(pk=pk).exists()
    grant = look(request, found, READ, what=TEXT if is_open else HEADER)
    writes = is_open and may_write(request, found)
    shown = {
        "case": found, "is_open": is_open, "grant": grant, "may_write": writes, "today": today,
        "family": queries.family_of(found, today=today), "path": path.path(found.stage, {}), "next": [], "entries": [],
    }  # fmt: skip
    if is_open:
        shown |= _inside(found, today=today) | {"drafts": drafts_of(found, request.user) if writes else []}
    return answer(request, "case", shown)


def _inside(found: Case, *, today) -> dict[str, object]:
    """What the page shows beyond the head: the days of the stages, what is next, what happened."""
    assessments = list(Assessment.objects.filter(case=found).order_by("-made_on").values("pk", "made_on", "completed_at", "colour"))
    plans = list(Plan.objects.filter(case=found).order_by("-number").values("pk", "number", "state", "decided_at", "is_hard_case"))
    intake = queries.intake_of(found)
    done = [one for one in assessments if one["completed_at"]]
    approved = [one for one in plans if one["state"] == Plan.APPROVED]
    days = {
        path.SIX[0]: found.opened_on, path.SIX[1]: done[-1]["made_on"] if done else None,
        path.SIX[2]: timezone.localdate(approved[-1]["decided_at"]) if approved else None, path.SIX[5]: found.ended_on,
    }  # fmt: skip
    standing = path.Standing(
        found.stage, has_worker=found.worker_id is not None, has_open_assessment=len(done) < len(assessments), has_assessment=bool(done),
        plan=plans[0]["state"] if plans else "", review_on=found.next_review_on, last_contact_on=found.last_contact_on,
    )  # fmt: skip
    return {
        "path": path.path(found.stage, days), "next": path.what_is_next(standing, today), "entries": timeline(found),
        "assessments": done, "plans": plans, "intake": intake,
    }  # fmt: skip
