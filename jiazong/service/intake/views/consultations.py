"""What was asked and answered: the list of heads, and one with its text to whom it opens."""
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.queries import grant_for
from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.service.intake import permissions
from jiazong.service.intake.actions import subject_of
from jiazong.service.intake.models import Consultation
from jiazong.service.intake.views.parts import PAGE, answer


@guard("intake.desk")
@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """Who came and what came of it, the newest first; heads only."""
    listed = permissions.consultations_within(request.reach)
    page = keyset.page(listed.values("id", "day"), keys=("-day", "-id"), asked=request.GET, size=PAGE)
    shown = Consultation.objects.filter(pk__in=[row["id"] for row in page.rows]).order_by("-day", "-id")
    return answer(request, "consultations", {"page": replace(page, rows=list(shown.select_related("person", "centre", "answered_by")))})


@guard("intake.read")
@require_GET
def consultation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One consultation with what was said, for whoever wrote it, answered it, or reviews it; every look is written down."""
    word = "intake.read"
    text = get_object_or_404(
        permissions.texts_open_to(request.user, word).select_related("consultation__centre", "consultation__person", "consultation__answered_by"),
        consultation=pk,
    )  # fmt: skip
    told = text.consultation
    note_read(subject_of(told), by=request.user, word=word, grant=grant_for(request.user, permissions.KIND, told.pk, levels.READ, word))
    return answer(request, "consultation", {"told": told, "text": text})
