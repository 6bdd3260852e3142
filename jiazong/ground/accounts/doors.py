"""The two words that need no role. Accounts lies beneath `access`, so its screens carry their word themselves."""
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from jiazong.ground.idempotency.once import once

View = Callable[..., HttpResponse]
PUBLIC, SIGNED_IN = "public", "signed_in"


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
                return redirect_to_login(request.get_full_path())
            return once(request, partial(view, request, *args, **kwargs))

        opened.guard_word = word
        return opened

    return around
