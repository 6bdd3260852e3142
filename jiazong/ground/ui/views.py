"""Preferences, the kit page, and the pages for what goes wrong."""
import logging
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.ui import csp, showcase
from jiazong.ground.ui import preferences as kept
from jiazong.ground.ui.frame import Facts
from jiazong.ground.ui.unavailable import unavailable_now

log = logging.getLogger(__name__)
LONGEST_REPORT = 16 * 1024
View = Callable[..., HttpResponse]


def stands_behind(word: str) -> Callable[[View], View]:
    """Name the word of the permission table for a screen of the kit, which lies below `access` and cannot import it."""

    def marked(view: View) -> View:
        view.guard_word = word
        return view

    return marked


# Exempt from the token so that a page open since yesterday, or one served without cookies, can still switch to large
# type; nothing but the look of pages changes, and a foreign site is refused by its origin.
@stands_behind("public")
@csrf_exempt
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep a choice and go back to the page it was made on; 204 for a page that changes without reloading."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return forbidden(request, reason="origin")
    if request.headers.get("x-requested-with") == "jiazong":
        response = HttpResponse(status=204)
    else:
        response = HttpResponseRedirect(kept.way_back(request))
    kept.write(response, request.POST)
    return response


@stands_behind("public")
@csrf_exempt
@require_POST
def csp_reports(request: HttpRequest) -> HttpResponse:
    """What a browser refused to run or load; the log gets the rule and the origin, never the address of the page."""
    if int(request.headers.get("content-length") or 0) <= LONGEST_REPORT:
        for directive, blocked in csp.read(request.body):
            log.warning("content security policy: %s refused %s", directive, blocked)
    return HttpResponse(status=204)


@stands_behind("signed_in")
@require_GET
def kit(request: HttpRequest) -> HttpResponse:
    """All components on one page, drawn by the macros the product uses."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "ui/kit.html", showcase.context())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refusal(request, "400", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refusal(request, "403", 403)


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page after a form whose token is missing or too old; what was typed is kept by the browser."""
    return _refusal(request, "csrf", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refusal(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page after a fault of ours, or the one that says that the database or the disk cannot do it now."""
    return unavailable_now(request) or _refusal(request, "500", 500)


def _refusal(request: HttpRequest, page: str, status: int) -> HttpResponse:
    # Nothing is asked about the person: the page must stand when the database does not.
    request.frame_facts = Facts()
    return render(request, f"ui/errors/{page}.html", status=status)
