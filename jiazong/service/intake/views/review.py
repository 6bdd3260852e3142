"""The monthly review of what came of those who came."""
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say
from jiazong.service.intake import actions, forms, permissions, wording
from jiazong.service.intake.models import MonthReview
from jiazong.service.intake.queries import review as reading
from jiazong.service.intake.rules import codes
from jiazong.service.intake.rules.month import month_before
from jiazong.service.intake.views.parts import FORM, answer, posted


@guard("intake.review")
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Which months wait to be looked through, and which were."""
    desks = list(permissions.desks_within(request.reach))
    done = MonthReview.objects.filter(centre__in=desks).select_related("centre", "reviewed_by").order_by("-month", "centre_id")
    return answer(request, "reviews", {
        "waiting": reading.to_review(desks, on=timezone.localdate()), "done": list(done[: reading.MONTHS * 2]), "has_several": len(desks) > 1,
        "this_month": timezone.localdate().replace(day=1), "desks": desks,
    })  # fmt: skip


@guard("intake.review")
@FORM
def review(request: HttpRequest, centre: str, month: str) -> HttpResponse:
    """One month: figures, who came again, who comes often without a case, the drawn texts to read; then mark it."""
    desk, first = get_object_or_404(permissions.desks_within(request.reach), pk=centre), _month(month)
    today = timezone.localdate()
    is_over = first < today.replace(day=1)
    seen = reading.month_seen(desk, first, on=today)
    form = forms.ReviewForm(posted(request))
    if request.method == "POST" and is_over and "open" in request.POST:
        actions.open_drawn(seen.sample, by=request.user)
        return redirect("intake:review", desk.pk, month)
    if request.method == "POST" and is_over and form.is_valid():
        actions.review(desk, first, remark=form.cleaned_data["remark"], by=request.user, on=today)
        say(request, _("The month is marked as looked through."))
        return redirect("intake:reviews")
    return answer(request, "review", _shown(request, seen) | {"month": first, "centre": desk, "form": form, "is_over": is_over})


def _shown(request: HttpRequest, seen: reading.MonthSeen) -> dict[str, Any]:
    opened = permissions.texts_open_to(request.user, "intake.read").filter(consultation__in=seen.sample)
    numbers = set(opened.values_list("consultation_id", flat=True))
    return {"seen": seen, "opened": numbers, "outcomes": [wording.outcome_of(code) for code in codes.OUTCOMES]}


def _month(text: str) -> date:
    """The first day of the month an address names, within the months a review goes back."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404(text) from None
    earliest = timezone.localdate()
    for _back in range(reading.MONTHS + 1):
        earliest = month_before(earliest)
    if not earliest <= found <= timezone.localdate():
        raise Http404(text)
    return found
