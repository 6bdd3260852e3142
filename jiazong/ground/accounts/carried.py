"""A form that was sent after the session had timed out: kept sealed with the new, still empty session until its owner
has signed in again. Nothing of it lies in the browser, nothing of it can be read in the database, and only the account
whose session it was gets it back; for anybody else it is dropped. Files cannot be kept."""
import json
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from jiazong.ground.accounts import sealed, sessions
from jiazong.ground.accounts.models import Account

KEY = "carried"
PURPOSE = "carried form"
HOURS_KEPT = 12
MOST_SIGNS = 1_000_000
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# Not typed by the person: made anew when the form is sent again.
LEFT_OUT = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class Carried:
    """What was typed: where it was going, the pairs of name and value in their order, whether files were with it."""

    path: str
    pairs: tuple[tuple[str, str], ...]
    had_files: bool
    at: int


def keep(request: HttpRequest) -> bool:
    """Keep what this request carries if it came from a session that is over; says whether it was kept."""
    # The store forgets a key it cannot load: the cookie itself is asked.
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or request.method != "POST" or request.content_type not in FORMS:
        return False
    owner = sessions.owner_of(key)
    if owner is None:
        return False
    pairs = [(name, value) for name, values in request.POST.lists() if name not in LEFT_OUT for value in values]
    packed = json.dumps(
        {"owner": owner, "path": request.get_full_path(), "pairs": pairs, "files": bool(request.FILES), "at": int(time.time())}
    )
    if len(packed) > MOST_SIGNS:
        return False
    request.session[KEY] = sealed.seal(packed, purpose=PURPOSE)
    return True


def waits(request: HttpRequest) -> bool:
    """Whether a form waits for somebody to sign in again."""
    return KEY in request.session


def of(request: HttpRequest, account: Account) -> Carried | None:
    """What waits for this person; what belongs to another is dropped."""
    if KEY not in request.session:
        return None
    try:
        read = json.loads(sealed.unseal(request.session[KEY], purpose=PURPOSE))
    except sealed.SealBroken:
        drop(request)
        return None
    if read["owner"] != str(account.pk) or read["at"] < time.time() - HOURS_KEPT * 3600:
        drop(request)
        return None
    return Carried(read["path"], tuple(map(tuple, read["pairs"])), read["files"], read["at"])


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
