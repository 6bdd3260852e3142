"""Added tasks and what they do to the plan."""
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet, Sum

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours import queries as hours
from jiazong.ledger.hours.models import MonthTotal
from jiazong.review.grievances import rules
from jiazong.review.grievances.models import StreetTask, TaskSum


@dataclass(frozen=True)
class Effect:
    """What the hours of a task do to the plan: the month's direct service, the share it took, the indicators at risk."""

    month_minutes: int
    share: Fraction | None
    at_risk: list[rules.AtRisk]


def effect_of(contract: Contract, *, first_day: date, minutes: int, today: date) -> Effect:
    """The effect of a task of so many minutes in the month of its first day, by the ledger of hours as it stands today."""
    month = MonthTotal.objects.filter(contract=contract, month=first_day.replace(day=1))
    month_minutes = max(month.aggregate(sum=Sum("direct_minutes"))["sum"] or 0, 0)
    progress = hours.progress_of(contract, as_of=min(max(today, contract.first_day), contract.last_day))
    forecasts = [
        rules.Forecast(one.code, one.name, one.standing.target, one.standing.done, one.standing.forecast) for one in progress.indicators
    ]
    risks = rules.at_risk(forecasts, lost_minutes=minutes, direct_minutes=progress.hours.direct_minutes)
    return Effect(month_minutes, rules.share_lost(minutes, month_minutes), risks)


def way_of(task: StreetTask) -> rules.Way:
    """How far a task has come, as the rules see it."""
    return rules.Way(task.is_agreed, task.referred_on is not None, task.ended_on is not None)


@dataclass(frozen=True)
class Sums:
    """What tasks come to over a period."""

    tasks: int
    minutes: int
    cost_fen: int
    not_consulted: int
    not_agreed: int
    referred: int
    project_money: int


FIGURES = ("tasks", "minutes", "cost_fen", "not_consulted", "not_agreed", "referred", "project_money")


def sums_by_contract(contracts: QuerySet[Contract], *, since: date) -> QuerySet[TaskSum, dict]:
    """The sums of each contract since a month, without a task in it."""
    rows = TaskSum.objects.filter(contract__in=contracts.order_by().values("code"), month__gte=since.replace(day=1))
    sums = {f"sum_{name}": Sum(name) for name in FIGURES}
    return rows.values("contract", "contract__centre__name").annotate(**sums).order_by("-sum_minutes", "contract")


def sums_over(rows: list[dict]) -> Sums:
    """The sums over all these contracts."""
    return Sums(**{name: sum(row[f"sum_{name}"] or 0 for row in rows) for name in FIGURES})


def tasks_of(contracts: QuerySet[Contract]) -> QuerySet[StreetTask]:
    """The tasks added to these contracts."""
    return StreetTask.objects.filter(contract__in=contracts.order_by().values("code"))
