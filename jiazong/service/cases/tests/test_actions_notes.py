"""A contact is written down once: one note, one line of the ledger, sums that are counted."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jiazong.commission.contracts.models import Assignment, Method
from jiazong.ground.access.context import acting
from jiazong.ground.chronicle.models import Entry
from jiazong.ledger.hours import actions as hours
from jiazong.ledger.hours.models import MonthTotal, Posting
from jiazong.ledger.hours.rules import entry
from jiazong.people.residents.tests import factories as residents
from jiazong.service.cases.actions import notes
from jiazong.service.cases.models import Note, NoteText
from jiazong.service.cases.queries import notes as queries
from jiazong.service.cases.rules import notes as rules
from jiazong.service.cases.rules import stages
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    return make.a_case(ours)


@pytest.fixture
def contract(ours):
    return make.a_contract(ours)


def told(**more):
    time = {"day": timezone.localdate(), "direct_minutes": 45, "indirect_minutes": 15, **more.pop("time", {})}
    words = {"content": "谈了孩子上学的事。", **more.pop("words", {})}
    return notes.NoteTold(**{"time": notes.Time(**time), "mode": "visit", "words": notes.Words(**words), **more})


def write(ours, case, **more):
    key = more.pop("request_key", None)
    with acting(ours.people["social_worker"], "cases.write"):
        return notes.write_note(case, told(**more), by=ours.people["social_worker"], request_key=key)


def test_one_contact_is_a_note_and_one_line_that_names_nobody(ours, case, contract):
    child = residents.a_person(ours.centre, "林小树", household=ours.household)
    made = write(ours, case, present=[ours.person, child])
    line = Posting.objects.get()
    assert (made.note.posting_id, made.hours_wait) == (line.pk, "")
    assert (line.title, line.note_mark, line.person_times, line.direct_minutes, line.indirect_minutes) == (case.code, "", 2, 45, 15)
    assert line.method.name == "个案" and MonthTotal.objects.get().direct_minutes == 45
    assert {one.person.name for one in made.note.present.all()} == {ours.person.name, "林小树"}


def test_the_same_form_sent_twice_is_one_note_and_one_line(ours, case, contract):
    key = uuid4()
    first, second = (write(ours, case, request_key=key) for _ in range(2))
    assert first.note.pk == second.note.pk and (first.is_new, second.is_new) == (True, False)
    assert (Note.objects.count(), Posting.objects.count(), NoteText.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        (lambda ours: None, "no_contract"),
        (lambda ours: make.a_contract(ours, listed=("colleague",)), "not_on_list"),
        (lambda ours: make.a_contract(ours, methods=("小组",)), "no_method"),
    ],
)
def test_a_note_nobody_can_count_is_kept_and_its_hours_wait_until_one_click(ours, case, prepare, why):
    contract = prepare(ours)
    made = write(ours, case, request_key=uuid4())
    assert (made.hours_wait, made.note.posting_id, Posting.objects.count()) == (why, None, 0)
    worker = ours.people["social_worker"]
    assert list(queries.waiting_for_hours(worker, type(case).objects.all())) == [made.note]
    make_countable(ours, contract)
    with acting(worker, "cases.write"):
        lines = {notes.post_waiting(made.note, by=worker).pk for _ in range(2)}
    assert len(lines) == 1 and Posting.objects.count() == 1
    assert not queries.waiting_for_hours(worker, type(case).objects.all()).exists()


def make_countable(ours, contract):
    contract = contract or make.a_contract(ours)
    Assignment.objects.get_or_create(contract=contract, worker=ours.workers["social_worker"], defaults={"is_professional": True})
    Method.objects.get_or_create(contract=contract, name="个案", defaults={"order": 9})


def test_the_worker_may_count_it_under_another_method_of_the_contract(ours, case, contract):
    assert write(ours, case, method="探访").note.posting.method.name == "探访"


@pytest.mark.parametrize(
    ("time", "refused"),
    [
        ({"direct_minutes": 0, "indirect_minutes": 0}, entry.NoDuration),
        ({"direct_minutes": -5}, entry.NegativeFigure),
        ({"direct_minutes": 1500}, entry.MoreThanADay),
        ({"day": timezone.localdate() + timedelta(days=1)}, entry.StillToCome),
    ],
)
def test_a_time_no_ledger_would_take_is_refused_with_or_without_a_contract(ours, case, time, refused):
    with pytest.raises(refused):
        write(ours, case, time=time)
    assert not Note.objects.exists()


def test_two_contacts_at_the_same_time_are_refused_and_nothing_is_written(ours, case, contract):
    write(ours, case, time={"start_minute": 540})
    with pytest.raises(entry.TwoPlacesAtOnce):
        write(ours, case, time={"start_minute": 560})
    assert (Note.objects.count(), Posting.objects.count()) == (1, 1)


def test_a_note_a_day_late_is_marked_and_one_of_today_is_not(ours, case, contract):
    late = write(ours, case, time={"day": timezone.localdate() - timedelta(days=3)})
    today = write(ours, case)
    assert (late.note.is_late, today.note.is_late) == (True, False)
    assert [one.number for one in queries.notes_of(case)] == [1, 2]


def test_the_last_contact_is_the_newest_day_somebody_was_met(ours, case, contract):
    today = timezone.localdate()
    write(ours, case)
    write(ours, case, time={"day": today - timedelta(days=2)})
    case.refresh_from_db()
    assert case.last_contact_on == today
    write(ours, case, time={"direct_minutes": 0})
    assert queries.totals(case).contacts == 2 and queries.totals(case).notes == 3


def test_sums_of_the_database_are_those_of_the_rule(ours, case, contract):
    for minutes in (30, 0, 60):
        write(ours, case, time={"direct_minutes": minutes})
    listed = [rules.Contact(one.day, one.direct_minutes, one.indirect_minutes) for one in Note.objects.filter(case=case)]
    assert queries.totals(case) == rules.totals(listed)


def test_a_case_that_has_ended_takes_no_more_notes(ours, case):
    type(case).objects.filter(pk=case.pk).update(stage="closed", ended_on=timezone.localdate())
    with pytest.raises(stages.AlreadyEnded):
        write(ours, case)


def test_what_is_added_later_stands_below_and_nothing_before_is_touched(ours, case):
    note = write(ours, case).note
    with acting(ours.people["social_worker"], "cases.write"):
        notes.add_to_note(note, notes.Words("后来想起的。"), by=ours.people["social_worker"])
    texts = list(queries.note_of(case, note.pk).texts.all())
    assert [(one.content, one.is_addition) for one in texts] == [("谈了孩子上学的事。", False), ("后来想起的。", True)]
    with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.people["social_worker"], "cases.write"):
        NoteText.objects.filter(pk=texts[0].pk).update(is_addition=True)


def test_a_time_put_right_is_right_in_note_and_ledger_and_the_first_line_stays_with_its_reversal(ours, case, contract):
    note = write(ours, case).note
    right = notes.Time(note.day, 90, 0, 600)
    with acting(ours.people["social_worker"], "cases.write"):
        notes.correct_time(note, right, reason="记错了", by=ours.people["social_worker"])
    assert (note.direct_minutes, note.indirect_minutes, note.start_minute) == (90, 0, 600)
    assert [(one.quantity, one.direct_minutes) for one in Posting.objects.order_by("pk")] == [(1, 45), (-1, -45), (1, 90)]
    assert note.posting.direct_minutes == 90 and MonthTotal.objects.get().direct_minutes == 90


def test_a_line_corrected_in_the_ledger_itself_is_seen_and_taken_over(ours, case, contract):
    note = write(ours, case).note
    line = note.posting
    draft = entry.Draft(line.worker_id, line.method_id, line.day, 30, 0, 1, title=line.title)
    hours.correct(line, draft, reason="少写了", by=ours.people["social_worker"])
    assert queries.newest_line(note).direct_minutes == 30
    with acting(ours.people["social_worker"], "cases.write"):
        notes.take_over_ledger(note, by=ours.people["social_worker"])
    assert (note.direct_minutes, note.indirect_minutes) == (30, 0) and queries.newest_line(note) is None


def test_what_the_chronicle_and_the_ledger_say_of_a_contact_names_nobody(ours, case, contract):
    write(ours, case, place="青禾小学", words={"reaction": "她哭了。"})
    said = str([(one.verb, one.details) for one in Entry.objects.all()]) + str(list(Posting.objects.values()))
    for words in (ours.person.name, "谈了孩子", "青禾小学", "她哭了"):
        assert words not in said


def test_nobody_else_writes_into_the_case(ours, case, contract):
    for who in ("colleague", "supervisor", "centre_director"):
        with pytest.raises((DatabaseError, type(case).DoesNotExist)), transaction.atomic(), acting(ours.people[who], "cases.write"):
            notes.write_note(case, told(), by=ours.people[who])


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_by_two_hands_at_once_is_one_note_and_one_line():
    ours = make.house()
    case, key, barrier = make.a_case(ours), uuid4(), Barrier(2)
    make.a_contract(ours)

    def send(_):
        barrier.wait()
        try:
            return write(ours, case, request_key=key).is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(send, range(2))) == [False, True]
    assert (Note.objects.count(), Posting.objects.count(), NoteText.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_notes_written_at_once_get_numbers_of_their_own():
    ours = make.house()
    case, barrier = make.a_case(ours), Barrier(3)

    def send(n):
        barrier.wait()
        try:
            return write(ours, case, time={"start_minute": 480 + 60 * n}).note.number
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as hands:
        assert sorted(hands.map(send, range(3))) == [1, 2, 3]
