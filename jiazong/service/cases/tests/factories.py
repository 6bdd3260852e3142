"""A centre with its people and one case, made up."""
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from jiazong.commission.contracts.models import Assignment, Contract, HoursRule, Method
from jiazong.ground.access import actions as access
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.models import Household, Person
from jiazong.people.residents.tests import factories as residents
from jiazong.people.staff.models import Worker
from jiazong.people.staff.tests import factories as staff
from jiazong.people.supervision import actions as supervision
from jiazong.people.supervision.models import Check
from jiazong.service.cases import actions
from jiazong.service.cases.models import Case

DAY = date(2026, 3, 2)
ROLES = ("reception", "social_worker", "supervisor", "centre_director")


@dataclass
class House:
    """A centre, who works there by role, and the family its cases are about."""

    centre: Centre
    people: dict[str, Account]
    workers: dict[str, Worker]
    household: Household
    person: Person


def house(code: str = "qinghe") -> House:
    """A centre with a person for each role and one family."""
    centre = places.centre(code)
    people, workers = {}, {}
    for role in (*ROLES, "colleague"):
        account = places.account(f"{role}员")
        access.admit(
            account, role="social_worker" if role == "colleague" else role, scope_kind="centre", scope_code=centre.code,
            by=None, on=places.SINCE,
        )  # fmt: skip
        people[role] = account
        workers[role] = staff.worker(centre, account.name, account=account)
    household = residents.a_household(centre, code=f"H-{code}")
    person = residents.a_person(centre, household=household)
    return House(centre, people, workers, household, person)


def told(**more: object) -> actions.Told:
    return actions.Told(source="self", issue="夫妻争吵，孩子不愿上学。", **more)


def a_case(of: House, *, to: str = "social_worker", **more: object) -> Case:
    """A case opened at the desk and given to a worker by the director."""
    case = actions.open_case(of.centre, of.person, told(**more), by=of.people["reception"], on=DAY, household=of.household)
    if to:
        actions.assign(case, of.workers[to], by=of.people["centre_director"], on=DAY)
    return case


def a_contract(of: House, *, methods: tuple[str, ...] = ("个案", "探访"), listed: tuple[str, ...] = ("social_worker",)) -> Contract:
    """A contract of the centre that runs now, with some of its people on the list."""
    today = timezone.localdate()
    contract = Contract.objects.create(
        code=f"{of.centre.code}-contract", centre=of.centre, agency=of.centre.agency, purchaser=of.centre.agency,
        first_day=today - timedelta(days=300), last_day=today + timedelta(days=60), budget_fen=200_000_000,
    )  # fmt: skip
    HoursRule.objects.create(
        contract=contract, version=1, first_day=contract.first_day, professionals=1, total_minutes=117_600, floor_minutes=97_920,
        ceiling_percent=110, source="合同",
    )  # fmt: skip
    for order, name in enumerate(methods):
        Method.objects.create(contract=contract, name=name, order=order)
    for role in listed:
        Assignment.objects.create(contract=contract, worker=of.workers[role], is_professional=True)
    return contract


def checked(worker: Worker) -> None:
    """A record check of the worker that came back clear and holds."""
    supervision.record_check(worker, kind=Check.YEARLY, asked_on=timezone.localdate(), result="clear", number="1", words="", by=None)


def officer(of: House) -> Account:
    """The privacy officer and the office of the centre's agency; gives the officer."""
    for role in ("privacy_officer", "agency_office"):
        account = places.account(f"{role}员-{of.centre.pk}")
        access.admit(account, role=role, scope_kind="agency", scope_code=of.centre.agency_id, by=None, on=places.SINCE)
        of.people[role] = account
    return of.people["privacy_officer"]
