"""Screens of evidence: what is ready in each contract, what a pack will hold, and the pack itself."""
from collections.abc import Iterator

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access.context import acting
from jiazong.ground.access.guarding import guard, may_open
from jiazong.ground.papers.fonts import PaperError
from jiazong.ground.ui import keyset
from jiazong.ledger.hours import queries as hours
from jiazong.review.evidence import queries, sending, sight
from jiazong.review.evidence.forms import PackDayForm
from jiazong.review.evidence.permissions import packable_within
from jiazong.review.evidence.rules import EvidenceError

PAGE = 20


@guard("evidence.pack")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The contracts within reach and what is ready in each."""
    within = packable_within(request.reach)
    page = keyset.page(within.values("code", "first_day"), keys=("-first_day", "code"), asked=request.GET, size=PAGE)
    contracts = list(within.filter(code__in=[row["code"] for row in page.rows]))
    ready = queries.readiness_of(contracts, today=timezone.localdate())
    return render(request, "evidence/home.html", {"page": page, "rows": sight.lines(ready), "finding": sight.finding(ready)})


@guard("evidence.pack")
@require_GET
def contract(request: HttpRequest, code: str) -> HttpResponse:
    """What the pack of a contract will hold, and the day it reaches to."""
    found = get_object_or_404(packable_within(request.reach), pk=code)
    return _contract(request, found, _day_form(found, None))


@guard("evidence.pack")
@non_atomic_requests
@require_GET
def download(request: HttpRequest, code: str) -> HttpResponseBase:
    """The pack itself, sent while it is made; the reading lasts longer than the request and says itself who acts."""
    with acting(request.user, "evidence.pack"):
        found = get_object_or_404(packable_within(request.reach), pk=code)
        form = _day_form(found, request.GET)
        if not form.is_valid():
            return _contract(request, found, form)
    day = form.cleaned_data["as_of"]
    try:
        sent = Sent(sending.stream_pack(found, as_of=day, by=request.user))
    except (EvidenceError, PaperError) as fault:
        form.add_error(None, _(fault.msgid) % fault.params)
        with acting(request.user, "evidence.pack"):
            return _contract(request, found, form)
    name = _("%(centre)s evidence up to %(day)s.zip") % {"centre": found.centre.name, "day": day.isoformat()}
    return StreamingHttpResponse(sent, content_type="application/zip", headers={"Content-Disposition": sight.attachment(name)})


class Sent:
    """A pack on its way: its first piece is made before anything is sent, so that what can be refused is refused in words."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._first: bytes | None = next(chunks)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        return next(self._chunks)

    def close(self) -> None:
        """Whoever stops listening ends the reading as well."""
        self._chunks.close()


def _day_form(contract: Contract, data: object) -> PackDayForm:
    last_day = max(min(timezone.localdate(), contract.last_day), contract.first_day)
    return PackDayForm(data, first_day=contract.first_day, last_day=last_day)


def _contract(request: HttpRequest, found: Contract, form: PackDayForm) -> HttpResponse:
    ready = queries.readiness_of([found], today=timezone.localdate())[0]
    progress = hours.progress_of(found, as_of=form.last_day)
    shown = {"contract": found, "form": form, "ready": ready, "folders": sight.folders(progress), "finding": sight.one(ready)}
    shown |= {"checks": sight.checks(ready), "may_see_months": may_open(request, "hours:months")}
    shown |= {"may_see_rows": may_open(request, "hours:indicator")}
    return render(request, "evidence/contract.html", shown, status=422 if form.errors else 200)
