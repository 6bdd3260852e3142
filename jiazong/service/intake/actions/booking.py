"""Appointments: a worker and a room are promised once; the database refuses the second, whoever is quicker."""
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.access.grants.queries import database_now
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Centre, Room
from jiazong.people.residents.models import Household, Person
from jiazong.people.staff.models import Worker
from jiazong.service.intake.models import Appointment
from jiazong.service.intake.queries.away import away_parts
from jiazong.service.intake.queries.booking import minute_of
from jiazong.service.intake.rules.booking import Span, away_span


class NotFree(ValueError):
    """A time that cannot be promised."""


class WorkerTaken(NotFree):
    """The worker has another appointment then."""


class RoomTaken(NotFree):
    """The room is promised to somebody else then."""


class WorkerAway(NotFree):
    """The worker is away then."""


class InThePast(NotFree):
    """The time has gone by."""


TAKEN = {"intake_worker_once": WorkerTaken, "intake_room_once": RoomTaken}


@transaction.atomic
def book(
    centre: Centre, worker: Worker, begins_at: datetime, minutes: int, *, by: Account | None, room: Room | None = None,
    person: Person | None = None, household: Household | None = None, name_told: str = "", note: str = "",
) -> Appointment:  # fmt: skip
    """Promise somebody a time with a worker. Raises InThePast, WorkerAway, WorkerTaken, RoomTaken, before anything is kept."""
    if begins_at < database_now():
        raise InThePast(begins_at)
    day = timezone.localdate(begins_at)
    part = away_parts(day).get(worker.pk)
    begins = minute_of(begins_at)
    if part and away_span(part).overlaps(Span(begins, begins + minutes)):
        raise WorkerAway(worker.pk)
    try:
        with transaction.atomic():
            made = Appointment.objects.create(
                centre=centre, worker=worker, room=room, begins_at=begins_at, ends_at=begins_at + timedelta(minutes=minutes),
                person=person, household=household, name_told="" if person else name_told, note=note, made_by=by,
            )  # fmt: skip
    except IntegrityError as fault:
        if taken := TAKEN.get(fault.__cause__.diag.constraint_name):
            raise taken(begins_at) from fault
        raise
    chronicle.record("intake.booked", made, by=by, on=day.isoformat(), worker=worker.pk)
    return made


@transaction.atomic
def cancel(appointment: Appointment, *, by: Account | None) -> Appointment:
    """Call an appointment off: the time is free again; twice is once."""
    if _standing(appointment).update(cancelled_at=Now()):
        chronicle.record("intake.cancelled", appointment, by=by)
    return appointment


@transaction.atomic
def miss(appointment: Appointment, *, by: Account | None) -> Appointment:
    """Say that nobody came to an appointment; twice is once."""
    if _standing(appointment).update(missed_at=Now()):
        chronicle.record("intake.missed", appointment, by=by)
    return appointment


def _standing(appointment: Appointment):
    return Appointment.objects.filter(pk=appointment.pk, cancelled_at__isnull=True, missed_at__isnull=True, arrival__isnull=True)
