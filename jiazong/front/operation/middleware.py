"""One line of the log for each request: which page by its name, status, time, which account by its number; nothing else."""
import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse

from jiazong.front.operation import actions
from jiazong.front.operation.models import Trouble

log = logging.getLogger("jiazong.request")

FAILED = 500
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Addresses a watching program asks every few seconds.
QUIET = ("run:healthz", "run:readyz")


class RequestLogMiddleware:
    """Writes the line and counts pages that fail or are slow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.number = uuid.uuid4().hex[:16]
        response = self.get_response(request)
        took = (time.perf_counter() - began) * 1000
        route = request.resolver_match.view_name if request.resolver_match else ""
        is_failed, is_slow = response.status_code >= FAILED, took >= settings.JIAZONG_SLOW_MS
        if is_failed or is_slow or (settings.JIAZONG_LOG_REQUESTS and route not in QUIET):
            log.log(logging.ERROR if is_failed else logging.INFO, "request", extra={"event": _event(request, response, route, took)})
        # A file that is sent while it is made still reads in its own transaction: counting there would break it off.
        if (is_failed or is_slow) and not response.streaming and route not in QUIET:
            _count(route or "-", Trouble.FAILED if is_failed else Trouble.SLOW)
        return response


def _event(request: HttpRequest, response: HttpResponse, route: str, took: float) -> dict[str, object]:
    # Looked at only where somebody else has asked for it: the log is no reason to ask the database.
    person = request.__dict__.get("_cached_user")
    return {
        "event": "request", "id": request.number, "route": route or None, "method": request.method if request.method in METHODS else "other",
        "status": response.status_code, "ms": round(took, 1), "account": str(person.pk) if person and person.pk else None,
    }  # fmt: skip


def _count(route: str, kind: str) -> None:
    """Count it; that the database is away is told by the page itself."""
    try:
        actions.note_trouble(route, kind)
    except (DatabaseError, InterfaceError) as fault:
        log.warning("a %s page could not be counted: %s", kind, type(fault).__name__)
