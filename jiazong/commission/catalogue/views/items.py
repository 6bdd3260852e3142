"""The catalogue itself: its projects, who leaves by the rule, and the published editions anybody may read."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jiazong.commission.catalogue import edition_lines, papers, permissions, sheets
from jiazong.commission.catalogue.actions import items as actions
from jiazong.commission.catalogue.forms import rounds as forms
from jiazong.commission.catalogue.models import Edition
from jiazong.commission.catalogue.queries import items as queries
from jiazong.commission.catalogue.queries.figures import figure
from jiazong.commission.catalogue.views.parts import FORM, PAGE, XLSX, answer, paper, posted, sent
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say


@guard("catalogue.read")
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """The projects that stand in the catalogue, or those that left it, with what the rule says of each today."""
    is_gone = request.GET.get("which") == "gone"
    rows = permissions.items_within(request.reach).filter(left_on__isnull=not is_gone)
    page = keyset.page(rows.values("id", "category"), keys=("category", "id"), asked=request.GET, size=PAGE)
    shown = permissions.items_within(request.reach).filter(pk__in=[row["id"] for row in page.rows]).select_related("region")
    lines = queries.judged(list(shown.order_by("category", "pk")), on=timezone.localdate())
    may_publish = bool(reach_for(request, "catalogue.publish"))
    return answer(request, "items", {"page": page, "lines": lines, "is_gone": is_gone, "may_publish": may_publish})


@guard("catalogue.read")
@require_GET
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One project of the catalogue with everything that happened to it."""
    found = get_object_or_404(permissions.items_within(request.reach).select_related("region", "proposal"), pk=pk)
    today = timezone.localdate()
    return answer(request, "item", {
        "item": found, "line": queries.judged([found], on=today)[0], "events": list(found.events.select_related("noted_by")),
        "entries": list(found.entries.select_related("edition").order_by("-edition__published_on")[:20]),
        "years": figure("removal.unbought_years", found.region_id, today), "shares": edition_lines.shares_said(found),
        "may_note": not found.left_on and permissions.is_covered(reach_for(request, "catalogue.publish"), found.region_id),
    })  # fmt: skip


@guard("catalogue.publish")
@FORM
def item_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a project was bought, its renewal applied for or refused."""
    found = get_object_or_404(permissions.items_within(request.reach).filter(permissions.covered(request.reach)), pk=pk)
    form = forms.EventForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            is_new = actions.note_event(found, **form.cleaned_data, by=request.user)
            say(request, _("It is noted.") if is_new else _("This was noted already."))
            return redirect("catalogue:item", pk)
        except actions.AlreadyLeft:
            form.add_error(None, _("The project has left the catalogue; propose it anew."))
    return answer(request, "item_note", {"item": found, "form": form})


@guard("catalogue.publish")
@FORM
def removals(request: HttpRequest) -> HttpResponse:
    """Who leaves the catalogue by the rule today, a page at a time; one step takes those of the page out."""
    today = timezone.localdate()
    standing = permissions.items_within(request.reach).filter(permissions.covered(request.reach), left_on=None)
    page = keyset.page(queries.may_leave(standing, on=today).values("id", "category"), keys=("category", "id"), asked=request.GET, size=PAGE)
    shown = standing.filter(pk__in=[row["id"] for row in page.rows]).select_related("region").order_by("category", "pk")
    due = [line for line in queries.judged(list(shown), on=today) if not line.verdict.stays]
    if request.method == "POST":
        gone = actions.remove_due([line.item for line in due], on=today, by=request.user)
        say(request, ngettext("%(n)s project has left the catalogue.", "%(n)s projects have left the catalogue.", len(gone)) % {"n": len(gone)})
        return redirect("catalogue:items")
    return answer(request, "removals", {"due": due, "page": page})


@guard("public")
@require_GET
def editions(request: HttpRequest) -> HttpResponse:
    """The published catalogues of every place, the newest first, for everybody."""
    rows = Edition.objects.values("id", "title", "region__name", "year", "version", "published_on", "issued_by")
    page = keyset.page(rows, keys=("-published_on", "id"), asked=request.GET, size=PAGE)
    return answer(request, "editions", {"page": page})


@guard("public")
@require_GET
def edition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A published catalogue, for everybody."""
    found = get_object_or_404(Edition.objects.select_related("region"), pk=pk)
    entries = [(entry, edition_lines.shares_said(entry)) for entry in found.entries.all()]
    newer = Edition.objects.filter(region=found.region_id, year=found.year, version__gt=found.version).order_by("-version").first()
    return answer(request, "edition", {"edition": found, "entries": entries, "newer": newer})


@guard("public")
@require_GET
def edition_print(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """A published catalogue as PDF, Word or workbook, for everybody."""
    found = get_object_or_404(Edition.objects.select_related("region"), pk=pk)
    entries, name = list(found.entries.all()), f"{found.title} {found.year}-{found.version}"
    if shape == "xlsx":
        return sent(sheets.edition_book(found, entries), XLSX, f"{name}.xlsx")
    return paper(papers.edition_document(found, entries), shape, name)
