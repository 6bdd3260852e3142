"""What a plan must hold before it is handed in, who may decide on it, and what changed since the version before. Pure."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

DRAFT, SUBMITTED, APPROVED, RETURNED = "draft", "submitted", "approved", "returned"
SAME, CHANGED, ADDED, DROPPED = "same", "changed", "added", "dropped"


class NotDraft(ValueError):
    """What was handed in or decided is not changed; a new version follows it."""


class NotSubmitted(ValueError):
    """There is nothing to decide: it was not handed in, or somebody has decided before."""


class OwnWork(ValueError):
    """Nobody approves what she wrote herself."""


class Incomplete(ValueError):
    """Something a plan must hold is missing; the argument names what, as codes."""

    def __init__(self, lacks: Sequence[str]) -> None:
        super().__init__(", ".join(lacks))
        self.lacks = tuple(lacks)


@dataclass(frozen=True)
class StepTold:
    """One thing somebody does until a day."""

    words: str
    who: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class GoalTold:
    """What shall be different in a domain, and the steps to it."""

    domain: str
    words: str
    steps: tuple[StepTold, ...] = ()


@dataclass(frozen=True)
class Change:
    """A goal in the version before and in this one, with what happened to it."""

    kind: str
    before: GoalTold | None
    after: GoalTold | None


def lacks(goals: Sequence[GoalTold]) -> list[str]:
    """What is missing before a plan can be handed in: a goal, a step to each, who and until when for each step."""
    steps = [step for goal in goals for step in goal.steps]
    found = [] if goals else ["goals"]
    found += ["steps"] if any(not goal.steps for goal in goals) else []
    found += ["who"] if any(not step.who.strip() for step in steps) else []
    return found + (["days"] if any(step.due_on is None for step in steps) else [])


def check_may_change(state: str) -> None:
    """Refuse to change what was handed in. Raises NotDraft."""
    if state != DRAFT:
        raise NotDraft(state)


def check_may_submit(state: str, missing: Sequence[str]) -> None:
    """Refuse to hand in twice or half. Raises NotDraft, Incomplete."""
    check_may_change(state)
    if missing:
        raise Incomplete(missing)


def check_may_decide(state: str, *, author: object, decider: object) -> None:
    """Refuse a decision twice, and by the author. Raises NotSubmitted, OwnWork."""
    if state != SUBMITTED:
        raise NotSubmitted(state)
    if author == decider:
        raise OwnWork(decider)


def changes(before: Sequence[GoalTold], after: Sequence[GoalTold]) -> list[Change]:
    """What became of each goal: matched by its words first, then by its domain in order; dropped ones last."""
    left = list(before)
    found: list[Change | None] = [None] * len(after)
    for place, goal in enumerate(after):
        if twin := next((one for one in left if (one.domain, one.words) == (goal.domain, goal.words)), None):
            left.remove(twin)
            found[place] = Change(SAME if twin == goal else CHANGED, twin, goal)
    for place, goal in enumerate(after):
        if found[place] is None:
            twin = next((one for one in left if one.domain == goal.domain), None)
            if twin:
                left.remove(twin)
            found[place] = Change(CHANGED if twin else ADDED, twin, goal)
    return [one for one in found if one] + [Change(DROPPED, one, None) for one in left]
