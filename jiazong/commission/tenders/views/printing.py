"""The papers of a tender to open or print: the panel's report, the notice to the winner. Every print is a record."""
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiazong.commission.tenders import on_paper, permissions, reports
from jiazong.commission.tenders.actions.printing import note_print
from jiazong.commission.tenders.models import Tender
from jiazong.commission.tenders.views.parts import tender_of
from jiazong.ground.access.guarding import guard
from jiazong.ground.papers.document import Document, PaperError
from jiazong.ground.papers.pdf import render_pdf
from jiazong.ground.papers.word import render_word
from jiazong.ground.ui.toasts import refuse

REPORT, NOTICE = "report", "notice"
SHAPES = {
    "pdf": (render_pdf, "application/pdf", "pdf"),
    "word": (render_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
}  # fmt: skip


@guard("tenders.read")
@require_safe
def report(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """The panel's report, for the purchaser and whoever looks on."""
    found = tender_of(request, pk)
    return _printed(request, found, REPORT, _report(found), shape, reverse("tenders:tender", args=[pk]))


@guard("panel.score")
@require_safe
def panel_report(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """The same report, for a member of the panel to sign."""
    seat = get_object_or_404(permissions.seats_of(request.user, request.reach), pk=pk, has_conflict=False)
    return _printed(request, seat.tender, REPORT, _report(seat.tender), shape, reverse("tenders:sheet", args=[pk]))


@guard("tenders.read")
@require_safe
def award_notice(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """The notice of award, to be handed to the winner."""
    found = tender_of(request, pk)
    return _printed(request, found, NOTICE, _notice(found), shape, reverse("tenders:tender", args=[pk]))


@guard("bids.read")
@require_safe
def own_notice(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """The notice of award of a tender the own agency won."""
    won = permissions.tenders_published().filter(award__agency__in=permissions.bidders(request.reach))
    found = get_object_or_404(won, pk=pk)
    return _printed(request, found, NOTICE, _notice(found), shape, reverse("tenders:offer", args=[pk]))


def _report(tender: Tender) -> Document:
    """The report once the panel has closed, or of the opening where too few bids were valid; before that there is none."""
    ended = tender.scoring_closed_at or (tender.decided_at if tender.why_cancelled == "too_few_valid" else None)
    if ended is None:
        raise Http404(REPORT)
    members = tuple(one.name for one in tender.panel.all() if one.has_conflict is False)
    return reports.evaluation_report(on_paper.result_of(tender), on=timezone.localtime(ended).date(), members=members)


def _notice(tender: Tender) -> Document:
    award = getattr(tender, "award", None)
    if award is None:
        raise Http404(NOTICE)
    result = on_paper.award_of(tender)
    return reports.award_notice(result, result.contests[0], on=timezone.localtime(award.awarded_at).date())


def _printed(request: HttpRequest, tender: Tender, paper: str, document: Document, shape: str, back: str) -> HttpResponse:
    if shape not in SHAPES:
        raise Http404(shape)
    render, kind, ending = SHAPES[shape]
    try:
        content = render(document)
    except PaperError as fault:
        refuse(request, _(fault.msgid) % fault.params)
        return redirect(back)
    note_print(tender, paper, content, shape=shape, by=request.user)
    answer = HttpResponse(content, content_type=kind)
    name = {REPORT: reports.REPORT, NOTICE: reports.NOTICE}[paper]
    answer["Content-Disposition"] = content_disposition_header(True, f"{tender.code} {name}.{ending}")
    return answer
