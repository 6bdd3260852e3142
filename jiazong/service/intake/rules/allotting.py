"""Who could take a case, best first, with the reasons; advice only, pure. Source: domain A14 (load and specialty).

A case weighs points by its colour, a worker's load is her points against a full load. Whoever is away on the day, has no
record check that holds for a minor's case, is in conflict or cannot open a case is never proposed, only named with the
reason; whoever decides takes no minor's or restricted case herself and stands behind the others for the rest.
"""
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from jiazong.people.staff.rules import Away

AWAY, NO_CHECK, CONFLICT, NO_ACCOUNT, NEEDS_SECOND = "away", "no_check", "conflict", "no_account", "needs_second"
# Whoever decides may differ for a reason, but not against these; the database refuses the first and the last of them itself.
NEVER = (NO_CHECK, CONFLICT, NO_ACCOUNT, NEEDS_SECOND)
FITS, AWAY_SOON, OVER_FULL, OVER_HOURS, DECIDES = "fits", "away_soon", "over_full", "over_hours", "decides"


@dataclass(frozen=True)
class Weights:
    """What a case weighs by colour (points), what a full load is, what fitting, being away soon and deciding count (percent)."""

    full: int
    colours: Mapping[str, int]
    crisis: int
    skill: int
    soon_days: int
    soon_cost: int
    decides_cost: int = 0

    def points(self, colour: str, *, is_crisis: bool) -> int:
        """What one case weighs."""
        return self.colours.get(colour, self.colours[""]) + (self.crisis if is_crisis else 0)

    def percent(self, points: int) -> int:
        """Points as whole percent of a full load, rounded half up."""
        return (points * 200 + self.full) // (self.full * 2)


@dataclass(frozen=True)
class Asked:
    """A case to be given: what it weighs, what it asks for, whether it is a minor's or needs a second person to open it."""

    key: str
    points: int
    skills: frozenset[str] = frozenset()
    is_minor: bool = False
    is_guarded: bool = False
    not_for: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Hand:
    """A worker as the proposal sees her; `place` is where she stands in the list, `minutes` what is recorded this month."""

    key: int
    place: str
    points: int
    cases: int = 0
    skills: frozenset[str] = frozenset()
    away: tuple[Away, ...] = ()
    has_check: bool = True
    has_account: bool = True
    decides: bool = False
    minutes: int = 0
    expected: int = 0


@dataclass(frozen=True)
class Proposed:
    """One worker for one case: load now and what the case adds in percent, why for, why not."""

    hand: Hand
    load: int
    added: int
    fits: frozenset[str]
    reasons: tuple[str, ...]
    barred: tuple[str, ...]
    score: int = field(compare=False, default=0)


@dataclass(frozen=True)
class Advice:
    """Those who could take a case, best first, and those who could not, each with the reason."""

    ranked: list[Proposed]
    barred: list[Proposed]

    @property
    def first(self) -> Proposed | None:
        return self.ranked[0] if self.ranked else None

    def of(self, key: int) -> Proposed | None:
        """What is said of one worker."""
        return next((one for one in (*self.ranked, *self.barred) if one.hand.key == key), None)


def propose(hands: Iterable[Hand], asked: Asked, weights: Weights, *, on: date) -> Advice:
    """Workers for a case: the lowest load after it first, a fitting skill lowers and a leave ahead raises what is compared.

    Two that compare alike stand as the list of workers stands.
    """
    judged = sorted((_judged(hand, asked, weights, on) for hand in hands), key=lambda one: (one.score, one.hand.place, one.hand.key))
    return Advice([one for one in judged if not one.barred], [one for one in judged if one.barred])


def _judged(hand: Hand, asked: Asked, weights: Weights, on: date) -> Proposed:
    fits = hand.skills & asked.skills
    soon = any(on <= one.last_day and one.first_day <= on + timedelta(days=weights.soon_days) for one in hand.away)
    after = weights.percent(hand.points + asked.points)
    barred = (
        (AWAY, any(one.on(on) for one in hand.away)), (NO_CHECK, asked.is_minor and not hand.has_check),
        (CONFLICT, hand.key in asked.not_for), (NO_ACCOUNT, not hand.has_account), (NEEDS_SECOND, hand.decides and asked.is_guarded),
    )  # fmt: skip
    reasons = (
        (FITS, bool(fits)), (AWAY_SOON, soon), (OVER_FULL, after > 100), (OVER_HOURS, hand.minutes > hand.expected > 0), (DECIDES, hand.decides),
    )  # fmt: skip
    return Proposed(
        hand, weights.percent(hand.points), weights.percent(asked.points), fits,
        tuple(name for name, holds in reasons if holds), tuple(name for name, holds in barred if holds),
        score=after * 100 - weights.skill * 100 * len(fits) + (weights.soon_cost * 100 if soon else 0)
        + (weights.decides_cost * 100 if hand.decides else 0) + hand.points,
    )  # fmt: skip


def balance(hands: Collection[Hand], cases: Iterable[Asked], weights: Weights, *, on: date) -> dict[str, Advice]:
    """Advice for many cases at once, the heaviest first: who was proposed for one carries it when the next is looked at."""
    carrying = {hand.key: hand for hand in hands}
    found: dict[str, Advice] = {}
    for asked in sorted(cases, key=lambda one: (-one.points, one.key)):
        advice = propose(carrying.values(), asked, weights, on=on)
        found[asked.key] = advice
        if advice.first:
            taker = advice.first.hand
            carrying[taker.key] = replace(taker, points=taker.points + asked.points, cases=taker.cases + 1)
    return found


def is_long_away(absences: Iterable[Away], *, on: date, days: int) -> bool:
    """Whether somebody is away from a day on for so many days without a day between."""
    until = on - timedelta(days=1)
    for one in sorted(absences, key=lambda away: away.first_day):
        if one.first_day <= until + timedelta(days=1):
            until = max(until, one.last_day)
    return (until - on).days + 1 >= days
