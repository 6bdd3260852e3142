"""Which cases a month's draw chooses from, and the root it is joined with."""
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from jiazong.ground.transparency.models import Checkpoint
from jiazong.people.supervision.rules.draws import Candidate
from jiazong.people.supervision.rules.months import month_after
from jiazong.service.cases.models import Case
from jiazong.service.cases.rules import stages


def candidates(month: date) -> dict[str, list[tuple[Candidate, Case]]]:
    """Centre → the cases of its workers that were open in a month, or were closed in it otherwise than planned."""
    last = month_after(month) - timedelta(days=1)
    there = Case.objects.filter(worker__isnull=False, opened_on__lte=last).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=month))
    found: dict[str, list[tuple[Candidate, Case]]] = defaultdict(list)
    for case in there.select_related("worker", "centre").order_by("centre_id", "code"):
        is_open = case.ended_on is None or case.ended_on > last
        unplanned = not is_open and case.end_kind in stages.UNPLANNED
        if is_open or unplanned:
            found[case.centre_id].append((Candidate(case.code, str(case.worker_id), is_open, case.is_crisis and is_open, unplanned), case))
    return found


def checkpoint_for(month: date, announced_at: datetime) -> Checkpoint | None:
    """The last checkpoint of a month that is later than its announcement; in a month without one, the first after it."""
    end = timezone.make_aware(datetime.combine(month_after(month), time()))
    later = Checkpoint.objects.filter(made_at__gt=announced_at)
    return later.filter(made_at__lt=end).order_by("-made_at").first() or later.filter(made_at__gte=end).order_by("made_at").first()
