import threading
from datetime import datetime, time, timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from jiazong.ground.access.context import acting, acting_as_system
from jiazong.people.staff.models import Absence, AbsenceKind
from jiazong.service.intake import actions
from jiazong.service.intake.models import Appointment
from jiazong.service.intake.queries import booking
from jiazong.service.intake.tests import factories as make

TOMORROW = timezone.localdate() + timedelta(days=1)


def at(clock, day=None):
    return timezone.make_aware(datetime.combine(day or TOMORROW, time.fromisoformat(clock)))


def book(of, clock="09:30", *, who="social_worker", minutes=60, day=None, **more):
    with acting(of.people["reception"], "intake.triage"):
        return actions.book(of.centre, of.workers[who], at(clock, day), minutes, by=of.people["reception"], person=of.person, **more)


def away(worker, first_half=0, last_half=1):
    Absence.objects.create(
        worker=worker, kind=AbsenceKind.objects.get(code="sick"), first_day=TOMORROW, first_half=first_half, last_day=TOMORROW, last_half=last_half
    )


@pytest.fixture
def ours(db):
    return make.house()


def test_a_worker_is_promised_once_and_the_next_may_begin_when_the_first_ends(ours):
    book(ours)
    with pytest.raises(actions.WorkerTaken):
        book(ours, "10:00")
    book(ours, "10:30")
    assert Appointment.objects.count() == 2


def test_a_room_is_promised_once_whoever_sits_in_it(ours):
    room = make.places.room(ours.centre)
    book(ours, room=room)
    with pytest.raises(actions.RoomTaken):
        book(ours, "10:00", who="colleague", room=room)
    book(ours, "10:00", who="colleague")


def test_a_time_called_off_is_free_again(ours):
    made = book(ours)
    for _ in range(2):
        actions.cancel(made, by=None)
    book(ours)


def test_leave_is_respected_by_the_half_day_without_saying_why(ours):
    away(ours.workers["social_worker"], 0, 0)
    with pytest.raises(actions.WorkerAway):
        book(ours, "11:30")
    book(ours, "14:00")


def test_what_has_gone_by_is_not_promised(ours):
    with pytest.raises(actions.InThePast):
        book(ours, "09:30", day=timezone.localdate() - timedelta(days=1))


def test_free_times_leave_out_what_is_taken_and_when_she_is_away(ours):
    away(ours.workers["social_worker"], 1, 1)
    book(ours, "09:30")
    with acting(ours.people["reception"], "intake.triage"):
        worker = ours.workers["social_worker"]
        free = booking.free_on(worker, TOMORROW, lasts=60, now=at("08:00"))
    assert free == [8 * 60, 8 * 60 + 30, 10 * 60 + 30, 11 * 60]


def test_nobody_books_at_another_centre(ours):
    theirs = make.house("tianxin")
    with pytest.raises(Exception, match="row-level security"), acting(ours.people["reception"], "intake.triage"):
        actions.book(theirs.centre, theirs.workers["social_worker"], at("09:30"), 60, by=ours.people["reception"])


def test_whoever_comes_to_an_appointment_stands_in_the_queue_once(ours):
    made = book(ours)
    first = actions.register(ours.centre, by=None, person=ours.person, appointment=made)
    assert actions.register(ours.centre, by=None, person=ours.person, appointment=made) == first
    actions.cancel(made, by=None)
    made.refresh_from_db()
    assert made.cancelled_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_the_same_hour_at_once_one_gets_it():
    ours, said = make.house(), []
    barrier = threading.Barrier(2)

    def one():
        try:
            with acting_as_system("tests"):
                barrier.wait(10)
                actions.book(ours.centre, ours.workers["social_worker"], at("09:30"), 60, by=ours.people["reception"])
            said.append("booked")
        except actions.WorkerTaken:
            said.append("taken")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said) == ["booked", "taken"]
    connection.close()
