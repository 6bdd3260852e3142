"""A tender and a bid as their files state them (format: docs/reference/tender-files.md)."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from jiazong.commission.tenders.rules import reading, sealing
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.ruleset import USUAL_CITY, Rule, RuleSet, cities, rules_for

MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class HoursRule:
    """Hours and staff by rule; None is a limit this tender does not have. `floor` and `ceiling` are hours set outright."""

    base_professionals: int | None
    minimum_social_workers: int | None
    base_fund_fen: int | None
    extra_fen_per_professional: int | None
    total_hours_per_professional: Fraction | None
    ceiling_percent: Fraction | None
    floor_hours_for_base: Fraction | None
    floor: Fraction | None = None
    ceiling: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot (包组): its budget year by year in fen, its minimum indicators, its hours rule where it has one."""

    code: str
    name: str
    budgets_fen: tuple[int, ...]
    minimum_indicators: Mapping[str, Fraction]
    hours_rule: HoursRule | None = None


@dataclass(frozen=True)
class Tender:
    """A tender as its document states it, with the rule set of its city on the day it was published."""

    code: str
    name: str
    kind: str
    purchaser: str
    published: date
    closes: datetime
    years: int
    whole_project_only: bool
    bond_limit_percent: Fraction | None
    lots: tuple[Lot, ...]
    rules: RuleSet
    scoring: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff a bid plans with: the certificate and the last day it holds (None: without end)."""

    name: str
    certificate: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class LotBid:
    """What a bid offers for one lot: a price for each year in fen, hours a year, staff, indicators."""

    code: str
    prices_fen: tuple[int, ...]
    annual_hours: Fraction | None
    staff: tuple[Member, ...]
    indicators: Mapping[str, Fraction]


@dataclass(frozen=True)
class Bid:
    """A bid; `sealed_sha256` is the hash given at submission, `found_sha256` the hash of what lies here now."""

    bidder: str
    received: datetime
    bond_fen: int
    declared_interests: tuple[str, ...]
    lots: tuple[LotBid, ...]
    sealed_sha256: str | None = None
    found_sha256: str | None = None
    scores: Mapping[str, Any] = field(default_factory=dict)


def read_tender(said: Any, more: tuple[Rule, ...] = ()) -> Tender:
    """Read a tender's file; `more` are rules of a file of one's own. Raises BadFile with the place."""
    said = reading.the_object(said, "tender")
    closes = reading.moment(said, "closes", "closes")
    published = reading.day(said, "published", "published") if "published" in said else closes.date()
    own = cities(more)
    rules = rules_for(reading.text(said, "city", "city", own[0] if len(own) == 1 else USUAL_CITY), published, more)
    years = reading.whole(said.get("years"), "years", least=1)
    if years > MOST_YEARS:
        raise BadFile("years", "must be at most %(most)s", most=MOST_YEARS)
    lots = [_lot(f"lots[{n}]", one, years) for n, one in enumerate(reading.the_list(said, "lots", "lots"))]
    if not lots:
        raise BadFile("lots", "must name at least one lot")
    _once("lots", [lot.code for lot, _ in lots])
    return Tender(
        code=reading.text(said, "code", "code"),
        name=reading.text(said, "name", "name", ""),
        kind=reading.text(said, "kind", "kind", "centre_project"),
        purchaser=reading.text(said, "purchaser", "purchaser", ""),
        published=published,
        closes=closes,
        years=years,
        whole_project_only=reading.yes_or_no(said, "whole_project_only", "whole_project_only", default=True),
        bond_limit_percent=_or_rule(said, "bond_limit_percent", "bond_limit_percent", rules),
        lots=_with_hours_rules(lots, said, rules),
        rules=rules,
        scoring=None if said.get("scoring") is None else reading.the_object(said["scoring"], "scoring"),
    )


def _lot(where: str, said: Any, years: int) -> tuple[Lot, Mapping[str, Any]]:
    said = reading.the_object(said, where)
    minimum = reading.the_object(said.get("minimum_indicators") or {}, f"{where}.minimum_indicators")
    lot = Lot(
        code=_code(said, where),
        name=reading.text(said, "name", f"{where}.name", ""),
        budgets_fen=_yearly(said, "annual_budget_yuan", where, years),
        minimum_indicators={key: reading.number(value, f"{where}.minimum_indicators.{key}") for key, value in minimum.items()},
    )
    if len(lot.budgets_fen) != years:
        raise BadFile(f"{where}.annual_budget_yuan", "must have one amount for each of the %(years)s years", years=years)
    return lot, said


def _with_hours_rules(lots: list[tuple[Lot, Mapping[str, Any]]], said: Mapping[str, Any], rules: RuleSet) -> tuple[Lot, ...]:
    """A lot's own hours rule; else the tender's, but for small lots beside a lot that reaches the base fund.

    The rule speaks of a centre of at least the base fund; employment counselling beside it has other staff (domain A4).
    """
    shared = hours_rule(said["hours_rule"], "hours_rule", rules) if said.get("hours_rule") is not None else None
    base = (shared.base_fund_fen or 0) if shared else 0
    has_centre = any(min(lot.budgets_fen) >= base for lot, own in lots if "hours_rule" not in own)
    found = []
    for n, (lot, own) in enumerate(lots):
        rule = shared if not has_centre or min(lot.budgets_fen) >= base else None
        if "hours_rule" in own:
            rule = None if own["hours_rule"] is None else hours_rule(own["hours_rule"], f"lots[{n}].hours_rule", rules)
        found.append(Lot(lot.code, lot.name, lot.budgets_fen, lot.minimum_indicators, rule))
    return tuple(found)


def hours_rule(said: Any, where: str, rules: RuleSet) -> HoursRule:
    """An hours rule; what it leaves out comes from the rule set, what it says is null does not hold. Raises BadFile."""
    said = reading.the_object(said, where)

    def limit(key: str, name: str = "") -> Fraction | None:
        return _or_rule(said, key, f"{where}.{key}", rules)

    def persons(key: str, least: int) -> int | None:
        found = limit(key)
        return None if found is None else reading.whole(_plain(found), f"{where}.{key}", least=least)

    def money(key: str) -> int | None:
        found = limit(key)
        return None if found is None else int(found * 100)

    rule = HoursRule(
        base_professionals=persons("base_professionals", 1),
        minimum_social_workers=persons("minimum_social_workers", 0),
        base_fund_fen=money("base_fund_yuan"),
        extra_fen_per_professional=money("extra_yuan_per_professional"),
        total_hours_per_professional=limit("total_hours_per_professional"),
        ceiling_percent=limit("ceiling_percent"),
        floor_hours_for_base=limit("floor_hours_for_base"),
        floor=limit("floor_hours"),
        ceiling=limit("ceiling_hours"),
    )
    if rule.extra_fen_per_professional == 0:
        raise BadFile(f"{where}.extra_yuan_per_professional", "must be a number above 0")
    return rule


def _plain(found: Fraction) -> int | float:
    return int(found) if found.denominator == 1 else float(found)


def _or_rule(said: Mapping[str, Any], key: str, where: str, rules: RuleSet) -> Fraction | None:
    if key not in said:
        return rules.number(key)
    return None if said[key] is None else reading.number(said[key], where)


def read_bid(said: Any) -> Bid:
    """Read a bid's file. Raises BadFile with the place."""
    said = reading.the_object(said, "bid")
    lots = tuple(_lot_bid(f"lots[{n}]", one) for n, one in enumerate(reading.the_list(said, "lots", "lots")))
    _once("lots", [lot.code for lot in lots])
    sealed = sealing.sealed_hash(said)
    return Bid(
        bidder=reading.text(said, "bidder", "bidder"),
        received=reading.moment(said, "received", "received"),
        bond_fen=reading.fen(said.get("bond_yuan") or 0, "bond_yuan"),
        declared_interests=_interests(said),
        lots=lots,
        sealed_sha256=sealed,
        found_sha256=None if sealed is None else sealing.digest(said),
        scores={key: said[key] for key in sealing.AFTER_OPENING if said.get(key) is not None},
    )


def _lot_bid(where: str, said: Any) -> LotBid:
    said = reading.the_object(said, where)
    indicators = reading.the_object(said.get("indicators") or {}, f"{where}.indicators")
    hours = said.get("annual_hours")
    return LotBid(
        code=_code(said, where),
        prices_fen=_yearly(said, "annual_price_yuan", where, 0),
        annual_hours=None if hours is None else reading.number(hours, f"{where}.annual_hours"),
        staff=tuple(
            _member(f"{where}.staff[{n}]", one)
            for n, one in enumerate(reading.the_list(said, "staff", f"{where}.staff", optional=True))
        ),
        indicators={
            key: reading.number(value, f"{where}.indicators.{key}") for key, value in indicators.items() if value is not None
        },
    )


def _member(where: str, said: Any) -> Member:
    said = reading.the_object(said, where)
    endless = said.get("valid_until") is None
    return Member(
        name=reading.text(said, "name", f"{where}.name"),
        certificate=reading.text(said, "certificate", f"{where}.certificate"),
        valid_until=None if endless else reading.day(said, "valid_until", f"{where}.valid_until"),
    )


def _interests(said: Mapping[str, Any]) -> tuple[str, ...]:
    """What was declared, as words; an object is shown by its values, an empty entry or a plain “none” declares nothing."""
    found = []
    for n, one in enumerate(reading.the_list(said, "declared_interests", "declared_interests", optional=True)):
        if not isinstance(one, str | Mapping):
            raise BadFile(f"declared_interests[{n}]", "must be text or an object")
        words = one if isinstance(one, str) else "，".join(str(value) for value in one.values() if value not in (None, ""))
        if words.strip() and words.strip().lower() not in ("无", "没有", "none"):
            found.append(words.strip()[: reading.LONGEST_TEXT])
    return tuple(found)


def _yearly(said: Mapping[str, Any], key: str, where: str, years: int) -> tuple[int, ...]:
    """An amount for each year, in fen; a single number of a tender holds for every year."""
    place, found = f"{where}.{key}", said.get(key)
    if isinstance(found, list):
        return tuple(reading.fen(one, f"{place}[{n}]") for n, one in enumerate(found))
    if not years and found is not None:
        raise BadFile(place, "must be a list with one amount for each year")
    return (reading.fen(found, place),) * years


def _code(said: Mapping[str, Any], where: str) -> str:
    found = said.get("code")
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else reading.text(said, "code", f"{where}.code")


def _once(where: str, codes: list[str]) -> None:
    if twice := next((code for n, code in enumerate(codes) if code in codes[:n]), None):
        raise BadFile(where, "has the lot %(code)s twice", code=twice)
