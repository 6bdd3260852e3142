"""Where a request comes from: the address, and the mark of a browser that has been here before."""
import secrets
from hashlib import sha256

from django.conf import settings
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

from jiazong.ground.accounts.models import Account, Device
from jiazong.ground.accounts.rules import devices


def address_of(request: HttpRequest) -> str:
    """The address of the client; behind our own proxy the last one it wrote down, never what the client says itself."""
    if settings.BEHIND_TLS and (written := request.headers.get("x-forwarded-for")):
        return written.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def network_of(request: HttpRequest) -> str:
    return devices.network_of(address_of(request))


def device_label_of(request: HttpRequest) -> str:
    return devices.label_of(request.headers.get("user-agent", ""))[:80]


def mark_of(request: HttpRequest) -> str:
    """The fingerprint of this browser's mark, empty if it has none."""
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return sha256(cookie.encode()).hexdigest() if cookie else ""


def known_mark(request: HttpRequest, login: str) -> str:
    """The browser's mark if this login has signed in with it before, else nothing."""
    mark = mark_of(request)
    known = mark and Device.objects.filter(mark=mark, account__login__iexact=login, account__is_active=True).exists()
    return mark if known else ""


def is_known_network(request: HttpRequest, login: str) -> bool:
    """Whether this login has signed in from this network before."""
    return Device.objects.filter(network=network_of(request), account__login__iexact=login).exists()


def remember(request: HttpRequest, account: Account) -> bool:
    """Remember the browser for this person; says whether it is new to her, though others are known."""
    mark = mark_of(request)
    where = {"label": device_label_of(request), "network": network_of(request)}
    if mark and Device.objects.filter(account=account, mark=mark).update(last_at=Now(), **where):
        return False
    if not mark:
        request.new_device_mark = secrets.token_urlsafe(32)
        mark = sha256(request.new_device_mark.encode()).hexdigest()
    is_first = not Device.objects.filter(account=account).exists()
    Device.objects.create(account=account, mark=mark, **where)
    return not is_first


def write_mark(request: HttpRequest, response: HttpResponse) -> None:
    """Give a new browser its mark, for half a year."""
    mark = getattr(request, "new_device_mark", None)
    if mark:
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME, mark, max_age=settings.DEVICE_COOKIE_DAYS * 86400, path="/",
            secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip
