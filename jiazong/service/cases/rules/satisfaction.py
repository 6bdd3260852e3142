"""How a family found the service: 满意 5, 基本满意 3, 不满意 0, 不了解 the mean of the others (domain A23, B13). Pure."""
from collections.abc import Iterable, Mapping
from fractions import Fraction

SATISFIED, FAIRLY, NOT, UNKNOWN = "satisfied", "fairly", "not", "unknown"
CHOICES = (SATISFIED, FAIRLY, NOT, UNKNOWN)
# Two readings of "don't know": the mean of those who answered, or the middle of the scale; which holds is a setting.
MEAN, MIDDLE = "mean", "middle"
Scores = Mapping[str, int]


def mean_of(choices: Iterable[str], scores: Scores, *, unknown: str = MEAN) -> Fraction | None:
    """The mean of some answers; those who do not know count as the mean of the others, or as the middle score.

    Nothing is known where nobody answered. The mean is exact; it is rounded only where it is written.
    """
    listed = list(choices)
    known = [Fraction(scores[one]) for one in listed if one != UNKNOWN]
    if unknown == MIDDLE:
        known += [Fraction(scores[FAIRLY])] * (len(listed) - len(known))
    return sum(known, Fraction()) / len(known) if known else None


def score(answers: Mapping[str, str], scores: Scores, *, unknown: str = MEAN) -> Fraction | None:
    """The score of one questionnaire: the mean of its items."""
    return mean_of(answers.values(), scores, unknown=unknown)


def items(questionnaires: Iterable[Mapping[str, str]], scores: Scores, *, unknown: str = MEAN) -> dict[str, Fraction | None]:
    """Item → its mean over those who were asked it."""
    said: dict[str, list[str]] = {}
    for one in questionnaires:
        for item, choice in one.items():
            said.setdefault(item, []).append(choice)
    return {item: mean_of(choices, scores, unknown=unknown) for item, choices in said.items()}
