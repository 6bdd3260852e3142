"""What a bid promised, what the contract asks, what was delivered: indicator by indicator; and what the year shows by itself."""
from dataclasses import dataclass
from datetime import date

from jiazong.commission.contracts.models import Contract
from jiazong.commission.lifecycle import queries as life
from jiazong.commission.lifecycle.rules.deciding import Standard
from jiazong.ledger.hours import queries as hours
from jiazong.ledger.hours.queries import ContractProgress
from jiazong.ledger.money.queries import books


@dataclass(frozen=True)
class Kept:
    """One indicator: the contract's target, what the bid promised (the target where it said nothing), what is done."""

    code: str
    name: str
    unit: str
    target: int
    promised: int | None
    done: int
    forecast: int

    @property
    def asked(self) -> int:
        return max(self.target, self.promised or 0)

    @property
    def missing(self) -> int:
        return max(self.asked - self.done, 0)


def kept_of(contract: Contract, progress: ContractProgress) -> list[Kept]:
    """Every indicator of a contract with its promise and what was delivered."""
    promised = life.promises_of(contract)
    return [
        Kept(
            one.code, one.name, one.unit, one.standing.target, promised.get(one.code), one.standing.done, int(one.standing.forecast),
        )
        for one in progress.indicators
    ]  # fmt: skip


def found_of(contract: Contract, standards: list[Standard], progress: ContractProgress) -> dict[str, str]:
    """What the ledgers show of each standard, by its code, in the words of the acceptance form."""
    money = books.money_of(contract)
    found = {f"indicator:{one.code}": f"{one.standing.done:,} {one.unit}" for one in progress.indicators}
    found |= {
        "total_hours": f"{progress.hours.total_minutes / 60:,.1f} 小时", "direct_hours": f"{progress.hours.direct_minutes / 60:,.1f} 小时",
        "staff_cost": f"{float(money.staff_ratio) * 100:.1f}%" if money.staff_ratio is not None else "",
        "professionals": f"{contract.assignments.filter(is_professional=True).count()} 人",
        "budget": f"{money.spent_fen / 100:,.2f} 元",
    }  # fmt: skip
    return {one.code: found[one.code] for one in standards if found.get(one.code)}


def standards_of(contract: Contract, progress: ContractProgress, staff_percent: int) -> list[Standard]:
    """Every standard of a contract, in the order of the acceptance form: people, hours, each indicator, money."""
    rule = progress.rule
    return [
        Standard("professionals", "专业人员", f"不少于 {rule.professionals} 人"),
        Standard("total_hours", "专业服务总工时", f"{rule.total_minutes // 60:,} 小时"),
        Standard("direct_hours", "直接专业服务工时", f"不少于 {rule.floor_minutes // 60:,} 小时"),
        *(Standard(f"indicator:{one.code}", one.name, f"{one.standing.target:,} {one.unit}") for one in progress.indicators),
        Standard("staff_cost", "人员经费占支出", f"不少于 {staff_percent}%"),
        Standard("budget", "经费使用", f"不超过 {life.agreed_fen(contract) / 100:,.2f} 元"),
    ]  # fmt: skip


def flags_of(contract: Contract, today: date) -> tuple[str, ...]:
    """What the ledgers themselves show against another year."""
    progress, money = hours.progress_of(contract, as_of=min(today, contract.last_day)), books.money_of(contract)
    over = any(one.variance.is_over for one in money.lines)
    return tuple(
        flag
        for flag, holds in (
            ("hours_below_floor", progress.term.days_left == 0 and progress.hours.direct_minutes < progress.hours.floor_minutes),
            ("staff_cost_below", money.staff_missing_fen > 0),
            ("indicators_behind", progress.verdict.behind > 0),
            ("over_budget", over or money.left_fen < 0),
        )
        if holds
    )
