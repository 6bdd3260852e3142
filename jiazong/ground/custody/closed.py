"""When sealed data cannot be opened, a page says so in a sentence; pages that need none of it go on."""
import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiazong.ground.privacy import troubles

log = logging.getLogger("jiazong.sealed")
KEY_IS_AWAY = (troubles.MasterKeyMissing, troubles.MasterKeyExposed, troubles.MasterKeyUnreadable)


class ClosedMiddleware:
    """Answer 503 where the master key is away, 500 where one value cannot be opened; the reason goes to the log alone."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, troubles.SealingTrouble):
            return None
        log.error("sealed data did not open: %s", type(error).__name__)
        key_is_away = isinstance(error, KEY_IS_AWAY)
        return render(request, "custody/closed.html", {"key_is_away": key_is_away}, status=503 if key_is_away else 500)
