"""A consultation on paper."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.queries import grant_for
from jiazong.ground.access.guarding import guard
from jiazong.ground.papers.actions import Order
from jiazong.ground.papers.sending import printed
from jiazong.service.intake import papers, permissions
from jiazong.service.intake.actions import subject_of


@guard("intake.read")
@require_safe
def consultation_print(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """One consultation with what was said, for whom it opens on the screen."""
    word = "intake.read"
    related = [f"consultation__{name}" for name in ("centre", "person", "answered_by", "arrival")]
    text = get_object_or_404(permissions.texts_open_to(request.user, word).select_related(*related), consultation=pk)
    told = text.consultation
    grant = grant_for(request.user, permissions.KIND, told.pk, levels.READ, word)
    order = Order(subject_of(told), told.centre.name, told.centre.agency_id, request.user, word, grant)
    part = papers.consultation_part(told, text)
    return printed(request, part, order, shape, back=reverse("intake:consultation", args=[pk]))
