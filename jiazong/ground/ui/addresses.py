"""Addresses no person types: PostgreSQL keeps no NUL in text, so one with NUL names nothing that exists."""
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jiazong.ground.ui.views import not_found

NUL = "\x00"


class PlainAddressMiddleware:
    """Answer an address with NUL in it, in the path or behind the question mark, as one that does not exist."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (value for values in request.GET.lists() for value in (values[0], *values[1]))
        if NUL in request.path_info or any(NUL in value for value in asked):
            return not_found(request)
        return self.answer(request)
