"""When a voucher stands: it balances, keeps project money for the project, and books what its kind allows; pure (A5)."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

PROJECT, STREET = "project", "street"
FUNDS = (PROJECT, STREET)

# Kinds of headings. Of each fund there is one bank; a budget line is an expense of the project.
BANK, GRANT, OTHER_INCOME, CARRIED, EXPENSE, STREET_BANK, STREET_PAID, STREET_COST = (
    "bank", "grant", "other_income", "carried", "expense", "street_bank", "street_paid", "street_cost",
)  # fmt: skip
FUND_OF = {
    BANK: PROJECT, GRANT: PROJECT, OTHER_INCOME: PROJECT, CARRIED: PROJECT, EXPENSE: PROJECT,
    STREET_BANK: STREET, STREET_PAID: STREET, STREET_COST: STREET,
}  # fmt: skip
SPENT, GRANTED, OTHER, CARRIED_ON, STREET_TASK, STREET_MONEY, REVERSAL = (
    "spent", "granted", "other", "carried", "street_task", "street_money", "reversal",
)  # fmt: skip
KINDS = (SPENT, GRANTED, OTHER, CARRIED_ON, STREET_TASK, STREET_MONEY, REVERSAL)


class MoneyRefused(ValueError):
    """The voucher cannot be booked; the class says why."""


class NotBalanced(MoneyRefused):
    """Debit and credit differ, or there is only one side."""


class NoAmount(MoneyRefused):
    """An entry of nothing, or a voucher without amount."""


class StreetTaskOnProjectMoney(MoneyRefused):
    """A street's own task was to be paid from project money (A5: money only for the project)."""


class OutsideYear(MoneyRefused):
    """The day lies outside what may be booked for this contract: before its first day, or ahead of today."""


class AlreadyReversed(MoneyRefused):
    """The voucher was taken back before, or is itself a reversal."""


class NoEvidence(MoneyRefused):
    """Money was spent without a receipt or a word why there is none."""


@dataclass(frozen=True)
class Side:
    """One entry: a heading with its fund, and fen; debit above zero, credit below."""

    heading: int
    fund: str
    amount_fen: int


def check_voucher(fund: str, sides: Sequence[Side]) -> None:
    """Refuse a voucher that does not balance, has an entry of nothing, or mixes the street's money with the project's.

    Raises NotBalanced, NoAmount, StreetTaskOnProjectMoney.
    """
    if any(side.amount_fen == 0 for side in sides):
        raise NoAmount
    if len(sides) < 2 or sum(side.amount_fen for side in sides) != 0:
        raise NotBalanced
    if any(side.fund != fund for side in sides):
        raise StreetTaskOnProjectMoney


def check_day(day: date, *, first_day: date, today: date) -> None:
    """Refuse a day before the contract or ahead of today; bills of the year may come after its last day. Raises OutsideYear."""
    if day < first_day or day > today:
        raise OutsideYear


def reversed_sides(sides: Iterable[Side]) -> list[Side]:
    """The entries that take others back: the same headings, every amount negated."""
    return [Side(side.heading, side.fund, -side.amount_fen) for side in sides]


def balances(sides: Iterable[Side]) -> dict[int, int]:
    """What stands on each heading after these entries."""
    found: dict[int, int] = {}
    for side in sides:
        found[side.heading] = found.get(side.heading, 0) + side.amount_fen
    return found
