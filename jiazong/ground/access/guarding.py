"""The guard every screen stands behind; a screen without one keeps the server from starting."""
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiazong.ground.access import context, queries, table
from jiazong.ground.access.grants.reading import TooManyReads
from jiazong.ground.access.rules import Held, Reach
from jiazong.ground.accounts.doors import ask_to_sign_in
from jiazong.ground.idempotency.once import once

PUBLIC = "public"
SIGNED_IN = "signed_in"

View = Callable[..., HttpResponse]


def guard(word: str, *, contract: str = "") -> Callable[[View], View]:
    """Let in whoever may do `word` somewhere, and hand the view that reach as `request.reach`.

    A visitor who has not signed in is sent to the sign-in page; one without the word gets the same 404 as for an
    address that does not exist. `public` and `signed_in` are the two words that need no role. The database is told who
    acts and for which word, for the transaction of the request; a view that sends while it reads (it is marked
    `non_atomic_requests`) tells it so itself, for as long as it reads. `contract` names the part of the address that says
    which one contract the page is about: of others the database then shows it no line.
    """

    def around(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if word == PUBLIC:
                return once(request, partial(view, request, *args, **kwargs))
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            if hasattr(view, "_non_atomic_requests"):
                with context.acting(request.user, word):
                    _let_in(request, word)
                return view(request, *args, **kwargs)
            with context.acting_in_request(request.user, word, contract=kwargs.get(contract, "")) as held:
                request.held = [Held(*one) for one in held]
                _let_in(request, word)
                return once(request, lambda: _shown(request, partial(view, request, *args, **kwargs)))

        guarded.guard_word = word
        return guarded

    return around


def _let_in(request: HttpRequest, word: str) -> None:
    request.reach = reach_for(request, word)
    if word != SIGNED_IN and not request.reach:
        raise Http404(word)


def _shown(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, unless the person has read so much that no page more is shown (429); that it was refused is written down."""
    try:
        return _whole(view())
    except TooManyReads as fault:
        fault.note()
        return render(request, "ui/errors/429.html", {"span": fault.span, "most": fault.most}, status=429)


def _whole(answer: HttpResponse) -> HttpResponse:
    """A page that is drawn late is drawn here, while the database still knows for whom."""
    is_late = hasattr(answer, "render") and not answer.is_rendered
    return answer.render() if is_late else answer


def reach_for(request: HttpRequest, word: str) -> Reach:
    """The signed-in person's reach for a word; memberships are read once a request."""
    if not hasattr(request, "held"):
        request.held = _held(request)
    return queries.reach(request.held, word)


def _held(request: HttpRequest) -> list[Held]:
    """What the person holds; a page of error is drawn where no guard stands, so it says itself for whom it asks."""
    if not request.user.is_authenticated:
        return []
    if context.is_acting():
        return queries.held_today(request.user)
    with context.acting(request.user, SIGNED_IN):
        return queries.held_today(request.user)


def may_open(request: HttpRequest, url_name: str) -> bool:
    """Whether the rail should show an entry: the person may open that address somewhere."""
    word = table.word_of_screen().get(url_name)
    if word in (PUBLIC, SIGNED_IN):
        return True
    return word is not None and request.user.is_authenticated and bool(reach_for(request, word))
