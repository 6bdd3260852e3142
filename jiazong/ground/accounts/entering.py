"""The way in: password, passkey or provider, then the second factor, then what the person still owes, then the first page."""
import logging
import time
from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jiazong.ground.accounts import carried, deeds, factors, sessions, stepup, throttle, whence
from jiazong.ground.accounts.models import Account, Session

log = logging.getLogger(__name__)
BACKEND = "django.contrib.auth.backends.ModelBackend"
ENTERING, OWED = "entering", "owed"
PASSWORD, SECOND_FACTOR = "password", "second_factor"
MINUTES_TO_PROVE = 10
UNTIL_THE_BROWSER_CLOSES = 0


def check_password(request: HttpRequest, login_typed: str, password: str) -> Account | None:
    """The account login and password belong to, or nothing; raises throttle.Wait while the next try is not free.

    A login nobody has costs the same time as one with a wrong password: Django hashes what was typed either way.
    """
    made = throttle.take(
        throttle.buckets_of_sign_in(
            login=login_typed,
            address=whence.address_of(request),
            device=whence.known_mark(request, login_typed),
            is_known_network=whence.is_known_network(request, login_typed),
        )
    )
    account = authenticate(request, username=login_typed, password=password)
    if account is None:
        log.warning("sign-in refused, network %s", whence.network_of(request))
        return None
    throttle.give_back(made)
    return account


def check_again(request: HttpRequest, account: Account, check: Callable[[], str]) -> str:
    """What a check of a person already known gives; wrong ones are spaced. Raises throttle.Wait and what the check raises."""
    device = whence.known_mark(request, account.login)
    made = throttle.take(throttle.buckets_of_second_factor(account=str(account.pk), device=device))
    proved = check()
    throttle.give_back(made)
    return proved


def begin(request: HttpRequest, account: Account, *, by: str, onwards: str, keep: bool) -> HttpResponse:
    """After the first proof: ask for the second one if the person has one, else let her in."""
    if not factors.has_any(account):
        return enter(request, account, by=[by], onwards=onwards, keep=keep)
    request.session.cycle_key()
    request.session[ENTERING] = {
        "account": str(account.pk), "by": by, "onwards": onwards, "keep": keep, "at": int(time.time())
    }  # fmt: skip
    return HttpResponseRedirect(reverse("accounts:second"))


def who_enters(request: HttpRequest) -> Account | None:
    """The person whose first proof stands and whose second is awaited, for ten minutes."""
    pending = request.session.get(ENTERING)
    if not pending or pending["at"] < time.time() - MINUTES_TO_PROVE * 60:
        return None
    return Account.objects.filter(pk=pending["account"], is_active=True).first()


def finish(request: HttpRequest, account: Account, *, by: str) -> HttpResponse:
    """After the second proof: let the person in."""
    pending = request.session.pop(ENTERING)
    return enter(request, account, by=[pending["by"], by], onwards=pending["onwards"], keep=pending["keep"])


@transaction.atomic
def enter(request: HttpRequest, account: Account, *, by: Iterable[str], onwards: str, keep: bool) -> HttpResponse:
    """Begin the session of a person who has proved herself, and lead her on."""
    login(request, account, backend=BACKEND)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if keep else UNTIL_THE_BROWSER_CLOSES)
    for proof in by:
        stepup.note(request, proof)
    owed = what_is_owed(account)
    request.session[OWED] = owed
    request.session.save()
    _know_the_session(request, account)
    _end_the_oldest(account)
    waiting = carried.of(request, account)
    answer = HttpResponseRedirect(reverse("accounts:carried") if waiting and not owed else onwards)
    whence.write_mark(request, answer)
    return answer


def what_is_owed(account: Account) -> list[str]:
    """What a person must do before anything else opens: an own password, a second factor."""
    owed = [PASSWORD] if account.must_change_password else []
    if must_have_second_factor(account) and not factors.has_any(account):
        owed.append(SECOND_FACTOR)
    return owed


def must_have_second_factor(account: Account) -> bool:
    """Whether one of the person's roles asks for a second factor (JIAZONG_SECOND_FACTOR, JIAZONG_SECOND_FACTOR_ROLES)."""
    if settings.JIAZONG_SECOND_FACTOR != "required":
        return False
    return not deeds.roles_of(account).isdisjoint(settings.JIAZONG_SECOND_FACTOR_ROLES)


def settled(request: HttpRequest, what: str) -> None:
    """One thing less is owed."""
    if what in request.session.get(OWED, []):
        request.session[OWED] = [one for one in request.session[OWED] if one != what]


def onwards_of(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse(settings.LOGIN_REDIRECT_URL)


def _know_the_session(request: HttpRequest, account: Account) -> None:
    is_new = whence.remember(request, account)
    where = {"device": whence.device_label_of(request), "network": whence.network_of(request)}
    here = sessions.hashed(request.session.session_key)
    Session.objects.filter(pk=here).update(started_at=Now(), seen_at=Now(), **where)
    if is_new:
        said = _("Your account was used to sign in on a new device: %(device)s, network %(network)s.") % where
        sessions.live().filter(account=account).exclude(pk=here).update(notice=said[:200])
        deeds.tell("account.new_device", account, by=account, **where)


def _end_the_oldest(account: Account) -> None:
    """At most JIAZONG_SESSIONS_AT_ONCE sessions of one person; the one longest unused ends."""
    rows = sessions.live().filter(account=account).order_by("-seen_at", "-started_at")
    kept = list(rows.values_list("pk", flat=True)[: settings.JIAZONG_SESSIONS_AT_ONCE])
    sessions.end(Session.objects.filter(account=account).exclude(pk__in=kept), why="limit")
