"""The two words that need no role. Accounts lies beneath `access`, so its screens carry their word themselves."""
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jiazong.ground.accounts import carried
from jiazong.ground.idempotency.once import once

View = Callable[..., HttpResponse]
PUBLIC, SIGNED_IN = "public", "signed_in"


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back; what was typed into a form of a session that timed out is kept for its owner."""
    carried.keep(request)
    if request.headers.get("hx-request"):
        # A piece of a page: the whole page goes to the sign-in, else the form would appear inside the piece.
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("accounts:sign_in")})
    return redirect_to_login(request.get_full_path())


def stands_behind(word: str) -> Callable[[View], View]:
    """Name the word of the permission table for a screen: everybody may open it, or whoever has signed in."""
    if word not in (PUBLIC, SIGNED_IN):
        raise ValueError(f"{word} needs a role: guard the screen with access instead")

    def around(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if word == PUBLIC:
                # Nothing is kept at the public doors: their answers carry a session, which is given to nobody twice.
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            return once(request, partial(view, request, *args, **kwargs))

        opened.guard_word = word
        return opened

    return around
