"""What speaks against publishing a tender as it stands: too short a time, a scoring table that does not add up (domain B6, E)."""
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiazong.commission.tenders.rules import scoring
from jiazong.commission.tenders.rules.clocks import clock_on, turning_day
from jiazong.commission.tenders.rules.contest import read_scoring
from jiazong.commission.tenders.rules.files import Tender


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a tender from being published: a code, what was found, what is required, and the source."""

    code: str
    found: Any
    required: Any
    source: str
    confidence: str


def faults_of(tender: Tender) -> list[Fault]:
    """Everything that speaks against publishing the tender. Raises BadFile where its scoring table cannot be read."""
    return [*term_faults(tender), *_scoring_faults(tender)]


def term_faults(tender: Tender) -> list[Fault]:
    """What speaks against the time and the bond, without a look at the scoring table."""
    return [*_time_faults(tender), *_bond_faults(tender)]


def earliest_closing(published: date) -> date:
    """The first day a tender published on this day may close."""
    return turning_day(clock_on("publishing", published), published, bool)


def _time_faults(tender: Tender) -> Iterator[Fault]:
    clock, earliest = clock_on("publishing", tender.published), earliest_closing(tender.published)
    if tender.closes.date() < earliest:
        yield Fault("closes_too_early", tender.closes.date(), earliest, clock.source, clock.confidence)


def _bond_faults(tender: Tender) -> Iterator[Fault]:
    rule = tender.rules.rules.get("bond_limit_percent")
    most = tender.rules.number("bond_limit_percent")
    if rule and most is not None and (tender.bond_limit_percent is None or tender.bond_limit_percent > most):
        yield Fault("bond_limit_too_high", tender.bond_limit_percent, most, rule.source, rule.confidence)


def _scoring_faults(tender: Tender) -> Iterator[Fault]:
    table = read_scoring(tender.scoring, tender.rules)
    if table.method != scoring.COMPREHENSIVE:
        return
    counts = table.price_mode != scoring.FIXED
    total = table.weight(scoring.TECHNICAL) + table.weight(scoring.BUSINESS) + (table.price_weight if counts else 0)
    whole = tender.rules.number("weights_total")
    if whole is not None and total != whole:
        rule = tender.rules.rules["weights_total"]
        yield Fault("weights_do_not_add_up", total, whole, rule.source, rule.confidence)
    least = tender.rules.number("price_weight_least_percent")
    if table.price_mode == scoring.BY_PRICE and least is not None and table.price_weight < least:
        rule = tender.rules.rules["price_weight_least_percent"]
        yield Fault("price_weight_too_low", table.price_weight, least, rule.source, rule.confidence)
