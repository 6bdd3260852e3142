"""When a case may be closed, and what its report must say (结案, domain D1). Pure."""
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from jiazong.service.cases.rules import stages

LOWEST, HIGHEST = -2, 2
LEVELS = tuple(range(LOWEST, HIGHEST + 1))


class OpenRisk(ValueError):
    """A risk is still open, and the report does not say why the case is closed all the same."""


class GoalsNotJudged(ValueError):
    """The goals are said to be reached, but not for each of them how far."""


class NoGoals(ValueError):
    """The goals are said to be reached, and there is no approved plan with goals."""


class NotALevel(ValueError):
    """A level of attainment outside -2 to +2."""


class HasClosing(ValueError):
    """A closing report waits for its approval or was approved already."""


class FollowUpDay(ValueError):
    """The last day of the follow-up lies before the closing, or further ahead than a follow-up may be planned; `last` is the last day that may be."""

    def __init__(self, last: date) -> None:
        super().__init__(last)
        self.last = last


@dataclass(frozen=True)
class Report:
    """A closing report as the decision sees it; `outcomes` is goal → level."""

    reason: str
    outcomes: Mapping[object, int]
    risk_words: str = ""


def has_open_risk(colour: str, *, is_crisis: bool, is_acute: bool) -> bool:
    """Whether something of the case still burns: it is red, opened as a crisis, or its last assessment names an acute risk."""
    return colour == stages.RED or is_acute or is_crisis and colour in ("", stages.RED)


def check_follow_up(closed_on: date, until: date | None, *, most_days: int) -> None:
    """Refuse a follow-up that would end before the closing or keep the file open too long. Raises FollowUpDay."""
    last = closed_on + timedelta(days=most_days)
    if until is not None and not closed_on <= until <= last:
        raise FollowUpDay(last)


def check_may_close(stage: str, report: Report, *, goals: Collection[object], open_risk: bool) -> None:
    """Refuse a closing report that leaves something unsaid.

    Raises AlreadyEnded, NotNow, NotALevel, NoGoals, GoalsNotJudged, OpenRisk.
    """
    stages.check_may_go(stage, stages.CLOSED)
    if report.reason not in stages.CLOSING_REASONS:
        raise ValueError(report.reason)
    if any(level not in LEVELS for level in report.outcomes.values()):
        raise NotALevel(report.outcomes)
    if report.reason == stages.REACHED:
        if not goals:
            raise NoGoals
        if set(goals) - set(report.outcomes):
            raise GoalsNotJudged(set(goals) - set(report.outcomes))
    # Whoever has died is at no risk; in every other case the words stand in the report for whoever approves it.
    if open_risk and report.reason != stages.DIED and not report.risk_words.strip():
        raise OpenRisk
