from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jiazong.commission.contracts import queries
from jiazong.commission.contracts.models import Assignment, Contract, HoursRule, Indicator, Method
from jiazong.commission.contracts.rules import BadContract, ContractSpec, StaffSpec
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.sheets.folding import fold_name
from jiazong.people.places import actions as places
from jiazong.people.places.models import Body, Centre, Region
from jiazong.people.places.rules import NoMoreLocalCodes
from jiazong.people.staff import actions as staffing
from jiazong.people.staff.models import PostKind, Worker


@dataclass
class Loaded:
    """What loading a contract did: whether it is new, and the names of what it created or changed."""

    contract: Contract
    is_new: bool
    changes: list[str]


# What the database refuses of a contract, by the name of the refusal, as the rules of a contract say it.
REFUSED_BELOW = {
    "lifecycle_later_years": ("term.year", "an earlier year was terminated and the right to later years is lost"),
    "lifecycle_terminated": ("term.last_day", "this contract was terminated; its last day stays"),
}


def load_contract(spec: ContractSpec, *, by: Account | None) -> Loaded:
    """Take a contract into the house, with the agency, centre, purchaser and staff it names and that do not exist yet.

    Loading the same contract again changes nothing. A changed target or hours rule is taken over: the rule as a new
    version from today on, so that what was counted keeps the version that counted it.
    """
    try:
        return _load(spec, by)
    except IntegrityError as fault:
        refused = REFUSED_BELOW.get(getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None) or "")
        if refused is None:
            raise
        raise BadContract(*refused) from fault


@transaction.atomic
def _load(spec: ContractSpec, by: Account | None) -> Loaded:
    changes: list[str] = []
    centre, agency, purchaser = _ensure_bodies(spec, by, changes)
    facts = _facts(spec, centre, agency, purchaser)
    contract, is_new = Contract.objects.select_for_update().get_or_create(code=spec.code, defaults=facts)
    if not is_new:
        changes += _take_over(contract, facts)
    methods = _ensure_methods(contract, spec.methods, changes)
    _ensure_indicators(contract, spec, methods, changes)
    _ensure_hours_rule(contract, spec, is_new, changes)
    _ensure_staff(contract, spec.staff, by, changes)
    if is_new or changes:
        verb = "contracts.loaded" if is_new else "contracts.changed"
        chronicle.record(verb, contract, by=by, changes=changes[:100])
    return Loaded(contract, is_new, changes)


def _facts(spec: ContractSpec, centre: Centre, agency: Body, purchaser: Body) -> dict[str, Any]:
    return {
        "centre": centre, "agency": agency, "purchaser": purchaser,
        "first_day": spec.first_day, "last_day": spec.last_day, "year": spec.year, "of_years": spec.of_years,
        "is_trial": spec.is_trial, "budget_fen": spec.budget_fen,
    }  # fmt: skip


def _ensure_bodies(spec: ContractSpec, by: Account | None, changes: list[str]) -> tuple[Centre, Body, Body]:
    region = Region.objects.filter(code=spec.region).first()
    if region is None:
        raise BadContract("centre.region", f"{spec.region} is not in the loaded divisions; load them with: jiazong regions load FILE")
    street = region
    if region.level == "county":
        try:
            street = places.ensure_street(region, office=spec.purchaser, as_of=spec.first_day)
        except NoMoreLocalCodes:
            raise BadContract("centre.region", f"{region.code} has no code left for a street that is not in the divisions; load a newer list") from None
    agency = places.ensure_body(Body.AGENCY, name=spec.agency, region=None, by=by)
    purchaser = places.ensure_body(Body.STREET_OFFICE, name=spec.purchaser, region=street, by=by)
    centre = Centre.objects.filter(code=spec.centre_code).first()
    if centre is None:
        centre = places.open_centre(spec.centre_code, name=spec.centre_name, region=street, agency=agency, by=by)
        changes.append(f"centre {centre.code}")
    elif centre.name != spec.centre_name:
        raise BadContract("centre.code", f"{centre.code} is already {centre.name}; give {spec.centre_name} a code of its own")
    return centre, agency, purchaser


def _take_over(contract: Contract, facts: dict[str, Any]) -> list[str]:
    changed = [name for name, value in facts.items() if getattr(contract, name) != value]
    if "centre" in changed:
        raise BadContract("centre.code", f"contract {contract.code} belongs to centre {contract.centre_id}")
    outside = contract.postings.exclude(day__gte=facts["first_day"], day__lte=facts["last_day"])
    if {"first_day", "last_day"} & set(changed) and outside.exists():
        raise BadContract("term", "service is already posted on days outside the new term")
    for name in changed:
        setattr(contract, name, facts[name])
    if changed:
        contract.save(update_fields=changed)
    return changed


def _ensure_methods(contract: Contract, names: tuple[str, ...], changes: list[str]) -> dict[str, Method]:
    there = {method.name: method for method in contract.methods.all()}
    for order, name in enumerate(names, start=1):
        if name not in there:
            there[name] = Method.objects.create(contract=contract, name=name, order=order)
            changes.append(f"method {name}")
    return there


def _ensure_indicators(contract: Contract, spec: ContractSpec, methods: dict[str, Method], changes: list[str]) -> None:
    there = {one.code: one for one in contract.indicators.all()}
    for order, one in enumerate(spec.indicators, start=1):
        facts = {
            "name": one.name, "unit": one.unit, "method": methods[one.method], "counts": one.counts,
            "target": one.target, "order": order,
        }  # fmt: skip
        found = there.pop(one.code, None)
        if found and all(getattr(found, name) == value for name, value in facts.items()):
            continue
        Indicator.objects.update_or_create(contract=contract, code=one.code, defaults=facts)
        changes.append(f"indicator {one.code}")
    for gone in there.values():
        gone.delete()
        changes.append(f"indicator {gone.code} removed")


def _ensure_hours_rule(contract: Contract, spec: ContractSpec, is_new: bool, changes: list[str]) -> None:
    said = {
        "professionals": spec.hours.professionals, "total_minutes": spec.hours.total_minutes,
        "floor_minutes": spec.hours.floor_minutes, "ceiling_percent": spec.hours.ceiling_percent,
    }  # fmt: skip
    latest = contract.hours_rules.order_by("-version").first()
    if latest and all(getattr(latest, name) == value for name, value in said.items()):
        return
    first_day = contract.first_day if latest is None else min(max(timezone.localdate(), contract.first_day), contract.last_day)
    version = latest.version + 1 if latest else 1
    HoursRule.objects.create(
        contract=contract, version=version, first_day=first_day, source=f"合同 {contract.code}", **said
    )
    changes.append(f"hours rule {version}")


def _ensure_staff(contract: Contract, listed: tuple[StaffSpec, ...], by: Account | None, changes: list[str]) -> None:
    kinds = {kind.code: kind for kind in PostKind.objects.all()}
    here = {fold_name(worker.name): worker for worker in contract.centre.workers.order_by("-pk")}
    on_list = {assignment.worker_id: assignment for assignment in queries.workers_on_list(contract)}
    for number, one in enumerate(listed):
        if one.post not in kinds:
            raise BadContract(f"staff[{number}].post", f"{one.post} is no known post; known are {', '.join(sorted(kinds))}")
        worker = here.get(fold_name(one.name)) or _engage(contract.centre, one, kinds[one.post], by, contract.first_day)
        assigned = on_list.get(worker.pk)
        if assigned is None:
            Assignment.objects.create(contract=contract, worker=worker, is_professional=one.is_professional)
            changes.append(f"staff {one.name}")
        elif assigned.is_professional != one.is_professional:
            assigned.is_professional = one.is_professional
            assigned.save(update_fields=["is_professional"])
            changes.append(f"staff {one.name}")


def _engage(centre: Centre, one: StaffSpec, kind: PostKind, by: Account | None, on: date) -> Worker:
    return staffing.engage_worker(centre, name=one.name, kind=kind, by=by, on=on)
