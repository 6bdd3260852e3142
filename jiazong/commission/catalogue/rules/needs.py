"""From ranked answers to ranked needs: every form weighs the same in its stratum, every stratum as its people do."""
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Stratum:
    """One street and group of a survey: its sample, its people where known, and how often each need stood at each place."""

    key: Hashable
    planned: int
    population: int | None
    received: int
    counts: Mapping[int, Sequence[int]]


@dataclass(frozen=True)
class RankedNeed:
    """A need with its place; `score` lies between 0 (nobody named it) and 1 (everybody put it first)."""

    need: int
    rank: int
    score: Fraction
    named: int
    first: int


class BadRanking(ValueError):
    """A form names a need twice, one that the survey does not know, or more than it asks for; `code` says which."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def check_ranking(ranked: Sequence[int], needs: frozenset[int], places: int) -> None:
    """Whether a form can be counted. Raises BadRanking: nothing, twice, unknown, too_many."""
    if not ranked:
        raise BadRanking("nothing")
    if len(set(ranked)) != len(ranked):
        raise BadRanking("twice")
    if len(ranked) > places:
        raise BadRanking("too_many")
    if not set(ranked) <= needs:
        raise BadRanking("unknown")


def counts_of(answers: Sequence[Sequence[int]], places: int) -> dict[int, list[int]]:
    """Need → how often it stood at place 1, 2, …; the order of the answers makes no difference."""
    counts: dict[int, list[int]] = {}
    for ranked in answers:
        for place, need in enumerate(ranked):
            counts.setdefault(need, [0] * places)[place] += 1
    return counts


def score(counts: Sequence[int], received: int, places: int) -> Fraction:
    """What a need gets: the first place counts `places` points, the last one; as a share of all points it could get."""
    if received == 0:
        return Fraction(0)
    points = sum((places - place) * many for place, many in enumerate(counts))
    return Fraction(points, received * places)


def weights(strata: Sequence[Stratum]) -> dict[Hashable, Fraction]:
    """Each stratum's share: by its people where all are known, else by its planned sample, else all alike.

    A stratum without an answer has no share; what the others hold grows in proportion, and the page says which is missing.
    """
    answered = [one for one in strata if one.received]
    if all(one.population for one in answered):
        sizes = {one.key: one.population or 0 for one in answered}
    else:
        sizes = {one.key: one.planned for one in answered}
    whole = sum(sizes.values())
    if whole == 0:
        return {one.key: Fraction(1, len(answered)) for one in answered}
    return {key: Fraction(size, whole) for key, size in sizes.items()}


def ranked(strata: Sequence[Stratum], needs: Sequence[int], places: int) -> list[RankedNeed]:
    """All needs over some strata, the most pressing first; those with the same score share a rank and keep the form's order."""
    share = weights(strata)
    found = []
    for need in needs:
        held = [(one, one.counts.get(need, [0] * places)) for one in strata if one.key in share]
        total = sum((share[one.key] * score(counts, one.received, places) for one, counts in held), Fraction(0))
        found.append((need, total, sum(sum(counts) for _, counts in held), sum(counts[0] for _, counts in held)))
    found.sort(key=lambda line: -line[1])
    higher = {total: sum(1 for line in found if line[1] > total) for _, total, _, _ in found}
    return [RankedNeed(need, higher[total] + 1, total, named, first) for need, total, named, first in found]
