"""The response headers of every page: own origin only, no frames, nothing of a signed-in person kept in caches."""
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # Camera: door check-in. Place: the nearest building, only when asked for.
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HeadersMiddleware:
    """Add HEADERS to every answer, and `no-store` to pages of a person with a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if _is_personal(request, response):
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    # The session cookie is asked, not the session: an error page must not need the database.
    name = settings.SESSION_COOKIE_NAME
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page and (name in request.COOKIES or name in response.cookies)
