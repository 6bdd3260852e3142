"""Addresses no person types: PostgreSQL keeps no NUL in text, so one with NUL names nothing that exists."""
from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from jiazong.ground.ui.views import not_found

NUL = "\x00"


class PlainAddressMiddleware:
    """Answer an address with NUL in its path, or a form that asks for something by a name with NUL, as what does not exist."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return not_found(request)
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # psycopg says it before anything is sent; a field of a form says it by itself, beside the field.
        is_nul = isinstance(error, DataError) and "NUL (0x00)" in str(error)
        return not_found(request) if is_nul else None
