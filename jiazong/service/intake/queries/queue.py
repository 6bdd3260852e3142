"""Who is at the desk now, and who comes today."""
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from jiazong.service.intake.models import Appointment, Arrival

# More wait at no desk; what lies beyond is said as a number.
MOST = 200


def day_span(day: date) -> tuple[datetime, datetime]:
    """A day in Asia/Shanghai, from its first moment to the first of the next."""
    first = timezone.make_aware(datetime.combine(day, time.min))
    return first, first + timedelta(days=1)


def still_here(arrivals: QuerySet[Arrival]) -> list[Arrival]:
    """Those who wait or are being attended to, who came first first; one question."""
    here = arrivals.filter(gone_at__isnull=True).select_related("person", "worker", "centre", "appointment")
    return list(here.order_by("came_at", "id")[: MOST + 1])


def gone_on(arrivals: QuerySet[Arrival], day: date) -> list[Arrival]:
    """Those who came on a day and have gone, the latest first."""
    first, after = day_span(day)
    found = arrivals.filter(came_at__gte=first, came_at__lt=after, gone_at__isnull=False)
    return list(found.select_related("person", "worker", "centre").order_by("-came_at", "-id")[:MOST])


def booked_on(appointments: QuerySet[Appointment], day: date) -> list[Appointment]:
    """The appointments of a day in their order, cancelled ones too; one question."""
    first, after = day_span(day)
    came = Exists(Arrival.objects.filter(appointment=OuterRef("pk")))
    found = appointments.filter(begins_at__gte=first, begins_at__lt=after).annotate(has_come=came)
    return list(found.select_related("person", "worker", "room", "room__type", "centre").order_by("begins_at", "id"))
