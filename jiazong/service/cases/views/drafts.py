"""What is being typed: the endpoint each form saves to every few seconds, the list of what is not finished."""
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.formats import clock
from jiazong.ground.ui.toasts import say
from jiazong.service.cases import contact_words as words
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import drafts as actions
from jiazong.service.cases.models import Draft
from jiazong.service.cases.queries import drafts as queries
from jiazong.service.cases.rules import drafts as rules
from jiazong.service.cases.views.keeping import UNTYPED, number
from jiazong.service.cases.views.parts import PAGE, WRITE, answer, writable_case


@guard("cases.write")
@require_POST
def draft(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """Keep the fields that changed in one window; what other windows hold in them comes back.

    It carries no key of a form: the same fields sent twice are the same text of the same window.
    """
    case, post = writable_case(request, pk), request.POST
    if form not in rules.FORMS:
        raise Http404(form)
    sent = {name: post.getlist(name) for name in post.getlist("_field") if name not in UNTYPED}
    try:
        kept = actions.keep(
            case, form, sent, by=request.user, about=post.get("_about", "")[:40], seen=number(post.get("_seen")),
            window=post.get("_window", "")[:40], settled=post.getlist("_settled"),
        )  # fmt: skip
    except rules.TooMuch:
        return JsonResponse({"error": _("This is more text than a form of a case can hold; shorten it.")}, status=413)
    beside = {name: [list(one.values) for one in texts] for name, texts in kept.beside.items()}
    return JsonResponse({"write": kept.write, "at": clock(timezone.localtime()), "beside": beside})


@guard("cases.write")
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """All that a person has begun and not finished."""
    mine = queries.drafts_of_person(request.user, permissions.writable_by(request.user, WRITE))
    page = keyset.page(mine.values("id", "changed_at"), keys=("-changed_at", "-id"), asked=request.GET, size=PAGE)
    page = replace(page, rows=queries.with_cases(row["id"] for row in page.rows))
    return answer(request, "drafts", {"page": page, "contacts": words.WORDS})


@guard("cases.write")
@require_POST
def draft_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw away what was begun."""
    mine = Draft.objects.filter(account=request.user, case__in=permissions.writable_by(request.user, WRITE))
    found = get_object_or_404(mine.select_related("case"), pk=pk)
    actions.drop(found.case, found.form, by=request.user, about=found.about)
    say(request, _("What was begun is thrown away."))
    return redirect("cases:drafts")
