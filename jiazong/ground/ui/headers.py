"""The response headers of every answer, one table: what kind of address it is decides them, nothing else does.

Own origin only, no frames, no inline script, no text turned into script, nothing of a signed-in person kept in caches.
Source: docs/reference/headers.md.
"""
from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PUBLIC, SIGNED_IN, DOWNLOAD, STATIC, HEALTH = "public", "signed_in", "download", "static", "health"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; report-to csp"
)
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"
NO_SENSORS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=()"
)
EVERYWHERE = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": NO_SENSORS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE = {**EVERYWHERE, "Content-Security-Policy": CONTENT_SECURITY_POLICY, "Reporting-Endpoints": 'csp="/ui/csp-reports"'}
HEADERS: Mapping[str, Mapping[str, str]] = {
    # A page for everybody still carries the token of its form: asked for again each time, kept by no cache on the way.
    PUBLIC: {**PAGE, "Cache-Control": "private, no-cache"},
    SIGNED_IN: {**PAGE, "Cache-Control": "no-store"},
    DOWNLOAD: {**EVERYWHERE, "Content-Security-Policy": NOTHING_RUNS, "Cache-Control": "no-store"},
    # Cache-Control of static files is whitenoise's: a year for a name with its hash.
    STATIC: {**EVERYWHERE, "Content-Security-Policy": NOTHING_RUNS},
    HEALTH: {**EVERYWHERE, "Content-Security-Policy": NOTHING_RUNS, "Cache-Control": "no-store"},
}
HEALTH_ADDRESSES = ("run:healthz", "run:readyz")
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


class HeadersMiddleware:
    """Write the headers of the answer's kind over whatever a view said."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS[kind_of(request, response)].items():
            response.headers[name] = value
        if settings.BEHIND_TLS:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return response


def kind_of(request: HttpRequest, response: HttpResponse) -> str:
    """Which line of HEADERS an answer gets."""
    if request.path_info.startswith(settings.STATIC_URL):
        return STATIC
    match = request.resolver_match
    if match is not None and match.view_name in HEALTH_ADDRESSES:
        return HEALTH
    if "Content-Disposition" in response.headers:
        return DOWNLOAD
    is_public = match is not None and getattr(match.func, "guard_word", "") == PUBLIC
    # The cookie is asked, not the session: an error page must not need the database. With one, a page may say a name.
    name = settings.SESSION_COOKIE_NAME
    has_session = name in request.COOKIES or name in response.cookies
    return PUBLIC if not has_session and (is_public or match is None or response.status_code >= 300) else SIGNED_IN
