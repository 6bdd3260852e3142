"""Whether a bid is valid: one verdict, every clause broken, and each place where it is broken (domain A3, A4, A42)."""
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from jiazong.commission.tenders.rules.files import Bid, HoursRule, Lot, LotBid, Member, Tender
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.ruleset import RuleSet

CENT = 100
ONE_YEAR = "one_year"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a clause is broken: the lot (None: the whole bid), the item there, what was found and what is required."""

    lot: str | None
    item: str
    found: Any
    required: Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One clause that is broken, in its words and with its source, and everywhere it is broken."""

    code: str
    rule: str
    source: str
    confidence: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the bid is valid, and every reason why not."""

    reasons: tuple[Reason, ...]

    @property
    def is_valid(self) -> bool:
        return not self.reasons

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in self.reasons)

    def is_valid_for(self, lot: str) -> bool:
        """Whether nothing speaks against the bid for this lot, where lots are awarded one by one."""
        return not any(finding.lot in (None, lot) for reason in self.reasons for finding in reason.findings)


def check(tender: Tender, bid: Bid) -> Verdict:
    """The verdict on a bid, with every reason. Raises BadFile where the bid lacks what the tender's rule has to be held against."""
    reasons = []
    for code, look in CHECKS.items():
        if findings := tuple(look(tender, bid)):
            clause = tender.rules.clause(code)
            reasons.append(Reason(code, clause.value, clause.source, clause.confidence, findings))
    return Verdict(tuple(reasons))


def pairs(tender: Tender, bid: Bid) -> Iterator[tuple[Lot, LotBid]]:
    """Each lot of the tender with what is bid for it; lots without a bid are left out."""
    offered = {one.code: one for one in bid.lots}
    return ((lot, offered[lot.code]) for lot in tender.lots if lot.code in offered)


def counted(staff: tuple[Member, ...], tender: Tender) -> tuple[list[Member], list[Member]]:
    """Professionals and the social workers among them whose certificate holds on the closing day (its last day counts)."""
    day = tender.closes.date()
    holding = [one for one in professionals(staff, tender.rules) if one.valid_until is None or one.valid_until >= day]
    social = tender.rules.word("social_work_certificates").split()
    return holding, [one for one in holding if one.certificate in social]


def professionals(staff: tuple[Member, ...], rules: RuleSet) -> list[Member]:
    """Those whose certificate makes them a professional, expired or not; aides and support staff are none."""
    kinds = {*rules.word("social_work_certificates").split(), *rules.word("allied_certificates").split()}
    return [one for one in staff if one.certificate in kinds]


def hours_floor(rule: HoursRule, number: int) -> Fraction | None:
    """The fewest hours a year for so many professionals: 22,852 ÷ 14 × N; None without such a rule."""
    if rule.floor is not None:
        return rule.floor
    if rule.floor_hours_for_base is None or rule.base_professionals is None:
        return None
    return rule.floor_hours_for_base / rule.base_professionals * number


def hours_ceiling(rule: HoursRule, number: int) -> Fraction | None:
    """The most hours a year for so many professionals: 1,960 × N × 110 %; None without such a rule."""
    if rule.ceiling is not None:
        return rule.ceiling
    if rule.total_hours_per_professional is None or rule.ceiling_percent is None:
        return None
    return rule.total_hours_per_professional * number * rule.ceiling_percent / 100


def most_professionals(rule: HoursRule, fund_fen: int) -> int | None:
    """How many professionals a year's fund allows: 14 + ⌊(fund − 2,000,000) ÷ 100,000⌋, never fewer than the base."""
    if None in (rule.base_professionals, rule.base_fund_fen, rule.extra_fen_per_professional):
        return None
    return rule.base_professionals + max(0, (fund_fen - rule.base_fund_fen) // rule.extra_fen_per_professional)


def _partial_scope(tender: Tender, bid: Bid) -> Iterator[Finding]:
    asked, offered = [lot.code for lot in tender.lots], [lot.code for lot in bid.lots]
    missing = set(asked) - set(offered)
    if tender.whole_project_only and missing or not set(offered) & set(asked):
        yield Finding(None, "lots", offered, asked)
    for code in offered:
        if code not in asked:
            yield Finding(code, "lots", code, asked)
    for lot, offer in pairs(tender, bid):
        if len(offer.prices_fen) < tender.years:
            yield Finding(lot.code, "years", len(offer.prices_fen), tender.years)


def _price_over_annual_budget(tender: Tender, bid: Bid) -> Iterator[Finding]:
    for lot, offer in pairs(tender, bid):
        for year, price in enumerate(offer.prices_fen, start=1):
            # A year the tender does not have has no budget.
            budget = lot.budgets_fen[year - 1] if year <= tender.years else 0
            if price > budget:
                yield Finding(lot.code, f"year {year}", Fraction(price, CENT), Fraction(budget, CENT))


def _indicator_below_minimum(tender: Tender, bid: Bid) -> Iterator[Finding]:
    for lot, offer in pairs(tender, bid):
        for code, least in lot.minimum_indicators.items():
            planned = offer.indicators.get(code)
            if (planned or 0) < least:
                yield Finding(lot.code, code, planned, least)


def _under_rule(tender: Tender, bid: Bid) -> Iterator[tuple[Lot, LotBid, HoursRule, int, int]]:
    for lot, offer in pairs(tender, bid):
        if lot.hours_rule is not None:
            every, social = counted(offer.staff, tender)
            yield lot, offer, lot.hours_rule, len(every), len(social)


def _hours(lot: Lot, offer: LotBid) -> Fraction:
    if offer.annual_hours is None:
        raise BadFile(f"lots.{lot.code}.annual_hours", "is missing")
    return offer.annual_hours


def _hours_below_floor(tender: Tender, bid: Bid) -> Iterator[Finding]:
    for lot, offer, rule, number, _ in _under_rule(tender, bid):
        least = hours_floor(rule, number)
        if least is not None and _hours(lot, offer) < least:
            # Shown to whole hundredths upwards, so that what is shown would also do.
            yield Finding(lot.code, "annual_hours", offer.annual_hours, Fraction(ceil(least * CENT), CENT))


def _hours_above_ceiling(tender: Tender, bid: Bid) -> Iterator[Finding]:
    for lot, offer, rule, number, _ in _under_rule(tender, bid):
        most = hours_ceiling(rule, number)
        if most is not None and _hours(lot, offer) > most:
            yield Finding(lot.code, "annual_hours", offer.annual_hours, Fraction(floor(most * CENT), CENT))


def _too_few_professionals(tender: Tender, bid: Bid) -> Iterator[Finding]:
    for lot, _, rule, number, _ in _under_rule(tender, bid):
        if rule.base_professionals is not None and number < rule.base_professionals:
            yield Finding(lot.code, "professionals", number, rule.base_professionals)


def _too_few_social_workers(tender: Tender, bid: Bid) -> Iterator[Finding]:
    for lot, _, rule, _, number in _under_rule(tender, bid):
        if rule.minimum_social_workers is not None and number < rule.minimum_social_workers:
            yield Finding(lot.code, "social_workers", number, rule.minimum_social_workers)


def _too_many_professionals(tender: Tender, bid: Bid) -> Iterator[Finding]:
    for lot, _, rule, number, _ in _under_rule(tender, bid):
        most = most_professionals(rule, min(lot.budgets_fen))
        if most is not None and number > most:
            yield Finding(lot.code, "professionals", number, most)


def _certificate_expired(tender: Tender, bid: Bid) -> Iterator[Finding]:
    day = tender.closes.date()
    for lot, offer in pairs(tender, bid):
        for one in professionals(offer.staff, tender.rules):
            if one.valid_until is not None and one.valid_until < day:
                yield Finding(lot.code, one.name, one.valid_until.isoformat(), day.isoformat())


def _late(tender: Tender, bid: Bid) -> Iterator[Finding]:
    if bid.received > tender.closes:
        yield Finding(None, "received", bid.received.isoformat(), tender.closes.isoformat())


def bond_limit_fen(tender: Tender, bid: Bid) -> Fraction | None:
    """The most a bond may be: so many percent of the budget of the lots bid for, in fen; None without a limit.

    All years count, or by the rule set only the dearest. Where only the whole project may be bid for, or nothing of it
    was, its whole budget counts.
    """
    if tender.bond_limit_percent is None:
        return None
    bid_for = [lot for lot, _ in pairs(tender, bid)]
    lots = tender.lots if tender.whole_project_only or not bid_for else bid_for
    yearly = [sum(year) for year in zip(*(lot.budgets_fen for lot in lots), strict=True)]
    budget = max(yearly) if tender.rules.word("bond_counts") == ONE_YEAR else sum(yearly)
    return budget * tender.bond_limit_percent / 100


def _bond_over_limit(tender: Tender, bid: Bid) -> Iterator[Finding]:
    most = bond_limit_fen(tender, bid)
    if most is not None and bid.bond_fen > most:
        yield Finding(None, "bond_yuan", Fraction(bid.bond_fen, CENT), Fraction(floor(most), CENT))


def _conflict_of_interest(tender: Tender, bid: Bid) -> Iterator[Finding]:
    for declared in bid.declared_interests:
        yield Finding(None, "declared_interests", declared, None)
    if tender.purchaser and bid.bidder == tender.purchaser:
        yield Finding(None, "bidder", bid.bidder, None)


def _changed_after_sealing(tender: Tender, bid: Bid) -> Iterator[Finding]:
    if bid.sealed_sha256 is not None and bid.found_sha256 != bid.sealed_sha256:
        yield Finding(None, "sha256", bid.found_sha256, bid.sealed_sha256)


CHECKS: dict[str, Callable[[Tender, Bid], Iterator[Finding]]] = {
    "partial_scope": _partial_scope,
    "price_over_annual_budget": _price_over_annual_budget,
    "indicator_below_minimum": _indicator_below_minimum,
    "hours_below_floor": _hours_below_floor,
    "hours_above_ceiling": _hours_above_ceiling,
    "too_few_professionals": _too_few_professionals,
    "too_few_social_workers": _too_few_social_workers,
    "too_many_professionals_for_fund": _too_many_professionals,
    "certificate_expired": _certificate_expired,
    "late": _late,
    "bond_over_limit": _bond_over_limit,
    "conflict_of_interest": _conflict_of_interest,
    "changed_after_sealing": _changed_after_sealing,
}
CODES = tuple(CHECKS)
