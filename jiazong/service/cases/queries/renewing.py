"""Whose sight of her own case ends soon, or has ended while the case goes on: for the one who allots to renew it."""
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Now

from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.rules import ASSIGNMENT
from jiazong.service.cases.models import Case

KIND = "case"
SOON = timedelta(days=21)


@dataclass(frozen=True)
class Ending:
    """A case and when its worker's sight ends or ended."""

    case: Case
    grant: Grant


def still_work(on: date) -> Q:
    """The cases that are somebody's work on a day: they go on, or a planned follow-up is not over; twin of `stages.needs_worker`."""
    return Q(ended_on__isnull=True) | Q(follow_up_until__gte=on)


def ending_sights(cases: QuerySet[Case], *, on: date) -> QuerySet[Grant]:
    """The last grants of assignment of some cases that are still work, where they end within three weeks or have run out."""
    held = cases.filter(still_work(on), worker__isnull=False, worker__account=OuterRef("account"))
    later = Grant.objects.filter(
        subject_type=KIND, source=ASSIGNMENT, subject_id=OuterRef("subject_id"), revoked_at__isnull=True, valid_to__gt=OuterRef("valid_to")
    )
    mine = Exists(held.annotate(key=Cast("pk", CharField())).filter(key=OuterRef("subject_id")))
    found = Grant.objects.filter(subject_type=KIND, source=ASSIGNMENT, revoked_at__isnull=True, valid_to__lte=Now() + SOON)
    return found.filter(mine).exclude(Exists(later))


def with_cases(grants: list[dict[str, object]], cases: QuerySet[Case]) -> list[Ending]:
    """The grants of one page with their cases, in the order of the page."""
    by_key = {str(one.pk): one for one in cases.filter(pk__in=[UUID(row["subject_id"]) for row in grants]).select_related("worker", "centre")}
    return [Ending(by_key[row["subject_id"]], Grant(pk=row["id"], valid_to=row["valid_to"])) for row in grants if row["subject_id"] in by_key]
