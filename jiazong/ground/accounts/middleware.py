"""Before any page opens: what the person still owes, and what happened to her account elsewhere."""
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiazong.ground.accounts import sessions
from jiazong.ground.accounts.doors import PUBLIC
from jiazong.ground.accounts.entering import OWED, PASSWORD, SECOND_FACTOR
from jiazong.ground.accounts.models import Session
from jiazong.ground.ui.toasts import warn

# What opens for a person who owes something: the pages on which it is settled, and the way out.
OPEN = {
    PASSWORD: ("accounts:password", "accounts:sign_out"),
    SECOND_FACTOR: (
        "accounts:second_factor", "accounts:telephone", "accounts:passkey", "accounts:recovery_codes", "accounts:prove",
        "accounts:sign_out",
    ),
}  # fmt: skip
WAY = {PASSWORD: "accounts:password", SECOND_FACTOR: "accounts:second_factor"}


class OwedMiddleware:
    """Lead whoever owes an own password or a second factor there, whatever she asks for; hand over notices."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, *_rest: Any) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or getattr(view, "guard_word", "") == PUBLIC:
            return None
        owed = request.session.get(OWED) or []
        if owed and request.resolver_match.view_name not in OPEN[owed[0]]:
            return HttpResponseRedirect(reverse(WAY[owed[0]]))
        if notice := getattr(request.session, "notice", ""):
            warn(request, notice)
            Session.objects.filter(pk=sessions.hashed(request.session.session_key)).update(notice="")
        return None
