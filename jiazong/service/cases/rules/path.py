"""Where a case stands on the six stages, and what is next for whoever works on it. Pure."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiazong.service.cases.rules import stages

SIX = (*stages.GOING_ON, stages.CLOSED)
DONE, NOW, LATER = "done", "now", "later"
# What may be next, in the order in which it is shown.
ALLOT, DECIDE_INTAKE, ASSESS, COMPLETE, PLAN, HAND_IN, AWAIT, RETURNED, REVIEW, NOTE, CLOSE, FOLLOW_UP = (
    "allot", "decide_intake", "assess", "complete", "plan", "hand_in", "await", "returned", "review", "note", "close", "follow_up",
)  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """One of the six stages, how it stands, and since when, as far as that is known."""

    stage: str
    state: str
    day: date | None = None


@dataclass(frozen=True)
class Standing:
    """What is known of a case when one asks what is next."""

    stage: str
    has_worker: bool = True
    has_open_assessment: bool = False
    has_assessment: bool = False
    plan: str = ""
    review_on: date | None = None
    last_contact_on: date | None = None


def path(stage: str, days: Mapping[str, date | None]) -> list[Stop]:
    """The six stages of a case; one that was refused or referred stops where it was, nothing of it lies ahead."""
    if stage == stages.CLOSED:
        return [Stop(one, DONE, days.get(one)) for one in SIX]
    if stage in stages.ENDED:
        return [Stop(one, DONE if days.get(one) else LATER, days.get(one)) for one in SIX]
    here = SIX.index(stage)
    return [Stop(one, DONE if at < here else NOW if at == here else LATER, days.get(one)) for at, one in enumerate(SIX)]


def what_is_next(one: Standing, today: date) -> list[str]:
    """What is to be done in a case, the most urgent first; at least one thing for every case."""
    if one.stage in stages.ENDED:
        return [FOLLOW_UP] if one.stage == stages.CLOSED else []
    found = [] if one.has_worker else [ALLOT]
    if one.review_on and one.review_on <= today and not one.has_open_assessment:
        found.append(REVIEW)
    if one.stage == stages.INTAKE:
        return [*found, DECIDE_INTAKE]
    if one.has_open_assessment:
        found.append(COMPLETE)
    elif not one.has_assessment:
        found.append(ASSESS)
    planned = {"": PLAN, "draft": HAND_IN, "submitted": AWAIT, "returned": RETURNED}.get(one.plan)
    if planned and one.has_assessment:
        found.append(planned)
    if one.stage in (stages.INTERVENTION, stages.EVALUATION):
        found.append(NOTE)
    return [*found, CLOSE] if one.stage == stages.EVALUATION else found
