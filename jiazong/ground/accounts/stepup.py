"""Proving once more who is sitting there, before something that cannot be taken back: `recently_proved`, else `ask`."""
import time
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

PROVED = "proved"
PASSWORD, TOTP, PASSKEY, RECOVERY, PROVIDER = "password", "totp", "passkey", "recovery", "provider"
SECOND = frozenset({TOTP, PASSKEY})
ANY = frozenset({PASSWORD, TOTP, PASSKEY, RECOVERY, PROVIDER})


def note(request: HttpRequest, by: str) -> None:
    """Remember in the session that the person proved herself just now, by a password, a code or a passkey."""
    request.session[PROVED] = {**request.session.get(PROVED, {}), by: int(time.time())}


def recently_proved(
    request: HttpRequest, within: timedelta = timedelta(minutes=5), *, by: frozenset[str] = ANY
) -> bool:
    """Whether the person proved herself within that time; `by=SECOND` takes only a code or a passkey."""
    since = time.time() - within.total_seconds()
    proofs = request.session.get(PROVED, {})
    return any(since <= moment <= time.time() + 1 for kind, moment in proofs.items() if kind in by)


def ask(
    request: HttpRequest, within: timedelta = timedelta(minutes=5), *, by: frozenset[str] = ANY
) -> HttpResponse | None:
    """Nothing if the person proved herself within that time, else the way to the page that asks and leads back here.

    What was typed into a form does not survive the way: ask when the form is opened, or keep the form open longer.
    """
    if recently_proved(request, within, by=by):
        return None
    wanted = {"next": request.get_full_path()} | ({"second": 1} if by == SECOND else {})
    return HttpResponseRedirect(reverse("accounts:prove", query=wanted))
