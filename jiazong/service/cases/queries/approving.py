"""What waits for somebody's yes, plan or closing, and what she looks at before she says it."""
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet

from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.service.cases.models import Assessment, Case, Closing, GoalOutcome, Plan
from jiazong.service.cases.queries.assessing import assessments_of, before
from jiazong.service.cases.queries.planning import belong, goals_told, plans_of
from jiazong.service.cases.rules import planning as rules

PLAN, CLOSING = "plan", "closing"
MODELS = {PLAN: Plan, CLOSING: Closing}
APPROVERS = ("supervisor", "centre_director")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a decision."""

    kind: str
    record: Plan | Closing

    @property
    def case(self) -> Case:
        return self.record.case


@dataclass(frozen=True)
class Proposal:
    """All that stands side by side on the screen of a decision: what is handed in, what holds now, the last assessment.

    `changes` compares a plan with the version approved before; `outcomes` is goal → level for a closing.
    """

    kind: str
    record: Plan | Closing
    plan: Plan | None
    previous: Plan | None
    assessment: Assessment | None
    assessment_before: Assessment | None
    changes: list[rules.Change] = field(default_factory=list)
    outcomes: dict[object, int] = field(default_factory=dict)


def waiting_in(cases: QuerySet[Case], *, but_of: Account) -> list[Waiting]:
    """What was handed in of some cases by somebody else, the one that waits longest first."""
    found = [
        Waiting(kind, record)
        for kind, model in MODELS.items()
        for record in model.objects.filter(case__in=cases, state=rules.SUBMITTED)
        .exclude(written_by=but_of)
        .select_related("case__party__person", "case__centre", "written_by")
    ]
    return sorted(found, key=lambda one: one.record.submitted_at)


def proposal(kind: str, record: Plan | Closing) -> Proposal:
    """What is handed in, with everything to look at before deciding on it; `record.case` is set."""
    case = record.case
    assessments, plans = assessments_of(case), plans_of(case)
    last = next((one for one in assessments if one.completed_at), None)
    approved = [one for one in plans if one.state == rules.APPROVED]
    if kind == CLOSING:
        outcomes = dict(GoalOutcome.objects.filter(closing=record).values_list("goal_id", "level"))
        return Proposal(kind, record, approved[0] if approved else None, None, last, last and before(assessments, last), outcomes=outcomes)
    plan = next(one for one in plans if one.pk == record.pk)
    previous = next((one for one in approved if one.number < plan.number), None)
    compared = rules.changes(goals_told(previous) if previous else [], goals_told(plan))
    return Proposal(kind, belong(plan, case), plan, previous, last, last and before(assessments, last), compared)


def approvers(centre: Centre, *, but: Iterable[object]) -> list[Account]:
    """Who may be asked to approve at a centre today, by name; never those named in `but`."""
    keys: set = set()
    with connection.cursor() as cursor:
        for role in APPROVERS:
            cursor.execute("SELECT app.holders(%s, %s)", [role, centre.pk])
            keys |= {key for (key,) in cursor.fetchall()}
    return list(Account.objects.filter(pk__in=keys - set(but)).order_by("name", "pk"))


