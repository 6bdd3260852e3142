"""A small invented house for tests of the ledger: one centre, one contract, three on its list."""
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from jiazong.commission.contracts import actions
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import ContractSpec, HoursSpec, IndicatorSpec, StaffSpec
from jiazong.ground.access import actions as access
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.rules.entry import Draft
from jiazong.people.staff.models import Worker

_numbers = count(1)


def make_contract(code: str = "", *, first_day: date = date(2025, 1, 1), last_day: date = date(2025, 12, 31), **changes: object) -> Contract:
    """A contract with two professionals and one aide, two methods and three indicators."""
    code = code or f"qinghe-{next(_numbers)}"
    facts = {
        "code": code, "centre_code": f"centre-{code}", "centre_name": f"{code}家综", "region": "440103",
        "agency": "启明社工", "purchaser": f"{code}街街道办事处", "first_day": first_day, "last_day": last_day,
        "year": 1, "of_years": 3, "is_trial": True, "budget_fen": 200_000_000,
        "hours": HoursSpec(2, 3_920 * 60, 3_264 * 60, Decimal(110)),
        "staff": (StaffSpec("单小雨", "centre_director", True), StaffSpec("区明", "social_worker", True), StaffSpec("仇一", "social_work_aide", False)),
        "methods": ("探访", "小组"),
        "indicators": (
            IndicatorSpec("visits", "探访户次", "探访", "户次", "rows", 100),
            IndicatorSpec("groups", "小组节数", "小组", "节", "rows", 50),
            IndicatorSpec("attendance", "小组人次", "小组", "人次", "persons", 500),
        ),
    }  # fmt: skip
    return actions.load_contract(ContractSpec(**{**facts, **changes}), by=None).contract


def make_account(login: str = "") -> Account:
    """Somebody who signs in."""
    return Account.objects.create(login=login or f"person-{next(_numbers)}", name="甲")


def draft(contract: Contract, *, worker: int = 0, method: int = 0, day: date = date(2025, 3, 3), direct: int = 60, indirect: int = 0, persons: int = 1, **more: object) -> Draft:
    """A service by the n-th worker of the list (1: 区明, by pinyin order of the names) with the n-th method."""
    workers = list(contract.assignments.order_by("worker_id").values_list("worker_id", flat=True))
    methods = list(contract.methods.order_by("order").values_list("pk", flat=True))
    return Draft(workers[worker], methods[method], day, direct, indirect, persons, **more)


def running_contract(code: str = "", **changes: object) -> Contract:
    """A contract that began 200 days ago and runs on today."""
    today = timezone.localdate()
    return make_contract(code, first_day=today - timedelta(days=200), last_day=today + timedelta(days=164), **changes)


def member(contract: Contract, role: str, *, kind: str = "centre", code: str = "") -> Account:
    """Somebody with a role, at the contract's centre unless another scope is given."""
    account = make_account()
    scope = code or contract.centre_id
    access.admit(account, role=role, scope_kind=kind, scope_code=scope, by=None, on=date(2020, 1, 1))
    return account


def worker_on(contract: Contract, place: int = 0, role: str = "social_worker") -> Worker:
    """The n-th worker of the contract's list, with a login of her own."""
    worker = contract.assignments.order_by("worker_id")[place].worker
    worker.account = member(contract, role)
    worker.save(update_fields=["account"])
    return worker
