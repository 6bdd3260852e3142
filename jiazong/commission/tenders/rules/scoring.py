"""Scores of valid bids: comprehensive by price or by hours, or the lowest price; means, ties and what is awarded (domain B5, B6)."""
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from jiazong.commission.tenders.rules.ruleset import Rule, RuleSet
from jiazong.commission.tenders.rules.telling import two_places

COMPREHENSIVE, LOWEST_PRICE = "comprehensive", "lowest_price"
BY_PRICE, BY_HOURS, FIXED = "benchmark_price", "benchmark_hours", "fixed_price"
AWARDED, CANCELLED, INCOMPLETE, TIED = "awarded", "cancelled", "incomplete", "tied"
TECHNICAL, BUSINESS = "technical", "business"
DROP_ENDS = "highest_and_lowest"
# With fewer members nothing would be left to take a mean of.
FEWEST_TO_DROP = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the scoring table: what is judged and the most points for it."""

    code: str
    name: str
    points: Fraction


@dataclass(frozen=True)
class Scoring:
    """How bids are scored: weights in points of 100, and the settings of the rule set for means, rounding and ties."""

    method: str = COMPREHENSIVE
    price_mode: str = BY_PRICE
    price_weight: Fraction = Fraction(10)
    technical: tuple[Item, ...] = ()
    business: tuple[Item, ...] = ()
    draw_seed: str = ""
    drop: str = "none"
    places: int = 2
    ties: tuple[str, ...] = ("price", TECHNICAL, "draw")
    fewest: int = 3

    def weight(self, part: str) -> Fraction:
        """The most points a part can bring."""
        return sum((item.points for item in getattr(self, part)), Fraction(0))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one panel member gave one bid: points by the code of the item, each from 0 to the item's most."""

    member: str
    points: Mapping[str, Fraction]


@dataclass(frozen=True)
class Contender:
    """A valid bid as scoring sees it: price of all years in fen, hours of a year, and the sheets of the panel.

    `given` are points of a whole part where no single sheets are at hand.
    """

    bidder: str
    price_fen: int
    annual_hours: Fraction
    sheets: tuple[Sheet, ...] = ()
    given: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of the ranking; a part nobody scored yet is None, and then the total too."""

    rank: int
    bidder: str
    price_fen: int
    annual_hours: Fraction
    technical: Decimal | None
    business: Decimal | None
    price: Decimal
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the scoring comes to: awarded, cancelled, incomplete (points are missing) or tied (a lot has to be drawn)."""

    outcome: str
    winner: str | None
    benchmark: Fraction | None
    ranking: tuple[Ranked, ...]
    because: tuple[Rule, ...] = ()
    may_follow: tuple[Rule, ...] = ()


class BadScores(ValueError):
    """Scores that cannot be taken: `bidder` whose, `what` the English sentence part with places for `params`."""

    def __init__(self, bidder: str, what: str, **params: object) -> None:
        self.where, self.what, self.params = bidder, what, params
        super().__init__(f"{bidder}: {what % params if params else what}")


def score(scoring: Scoring, contenders: Sequence[Contender], rules: RuleSet, *, all_over_budget: bool = False) -> Outcome:
    """Rank the valid bids; too few of them cancel the tender, with what may follow. Raises BadScores."""
    if len(contenders) < scoring.fewest:
        causes = ["cancelled.too_few_valid"] + (["cancelled.all_over_budget"] if all_over_budget else [])
        follow = sorted(name for name in rules.rules if name.startswith("clause.follow."))
        because = tuple(rules.clause(code) for code in causes)
        return Outcome(CANCELLED, None, None, (), because, tuple(rules.rules[name] for name in follow))
    mark = benchmark(scoring, contenders)
    lines = [_scored(scoring, one, mark) for one in contenders]
    if scoring.method == COMPREHENSIVE and any(line.total is None for line in lines):
        _all_or_none(lines)
        ranking = _ranked(lines, [(-line.price,) for line in lines])
        return Outcome(INCOMPLETE, None, mark, ranking)
    ranking = _ranked(lines, [_order(scoring, line) for line in lines])
    if [line.rank for line in ranking].count(1) > 1:
        return Outcome(TIED, None, mark, ranking)
    return Outcome(AWARDED, ranking[0].bidder, mark, ranking)


def benchmark(scoring: Scoring, contenders: Sequence[Contender]) -> Fraction | None:
    """What the price part is measured against: the lowest valid price in yuan, or the most hours; None where price does not count."""
    if scoring.price_mode == FIXED:
        return None
    if scoring.price_mode == BY_HOURS:
        return max(one.annual_hours for one in contenders)
    return Fraction(min(one.price_fen for one in contenders), 100)


def price_points(scoring: Scoring, contender: Contender, mark: Fraction | None) -> Decimal:
    """Points for the price: benchmark ÷ price × weight, or hours ÷ benchmark hours × weight; none for a fixed price."""
    if mark is None or scoring.method == LOWEST_PRICE:
        return two_places(Fraction(0), scoring.places)
    if scoring.price_mode == BY_HOURS:
        own, best = contender.annual_hours, mark
        share = own / best if best else Fraction(1)
    else:
        own = Fraction(contender.price_fen, 100)
        share = mark / own if own else Fraction(1)
    return two_places(share * scoring.price_weight, scoring.places)


def part_points(scoring: Scoring, contender: Contender, part: str) -> Decimal | None:
    """Points of a part: the mean over the members item by item, added up; None where nobody scored. Raises BadScores."""
    items: tuple[Item, ...] = getattr(scoring, part)
    if not items:
        return two_places(Fraction(0), scoring.places)
    if part in contender.given:
        return two_places(_within(contender, part, contender.given[part], scoring.weight(part)), scoring.places)
    sheets = [sheet for sheet in contender.sheets if any(item.code in sheet.points for item in items)]
    if not sheets:
        return None
    total = Fraction(0)
    for item in items:
        if lacking := next((sheet.member for sheet in sheets if item.code not in sheet.points), None):
            raise BadScores(contender.bidder, "%(member)s gave no points for %(item)s", member=lacking, item=item.code)
        given = [_within(contender, item.code, sheet.points[item.code], item.points) for sheet in sheets]
        total += mean(given, scoring.drop)
    return two_places(total, scoring.places)


def mean(given: Sequence[Fraction], drop: str) -> Fraction:
    """The mean of the members' points, exact; with DROP_ENDS and enough members without the highest and the lowest."""
    kept = sorted(given)
    if drop == DROP_ENDS and len(kept) >= FEWEST_TO_DROP:
        kept = kept[1:-1]
    return sum(kept, Fraction(0)) / len(kept)


def draw(seed: str, bidder: str) -> str:
    """The lot a bidder draws with a seed published before: SHA-256 of both; the smaller goes first."""
    return hashlib.sha256(f"{seed}\n{bidder}".encode()).hexdigest()


def _within(contender: Contender, item: str, points: Fraction, most: Fraction) -> Fraction:
    if not 0 <= points <= most:
        raise BadScores(
            contender.bidder, "%(points)s points for %(item)s are not between 0 and %(most)s",
            points=two_places(points), item=item, most=two_places(most),
        )  # fmt: skip
    return points


def _scored(scoring: Scoring, one: Contender, mark: Fraction | None) -> Ranked:
    price = price_points(scoring, one, mark)
    if scoring.method == LOWEST_PRICE:
        technical = business = total = None
    else:
        technical, business = part_points(scoring, one, TECHNICAL), part_points(scoring, one, BUSINESS)
        total = None if technical is None or business is None else technical + business + price
    return Ranked(0, one.bidder, one.price_fen, one.annual_hours, technical, business, price, total)


def _all_or_none(lines: Sequence[Ranked]) -> None:
    for part in (TECHNICAL, BUSINESS):
        unscored = [line.bidder for line in lines if getattr(line, part) is None]
        if unscored and len(unscored) < len(lines):
            raise BadScores(unscored[0], "has no %(part)s points while others have", part=part)


def _order(scoring: Scoring, line: Ranked) -> tuple:
    """What one line is sorted by; every part of it is the line's own, so a bid that joins never changes how others stand."""
    first = line.price_fen if scoring.method == LOWEST_PRICE else -line.total
    order: list[object] = [first]
    for tie in scoring.ties:
        if tie == "price":
            order.append(line.price_fen)
        elif tie == TECHNICAL:
            order.append(-(line.technical or Decimal(0)))
        elif tie == "draw" and scoring.draw_seed:
            order.append(draw(scoring.draw_seed, line.bidder))
    return tuple(order)


def _ranked(lines: Sequence[Ranked], orders: Sequence[tuple]) -> tuple[Ranked, ...]:
    """The lines by their order; equal orders share a rank, and stand by name so that the list is always the same."""
    sorted_lines = sorted(zip(orders, lines, strict=True), key=lambda one: (one[0], one[1].bidder))
    found: list[Ranked] = []
    for place, (order, line) in enumerate(sorted_lines, start=1):
        same = place > 1 and sorted_lines[place - 2][0] == order
        rank = found[-1].rank if same else place
        found.append(Ranked(rank, line.bidder, line.price_fen, line.annual_hours, line.technical, line.business, line.price, line.total))
    return tuple(found)
