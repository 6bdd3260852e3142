"""What is free on a day for whom."""
from datetime import date, datetime

from django.utils import timezone

from jiazong.people.places.models import Centre, OpeningHours, Room
from jiazong.people.staff.models import Worker
from jiazong.service.intake.models import Appointment
from jiazong.service.intake.queries.away import away_parts
from jiazong.service.intake.queries.queue import day_span
from jiazong.service.intake.rules.booking import END_OF_DAY, Span, away_span, free_times


def minute_of(moment: datetime) -> int:
    """The minute of the day in Asia/Shanghai."""
    local = timezone.localtime(moment)
    return local.hour * 60 + local.minute


def opening_of(centre: Centre, day: date) -> list[Span]:
    """The opening hours of a centre on a day; where none were written down, the whole day from 8 to 20 is offered."""
    held = OpeningHours.objects.filter(centre=centre)
    spans = [Span(one.opens.hour * 60 + one.opens.minute, one.closes.hour * 60 + one.closes.minute) for one in held.filter(weekday=day.weekday())]
    return spans if spans or held.exists() else [Span(8 * 60, 20 * 60)]


def taken_spans(worker: Worker, day: date) -> list[Span]:
    """What a worker already has on a day: appointments that stand, and being away."""
    first, after = day_span(day)
    standing = Appointment.objects.filter(worker=worker, begins_at__lt=after, ends_at__gt=first, cancelled_at__isnull=True, missed_at__isnull=True)
    spans = [Span(minute_of(max(begins, first)), minute_of(ends) if ends < after else END_OF_DAY)
             for begins, ends in standing.values_list("begins_at", "ends_at")]  # fmt: skip
    part = away_parts(day).get(worker.pk)
    return [*spans, away_span(part)] if part else spans


def free_on(worker: Worker, day: date, *, lasts: int, now: datetime) -> list[int]:
    """The minutes of a day at which an appointment of this length with a worker may begin."""
    earliest = minute_of(now) if day == timezone.localdate(now) else 0
    return free_times(opening_of(worker.centre, day), taken_spans(worker, day), lasts=lasts, earliest=earliest)


def rooms_of(centre: Centre):
    """The rooms of a centre in which one may sit down together."""
    return Room.objects.filter(centre=centre).select_related("type").order_by("type__order", "pk")
