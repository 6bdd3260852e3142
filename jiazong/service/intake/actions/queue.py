"""Somebody comes or calls, is attended to, goes; each time is the database's."""
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Household, Person
from jiazong.people.staff.models import Worker
from jiazong.service.intake.models import Appointment, Arrival
from jiazong.service.intake.rules import codes


class AlreadyGone(ValueError):
    """Whoever has gone is neither attended to nor changed."""


@transaction.atomic
def register(
    centre: Centre, *, by: Account | None, channel: str = codes.WALK_IN, person: Person | None = None,
    household: Household | None = None, name_told: str = "", worker: Worker | None = None, about: str = "",
    appointment: Appointment | None = None,
) -> Arrival:  # fmt: skip
    """Put somebody into the queue: a known person, a name as told, or nobody named; who comes to an appointment comes once."""
    if appointment and (there := Arrival.objects.filter(appointment=appointment).first()):
        return there
    arrival = Arrival.objects.create(
        centre=centre, channel=channel, person=person, household=household, name_told="" if person else name_told,
        worker=worker, about=about, appointment=appointment, registered_by=by,
    )  # fmt: skip
    chronicle.record("intake.came", arrival, by=by, channel=channel)
    return arrival


@transaction.atomic
def attend(arrival: Arrival, *, by: Account | None) -> Arrival:
    """Somebody's waiting ends, she is being attended to; saying it twice keeps the first moment. Raises AlreadyGone."""
    if not _here(arrival).filter(served_at__isnull=True).update(served_at=Now(), served_by=by):
        arrival.refresh_from_db(fields=["served_at", "gone_at"])
        if arrival.gone_at:
            raise AlreadyGone(arrival.pk)
        return arrival
    chronicle.record("intake.attended", arrival, by=by)
    arrival.refresh_from_db(fields=["served_at"])
    return arrival


@transaction.atomic
def send_off(arrival: Arrival, *, by: Account | None) -> Arrival:
    """Somebody goes; saying it twice keeps the first moment."""
    if _here(arrival).update(gone_at=Now()):
        chronicle.record("intake.gone", arrival, by=by)
    arrival.refresh_from_db(fields=["gone_at"])
    return arrival


@transaction.atomic
def know(arrival: Arrival, person: Person, *, household: Household | None, by: Account | None) -> Arrival:
    """Say who it is that came, found or registered meanwhile. Raises AlreadyGone."""
    if not _here(arrival).update(person=person, household=household):
        raise AlreadyGone(arrival.pk)
    arrival.person, arrival.household = person, household
    chronicle.record("intake.known", arrival, by=by)
    return arrival


def _here(arrival: Arrival) -> QuerySet[Arrival]:
    return Arrival.objects.filter(pk=arrival.pk, gone_at__isnull=True)
