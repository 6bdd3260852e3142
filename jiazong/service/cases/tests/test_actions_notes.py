"""A contact is written down once: one note, one line of the ledger, sums that are counted."""
from uuid import uuid4

import pytest
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ledger.hours.models import MonthTotal, Posting
from jiazong.people.residents.tests import factories as residents
from jiazong.service.cases.actions import notes
from jiazong.service.cases.models import Note, NoteText
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
    assert (line.title, line.note, line.person_times, line.direct_minutes, line.indirect_minutes) == (case.code, "", 2, 45, 15)
    assert line.method.name == "个案" and MonthTotal.objects.get().direct_minutes == 45
    assert {one.person.name for one in made.note.present.all()} == {ours.person.name, "林小树"}


def test_the_same_form_sent_twice_is_one_note_and_one_line(ours, case, contract):
    key = uuid4()
    first, second = (write(ours, case, request_key=key) for _ in range(2))
    assert first.note.pk == second.note.pk and (first.is_new, second.is_new) == (True, False)
    assert (Note.objects.count(), Posting.objects.count(), NoteText.objects.count()) == (1, 1, 1)
