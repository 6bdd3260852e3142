"""Before any page opens: what the person still owes, and what happened to her account elsewhere."""
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from jiazong.ground.accounts import sessions
from jiazong.ground.accounts.doors import PUBLIC
from jiazong.ground.accounts.entering import OWED, PASSWORD, SECOND_FACTOR
from jiazong.ground.accounts.models import Account, Session
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


class PersonMiddleware(AuthenticationMiddleware):
    """Who asks, as Django finds it out, without asking the database for the account a second time."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: person_of(request))


def person_of(request: HttpRequest) -> Account | AnonymousUser:
    """The person of a request: the account that came with the session, where nothing has changed since she signed in."""
    if not hasattr(request, "_cached_user"):
        known = _as_she_signed_in(request)
        # Whatever is not as it should be is Django's to judge: it ends the session of a changed password.
        request._cached_user = known if known is not None else auth.get_user(request)
    return request._cached_user


def _as_she_signed_in(request: HttpRequest) -> Account | None:
    number, mark = request.session.get(auth.SESSION_KEY), request.session.get(auth.HASH_SESSION_KEY)
    account = getattr(request.session, "account", None)
    if account is None or not mark or str(account.pk) != number or not account.is_active:
        return None
    if request.session.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return account if constant_time_compare(mark, account.get_session_auth_hash()) else None


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
