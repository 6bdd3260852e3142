"""Appointments with a social worker: neither she nor a room is promised twice, the database sees to it."""
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from jiazong.ground.privacy.fields import SealedTextField
from jiazong.people.places.models import Room
from jiazong.people.staff.models import Worker
from jiazong.service.intake.models.queue import AtDesk


class TimeHeld(Func):
    """The time an appointment takes as a PostgreSQL range; its end is free for the next."""

    function = "tstzrange"
    output_field = models.Field()

    def __init__(self) -> None:
        super().__init__(F("begins_at"), F("ends_at"), Value("[)"))


class Appointment(AtDesk):
    """A time with a worker, in a room where one is needed; cancelled and missed ones stay with their day."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = SealedTextField(agency="centre.agency_id", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    missed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["begins_at", "id"]
        indexes = [
            models.Index(fields=["centre", "begins_at", "id"], name="intake_appointment_by_day"),
            models.Index(fields=["worker", "begins_at"], name="intake_appointment_of"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="intake_appointment_takes_time"),
            ExclusionConstraint(
                name="intake_worker_once",
                expressions=[("worker", RangeOperators.EQUAL), (TimeHeld(), RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True, missed_at__isnull=True),
            ),
            ExclusionConstraint(
                name="intake_room_once",
                expressions=[("room", RangeOperators.EQUAL), (TimeHeld(), RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True, missed_at__isnull=True, room__isnull=False),
            ),
        ]
