"""A report of danger on paper."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiazong.ground.access.guarding import guard
from jiazong.ground.papers.actions import Order
from jiazong.ground.papers.sending import printed
from jiazong.service.crisis import papers, queries
from jiazong.service.crisis.views.reports import report_of


@guard("crisis.read")
@require_safe
def print_report(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """One report with whom it was told, for whom it opens on the screen."""
    found = report_of(request, pk, "crisis.read")
    order = Order(queries.subject_of(found), found.centre.name, found.centre.agency_id, request.user, "crisis.read")
    return printed(request, papers.report_part(found), order, shape, back=reverse("crisis:report", args=[pk]))
