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
    judging = _judging(setting)
    hours = _hours(rule, totals.values())
    measures = [
        _hours_measure(TOTAL_HOURS, rule, term, hours.total_minutes, judging),
        _hours_measure(DIRECT_HOURS, rule, term, hours.direct_minutes, judging),
    ]
    for one in indicators:
        measures.append(_measure(one, term, _done(one, totals.get(one.method_id, Totals())), judging))
    return ContractProgress(
        contract, term, rule, hours, measures, reckoning.verdict((one.standing for one in measures), term)
    )


def measure_alone(contract: Contract, code: str, indicator: Indicator | None, *, done: int, as_of: date) -> tuple[Measure, Term]:
    """One measure of a contract whose figure is known already, and the term: two questions to the database at most."""
    term = Term(contract.first_day, contract.last_day, as_of)
    judging = _judging(contracts.judging_rule_on(as_of))
    if indicator is not None:
        return _measure(indicator, term, done, judging), term
    return _hours_measure(code, contracts.hours_rule_on(contract, as_of), term, done, judging), term


def _judging(setting: JudgingRule) -> Judging:
    return Judging(Fraction(setting.slow_below), Fraction(setting.behind_below))


def _measure(indicator: Indicator, term: Term, done: int, judging: Judging) -> Measure:
    standing = reckoning.standing(term, target=indicator.target, done=done, judging=judging)
    return Measure(indicator.code, indicator.name, indicator.unit, False, standing, indicator)


def _hours_measure(code: str, rule: HoursRule, term: Term, done: int, judging: Judging) -> Measure:
    name, target = {
        TOTAL_HOURS: ("专业服务总工时", rule.total_minutes), DIRECT_HOURS: ("直接专业服务工时", rule.floor_minutes),
    }[code]  # fmt: skip
    return Measure(code, name, "小时", True, reckoning.standing(term, target=target, done=done, judging=judging))


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
