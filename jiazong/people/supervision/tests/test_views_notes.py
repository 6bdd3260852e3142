import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiazong.ground.access.grants.models import Read
from jiazong.people.supervision.models import Note, NoteText
from jiazong.people.supervision.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.house()


def page_of(client, person, note):
    client.force_login(person)
    return client.get(reverse("supervision:note", args=[note.pk]))


def test_the_supervisor_reads_all_of_her_own_note(client, ours):
    said = page_of(client, ours.supervisor, make.note(ours)).content.decode()
    assert all(text in said for text in (make.THEMES, make.AGREED, make.PRIVATE))


def test_the_worker_reads_the_note_about_herself_without_the_supervisors_own_remarks(client, ours):
    said = page_of(client, ours.worker.account, make.note(ours)).content.decode()
    assert make.THEMES in said
    assert make.AGREED in said
    assert make.PRIVATE not in said


@pytest.mark.parametrize("role", ["director", "officer"])
def test_director_and_officer_see_that_it_took_place_and_not_what_was_said(client, ours, role):
    answer = page_of(client, ours.people[role], make.note(ours))
    assert answer.status_code == 200
    assert "陈静" in answer.content.decode()
    assert not any(text in answer.content.decode() for text in make.TEXTS)


@pytest.mark.parametrize("role", ["colleague", "office"])
def test_for_everybody_else_there_is_no_such_note(client, ours, role):
    assert page_of(client, ours.people[role], make.note(ours)).status_code == 404


def test_every_look_at_a_text_leaves_its_line_and_a_look_at_the_head_none(client, ours):
    note = make.note(ours)
    page_of(client, ours.director, note)
    assert not Read.objects.exists()
    page_of(client, ours.supervisor, note)
    read = Read.objects.get()
    assert (read.account, read.about, read.subject_id, read.purpose) == (ours.supervisor, ours.worker.account, str(note.pk), "supervision")
    assert read.grant.account == ours.supervisor


def test_whom_a_note_complains_about_never_sees_it(client, ours):
    director = ours.director.workers.get()
    note = make.note(ours, about=director)
    assert page_of(client, ours.director, note).status_code == 404
    client.force_login(ours.director)
    assert str(note.pk) not in client.get(reverse("supervision:list")).content.decode()
    assert page_of(client, ours.supervisor, note).status_code == 200


def test_a_supervisor_writes_one_group_supervision_into_the_file_of_each(client, ours):
    pairs = [make.pair(ours), make.pair(ours, ours.colleague)]
    client.force_login(ours.supervisor)
    typed = {
        "pairs": [str(pair.pk) for pair in pairs], "day": make.today().isoformat(), "minutes": "90", "form": "group",
        "themes": make.THEMES, "session": "6f0f2f43-54a8-4d9a-8df7-0a6c1bb8d8b9",
    }  # fmt: skip
    for _ in range(2):
        answer = client.post(reverse("supervision:new"), typed)
        assert answer.status_code == 302, answer.content.decode()
    notes = list(Note.objects.all())
    assert {note.pair for note in notes} == set(pairs)
    assert len(notes) == 2
    assert {text.themes for text in NoteText.objects.select_related("note__centre")} == {make.THEMES}


def test_a_note_is_put_right_by_its_supervisor_and_by_nobody_else(client, ours):
    note = make.note(ours)
    typed = {"day": make.today().isoformat(), "minutes": "45", "form": "individual", "themes": "改过的内容"}
    address = reverse("supervision:edit", args=[note.pk])
    client.force_login(ours.director)
    assert client.post(address, typed).status_code == 404
    client.force_login(ours.supervisor)
    assert client.get(address).status_code == 200
    assert client.post(address, typed).status_code == 302
    note.refresh_from_db()
    assert (note.minutes, NoteText.objects.get(note=note).themes) == (45, "改过的内容")


def test_a_supervisor_whose_pair_has_ended_sees_the_file_no_more(client, ours):
    note = make.note(ours)
    client.force_login(ours.director)
    assert client.post(reverse("supervision:pair_end", args=[note.pair_id])).status_code == 302
    assert page_of(client, ours.supervisor, note).status_code == 404


def test_the_texts_lie_sealed_in_the_database(ours):
    make.note(ours)
    with connection.cursor() as cursor:
        cursor.execute("SELECT themes, agreements FROM supervision_notetext")
        assert not any(make.THEMES.encode() in bytes(value) for value in cursor.fetchone())


def test_the_list_asks_as_many_questions_for_one_note_as_for_three(client, ours):
    made = make.pair(ours)
    client.force_login(ours.director)
    asked = []
    for number in range(3):
        make.note(ours, made=made, day=make.days_ago(number))
        client.get(reverse("supervision:list"))
        with CaptureQueriesContext(connection) as questions:
            assert client.get(reverse("supervision:list")).status_code == 200
        asked.append(len(questions))
    assert asked[0] == asked[2] <= 14
