"""Where a contract stands on a day, read from the roll-up and reckoned by the pure rules."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiazong.commission.contracts import queries as contracts
from jiazong.commission.contracts.models import Contract, HoursRule, Indicator, JudgingRule
from jiazong.ledger.hours.queries.totals import Totals, totals_by_method
from jiazong.ledger.hours.rules import progress as reckoning
from jiazong.ledger.hours.rules.progress import HoursStanding, Judging, Standing, Term, Verdict

TOTAL_HOURS, DIRECT_HOURS = "total_hours", "direct_hours"


@dataclass(frozen=True)
class Measure:
    """One thing the contract counts and where it stands; the two hours measures are in minutes."""

    code: str
    name: str
    unit: str
    is_hours: bool
    standing: Standing
    indicator: Indicator | None = None


@dataclass(frozen=True)
class ContractProgress:
    """A contract on a day: its term, its hours, its measures (total hours, direct hours, then the indicators)."""

    contract: Contract
    term: Term
    rule: HoursRule
    hours: HoursStanding
    measures: list[Measure]
    verdict: Verdict

    @property
    def indicators(self) -> list[Measure]:
        return [one for one in self.measures if one.indicator]


def progress_of(contract: Contract, *, as_of: date) -> ContractProgress:
    """Where a contract stands on a day (that day counted); four questions to the database whatever its size."""
    return reckon(
        contract,
        as_of=as_of,
        rule=contracts.hours_rule_on(contract, as_of),
        setting=contracts.judging_rule_on(as_of),
        totals=totals_by_method(contract, as_of=as_of),
        indicators=contract.indicators.select_related("method").order_by("order"),
    )


def reckon(
    contract: Contract,
    *,
    as_of: date,
    rule: HoursRule,
    setting: JudgingRule,
    totals: Mapping[int, Totals],
    indicators: Iterable[Indicator],
) -> ContractProgress:
    """Where a contract stands on a day, from what was read about it: no question to the database."""
    term = Term(contract.first_day, contract.last_day, as_of)
    judging = Judging(Fraction(setting.slow_below), Fraction(setting.behind_below))
    hours = _hours(rule, totals.values())
    measures = [
        Measure(TOTAL_HOURS, "专业服务总工时", "小时", True, reckoning.standing(
            term, target=rule.total_minutes, done=hours.total_minutes, judging=judging)),
        Measure(DIRECT_HOURS, "直接专业服务工时", "小时", True, reckoning.standing(
            term, target=rule.floor_minutes, done=hours.direct_minutes, judging=judging)),
    ]  # fmt: skip
    for one in indicators:
        done = _done(one, totals.get(one.method_id, Totals()))
        standing = reckoning.standing(term, target=one.target, done=done, judging=judging)
        measures.append(Measure(one.code, one.name, one.unit, False, standing, one))
    return ContractProgress(
        contract, term, rule, hours, measures, reckoning.verdict((one.standing for one in measures), term)
    )


def _hours(rule: HoursRule, totals: Iterable[Totals]) -> HoursStanding:
    summed = Totals()
    for one in totals:
        summed.add(one)
    return HoursStanding(
        direct_minutes=summed.counted_direct_minutes,
        total_minutes=summed.counted_minutes,
        target_minutes=rule.total_minutes,
        floor_minutes=rule.floor_minutes,
        ceiling_minutes=reckoning.ceiling_minutes(rule.total_minutes, rule.ceiling_percent),
    )


def _done(indicator: Indicator, totals: Totals) -> int:
    return totals.person_times if indicator.counts == Indicator.PERSONS else totals.rows
