"""Reads for the closing of a case: its goals, whether a risk is open, the report."""
from jiazong.service.cases.models import Assessment, Case, Closing, Goal, GoalOutcome, Plan
from jiazong.service.cases.rules import closing as rules
from jiazong.service.cases.rules.assessing import has_acute


def goals_of(case: Case) -> list[Goal]:
    """The goals of the plan that holds: the newest approved version."""
    plan = Plan.objects.filter(case=case, state=Plan.APPROVED).order_by("-number").first()
    found = list(Goal.objects.filter(plan=plan).order_by("order")) if plan else []
    for one in found:
        one.case = case
    return found


def has_open_risk(case: Case) -> bool:
    """Whether something of the case still burns, by its colour, its crisis mark and the last completed assessment."""
    last = Assessment.objects.filter(case=case, completed_at__isnull=False).order_by("-completed_at").first()
    if last:
        last.case = case
    return rules.has_open_risk(case.colour, is_crisis=case.is_crisis, is_acute=bool(last) and has_acute(last.risks or {}))


def closing_of(case: Case) -> Closing | None:
    """The closing report of a case that counts: the open or approved one, else the last that was returned."""
    found = [*Closing.objects.filter(case=case).select_related("written_by", "decided_by").order_by("-written_at")]
    found.sort(key=lambda one: one.state == Closing.RETURNED)
    for one in found:
        one.case = case
    return next(iter(found), None)


def outcomes_of(closing: Closing | None) -> dict[object, int]:
    """Goal → level of attainment in a report."""
    return dict(GoalOutcome.objects.filter(closing=closing).values_list("goal_id", "level")) if closing else {}
