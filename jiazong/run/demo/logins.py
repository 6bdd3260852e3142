"""The accounts with which the demonstration is looked at, one for each role."""
from datetime import date
from typing import NamedTuple

from jiazong.ground.access import actions as access
from jiazong.ground.accounts import actions as accounting
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.run.demo import tables
from jiazong.run.demo.town import CITY

# Printed by the command and the same everywhere: a demonstration is public, and is never loaded beside real data.
PASSWORD = "jiazong-demo-7"


class Login(NamedTuple):
    """With what one role signs in; `where` holds the scopes as kind:code."""

    role: str
    login: str
    password: str
    name: str
    where: str


def open_accounts(password: str) -> dict[str, Account]:
    """Open the demonstration's accounts; gives them by the person's name."""
    return {
        row["name"]: accounting.open_account(row["login"], name=row["name"], password=password)
        for row in tables.read("logins")
    }


def admit_all(accounts: dict[str, Account], centres: list[Centre], *, on: date) -> None:
    """Give each account its role in the centre, agency or region it works for."""
    for row in tables.read("logins"):
        for where in row["where"].split():
            kind, code = _scope(where, centres)
            access.admit(accounts[row["name"]], role=row["role"], scope_kind=kind, scope_code=code, by=None, on=on)


def known_logins(password: str) -> list[Login]:
    """The demonstration's accounts as they stand in the database."""
    held = {account.login: account for account in Account.objects.filter(login__in=[r["login"] for r in tables.read("logins")])}
    found = []
    for row in tables.read("logins"):
        if account := held.get(row["login"]):
            scopes = account.memberships.order_by("pk").values_list("scope_kind", "scope_code")
            where = " ".join(f"{kind}:{code}" for kind, code in scopes)
            found.append(Login(row["role"], account.login, password, account.name, where))
    return found


def _scope(where: str, centres: list[Centre]) -> tuple[str, str]:
    kind, _, number = where.partition(":")
    if kind == "everywhere":
        return kind, "*"
    centre = centres[int(number)]
    region = centre.region_id
    return {
        "centre": ("centre", centre.code),
        "agency": ("agency", centre.agency_id),
        "street": ("region", region),
        "county": ("region", region[:6]),
        "city": ("region", CITY),
    }[kind]
