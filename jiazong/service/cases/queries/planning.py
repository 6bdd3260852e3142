"""Reads of plans."""
from collections.abc import Iterable

from django.db.models import Prefetch

from jiazong.service.cases.models import Case, Goal, Plan, Step
from jiazong.service.cases.rules.planning import GoalTold, StepTold


def plans_of(case: Case) -> list[Plan]:
    """The versions of a case's plan with goals and steps, the newest first; three questions whatever their number."""
    goals = Prefetch("goals", Goal.objects.order_by("order").prefetch_related(Prefetch("steps", Step.objects.order_by("order"))))
    found = list(Plan.objects.filter(case=case).select_related("written_by", "decided_by").prefetch_related(goals).order_by("-number"))
    for plan in found:
        belong(plan, case)
    return found


def belong(plan: Plan, case: Case) -> Plan:
    """Hand a plan and its parts the case they are of, so that opening their texts asks nothing more."""
    plan.case = case
    for goal in plan.goals.all():
        goal.case = case
        for step in goal.steps.all():
            step.case = case
    return plan


def goals_told(plan: Plan) -> list[GoalTold]:
    """The goals of a plan as the rules see them."""
    return [told(goal) for goal in plan.goals.all()]


def told(goal: Goal) -> GoalTold:
    """One goal with its steps as the rules see it."""
    return GoalTold(goal.domain, goal.words, steps_told(goal.steps.all()))


def steps_told(steps: Iterable[Step]) -> tuple[StepTold, ...]:
    """Steps as the rules see them."""
    return tuple(StepTold(one.words, one.who, one.due_on) for one in steps)
