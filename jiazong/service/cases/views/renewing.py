"""The sight of one's own case holds for 90 days; the one who allots sees whose ends soon, and renews it."""
from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.rules import ASSIGNMENT, NotGranted
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import HasEnded, NoAccount, assign
from jiazong.service.cases.queries import renewing as queries
from jiazong.service.cases.views.parts import PAGE, answer


@guard("cases.assign")
@require_GET
def sights(request: HttpRequest) -> HttpResponse:
    """Whose sight of her own case ends soon or has ended, the most urgent first."""
    cases, today = permissions.overseen(request.reach), timezone.localdate()
    found = queries.ending_sights(cases, on=today)
    page = keyset.page(found.values("id", "valid_to", "subject_id"), keys=("valid_to", "id"), asked=request.GET, size=PAGE)
    page = replace(page, rows=queries.with_cases(page.rows, cases))
    days = grants.longest(ASSIGNMENT).days
    return answer(request, "sights", {"page": page, "now": grants.database_now(), "days": days})


@guard("cases.assign")
@require_POST
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the worker of a case go on seeing it."""
    still = permissions.overseen(request.reach).filter(queries.still_work(timezone.localdate()), worker__isnull=False)
    case = get_object_or_404(still.select_related("worker__account", "centre"), pk=pk)
    try:
        with transaction.atomic():
            assign(case, case.worker, by=request.user, on=timezone.localdate())
    except (NotGranted, NoAccount, HasEnded, IntegrityError):
        refuse(request, _("Not renewed: %(name)s may not hold this case; check the record check and the account, or give it to somebody else.") % {"name": case.worker.name})
    else:
        say(request, _("%(name)s goes on with %(code)s.") % {"name": case.worker.name, "code": case.code})
    return redirect("cases:sights")
