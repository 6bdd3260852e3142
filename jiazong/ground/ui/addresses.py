"""Addresses no person types: PostgreSQL keeps no NUL in text, so one with NUL names nothing that exists."""
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jiazong.ground.ui.views import not_found

NUL = "\x00"


class PlainAddressMiddleware:
    """Answer an address with NUL in its path as one that does not exist."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return not_found(request)
        return self.answer(request)
