"""What a page of money shows, in words and bars: computed here, drawn by the templates."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiazong.commission.contracts.models import Contract
from jiazong.ground.ui import charts
from jiazong.ground.ui.formats import day_full, number, percent, wan
from jiazong.ledger.money import wording
from jiazong.ledger.money.queries.books import Money, Part
from jiazong.ledger.money.queries.overview import Brief
from jiazong.ledger.money.rules import shares


@dataclass(frozen=True)
class Summary:
    """A contract in a list of money."""

    contract: Contract
    brief: Brief
    bar: charts.Bullet | None
    used: str


def summary(brief: Brief) -> Summary:
    """A line of the list: spent of agreed, beside the time that has passed."""
    contract = brief.contract
    return Summary(contract, brief, None, percent(brief.spent_fen, brief.agreed_fen))


def page(money: Money, parts: Sequence[Part], today: date) -> dict[str, Any]:
    """Everything one contract's page draws."""
    elapsed = charts.elapsed(money.contract.first_day, money.contract.last_day, today)
    whole = money.agreed_fen
    late = [one for one in parts if one.state == shares.LATE]
    return {
        "elapsed": elapsed, "used": percent(money.spent_fen, whole), "bar": _bar(money.spent_fen, whole, elapsed),
        "lines": [(one, _bar(one.variance.spent_fen, one.variance.budget_fen, elapsed)) for one in money.lines],
        "staff_bar": _staff_bar(money), "staff_said": wording.ratio_said(money.staff_ratio, money.staff_percent),
        "late": late, "finding": _finding(money, late), "stages": _stages(parts), "next_part": _next(parts),
        "state_words": wording.STATES, "condition_words": wording.CONDITIONS,
    }  # fmt: skip


def _bar(spent: int, whole: int, elapsed: float) -> charts.Bullet | None:
    if whole <= 0:
        return None
    state = "late" if spent > whole else "ok"
    return charts.bullet(max(spent, 0), whole, elapsed, state=state)


def _staff_bar(money: Money) -> charts.Bullet | None:
    """The share of staff as a bar, the mark where it must be at least."""
    if money.staff_ratio is None:
        return None
    state = "late" if money.staff_missing_fen else "ok"
    return charts.bullet(float(max(money.staff_ratio, 0)) * 100, 100, float(money.staff_percent), state=state)


def _finding(money: Money, late: Sequence[Part]) -> tuple[str, str, str]:
    """The sentence at the head of the page: what was spent of what, and the one thing that is wrong, with its kind."""
    said = _("%(spent)s of %(whole)s × 10,000 yuan spent") % {"spent": wan(money.spent_fen), "whole": wan(money.agreed_fen)}
    if late:
        return said, _("an instalment is %(days)s days overdue") % {"days": number(max(one.days_late for one in late))}, "bad"
    if money.left_fen < 0:
        return said, _("more than the contract"), "bad"
    if money.staff_missing_fen:
        return said, _("too little of it for staff"), "warn"
    return said, "", ""


def _next(parts: Sequence[Part]) -> Part | None:
    return next((one for one in parts if one.instalment.arrived_on is None), None)


def _stages(parts: Sequence[Part]) -> list[tuple[str, str, str]]:
    """The instalments as steps: (name, done now later, amount and day)."""
    ahead = _next(parts)
    stages = []
    for one in parts:
        part, state = one.instalment, "done" if one.instalment.arrived_on else "now" if one is ahead else "later"
        if part.arrived_on:
            small = _("%(money)s × 10,000 yuan · arrived %(day)s") % {"money": wan(part.amount_fen), "day": day_full(part.arrived_on)}
        else:
            small = _("%(money)s × 10,000 yuan · due %(day)s") % {"money": wan(part.amount_fen), "day": day_full(part.due_on)}
        stages.append((part.name, state, small))
    return stages
