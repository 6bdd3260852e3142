"""A tender and its bids from their files: who is valid, who is scored, lot by lot where lots are awarded one by one."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiazong.commission.tenders.rules import reading, scoring
from jiazong.commission.tenders.rules.checking import Verdict, check
from jiazong.commission.tenders.rules.files import Bid, Tender
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.rules.ruleset import RuleSet
from jiazong.commission.tenders.rules.scoring import Contender, Item, Outcome, Scoring, Sheet

METHODS = {
    "comprehensive": scoring.COMPREHENSIVE, "comprehensive_scoring": scoring.COMPREHENSIVE,
    "lowest_price": scoring.LOWEST_PRICE, "lowest_price_method": scoring.LOWEST_PRICE,
}  # fmt: skip
MODES = (scoring.BY_PRICE, scoring.BY_HOURS, scoring.FIXED)
DROPS = ("none", scoring.DROP_ENDS)
TIES = ("price", scoring.TECHNICAL, "draw")
MOST_PLACES = 6


@dataclass(frozen=True)
class Contest:
    """What came of one contest: the whole tender, or one lot of it."""

    lots: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Result:
    """What came of a tender: each bid's verdict, and each contest."""

    tender: Tender
    scoring: Scoring
    verdicts: tuple[tuple[Bid, Verdict], ...]
    contests: tuple[Contest, ...]


def hold(tender: Tender, bids: Sequence[Bid]) -> Result:
    """Check every bid, score the valid ones, rank them. Raises BadFile, BadScores."""
    table = read_scoring(tender.scoring, tender.rules)
    names = [bid.bidder for bid in bids]
    if twice := next((name for n, name in enumerate(names) if name in names[:n]), None):
        raise BadFile("bidder", "%(bidder)s has bid twice; a bidder has one bid", bidder=twice)
    verdicts = tuple((bid, check(tender, bid)) for bid in bids)
    asked = tuple(lot.code for lot in tender.lots)
    groups = [asked] if tender.whole_project_only else [(code,) for code in asked]
    return Result(tender, table, verdicts, tuple(_contest(table, verdicts, tender, group) for group in groups))


def _contest(table: Scoring, verdicts: Sequence[tuple[Bid, Verdict]], tender: Tender, lots: tuple[str, ...]) -> Contest:
    entered = [
        (bid, verdict) for bid, verdict in verdicts if tender.whole_project_only or {one.code for one in bid.lots} & set(lots)
    ]
    valid = [
        bid for bid, verdict in entered
        if (verdict.is_valid if tender.whole_project_only else all(verdict.is_valid_for(lot) for lot in lots))
    ]  # fmt: skip
    over = bool(entered) and all("price_over_annual_budget" in verdict.codes for _, verdict in entered)
    contenders = [contender_of(bid, table, lots) for bid in valid]
    return Contest(lots, scoring.score(table, contenders, tender.rules, all_over_budget=over))


def read_scoring(said: Mapping[str, Any] | None, rules: RuleSet) -> Scoring:
    """The scoring table of a tender's file, with the rule set's settings where it says nothing. Raises BadFile."""
    if said is None:
        raise BadFile("scoring", "is missing")
    method = _one_of(said, "method", METHODS, "comprehensive")
    price = said.get("price", {})
    price = price if isinstance(price, Mapping) else {"weight": price}
    if METHODS[method] == scoring.COMPREHENSIVE and price.get("weight") is None and price.get("mode") != scoring.FIXED:
        raise BadFile("scoring.price.weight", "is missing")
    technical, business = (_items(said, part) for part in (scoring.TECHNICAL, scoring.BUSINESS))
    codes = [item.code for item in (*technical, *business)]
    if twice := next((code for n, code in enumerate(codes) if code in codes[:n]), None):
        raise BadFile("scoring", "has the item %(code)s twice", code=twice)
    return Scoring(
        method=METHODS[method],
        price_mode=_one_of(price, "mode", MODES, scoring.BY_PRICE, "price."),
        price_weight=reading.number(price.get("weight", 0), "scoring.price.weight"),
        technical=technical,
        business=business,
        draw_seed=reading.text(said, "draw_seed", "scoring.draw_seed", ""),
        drop=_one_of(said, "drop", DROPS, rules.word("panel_drop")),
        places=_places(said, rules),
        ties=_ties(said, rules),
        fewest=int(rules.number("fewest_valid_bids") or 0),
    )


def _one_of(said: Mapping[str, Any], key: str, known: Sequence[str] | Mapping[str, str], default: str, under: str = "") -> str:
    found = reading.text(said, key, f"scoring.{under}{key}", default)
    if found not in known:
        raise BadFile(f"scoring.{under}{key}", "is %(said)s; there are %(known)s", said=found, known=", ".join(known))
    return found


def _places(said: Mapping[str, Any], rules: RuleSet) -> int:
    found = reading.whole(said["decimals"], "scoring.decimals") if "decimals" in said else int(rules.number("score_decimals") or 0)
    if found > MOST_PLACES:
        raise BadFile("scoring.decimals", "must be at most %(most)s", most=MOST_PLACES)
    return found


def _ties(said: Mapping[str, Any], rules: RuleSet) -> tuple[str, ...]:
    if "ties" not in said:
        return tuple(rules.word("ties").split())
    found = reading.the_list(said, "ties", "scoring.ties")
    if unknown := [one for one in found if one not in TIES]:
        raise BadFile("scoring.ties", "is %(said)s; there are %(known)s", said=unknown[0], known=", ".join(TIES))
    return tuple(found)


def _items(said: Mapping[str, Any], part: str) -> tuple[Item, ...]:
    """A part as one number, or as a list of items with their most points."""
    found = said.get(part)
    if found is None:
        return ()
    if not isinstance(found, list):
        points = reading.number(found, f"scoring.{part}")
        return (Item(part, "", points),) if points else ()
    items = []
    for n, one in enumerate(found):
        where = f"scoring.{part}[{n}]"
        one = reading.the_object(one, where)
        items.append(
            Item(
                reading.text(one, "code", f"{where}.code"), reading.text(one, "name", f"{where}.name", ""),
                reading.number(one.get("points"), f"{where}.points"),
            )
        )  # fmt: skip
    return tuple(items)


def contender_of(bid: Bid, table: Scoring, lots: Sequence[str]) -> Contender:
    """A valid bid as scoring sees it, for some lots of it. Raises BadFile."""
    offers = [one for one in bid.lots if one.code in lots]
    if table.price_mode == scoring.BY_HOURS and any(one.annual_hours is None for one in offers):
        raise BadFile(f"{bid.bidder} annual_hours", "is missing")
    given = {
        part: reading.number(bid.scores[part], f"{bid.bidder} {part}")
        for part in (scoring.TECHNICAL, scoring.BUSINESS) if part in bid.scores
    }  # fmt: skip
    return Contender(
        bidder=bid.bidder,
        price_fen=sum(sum(one.prices_fen) for one in offers),
        annual_hours=sum((one.annual_hours or Fraction(0) for one in offers), Fraction(0)),
        sheets=_sheets(bid, table, lots),
        given=given,
    )


def _sheets(bid: Bid, table: Scoring, lots: Sequence[str]) -> tuple[Sheet, ...]:
    """The panel's sheets: each member once, points by item or, for a part of a single number, by the part."""
    found: list[Sheet] = []
    for n, one in enumerate(reading.the_list(bid.scores, "panel_scores", f"{bid.bidder} panel_scores", optional=True)):
        where = f"{bid.bidder} panel_scores[{n}]"
        one = reading.the_object(one, where)
        if one.get("lot") is not None and str(one["lot"]) not in lots:
            continue
        sheet = Sheet(reading.text(one, "member", f"{where}.member"), _points(one, table, where))
        if sheet.member in {other.member for other in found}:
            raise BadFile(where, "%(member)s has scored twice", member=sheet.member)
        found.append(sheet)
    return tuple(found)


def _points(one: Mapping[str, Any], table: Scoring, where: str) -> dict[str, Fraction]:
    points: dict[str, Fraction] = {}
    for part in (scoring.TECHNICAL, scoring.BUSINESS):
        said = one.get(part)
        if said is None:
            continue
        codes = [item.code for item in getattr(table, part)]
        if not isinstance(said, Mapping):
            if len(codes) > 1:
                raise BadFile(f"{where}.{part}", "must give points item by item")
            said = {code: said for code in codes}
        for code, given in said.items():
            if code not in codes:
                raise BadFile(f"{where}.{part}", "has the item %(code)s, which the scoring table has not", code=code)
            points[code] = reading.number(given, f"{where}.{part}.{code}")
    return points
