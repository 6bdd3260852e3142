"""Figures of a place and day, and what was agreed and decided about a contract."""
from datetime import date

from django.db import connection
from django.db.models import Sum

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle.models import (
    Acceptance,
    Amendment,
    Bond,
    Figure,
    Promise,
    Renewal,
    Termination,
)
from jiazong.commission.lifecycle.rules import limits
from jiazong.ground.dated import NoSetting


def figures_on(day: date, region: str, *names: str) -> dict[str, Figure]:
    """The figures of these names that hold in a region on a day: the nearest region's, of it the latest.

    One question whatever the number of names. Raises NoSetting for a name without any.
    """
    rows = Figure.objects.filter(name__in=names, first_day__lte=day)
    near = sorted((one for one in rows if region.startswith(one.region)), key=lambda one: (len(one.region), one.first_day))
    found = {one.name: one for one in near}
    if missing := set(names) - set(found):
        raise NoSetting(f"{', '.join(sorted(missing))} in {region} on {day}")
    return found


def figures_of(contract: Contract, *names: str) -> dict[str, Figure]:
    """The figures that hold for a contract: those of its centre's region on its first day."""
    return figures_on(contract.first_day, contract.centre.region_id, *names)


def standard_fund(contract: Contract) -> int:
    """What a centre's year costs by the field's own rule on the contract's first day: 200万, with the raise of 2018 240万 (A5)."""
    base = figures_of(contract, "base_fund")["base_fund"].value
    try:
        return limits.raised(base, figures_of(contract, "raise_percent")["raise_percent"].value)
    except NoSetting:  # before the raise there is no row of it
        return base


def agreed_fen(contract: Contract) -> int:
    """What a contract year costs now: as signed, with every amendment."""
    return contract.budget_fen + (Amendment.objects.filter(contract=contract).aggregate(sum=Sum("amount_fen"))["sum"] or 0)


def promises_of(contract: Contract) -> dict[str, int]:
    """What the bid promised, by code of the indicator; nothing where nobody wrote it down."""
    return dict(Promise.objects.filter(contract=contract).values_list("code", "promised"))


class Life:
    """What was agreed and decided about a contract after signing, each read once."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.bond = Bond.objects.filter(contract=contract).first()
        self.amendments = list(Amendment.objects.filter(contract=contract))
        self.acceptance = Acceptance.objects.filter(contract=contract).first()
        self.renewal = Renewal.objects.filter(contract=contract).first()
        self.termination = Termination.objects.filter(contract=contract).first()

    @property
    def agreed_fen(self) -> int:
        return self.contract.budget_fen + sum(one.amount_fen for one in self.amendments)


def hold(contract: Contract) -> None:
    """Until the transaction ends, let nobody else agree or decide anything about this contract."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 3))", [f"life of {contract.pk}"])
