"""Screens of a bidder: open tenders, the own bid until it is sealed, the receipt, the own result, queries."""
import io
import json
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.commission.contracts.rules import BadContract
from jiazong.commission.tenders import permissions, queries, sheets, sight, wording
from jiazong.commission.tenders.actions import bidding, deciding
from jiazong.commission.tenders.forms import bid as bids
from jiazong.commission.tenders.forms.lines import typed_of
from jiazong.commission.tenders.forms.steps import InquiryForm
from jiazong.commission.tenders.models import Tender
from jiazong.commission.tenders.rules import checking, files, reading, sealing
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.troubles import NotNow
from jiazong.commission.tenders.views.parts import FORM, PAGE, answer, posted, step
from jiazong.ground.access.guarding import guard
from jiazong.ground.sheets.refusals import WorkbookRefused
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.places.models import Body

WORKBOOK = b"PK"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@guard("bids.read")
@require_GET
def open_tenders(request: HttpRequest) -> HttpResponse:
    """Every published tender, the one that closes last first; and where the own bid stands."""
    rows = permissions.tenders_published().values(*sight.COLUMNS)
    page = keyset.page(rows, keys=("-closes_at", "id"), asked=request.GET, size=PAGE)
    own = sight.own_bids(_agency(request), [row["id"] for row in page.rows])
    return answer(request, "open", {"page": page, "own": own, "now": timezone.now()})


@guard("bids.read")
@require_GET
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A published tender with the own bid: what is asked, the receipt, after the opening the own verdict and result."""
    found, agency = _tender(request, pk), _agency(request)
    shown = sight.of_bidder(found, agency, today=timezone.localdate())
    return answer(request, "offer", shown | {"now": timezone.now(), "may_bid": request.may_open("tenders:bid")})


@guard("bids.write")
@FORM
def bid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a bid; kept closed with the agency's own key until it is sealed."""
    found, agency = _tender(request, pk), _agency(request)
    if not _is_open(found):
        raise Http404(found.code)
    kept = queries.own_draft(found, agency)
    if request.method != "POST":
        return _form(request, found, _typed(found, kept.typed if kept else {}), is_refused=False)
    if press := request.POST.get("more") or request.POST.get("drop"):
        return _form(request, found, _typed(found, request.POST, press=press), is_refused=False)
    bidding.keep_bid_draft(found, agency, typed_of(request.POST), by=request.user)
    if "check" not in request.POST:
        say(request, _("The draft is kept. Only your agency can read it."))
        return redirect("tenders:offer", found.pk)
    typed = _typed(found, request.POST, is_checked=True)
    return redirect("tenders:submit", found.pk) if typed.is_valid() else _form(request, found, typed, is_refused=True)


@guard("bids.write")
@FORM
def bid_load(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill the form in from a bid file."""
    found, form = _tender(request, pk), bids.BidFileForm(posted(request), request.FILES or None)
    if not _is_open(found):
        raise Http404(found.code)
    if request.method == "POST" and form.is_valid() and (typed := _told_by(form)):
        bidding.keep_bid_draft(found, _agency(request), typed, by=request.user)
        say(request, _("The file is in the form; look it over, then seal it."))
        return redirect("tenders:bid", found.pk)
    return answer(request, "bid_load", {"form": form, "tender": found})


def _told_by(form: bids.BidFileForm) -> dict[str, str] | None:
    """A file as it would stand in the form; nothing, with a sentence in the form, where it cannot be read."""
    given = form.cleaned_data["file"]
    data = given.read()
    try:
        if not data.startswith(WORKBOOK):
            return bids.typed_from(reading.the_object(reading.read_json(data), "bid"))
        with NamedTemporaryFile(suffix=".xlsx") as kept:
            kept.write(data)
            kept.flush()
            return bids.typed_from(sheets.read_bid_book(kept.name, given.name))
    except BadFile as fault:
        form.add_error("file", wording.file_said(fault))
    except WorkbookRefused as fault:
        form.add_error("file", _(fault.sentence) % fault.params)
    return None


@guard("bids.write")
@require_GET
def bid_book(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The workbook of a bid for this tender: to fill in, or with what the draft says."""
    found = _tender(request, pk)
    asked = files.read_tender(found.versions.last().content["tender"])
    made = io.BytesIO()
    sheets.write_bid_book(asked, made, _content(found, _agency(request)))
    sent = HttpResponse(made.getvalue(), content_type=XLSX)
    sent["Content-Disposition"] = content_disposition_header(True, f"{found.code}-bid.xlsx")
    return sent


@guard("bids.write")
@require_GET
def bid_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bid as a file to keep; after sealing the house has no readable copy."""
    found, agency = _tender(request, pk), _agency(request)
    content = _content(found, agency)
    if content is None:
        return redirect("tenders:bid", found.pk)
    sent = HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8")
    sent["Content-Disposition"] = content_disposition_header(True, f"{found.code}-bid.json")
    return sent


@guard("bids.write")
@FORM
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look over what will be sealed, with the verdict it would get; then seal it and get the receipt."""
    found, agency = _tender(request, pk), _agency(request)
    content = _content(found, agency) if _is_open(found) else None
    if content is None:
        return redirect("tenders:offer" if not _is_open(found) else "tenders:bid", found.pk)
    if request.method == "POST":
        try:
            bidding.submit_bid(found, agency, content, by=request.user)
            say(request, _("The bid is sealed and handed in. Keep the receipt."))
        except NotNow as fault:
            refuse(request, wording.why_not(fault))
        return redirect("tenders:offer", found.pk)
    shown = {"tender": found, "content": content, "sha256": sealing.digest(content), "verdict": _verdict(found, content)}
    return answer(request, "submit", shown | {"standing": queries.own_bid(found, agency)})


@guard("bids.write")
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the own bid back before closing."""
    found = _tender(request, pk)
    own = queries.own_bid(found, _agency(request))
    if own is None:
        raise Http404(found.code)
    return step(request, lambda: bidding.withdraw_bid(own, by=request.user), "tenders:offer", found.pk)


@guard("bids.write")
@FORM
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Raise a query."""
    found, form = _tender(request, pk), InquiryForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            bidding.raise_inquiry(found, _agency(request), by=request.user, **form.cleaned_data)
            say(request, _("The query is with the purchaser."))
            return redirect("tenders:offer", found.pk)
        except NotNow as fault:
            form.add_error("about", wording.why_not(fault))
    return answer(request, "ask", {"form": form, "tender": found})


@guard("bids.write")
@require_POST
def take_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the signed contract in, as the bid promised."""
    signing = get_object_or_404(sight.signings(), tender=_tender(request, pk), agency=_agency(request))
    try:
        made = deciding.take_in_contract(signing, by=request.user)
    except BadContract as fault:
        refuse(request, _("The contract cannot be taken in: %(what)s") % {"what": fault.what})
        return redirect("tenders:offer", signing.tender_id)
    say(request, _("The contract is taken in."))
    return redirect("contracts:detail", made.pk)


def _tender(request: HttpRequest, pk: UUID) -> Tender:
    return get_object_or_404(permissions.tenders_published(), pk=pk)


def _agency(request: HttpRequest) -> Body:
    return get_object_or_404(permissions.bidders(request.reach)[:1])


def _is_open(tender: Tender) -> bool:
    return tender.state == "published" and tender.closes_at >= timezone.now()


def _years(tender: Tender) -> int:
    return tender.versions.last().content["tender"]["years"]


def _typed(tender: Tender, typed: object, **how: object) -> bids.TypedBid:
    return bids.TypedBid(typed, lots=queries.lots_of(tender), years=_years(tender), **{"is_checked": False, **how})


def _form(request: HttpRequest, tender: Tender, typed: bids.TypedBid, *, is_refused: bool) -> HttpResponse:
    return answer(request, "bid", {"tender": tender, "typed": typed, "is_fresh": request.method != "POST"}, is_refused=is_refused)


def _content(tender: Tender, agency: Body) -> dict | None:
    """The draft as a bid file, nothing where it is not whole."""
    kept = queries.own_draft(tender, agency)
    typed = _typed(tender, kept.typed if kept else {}, is_checked=True)
    return typed.content(agency.name) if kept and typed.is_valid() else None


def _verdict(tender: Tender, content: dict) -> checking.Verdict | None:
    """What the check would say now; nothing where the bid lacks what it has to be held against."""
    try:
        stamped = {**content, "received": timezone.localtime().isoformat()}
        return checking.check(files.read_tender(tender.versions.last().content["tender"]), files.read_bid(stamped))
    except BadFile:
        return None
