"""Screens of the requirement: typed as a draft of which nothing is lost, printed, published."""
from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.commission.tenders import legal, on_paper, permissions, queries, wording
from jiazong.commission.tenders.actions import drafting
from jiazong.commission.tenders.forms.lines import typed_of
from jiazong.commission.tenders.forms.requirement import TypedRequirement
from jiazong.commission.tenders.forms.steps import ClosingForm, PublishForm
from jiazong.commission.tenders.models import Tender
from jiazong.commission.tenders.models.tender import PUBLISHED
from jiazong.commission.tenders.papers import requirement_document
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.ruleset import cities
from jiazong.commission.tenders.troubles import NotNow
from jiazong.commission.tenders.views.parts import FORM, answer, posted, step, tender_of
from jiazong.ground.access.guarding import guard
from jiazong.ground.papers.fonts import find_fonts
from jiazong.ground.papers.pdf import render_pdf
from jiazong.ground.papers.word import render_word
from jiazong.ground.ui.toasts import refuse, say

SHAPES = ("word", "pdf")
WORD, PDF = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/pdf"
NEEDED = ("name", "code", "kind", "purchaser", "method")


@guard("tenders.write")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Begin a requirement."""
    return _typing(request, None)


@guard("tenders.write")
@FORM
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on with a requirement that is not published."""
    found = tender_of(request, pk)
    if found.published_at:
        return redirect("tenders:tender", found.pk)
    return _typing(request, found)


def _typing(request: HttpRequest, tender: Tender | None) -> HttpResponse:
    """Show the form, more or fewer lines of it, or keep what was typed."""
    if request.method != "POST":
        is_checked = tender is not None and "check" in request.GET
        typed = _forms(request, tender.typed if tender else {}, is_checked=is_checked)
        return _form(request, typed, tender, is_refused=False)
    if press := request.POST.get("more") or request.POST.get("drop"):
        return _form(request, _forms(request, request.POST, press=press), tender, is_refused=False)
    typed = _forms(request, request.POST, is_checked=True)
    typed.head.full_clean()
    if any(name in typed.head.errors for name in NEEDED) or _is_taken(typed, tender):
        return _form(request, typed, tender, is_refused=True)
    return _keep(request, typed, tender)


def _keep(request: HttpRequest, typed: TypedRequirement, tender: Tender | None) -> HttpResponse:
    head = {name: typed.head.cleaned_data[name] for name in NEEDED}
    kept = typed_of(request.POST)
    found = drafting.draft(kept, by=request.user, **head) if tender is None else drafting.keep_draft(tender, kept, by=request.user, **head)
    if "check" in request.POST:
        whole = _forms(request, found.typed, is_checked=True)
        if not whole.is_valid():
            return _form(request, whole, found, is_refused=True)
        return redirect("tenders:publish", found.pk)
    say(request, _("The draft is kept."))
    return redirect("tenders:tender", found.pk)


def _is_taken(typed: TypedRequirement, tender: Tender | None) -> bool:
    """A number another tender of one's own region bears; one out of sight is refused by the database."""
    others = Tender.objects.exclude(pk=tender.pk) if tender else Tender.objects.all()
    if others.filter(code=typed.head.cleaned_data["code"]).exists():
        typed.head.add_error("code", _("This number is taken; choose another one."))
        return True
    return False


def _forms(request: HttpRequest, typed: Mapping[str, str], *, is_checked: bool = False, press: str = "") -> TypedRequirement:
    purchasers = queries.purchasers_within(request.reach)
    entries = permissions.entries_for(request.reach)
    return TypedRequirement(typed, is_checked=is_checked, purchasers=purchasers, cities=cities(), entries=entries, press=press)


def _form(request: HttpRequest, typed: TypedRequirement, tender: Tender | None, *, is_refused: bool) -> HttpResponse:
    return answer(request, "edit", {"typed": typed, "tender": tender, "is_fresh": request.method != "POST"}, is_refused=is_refused)


@guard("tenders.write")
@FORM
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say when the notice stands and when bids close; then publish."""
    found, today = tender_of(request, pk), timezone.localdate()
    if found.published_at:
        return redirect("tenders:tender", found.pk)
    whole = _forms(request, found.typed, is_checked=True)
    if not whole.is_valid():
        refuse(request, _("The requirement is not whole yet; what is missing is marked."))
        return redirect(f"{request.path.removesuffix('publish')}edit?check=1")
    form = PublishForm(posted(request), initial={"notice_day": today})
    if request.method == "POST" and form.is_valid() and _publish(request, found, whole, form):
        say(request, _("The tender is published."))
        return redirect("tenders:tender", found.pk)
    shown = {"form": form, "tender": found, "asked": whole.requirement(), "days": legal.days_to_closing(today)}
    return answer(request, "publish", shown)


def _publish(request: HttpRequest, tender: Tender, whole: TypedRequirement, form: PublishForm) -> bool:
    closes, opens = form.moments()
    told = form.cleaned_data
    try:
        drafting.publish(
            tender, whole.requirement(), notice_day=told["notice_day"], notice_address=told["notice_address"], closes_at=closes,
            opens_at=opens, by=request.user,
        )  # fmt: skip
    except NotNow as fault:
        form.add_error("notice_day" if fault.code == "notice_day" else "closes_day", wording.why_not(fault))
    except BadFile as fault:
        form.add_error(None, wording.file_said(fault))
    return not form.errors


@guard("tenders.write")
@FORM
def put_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close and open later than published."""
    found = tender_of(request, pk)
    if found.state != PUBLISHED:
        return redirect("tenders:tender", found.pk)
    closes = timezone.localtime(found.closes_at)
    form = ClosingForm(posted(request), initial={"closes_day": closes.date(), "closes_clock": closes.time()})
    if request.method == "POST" and form.is_valid():
        later, opens = form.moments()
        try:
            drafting.put_off(found, closes_at=later, opens_at=opens, by=request.user)
            say(request, _("Closing is put off."))
            return redirect("tenders:tender", found.pk)
        except NotNow as fault:
            form.add_error("closes_day", wording.why_not(fault))
    return answer(request, "put_off", {"form": form, "tender": found})


@guard("tenders.write")
@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = tender_of(request, pk)
    return step(request, lambda: drafting.drop(found, by=request.user), "tenders:list")


@guard("tenders.read")
@require_GET
def requirement(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """The requirement on paper, as it was published; of a draft as it stands, closing on the first day it could."""
    found = tender_of(request, pk)
    if shape not in SHAPES:
        raise Http404(shape)
    whole = None if found.published_at else _forms(request, found.typed, is_checked=True)
    if whole and not whole.is_valid():
        refuse(request, _("The requirement is not whole yet; what is missing is marked."))
        return redirect("tenders:tender", found.pk)
    content = on_paper.drafted(whole.requirement(), timezone.localdate()) if whole else found.versions.last().content
    document = requirement_document(on_paper.requirement_of(content))
    made, kind = (render_word(document), WORD) if shape == "word" else (render_pdf(document, find_fonts()), PDF)
    sent = HttpResponse(made, content_type=kind)
    sent["Content-Disposition"] = content_disposition_header(True, f"{found.code}.{'docx' if shape == 'word' else 'pdf'}")
    return sent
