"""What the scores of an assessment mean: total, colour, the day of the next look. Pure; the figures come from the scale.

A higher score means a heavier need. An acute risk makes a case red whatever the total.
"""
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiazong.ground.workdays.rules import add_working_days
from jiazong.service.cases.rules.stages import COLOURS, RED

VIOLENCE, SELF_HARM, NEGLECT = "violence", "self_harm", "neglect"
RISKS = (VIOLENCE, SELF_HARM, NEGLECT)
NONE, PAST, POSSIBLE, ACUTE = "none", "past", "possible", "acute"
RISK_LEVELS = (NONE, PAST, POSSIBLE, ACUTE)
PERSONAL, FAMILY, SOCIAL = "personal", "family", "social"
SYSTEMS = (PERSONAL, FAMILY, SOCIAL)

Scores = Mapping[str, Mapping[str, int]]


class BadScale(ValueError):
    """A scale that does not say which colour follows from every total."""


class OutOfScale(ValueError):
    """A score the scale does not know."""


class NotComplete(ValueError):
    """Something an assessment must hold is missing; the argument names what, as codes."""

    def __init__(self, lacks: Sequence[str]) -> None:
        super().__init__(", ".join(lacks))
        self.lacks = tuple(lacks)


@dataclass(frozen=True)
class Threshold:
    """From which total on a colour holds, and after how many days (calendar or working) the case is looked at again."""

    colour: str
    at_least: int
    review_days: int
    is_working: bool = False


@dataclass(frozen=True)
class DomainScore:
    """A domain's sum beside the most it can be, and what it was the time before."""

    code: str
    name: str
    points: int
    most: int
    before: int | None = None

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.points - self.before


def thresholds(colours: Iterable[Mapping]) -> tuple[Threshold, ...]:
    """The thresholds of a scale, the gravest first.

    Raises BadScale when a colour is unknown or twice, when graver does not mean more, or when zero has no colour.
    """
    found = [Threshold(one["colour"], one["from"], one["review_days"], one.get("days") == "working") for one in colours]
    found.sort(key=lambda one: -one.at_least)
    order = [COLOURS.index(one.colour) if one.colour in COLOURS else -1 for one in found]
    if not found or -1 in order or order != sorted(set(order)) or found[-1].at_least != 0 or len({t.at_least for t in found}) != len(found):
        raise BadScale(colours)
    return tuple(found)


def total(scores: Scores) -> int:
    """The sum of all scores."""
    return sum(sum(one.values()) for one in scores.values())


def has_acute(risks: Mapping[str, Mapping]) -> bool:
    """Whether any risk is acute."""
    return any(one.get("level") == ACUTE for one in risks.values())


def threshold_of(lines: Sequence[Threshold], points: int, *, is_acute: bool) -> Threshold:
    """The threshold that holds for a total; an acute risk is red, reviewed as red is, or as the gravest where red is unknown."""
    if is_acute:
        gravest = lines[0]
        return Threshold(RED, gravest.at_least, gravest.review_days, gravest.is_working)
    return next(one for one in lines if points >= one.at_least)


def review_on(threshold: Threshold, day: date, is_working: Callable[[date], bool]) -> date:
    """The day of the next look after an assessment of a day."""
    if threshold.is_working:
        return add_working_days(day, threshold.review_days, is_working)
    return day + timedelta(days=threshold.review_days)


def check_scores(domains: Iterable[Mapping], scores: Scores) -> None:
    """Refuse scores the scale does not know. Raises OutOfScale."""
    known = {domain["code"]: {item["code"]: item["points"] for item in domain["items"]} for domain in domains}
    for domain, items in scores.items():
        for item, points in items.items():
            if not isinstance(points, int) or not 0 <= points <= known.get(domain, {}).get(item, -1):
                raise OutOfScale(f"{domain}.{item}={points}")


def unscored(domains: Iterable[Mapping], scores: Scores) -> list[str]:
    """The items without a score, as domain.item."""
    wanted = [(domain["code"], item["code"]) for domain in domains for item in domain["items"]]
    return [f"{domain}.{item}" for domain, item in wanted if item not in scores.get(domain, {})]


def lacks(domains: Iterable[Mapping], scores: Scores, risks: Mapping[str, Mapping], needs: Sequence[str]) -> list[str]:
    """What is missing before an assessment can be completed: scores, a word on each risk, at least one need."""
    found = ["scores"] if unscored(domains, scores) else []
    found += ["risks"] if any(risks.get(one, {}).get("level") not in RISK_LEVELS for one in RISKS) else []
    return found + ([] if any(one.strip() for one in needs) else ["needs"])


def by_domain(domains: Iterable[Mapping], scores: Scores, before: Scores | None = None) -> list[DomainScore]:
    """Each domain's sum, beside that of the assessment before where there is one on the same domain."""
    return [
        DomainScore(
            domain["code"], domain["name"], sum(scores.get(domain["code"], {}).values()), sum(item["points"] for item in domain["items"]),
            sum(before[domain["code"]].values()) if before and domain["code"] in before else None,
        )
        for domain in domains
    ]  # fmt: skip
