"""Shares of money: instalments that add up to the fen, the staff-cost ratio, the variance of a line, days late; pure (A5)."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

# What an instalment waits for.
SIGNING, ACCEPTANCE, EVALUATION = "signing", "acceptance", "evaluation"
CONDITIONS = (SIGNING, ACCEPTANCE, EVALUATION)
WAITING, DUE, LATE, PAID, ARRIVED, ARRIVED_LATE = "waiting", "due", "late", "paid", "arrived", "arrived_late"


class SharesWrong(ValueError):
    """The instalments do not add up to the contract; `missing_fen` is what lacks (below zero: what is too much)."""

    def __init__(self, missing_fen: int) -> None:
        super().__init__(f"{missing_fen} fen are missing")
        self.missing_fen = missing_fen


def split(whole_fen: int, percents: Sequence[int]) -> list[int]:
    """The contract in instalments by percent, in whole fen; what rounding leaves goes to the last, so that the sum is the contract.

    Raises SharesWrong where the percents are not 100 together.
    """
    if not percents or sum(percents) != 100 or any(one < 0 for one in percents):
        raise SharesWrong(whole_fen - sum(whole_fen * one // 100 for one in percents))
    parts = [whole_fen * one // 100 for one in percents]
    return [*parts[:-1], whole_fen - sum(parts[:-1])]


def check_sum(whole_fen: int, parts: Sequence[int]) -> None:
    """Refuse instalments that are not the contract together, to the fen; raises SharesWrong."""
    if missing := whole_fen - sum(parts):
        raise SharesWrong(missing)


class ConditionNotMet(ValueError):
    """What an instalment waits for is not there; `why`: not_accepted, not_evaluated, below_pass."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def check_condition(condition: str, *, accepted: bool, evaluation: Decimal | None, pass_at: int) -> None:
    """Refuse to owe an instalment before its condition: the year accepted, or the evaluation passed. Raises ConditionNotMet."""
    if condition == ACCEPTANCE and not accepted:
        raise ConditionNotMet("not_accepted")
    if condition == EVALUATION and evaluation is None:
        raise ConditionNotMet("not_evaluated")
    if condition == EVALUATION and evaluation < pass_at:
        raise ConditionNotMet("below_pass")


@dataclass(frozen=True)
class Arrival:
    """An instalment as far as it has come: what it waits for, whether that is there, and its days."""

    due_on: date
    is_met: bool
    paid_on: date | None = None
    arrived_on: date | None = None


def state_of(arrival: Arrival, today: date) -> str:
    """Where an instalment stands: it is late only once its condition is met and its day by the contract is over."""
    if arrival.arrived_on:
        return ARRIVED_LATE if arrival.arrived_on > arrival.due_on else ARRIVED
    if arrival.paid_on:
        return PAID
    if not arrival.is_met:
        return WAITING
    return LATE if today > arrival.due_on else DUE


def days_late(arrival: Arrival, today: date) -> int:
    """How many days after its day by the contract an instalment came, or is waited for today; 0 in time or not yet owed."""
    until = arrival.arrived_on or (today if arrival.is_met else arrival.due_on)
    return max((until - arrival.due_on).days, 0)


def staff_ratio(staff_fen: int, all_fen: int) -> Fraction | None:
    """Which share of what was spent went to staff; nothing spent has none."""
    return Fraction(staff_fen, all_fen) if all_fen > 0 else None


def staff_missing(staff_fen: int, all_fen: int, minimum_percent: int) -> int:
    """How many fen more would have had to go to staff for the share to be reached; 0 where it is."""
    return max(-((staff_fen * 100 - all_fen * minimum_percent) // 100), 0)


@dataclass(frozen=True)
class Variance:
    """A budget line against what was spent: what is left (below zero: overspent), and the share that is used."""

    budget_fen: int
    spent_fen: int

    @property
    def left_fen(self) -> int:
        return self.budget_fen - self.spent_fen

    @property
    def used(self) -> Fraction | None:
        return Fraction(self.spent_fen, self.budget_fen) if self.budget_fen else None

    @property
    def is_over(self) -> bool:
        return self.spent_fen > self.budget_fen
