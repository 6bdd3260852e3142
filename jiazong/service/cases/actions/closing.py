"""A case is closed by a report that somebody else approves; what came of it is counted from its notes, never typed."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from jiazong.ground.access.grants.queries import limit
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.service.cases.actions import ending
from jiazong.service.cases.models import Case, Closing, Goal, GoalOutcome
from jiazong.service.cases.queries import closing as queries
from jiazong.service.cases.rules import closing as rules
from jiazong.service.cases.rules import stages


@dataclass(frozen=True)
class ClosingTold:
    """A closing report; `outcomes` is goal → level from -2 to +2."""

    closed_on: date
    reason: str
    changes: str = ""
    remaining: str = ""
    follow_up: str = ""
    follow_up_until: date | None = None
    risk_words: str = ""
    outcomes: Mapping[Goal, int] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, object]:
        names = ("closed_on", "reason", "changes", "remaining", "follow_up", "follow_up_until", "risk_words")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def save_closing(case: Case, told: ClosingTold, *, by: Account) -> Closing:
    """Write the closing report of a case, or change it as long as it is nobody else's turn; after a return it is a new one.

    Raises AlreadyEnded, NotNow, HasClosing, FollowUpDay, and what `check_may_close` raises.
    """
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    rules.check_follow_up(told.closed_on, told.follow_up_until, most_days=limit("case.follow_up"))
    _check(held, told.reason, {goal.pk: level for goal, level in told.outcomes.items()}, told.risk_words)
    closing = Closing.objects.filter(case=held).exclude(state=Closing.RETURNED).first()
    if closing and closing.state != Closing.DRAFT:
        raise rules.HasClosing(closing.state)
    if closing is None:
        closing = Closing.objects.create(case=held, written_by=by, **told.texts)
        chronicle.record("case.closing_begun", closing, by=by, on=told.closed_on.isoformat(), reason=told.reason)
    else:
        closing.case = held
        for name, value in told.texts.items():
            setattr(closing, name, value)
        closing.save(update_fields=list(told.texts))
    for goal, level in told.outcomes.items():
        GoalOutcome.objects.update_or_create(closing=closing, goal=goal, defaults={"case": held, "level": level})
    return closing


def check_may_hand_in(closing: Closing) -> None:
    """Refuse to hand in a report that is not a draft or leaves something unsaid. Raises HasClosing, and as `check_may_close`."""
    if closing.state != Closing.DRAFT:
        raise rules.HasClosing(closing.state)
    _check(closing.case, closing.reason, queries.outcomes_of(closing), closing.risk_words)


def decided(closing: Closing, *, by: Account, is_approved: bool) -> None:
    """What follows a decision: an approved report closes the case; from then on the worker's sight ends by the rule of the table."""
    if not is_approved:
        return
    held = Case.objects.select_for_update(of=("self",)).get(pk=closing.case_id)
    stages.check_may_go(held.stage, stages.CLOSED)
    Case.objects.filter(pk=held.pk).update(
        stage=stages.CLOSED, ended_on=closing.closed_on, end_kind=closing.reason, next_review_on=None,
        follow_up_until=closing.follow_up_until,
    )  # fmt: skip
    ending.sight_ends(held, follow_up_until=closing.follow_up_until, by=by)
    chronicle.record("case.closed", held, by=by, on=closing.closed_on.isoformat(), reason=closing.reason)


def _check(case: Case, reason: str, outcomes: Mapping[object, int], risk_words: str) -> None:
    goals = [goal.pk for goal in queries.goals_of(case)]
    report = rules.Report(reason, outcomes, risk_words)
    rules.check_may_close(case.stage, report, goals=goals, open_risk=queries.has_open_risk(case))
