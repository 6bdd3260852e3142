"""Reads of scales and assessments."""
from datetime import date

from django.db.models import Q

from jiazong.service.cases.models import Assessment, Case, Scale


class NoScale(LookupError):
    """No scale holds on that day; the first version of one is missing."""


def scale_on(agency: str, day: date) -> Scale:
    """The scale an agency assesses with on a day: its own, else the one for all. Raises NoScale."""
    holds = Q(first_day__lte=day) & (Q(last_day__isnull=True) | Q(last_day__gte=day))
    found = Scale.objects.filter(holds, agency__in=["", agency]).order_by("-agency", "-first_day", "-version").first()
    if found is None:
        raise NoScale(day)
    return found


def assessments_of(case: Case) -> list[Assessment]:
    """The assessments of a case with their scales, the newest first; an open one before all others."""
    found = list(
        Assessment.objects.filter(case=case).select_related("scale", "written_by").order_by("-made_on", "-written_at", "-id")
    )
    for one in found:
        one.case = case
    return sorted(found, key=lambda one: one.completed_at is not None)


def before(found: list[Assessment], one: Assessment) -> Assessment | None:
    """The completed assessment before one, on whatever version of the scale."""
    done = [each for each in found if each.completed_at and each.pk != one.pk]
    if one.completed_at:
        done = [each for each in done if each.completed_at < one.completed_at]
    return max(done, key=lambda each: each.completed_at, default=None)
