"""The money of many contracts at once, in a fixed number of questions."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle.models import Amendment
from jiazong.ledger.money.models import Instalment, MonthSum
from jiazong.ledger.money.rules import booking


@dataclass(frozen=True)
class Brief:
    """The money of one contract in a list: agreed, spent, on staff, granted, and how many instalments are overdue."""

    contract: Contract
    agreed_fen: int
    spent_fen: int
    staff_fen: int
    granted_fen: int
    overdue: int


@dataclass(frozen=True)
class Whole:
    """The sums over all contracts within reach that run on a day."""

    contracts: int
    agreed_fen: int
    spent_fen: int
    granted_fen: int
    overdue: int


def money_of_many(codes: Sequence[str], today: date) -> list[Brief]:
    """The money of these contracts in the order of their codes as given; five questions however many there are."""
    contracts = {one.pk: one for one in Contract.objects.filter(code__in=codes).select_related("centre")}
    added = dict(Amendment.objects.filter(contract__in=codes).values_list("contract").annotate(Sum("amount_fen")))
    sums = {row["contract"]: row for row in _sums(MonthSum.objects.filter(contract__in=codes).values("contract"))}
    late = dict(_overdue(Instalment.objects.filter(contract__in=codes), today).values_list("contract").annotate(Count("pk")))
    nothing = {"spent": 0, "staff": 0, "granted": 0}
    return [
        Brief(
            contracts[code], contracts[code].budget_fen + added.get(code, 0), (row := sums.get(code, nothing))["spent"] or 0,
            row["staff"] or 0, -(row["granted"] or 0), late.get(code, 0),
        )
        for code in codes
    ]  # fmt: skip


def whole(within: QuerySet[Contract], today: date) -> Whole:
    """The sums over the contracts that run today."""
    running = within.order_by().filter(first_day__lte=today, last_day__gte=today).values("code")
    agreed = Contract.objects.filter(code__in=running).aggregate(sum=Sum("budget_fen"), n=Count("pk"))
    added = Amendment.objects.filter(contract__in=running).aggregate(sum=Sum("amount_fen"))["sum"] or 0
    kinds = {
        row["heading__kind"]: row["sum"]
        for row in MonthSum.objects.filter(contract__in=running).values("heading__kind").annotate(sum=Sum("amount_fen"))
    }
    late = _overdue(Instalment.objects.filter(contract__in=running), today).count()
    return Whole(agreed["n"], (agreed["sum"] or 0) + added, kinds.get(booking.EXPENSE, 0), -kinds.get(booking.GRANT, 0), late)


def _sums(rows: QuerySet) -> QuerySet:
    expense = Q(heading__kind=booking.EXPENSE)
    return rows.annotate(
        spent=Sum("amount_fen", filter=expense), staff=Sum("amount_fen", filter=expense & Q(heading__is_staff_cost=True)),
        granted=Sum("amount_fen", filter=Q(heading__kind=booking.GRANT)),
    )  # fmt: skip


def _overdue(instalments: QuerySet[Instalment], today: date) -> QuerySet[Instalment]:
    return instalments.filter(met_on__isnull=False, arrived_on__isnull=True, paid_on__isnull=True, due_on__lt=today)

