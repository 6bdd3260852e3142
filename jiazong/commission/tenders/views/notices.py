"""What everybody may see without signing in: what the law publishes of tenders."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from jiazong.commission.tenders import queries
from jiazong.commission.tenders.views.parts import PAGE, answer
from jiazong.ground.access.guarding import PUBLIC, guard
from jiazong.ground.ui import keyset


@guard(PUBLIC)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice, the newest first."""
    rows = queries.notices().values("id", "at", "kind", "content", "tender_id")
    return answer(request, "notices", {"page": keyset.page(rows, keys=("-at", "id"), asked=request.GET, size=PAGE)})


@guard(PUBLIC)
@require_GET
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One notice, with the others of the same tender."""
    found = get_object_or_404(queries.notices(), pk=pk)
    others = queries.notices().filter(tender_id=found.tender_id).exclude(pk=found.pk)
    return answer(request, "notice", {"notice": found, "content": found.content, "others": list(others)})
