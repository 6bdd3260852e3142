"""When the database or the disk cannot do what is asked: a sentence that says so, and what was typed kept in the page."""
import errno
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import RequestDataTooBig
from django.db import Error, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiazong.ground.ui.form_keys import FIELD
from jiazong.ground.ui.frame import Facts

log = logging.getLogger("jiazong.unavailable")

RETRY_SECONDS = 10
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_DISK_STATES = frozenset({"53100", "58030"})  # disk full, I/O error (PostgreSQL, appendix A)
_BUSY_STATES = frozenset({"57014", "55P03", "40P01", "40001", "53300", "25P03", "25P04"})  # cancelled, lock not available, deadlock …
_READ_ONLY_STATES = frozenset({"25006"})
_BESIDES = frozenset({FIELD, "csrfmiddlewaretoken"})


class Why(Enum):
    """Why nothing can be saved, or nothing read, at the moment."""

    DISK = "disk"
    DATABASE = "database"
    BUSY = "busy"
    READ_ONLY = "read only"


class NotNow(Exception):
    """Raised where a write is refused before it is tried, because it could not be kept."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: its key and what was typed; it can be sent again unless files or secrets were in it."""

    key: str
    typed: list[tuple[str, str]]
    is_whole: bool

    @property
    def prose(self) -> list[str]:
        """What a person wrote in words, to be seen that it is still there."""
        return [value for _name, value in self.typed if len(value) > 12 or not value.isascii()]


def why_of(error: BaseException | None) -> Why | None:
    """Why an error means that the product cannot do it now; None where it is a fault of ours."""
    if isinstance(error, NotNow):
        return error.why
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return Why.DISK
    if not isinstance(error, (OperationalError, InterfaceError, InternalError)):
        return None
    state = getattr(error.__cause__, "sqlstate", None)
    if state in _DISK_STATES:
        return Why.DISK
    if state in _READ_ONLY_STATES:
        return Why.READ_ONLY
    if state in _BUSY_STATES:
        return Why.BUSY
    return None if isinstance(error, InternalError) else Why.DATABASE


class UnavailableMiddleware:
    """Answer 503 with a sentence where a view could not reach the database or had no room."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        why = why_of(error)
        return unavailable(request, why, error) if why else None


def unavailable_now(request: HttpRequest) -> HttpResponse | None:
    """The page for the error being handled outside any view, None where it is a fault of ours."""
    error = sys.exc_info()[1]
    why = why_of(error)
    return unavailable(request, why, error) if why else None


def unavailable(request: HttpRequest, why: Why, error: BaseException | None = None) -> HttpResponse:
    """503 in our own frame, as JSON, or as a notice beside a part of a page; asks nothing of the database."""
    log.warning("%s %s: %s (%s)", request.method, request.path, why.value, type(error.__cause__ or error).__name__ if error else "")
    request.frame_facts = Facts()
    is_write = request.method not in ("GET", "HEAD", "OPTIONS")
    sentence = _sentence(why, is_write=is_write)
    if "application/json" in (request.headers.get("Accept", ""), request.content_type):
        answer: HttpResponse = JsonResponse({"error": sentence}, status=503)
    elif getattr(request, "htmx", False):
        answer = HttpResponse(status=503)
        answer.headers["HX-Reswap"] = "none"
        answer.headers["HX-Trigger"] = json.dumps({"jz:say": {"value": sentence}})  # ASCII, as a header must be
    else:
        sent = sent_form(request) if is_write else None
        answer = render(request, "ui/errors/503.html", {"sentence": sentence, "sent": sent, "is_write": is_write}, status=503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def sent_form(request: HttpRequest, *, but: tuple[str, ...] = ()) -> Sent | None:
    """The form of a request, without files, secrets and the fields named; None where it cannot be read any more."""
    try:
        typed = [(name, value) for name, value in _typed(request) if name not in but]
        names = set(request.POST) - set(but)
        has_files = bool(request.FILES)
    except (OSError, RequestDataTooBig, Error):
        return None
    is_whole = not has_files and names - _BESIDES == {name for name, _value in typed}
    return Sent(request.POST.get(FIELD, ""), typed, is_whole)


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    # What a view has marked with sensitive_post_parameters is not written into a page again.
    secret = getattr(request, "sensitive_post_parameters", ())
    is_door = getattr(request.resolver_match, "namespace", "") == "accounts"
    if secret == "__ALL__" or is_door:
        return
    for name in request.POST:
        if name not in _BESIDES and name not in secret and "password" not in name:
            yield from ((name, value) for value in request.POST.getlist(name))


def _sentence(why: Why, *, is_write: bool) -> str:
    if why is Why.DISK:
        return _("Nothing can be saved at the moment: the server's disk is full.")
    if why is Why.READ_ONLY:
        return _("Nothing can be saved at the moment: the database is being looked after and can only be read.")
    if why is Why.BUSY:
        return _("The server is too busy at the moment and has broken off what you asked for.")
    if is_write:
        return _("It is not certain that this was saved: the database does not answer at the moment.")
    return _("This page cannot be shown at the moment: the database does not answer.")
