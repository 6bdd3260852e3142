"""Invented contracts, as files and as rows, and the people who look after them."""
from copy import deepcopy
from datetime import date
from typing import Any

from jiazong.commission.contracts import actions
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import read_contract
from jiazong.ground.access import actions as access
from jiazong.ground.accounts.models import Account

FILE = {
    "code": "qinghe-2026",
    "centre": {"code": "qinghe", "name": "青禾家综", "region": "440103"},
    "agency": "启明社工",
    "purchaser": "青禾街街道办事处",
    "term": {"first_day": "2026-01-01", "last_day": "2026-12-31", "year": 1, "of": 3, "trial": True},
    "annual_budget_yuan": 2400000,
    "hours": {"professionals": 14, "total": 27440, "floor": 22852, "ceiling_percent": 110},
    "staff": [{"name": "单小雨", "post": "centre_director"}, {"name": "区明", "post": "social_worker"}],
    "other_staff": [{"name": "仇一", "post": "social_work_aide"}],
    "indicators": [
        {"code": "visits", "name": "探访户次", "method": "探访", "unit": "户次", "counts": "rows", "target": 2400},
        {"code": "attendance", "name": "小组人次", "method": "小组", "unit": "人次", "counts": "persons", "target": 500},
    ],
}  # fmt: skip


def file(**changes: Any) -> dict[str, Any]:
    """A contract file; `term__last_day="…"` changes a part within."""
    made = deepcopy(FILE)
    for path, value in changes.items():
        *parts, last = path.split("__")
        part = made
        for one in parts:
            part = part[one]
        part[last] = value
    return made


def contract(code: str = "qinghe-2026", centre: str = "qinghe", **changes: Any) -> Contract:
    """A contract that was taken in, of a centre of its own street."""
    said = file(code=code, centre__code=centre, centre__name=f"{centre}家综", purchaser=f"{centre}街街道办事处", **changes)
    return actions.load_contract(read_contract(said), by=None).contract


def member(role: str, kind: str, code: str) -> Account:
    """Somebody who holds a role in a centre, an agency or a region."""
    account = Account.objects.create(login=f"{role}-{kind}-{code}", name="甲")
    access.admit(account, role=role, scope_kind=kind, scope_code=code, by=None, on=date(2020, 1, 1))
    return account


def director(of: Contract) -> Account:
    return member("centre_director", "centre", of.centre_id)


def agency_office(of: Contract) -> Account:
    return member("agency_office", "agency", of.agency_id)
