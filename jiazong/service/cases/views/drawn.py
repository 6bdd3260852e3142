"""Drawn files that open only with a second person's word: what waits, and the yes or no beside each."""
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.grants import asking, rules
from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.models import Ask
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.places.permissions import centres_within
from jiazong.people.supervision import wording
from jiazong.service.cases import permissions
from jiazong.service.cases.views.parts import PAGE, answer

COLUMNS = ("id", "asked_at", "account__name", "level", "is_minor", "reason", "decided_at", "is_granted", "decided_by__name")


@guard("samples.decide")
@require_GET
def drawn_files(request: HttpRequest) -> HttpResponse:
    """The drawn files of minors and the restricted ones that wait for a word, or what was said about them."""
    is_past = request.GET.get("show") == "decided"
    found = _mine(request).filter(decided_at__isnull=not is_past)
    page = keyset.page(found.values(*COLUMNS), keys=("-asked_at", "-id"), asked=request.GET, size=PAGE)
    remarks = grants.remarks_on([row["id"] for row in page.rows]) if is_past else {}
    days = grants.longest(rules.SUPERVISOR_SAMPLE).days
    return answer(request, "drawn_files", {"page": page, "is_past": is_past, "remarks": remarks, "days": days, "said": wording.drawn_said})


@guard("samples.decide")
@require_POST
def drawn_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes or no to one drawn file; a no says why, and the month of supervision shows it."""
    found = get_object_or_404(_mine(request).select_related("account"), pk=pk)
    try:
        asking.decide(found, by=request.user, is_granted=request.POST.get("do") == "open", remark=request.POST.get("remark", "")[:500])
    except rules.NoReason:
        refuse(request, _("Not refused: write why beside it; the reason is kept and shown in the month of supervision."))
    except rules.NotGranted as fault:
        refuse(request, wording.not_decided(fault))
    else:
        say(request, _("The decision is saved, and the person is told."))
    return redirect("cases:drawn_files")


def _mine(request: HttpRequest) -> QuerySet[Ask]:
    """What the person decides: a director minors' files, a privacy officer the restricted ones too, nobody her own or of her own case."""
    centres = centres_within(request.reach).values_list("code", flat=True)
    most = rules.READ_RESTRICTED if reach_for(request, "grants.decide") else rules.READ
    return grants.drawn_asks(centres, but_of=request.user, most=most).exclude(permissions.of_own_case(request.user, "subject_id"))
