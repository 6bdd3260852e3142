from datetime import date

from django.db.models import QuerySet

from jiazong.commission.contracts.models import Assignment, Contract, HoursRule, JudgingRule
from jiazong.ground.kept import kept
from jiazong.people.places.models import Centre


def hours_rule_on(contract: Contract, day: date) -> HoursRule:
    """The version of the hours rule in force on a day; before the first version, the first."""
    versions = list(contract.hours_rules.order_by("first_day", "version"))
    return ([rule for rule in versions if rule.first_day <= day] or versions[:1])[-1]


def judging_rule_on(day: date) -> JudgingRule:
    """The setting by which an indicator is called slow or behind on a day."""
    if found := _judging_rule.first(day=day):
        return found
    raise JudgingRule.DoesNotExist(day)


@kept(day=date)
def _judging_rule(day: date) -> QuerySet[JudgingRule]:
    return JudgingRule.objects.filter(first_day__lte=day).order_by("-first_day")[:1]


def workers_on_list(contract: Contract) -> QuerySet[Assignment]:
    """The workers on the contract's list with whether their hours count, by pinyin."""
    return contract.assignments.select_related("worker").order_by("worker__sort_key", "pk")


def contract_running(centre: Centre | str, day: date) -> Contract | None:
    """The contract a centre works under on a day; where two overlap, the one that began later."""
    code = centre.pk if isinstance(centre, Centre) else centre
    return _running.first(centre=code, day=day)


@kept(centre=str, day=date)
def _running(centre: str, day: date) -> QuerySet[Contract]:
    return Contract.objects.filter(centre_id=centre, first_day__lte=day, last_day__gte=day).order_by("-first_day", "pk")[:1]
