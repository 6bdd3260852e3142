"""What came of a month's contacts: figures, who comes again and again, what was drawn to be read."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Min

from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Person
from jiazong.service.intake.models import Consultation, MonthReview
from jiazong.service.intake.queries.settings import figures_on
from jiazong.service.intake.rules import codes
from jiazong.service.intake.rules.month import Again, Visit, came_again, counted, month_before, next_month

# How many months a list of reviews goes back.
MONTHS = 24


@dataclass(frozen=True)
class Often:
    """Somebody who came so many times and has no case that goes on; the name where whoever looks may see it."""

    name: str
    visits: int
    last_day: date


@dataclass(frozen=True)
class MonthSeen:
    """One month at a desk: kinds by outcome, those who came again, those who come often, the drawn sample, the review."""

    lines: list[tuple[str, list[int], int]]
    again: Again
    often: list[Often]
    sample: list[Consultation]
    review: MonthReview | None
    near: int
    far: int
    visits: int


def month_seen(centre: Centre, month: date, *, on: date) -> MonthSeen:
    """A month of a desk as its review shows it; a fixed number of questions."""
    figures, after = figures_on(on), next_month(month)
    here = Consultation.objects.filter(centre=centre)
    rows = here.filter(day__gte=month, day__lt=after).order_by().values_list("kind", "outcome").annotate(n=Count("pk"))
    until = after + timedelta(days=figures["review.far"])
    visits = here.filter(day__gte=month, day__lt=until, person__isnull=False).values_list("person_id", "day")
    return MonthSeen(
        counted(rows, codes.KINDS, codes.OUTCOMES),
        came_again((Visit(*row) for row in visits), month=month, near=figures["review.near"], far=figures["review.far"]),
        _often(centre, after - timedelta(days=figures["review.far"]), after - timedelta(days=1), figures["review.visits"]),
        drawn(centre, month), MonthReview.objects.filter(centre=centre, month=month).select_related("centre", "reviewed_by").first(),
        figures["review.near"], figures["review.far"], figures["review.visits"],
    )  # fmt: skip


def _often(centre: Centre, first_day: date, last_day: date, fewest: int) -> list[Often]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.came_without_case(%s, %s, %s, %s)", [centre.pk, first_day, last_day, fewest])
        found = cursor.fetchall()
    names = dict(Person.objects.filter(pk__in=[row[0] for row in found]).values_list("pk", "name"))
    return [Often(names.get(person, ""), visits, day) for person, visits, day in found]


def drawn(centre: Centre, month: date) -> list[Consultation]:
    """The consultations of a month that are read in its review; the database draws them by their numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.triage_sample(%s, %s)", [centre.pk, month])
        numbers = [number for (number,) in cursor.fetchall()]
    return list(Consultation.objects.filter(pk__in=numbers).select_related("centre", "answered_by").order_by("day", "id"))


def to_review(centres: Iterable[Centre], *, on: date) -> list[tuple[Centre, date]]:
    """Centre and month: the months over, at most two years back, in which somebody came and which nobody looked through.

    The oldest first; two questions whatever the number of centres.
    """
    wanted = {centre.pk: centre for centre in centres}
    last = month_before(on)
    firsts = Consultation.objects.filter(centre__in=wanted, day__lt=on.replace(day=1)).order_by().values_list("centre").annotate(first=Min("day"))
    done = set(MonthReview.objects.filter(centre__in=wanted).values_list("centre_id", "month"))
    found = []
    for code, first in firsts:
        month, back = last, 0
        while month >= first.replace(day=1) and back < MONTHS:
            if (code, month) not in done:
                found.append((wanted[code], month))
            month, back = month_before(month), back + 1
    return sorted(found, key=lambda one: (one[1], one[0].pk))
