"""Reads of what comes after closing: follow-ups and how the family found the service."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiazong.service.cases.models import Case, FollowUp, Satisfaction
from jiazong.service.cases.queries.settings import settings_on
from jiazong.service.cases.rules import satisfaction as rules


@dataclass(frozen=True)
class Item:
    """One question of the questionnaire."""

    code: str
    words: str


@dataclass(frozen=True)
class Found:
    """One questionnaire with its score: 0 to 5, nothing where nobody knew."""

    record: Satisfaction
    answers: list[tuple[str, str]]
    score: Fraction | None


def items_on(day: date) -> list[Item]:
    """The questions that are asked on a day."""
    return [Item(**one) for one in settings_on(day, "satisfaction.items")["satisfaction.items"]]


def score_of(answers: Mapping[str, str], day: date) -> Fraction | None:
    """What a questionnaire of a day scores, by the settings of that day."""
    held = settings_on(day, "satisfaction.scores", "satisfaction.unknown")
    return rules.score(answers, held["satisfaction.scores"], unknown=held["satisfaction.unknown"])


def follow_ups_of(case: Case) -> list[FollowUp]:
    """The follow-ups of a case, the newest first."""
    found = list(FollowUp.objects.filter(case=case).select_related("written_by").order_by("-day", "-written_at"))
    for one in found:
        one.case = case
    return found


def satisfactions_of(case: Case) -> list[Found]:
    """The questionnaires of a case as they were asked, the newest first."""
    found = []
    for one in Satisfaction.objects.filter(case=case).select_related("written_by").order_by("-day", "-written_at"):
        one.case = case
        said = one.answers or {}
        found.append(Found(one, [(item["words"], item["answer"]) for item in said.get("items", [])], _score(one)))
    return found


def _score(one: Satisfaction) -> Fraction | None:
    answers = {item["code"]: item["answer"] for item in (one.answers or {}).get("items", [])}
    return score_of(answers, one.day)
