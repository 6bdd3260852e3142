"""Agreeing and deciding about a contract: each a verb, once, with its line in the chronicle."""
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import queries
from jiazong.commission.lifecycle.models import (
    Acceptance,
    AcceptanceRow,
    Amendment,
    Bond,
    Figure,
    Promise,
    Renewal,
    Termination,
)
from jiazong.commission.lifecycle.rules import deciding, limits
from jiazong.commission.lifecycle.rules.figures import FigureSpec
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle


@transaction.atomic
def load_figures(specs: Sequence[FigureSpec], *, by: Account | None) -> int:
    """Take figures of a region over; one of the same region, name and day is replaced. Gives how many."""
    made = Figure.objects.bulk_create(
        [Figure(**asdict(one)) for one in specs], update_conflicts=True, unique_fields=["region", "name", "first_day"],
        update_fields=["value", "unit", "confidence", "source"],
    )  # fmt: skip
    chronicle.record("figures.loaded", made[0], by=by, figures=len(made))
    return len(made)


@transaction.atomic
def promise(contract: Contract, promised: Mapping[str, int], *, by: Account | None) -> None:
    """Write down what the winning bid promised of each indicator; the same again changes nothing."""
    queries.hold(contract)
    if queries.promises_of(contract) == dict(promised):
        return
    Promise.objects.filter(contract=contract).delete()
    Promise.objects.bulk_create(Promise(contract=contract, code=code, promised=value) for code, value in promised.items())
    chronicle.record("contracts.promised", contract, by=by, indicators=len(promised))


@transaction.atomic
def deposit(contract: Contract, *, kind: str, amount_fen: int, received_on: date, by: Account | None) -> Bond:
    """Write down the performance bond; raises BondTooLarge. A second one is the one that is there."""
    queries.hold(contract)
    if there := Bond.objects.filter(contract=contract).first():
        return there
    percent = queries.figures_of(contract, "bond_percent")["bond_percent"].value
    limits.check_bond(amount_fen, contract_fen=contract.budget_fen, percent=percent)
    bond = Bond.objects.create(contract=contract, kind=kind, amount_fen=amount_fen, received_on=received_on, written_by=by)
    chronicle.record("contracts.bond_received", contract, by=by, amount_fen=amount_fen)
    return bond


@transaction.atomic
def give_back(bond: Bond, *, on: date, by: Account | None) -> None:
    """Write down that the performance bond was given back; a second time changes nothing."""
    if Bond.objects.filter(pk=bond.pk, returned_on__isnull=True).update(returned_on=on):
        chronicle.record("contracts.bond_returned", bond.contract, by=by, on=on.isoformat())


@transaction.atomic
def amend(contract: Contract, *, amount_fen: int, agreed_on: date, words: str, by: Account | None) -> Amendment:
    """Agree on more or less money; raises AmendmentTooLarge where all that was added passes the share of the original."""
    queries.hold(contract)
    percent = queries.figures_of(contract, "amendment_percent")["amendment_percent"].value
    agreed = Amendment.objects.filter(contract=contract).values_list("amount_fen", flat=True)
    limits.check_amendment(amount_fen, original_fen=contract.budget_fen, agreed=agreed, percent=percent)
    made = Amendment.objects.create(contract=contract, amount_fen=amount_fen, agreed_on=agreed_on, words=words, written_by=by)
    chronicle.record("contracts.amended", contract, by=by, amount_fen=amount_fen)
    return made


@transaction.atomic
def open_acceptance(contract: Contract, standards: Sequence[deciding.Standard], found: Mapping[str, str], *, by: Account | None) -> Acceptance:
    """Lay out the acceptance form with a row for each standard and what was found of it; a form that is there stays."""
    queries.hold(contract)
    if there := Acceptance.objects.filter(contract=contract).first():
        return there
    form = Acceptance.objects.create(contract=contract, opened_by=by)
    AcceptanceRow.objects.bulk_create(
        AcceptanceRow(acceptance=form, order=place, code=one.code, name=one.name, required=one.required, found=found.get(one.code, ""))
        for place, one in enumerate(standards, start=1)
    )
    chronicle.record("contracts.acceptance_opened", contract, by=by, standards=len(standards))
    return form


@transaction.atomic
def judge(acceptance: Acceptance, judged: Sequence[deciding.Judged], *, by: Account | None, decide_on: date | None = None, remark: str = "") -> Acceptance:
    """Keep how each standard was found and, with a day, decide the acceptance; raises NotDecidable. Once decided it stays."""
    queries.hold(acceptance.contract)
    acceptance.refresh_from_db()
    if acceptance.is_passed is not None:
        raise deciding.NotDecidable("decided")
    rows, told = list(acceptance.rows.all()), {one.code: one for one in judged}
    for row in rows:
        if row.code in told:
            row.verdict, row.remark = told[row.code].verdict, told[row.code].remark
    AcceptanceRow.objects.bulk_update(rows, ["verdict", "remark"])
    if decide_on is None:
        return acceptance
    acceptance.is_passed = deciding.acceptance_result([deciding.Judged(one.code, one.verdict, one.remark) for one in rows])
    acceptance.decided_on, acceptance.decided_by, acceptance.remark = decide_on, by, remark
    acceptance.save(update_fields=["is_passed", "decided_on", "decided_by", "remark"])
    chronicle.record("contracts.accepted", acceptance.contract, by=by, verdict="passed" if acceptance.is_passed else "failed")
    return acceptance


@dataclass(frozen=True)
class Found:
    """What the purchaser has before her when she decides on another year."""

    evaluation: Decimal | None
    finance_veto: bool
    red_flags: tuple[str, ...]


def year_facts(contract: Contract, found: Found) -> deciding.YearFacts:
    """The facts of a contract year for the rule, together with what was found."""
    acceptance = Acceptance.objects.filter(contract=contract).first()
    pass_at = queries.figures_of(contract, "pass_percent")["pass_percent"].value
    return deciding.YearFacts(
        year=contract.year, of_years=contract.of_years, is_trial=contract.is_trial,
        accepted=acceptance.is_passed if acceptance else None, evaluation=found.evaluation, pass_at=pass_at,
        finance_veto=found.finance_veto, red_flags=found.red_flags,
        is_terminated=Termination.objects.filter(contract=contract).exists(),
    )  # fmt: skip


@transaction.atomic
def decide_renewal(contract: Contract, found: Found, *, renews: bool, reason: str, on: date, by: Account | None) -> Renewal:
    """Decide on another year, with the advice of the rules kept beside it; raises NotDecidable. Decided once, it stays."""
    queries.hold(contract)
    if there := Renewal.objects.filter(contract=contract).first():
        return there
    advice = deciding.renewal_advice(year_facts(contract, found))
    deciding.check_decision(advice, renews=renews, reason=reason)
    made = Renewal.objects.create(
        contract=contract, evaluation=found.evaluation, finance_veto=found.finance_veto, red_flags=list(found.red_flags),
        advice=advice.code, reasons=list(advice.reasons), renews=renews, reason=reason, decided_on=on, decided_by=by,
    )  # fmt: skip
    chronicle.record("contracts.renewal_decided", contract, by=by, decision="renewed" if renews else "refused", advice=advice.code)
    return made


@transaction.atomic
def terminate(contract: Contract, *, ground: str, on: date, reason: str, last_service: date | None, by: Account | None) -> Termination:
    """End a contract before its last day; later years are lost where the rule says so, and the database refuses them.

    Raises NotDecidable: `outside` for a day outside the term, `service_after` where service is recorded after that day.
    A contract that is ended stays as it was ended.
    """
    queries.hold(contract)
    if there := Termination.objects.filter(contract=contract).first():
        return there
    if not contract.first_day <= on <= contract.last_day:
        raise deciding.NotDecidable("outside")
    if last_service and last_service > on:
        raise deciding.NotDecidable("service_after")
    cancels = deciding.cancels_later_years(ground, is_trial=contract.is_trial)
    ended = Termination.objects.create(
        contract=contract, ground=ground, ended_on=on, reason=reason, cancels_later=cancels, decided_by=by
    )
    Contract.objects.filter(pk=contract.pk).update(last_day=on)
    chronicle.record("contracts.terminated", contract, by=by, verdict=ground, cancels_later=cancels, on=on.isoformat())
    return ended
