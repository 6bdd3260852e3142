"""A plan is drafted in versions, handed in to somebody else, and decided by her: approved or given back with a word."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.service.cases.models import Case, Goal, Plan, Step
from jiazong.service.cases.queries import planning as queries
from jiazong.service.cases.rules import planning as rules
from jiazong.service.cases.rules import stages

# An assessment comes before a plan; a plan may be changed as long as the case goes on.
PLANNED_IN = (stages.PLANNING, stages.INTERVENTION, stages.EVALUATION)


@dataclass(frozen=True)
class PlanTold:
    """What a version of a plan holds."""

    goals: Sequence[rules.GoalTold]
    means: str = ""
    sessions_planned: int | None = None
    is_hard_case: bool = False
    agreed_on: date | None = None


@transaction.atomic
def save_plan(case: Case, told: PlanTold, *, by: Account) -> Plan:
    """Write the draft of a plan; after one that was decided on this is the next version.

    Raises NotDraft while one lies with an approver, AlreadyEnded, NotNow before the assessment.
    """
    held = _locked(case)
    plan = Plan.objects.filter(case=held).order_by("-number").first()
    if plan is None or plan.state in (Plan.APPROVED, Plan.RETURNED):
        plan = Plan(case=held, number=plan.number + 1 if plan else 1, written_by=by)
    else:
        rules.check_may_change(plan.state)
    plan.case = held
    plan.means, plan.sessions_planned = told.means, told.sessions_planned
    plan.is_hard_case, plan.agreed_on = told.is_hard_case, told.agreed_on
    is_new = plan._state.adding
    changed = None if is_new else ["means", "sessions_planned", "is_hard_case", "agreed_on"]
    plan.save(force_insert=is_new, update_fields=changed)
    _write_goals(plan, told.goals)
    if is_new:
        chronicle.record("case.plan_begun", held, by=by, number=plan.number)
    return plan


def _write_goals(plan: Plan, goals: Sequence[rules.GoalTold]) -> None:
    """The goals and steps of a draft as they are now; what stood there before goes."""
    Step.objects.filter(goal__plan=plan).delete()
    Goal.objects.filter(plan=plan).delete()
    for place, told in enumerate(goals, start=1):
        goal = Goal.objects.create(plan=plan, case=plan.case, order=place, domain=told.domain, words=told.words)
        for number, step in enumerate(told.steps, start=1):
            Step.objects.create(goal=goal, case=plan.case, order=number, words=step.words, who=step.who, due_on=step.due_on)


def check_may_hand_in(plan: Plan) -> None:
    """Refuse to hand in half a plan or one twice. Raises NotDraft, Incomplete."""
    rules.check_may_submit(plan.state, rules.lacks(queries.goals_told(plan)))


def decided(plan: Plan, *, by: Account, is_approved: bool) -> None:
    """What follows a decision: an approved plan takes the case from planning to its work."""
    if not is_approved:
        return
    held = Case.objects.select_for_update(of=("self",)).get(pk=plan.case_id)
    if held.stage == stages.PLANNING:
        Case.objects.filter(pk=held.pk).update(stage=stages.INTERVENTION)
        chronicle.record("case.stage_changed", held, by=by, stage=stages.INTERVENTION)


@transaction.atomic
def mark_done(step: Step, *, by: Account, on: date | None) -> Step:
    """Write that a step was done on a day, or that it was not; also in a plan that was approved."""
    Step.objects.filter(pk=step.pk).update(done_on=on)
    chronicle.record("case.step_done", step, by=by, on=on.isoformat() if on else "")
    step.done_on = on
    return step


@transaction.atomic
def evaluate(case: Case, *, by: Account, is_back: bool = False) -> Case:
    """Move a case from its work to the evaluation, or back to work. Raises AlreadyEnded, NotNow."""
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    to = stages.INTERVENTION if is_back else stages.EVALUATION
    stages.check_may_go(held.stage, to)
    if held.stage != to:
        Case.objects.filter(pk=held.pk).update(stage=to)
        chronicle.record("case.stage_changed", held, by=by, stage=to)
    case.refresh_from_db()
    return case


def _locked(case: Case) -> Case:
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if held.stage in stages.ENDED:
        raise stages.AlreadyEnded(held.stage)
    if held.stage not in PLANNED_IN:
        raise stages.NotNow(held.stage)
    return held


