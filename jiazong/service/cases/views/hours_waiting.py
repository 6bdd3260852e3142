"""Notes whose time is in no ledger yet: one list, one click each."""
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say
from jiazong.ledger.hours.rules import entry
from jiazong.service.cases import contact_words as words
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import notes as actions
from jiazong.service.cases.forms import notes as forms
from jiazong.service.cases.models import Note
from jiazong.service.cases.queries import notes as queries
from jiazong.service.cases.views.notes import forms_facts
from jiazong.service.cases.views.parts import PAGE, WRITE, answer


@guard("cases.write")
@require_GET
def hours_waiting(request: HttpRequest) -> HttpResponse:
    """A person's notes whose hours wait, the oldest first."""
    mine = queries.waiting_for_hours(request.user, permissions.writable_by(request.user, WRITE))
    page = keyset.page(mine.values("day", "number", "id"), keys=("day", "number", "id"), asked=request.GET, size=PAGE)
    page = replace(page, rows=queries.with_cases(row["id"] for row in page.rows))
    first = page.rows[0] if page.rows else None
    counted = queries.counting(request.user, first.case, first.day) if first else None
    return answer(request, "hours_waiting", {"page": page, "counted": counted, "contacts": words.WORDS})


@guard("cases.write")
@require_POST
def post_hours(request: HttpRequest, which: UUID) -> HttpResponse:
    """Record the hours of one of those notes."""
    mine = Note.objects.filter(written_by=request.user, case__in=permissions.writable_by(request.user, WRITE))
    found = get_object_or_404(mine.select_related("case"), pk=which)
    try:
        actions.post_waiting(found, by=request.user, method=request.POST.get("method", ""))
    except actions.HoursWait as wait:
        refuse(request, words.word_of(words.HOURS_WAIT, str(wait)))
    except entry.Refused as refused:
        time = actions.Time(found.day, found.direct_minutes, found.indirect_minutes, found.start_minute)
        facts = forms_facts(refused, queries.counting(request.user, found.case, found.day), time)
        refuse(request, forms.REFUSALS[refused.code] % facts)
    else:
        say(request, _("The hours are recorded."))
    return redirect("cases:hours_waiting")


@guard("cases.write")
@require_POST
def take_over(request: HttpRequest, which: UUID) -> HttpResponse:
    """Bring one's own note in line with the ledger, where its line was corrected there."""
    mine = Note.objects.filter(written_by=request.user, case__in=permissions.writable_by(request.user, WRITE))
    found = get_object_or_404(mine.select_related("case"), pk=which)
    actions.take_over_ledger(found, by=request.user)
    say(request, _("The note says now what the ledger says."))
    return redirect("cases:note", found.case_id, found.pk)
