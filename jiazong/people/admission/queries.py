from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import QueryDict

from jiazong.ground.access.context import DOOR, acting
from jiazong.ground.access.models import Membership
from jiazong.ground.accounts import factors, sessions
from jiazong.ground.accounts.models import Account
from jiazong.ground.ui import keyset
from jiazong.ground.ui.keyset import Page
from jiazong.people.admission.models import RoleAsk
from jiazong.people.places.models import Body, Centre, Region

PLACES = {"centre": Centre, "agency": Body, "region": Region}


@dataclass(frozen=True)
class Standing:
    """How an account stands: factors, live sessions, the last time somebody came in with it."""

    factors: int
    sessions: int
    last_in: datetime | None


def account_page(asked: QueryDict, *, typed: str, size: int) -> Page:
    """A page of accounts by login; `typed` looks in login and name."""
    rows = Account.objects.values("id", "login", "name", "is_active", "last_login")
    if typed:
        rows = rows.filter(Q(login__icontains=typed) | Q(name__icontains=typed))
    return keyset.page(rows, keys=("login",), asked=asked, size=size)


def standing_of(account: Account) -> Standing:
    """How one account stands now."""
    return Standing(factors.of(account).count(), sessions.live().filter(account=account).count(), account.last_login)


def memberships_of(account: Account, *, on: date) -> QuerySet[Membership]:
    """The roles a person holds on a day or will hold later."""
    lasting = Q(last_day__isnull=True) | Q(last_day__gte=on)
    return Membership.objects.filter(lasting, account=account).order_by("pk")


def open_asks() -> QuerySet[RoleAsk]:
    """What waits for a decision, the oldest first."""
    return RoleAsk.objects.filter(decision="").select_related("account", "asked_by").order_by("pk")


def place_names(scopes: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of centres, agencies and regions by kind and code; an administrator sees no centre, but its name."""
    named = {("everywhere", code): "" for kind, code in scopes if kind == "everywhere"}
    for kind in PLACES:
        codes = {code for one, code in scopes if one == kind}
        if codes:
            named |= {(kind, code): name for code, name in _called(kind, codes) if code in codes}
    return named


def places_called(kind: str, typed: str) -> list[tuple[str, str]]:
    """Code and name of the places of a kind with this code, or with exactly this name; at most five."""
    return _called(kind, {typed})[:5]


def _called(kind: str, asked: set[str]) -> list[tuple[str, str]]:
    """Code and name of places by either; the database shows an administrator a centre's name and nothing else of it."""
    if kind != "centre":
        found = PLACES[kind].objects.filter(Q(pk__in=asked) | Q(name__in=asked)).order_by("pk")
        return list(found.values_list("pk", "name"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, name FROM app.centre_names(%s)", [sorted(asked)])
        return cursor.fetchall()


def names_around(account: Account) -> list[str]:
    """What the places are called where the person has a role; used to refuse passwords made of them."""
    with acting(account, DOOR):
        scopes = list(Membership.objects.filter(account=account).values_list("scope_kind", "scope_code"))
        return [name for name in place_names(scopes).values() if name]
