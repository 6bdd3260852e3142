"""Contacts on the screen: one form, kept while it is typed; one note, one line; hours that wait are one click away."""
from uuid import uuid4

import pytest
from django.utils import timezone

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants.models import Grant, Read
from jiazong.ledger.hours.models import Posting
from jiazong.people.residents.tests import factories as residents
from jiazong.service.cases.actions import notes
from jiazong.service.cases.models import Draft, Note, NoteText
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    return make.a_case(ours)


@pytest.fixture
def worker(ours, client):
    client.force_login(ours.people["social_worker"])
    return client


def sent(ours, **more):
    return {
        "request_key": str(uuid4()), "present": [str(ours.person.pk)], "mode": "visit", "minutes": "45", "day": timezone.localdate().isoformat(),
        "content": "看了新的房间。", "next_step": "下周去学校。", "_seen": "0", "_window": "one", **more,
    }  # fmt: skip


def form_of(case):
    return f"/cases/{case.pk}/notes/new"


def typed(client, case, *, window="one", seen=0, form="note", settled=(), **fields):
    """What the page sends every few seconds."""
    said = {"_seen": seen, "_window": window, "_field": list(fields), "_settled": list(settled), **fields}
    return client.post(f"/cases/{case.pk}/drafts/{form}", said)


def test_a_contact_is_written_on_one_page_and_stands_on_the_next(ours, case, worker):
    make.a_contract(ours)
    page = worker.get(form_of(case)).content.decode()
    assert ours.person.name in page and "个案" in page
    answer = worker.post(form_of(case), sent(ours))
    note = Note.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/cases/{case.pk}/notes/{note.pk}")
    shown = worker.get(answer.url).content.decode()
    assert "看了新的房间。" in shown and "下周去学校。" in shown and "45" in shown
    assert Posting.objects.get().title == case.code


def test_every_look_at_a_note_is_written_down(ours, case, worker):
    worker.post(form_of(case), sent(ours))
    before = Read.objects.count()
    worker.get(f"/cases/{case.pk}/notes/{Note.objects.get().pk}")
    assert Read.objects.count() == before + 1


def test_without_a_contract_the_note_is_saved_and_the_hours_are_one_click_later(ours, case, worker):
    answer = worker.post(form_of(case), sent(ours), follow=True)
    assert Note.objects.get().posting is None and "合同" in answer.content.decode()
    make.a_contract(ours)
    page = worker.get("/cases/hours-waiting").content.decode()
    assert case.code in page
    worker.post(f"/cases/hours-waiting/{Note.objects.get().pk}", {"method": ""})
    assert Note.objects.get().posting == Posting.objects.get()
    assert case.code not in worker.get("/cases/hours-waiting").content.decode()


@pytest.mark.parametrize("wrong", [{"content": ""}, {"minutes": ""}, {"day": "2999-01-01"}, {"other_minutes": "x"}, {"other_minutes": "-5"}, {"mode": "dream"}])
def test_nothing_typed_is_lost_on_an_error(ours, case, worker, wrong):
    answer = worker.post(form_of(case), sent(ours, **{"next_step": "去学校找老师。", **wrong}))
    assert answer.status_code == 422 and "去学校找老师。" in answer.content.decode() and not Note.objects.exists()


def test_a_time_that_clashes_is_said_beside_the_start_with_what_stands_there(ours, case, worker):
    make.a_contract(ours)
    worker.post(form_of(case), sent(ours, start="09:00"))
    answer = worker.post(form_of(case), sent(ours, start="09:30"))
    assert answer.status_code == 422 and "09:00" in answer.content.decode() and case.code in answer.content.decode()
    assert Note.objects.count() == 1


def test_what_was_typed_is_there_when_the_page_is_opened_again(ours, case, worker):
    told = typed(worker, case, content="写到一半", mode="phone", present=[])
    assert told.json()["write"] == 1 and told.json()["beside"] == {}
    page = worker.get(form_of(case)).content.decode()
    assert "写到一半" in page and 'value="phone" required' not in page and f'value="{ours.person.pk}" checked' not in page
    worker.post(form_of(case), sent(ours))
    assert not Draft.objects.exists()


def test_a_session_that_ran_out_keeps_nothing_new_and_loses_nothing_kept(ours, case, worker, client):
    typed(worker, case, content="她说")
    client.logout()
    assert typed(client, case, content="她说昨天").status_code == 302
    client.force_login(ours.people["social_worker"])
    assert "她说" in client.get(form_of(case)).content.decode()


def test_two_windows_keep_both_texts_and_the_form_is_not_finished_before_its_writer_has_seen_both(ours, case, worker):
    typed(worker, case, content="第一个窗口写的")
    told = typed(worker, case, window="two", content="第二个窗口写的").json()
    assert told["beside"] == {"content": [["第一个窗口写的"]]}
    answer = worker.post(form_of(case), sent(ours, content="第二个窗口写的", _window="two"))
    assert answer.status_code == 422 and "第一个窗口写的" in answer.content.decode() and not Note.objects.exists()
    seen = Draft.objects.get().version
    assert worker.post(form_of(case), sent(ours, content="两段合起来", _window="two", _seen=str(seen))).status_code == 302
    assert NoteText.objects.get().content == "两段合起来" and not Draft.objects.exists()


def test_a_choice_between_two_texts_settles_it(ours, case, worker):
    typed(worker, case, content="甲")
    typed(worker, case, window="two", content="乙")
    assert typed(worker, case, window="two", content="乙", settled=["content"]).json()["beside"] == {}


def test_a_browser_without_scripts_keeps_a_draft_by_a_button(ours, case, worker):
    answer = worker.post(form_of(case), sent(ours, content="先存着", _keep="1"), follow=True)
    assert "先存着" in answer.content.decode() and Draft.objects.count() == 1 and not Note.objects.exists()


def test_what_is_begun_is_listed_and_can_be_thrown_away(ours, case, worker):
    typed(worker, case, content="甲")
    typed(worker, case, form="closing", changes="乙")
    page = worker.get("/cases/drafts").content.decode()
    assert form_of(case) in page and f"/cases/{case.pk}/closing" in page and "甲" not in page.split("<main")[1].split("</main")[0].replace("甲状腺", "")
    worker.post(f"/cases/drafts/{Draft.objects.filter(form='note').get().pk}/throw-away")
    assert [one.form for one in Draft.objects.all()] == ["closing"]


@pytest.mark.parametrize(("form", "answer"), [("note", 200), ("no_such_form", 404)])
def test_only_the_forms_of_a_case_are_kept(ours, case, worker, form, answer):
    assert typed(worker, case, form=form, content="甲").status_code == answer


def test_too_much_is_refused_with_a_word(ours, case, worker):
    assert typed(worker, case, content="甲" * 200_001).status_code == 413


def test_several_notes_in_a_row_lead_from_one_to_the_next(ours, case, worker):
    other = make.a_case(ours)
    assert worker.post("/cases/notes/in-a-row", {}).status_code == 422
    first = worker.post("/cases/notes/in-a-row", {"case": [str(case.pk), str(other.pk)]})
    assert first.url.startswith(form_of(case)) and str(other.pk) in first.url
    second = worker.post(first.url, sent(ours))
    assert second.url == form_of(other)
    assert "/notes/" in worker.post(second.url, sent(ours)).url and Note.objects.count() == 2


def test_an_addition_and_a_correction_from_the_page(ours, case, worker):
    make.a_contract(ours)
    note = worker.post(form_of(case), sent(ours)).url
    assert worker.post(f"{note}/add", {"content": "忘了写的", "_seen": "0", "_window": "one"}).url == note
    answer = worker.post(f"{note}/time", {"minutes": "60", "day": timezone.localdate().isoformat(), "reason": "记错了"})
    assert answer.url == note and Note.objects.get().direct_minutes == 60 and Posting.objects.count() == 3
    assert "忘了写的" in worker.get(note).content.decode()


@pytest.mark.parametrize("who", ["colleague", "supervisor", "centre_director", "reception"])
def test_whoever_holds_no_grant_finds_nothing(ours, case, client, who):
    note = notes.write_note(case, notes.NoteTold(notes.Time(timezone.localdate(), 30), "visit", notes.Words("甲")), by=ours.people["social_worker"]).note
    client.force_login(ours.people[who])
    for path in (f"notes/{note.pk}", "notes/new", f"notes/{note.pk}/add", "closing", "closing/report", "after", "referrals/new"):
        assert client.get(f"/cases/{case.pk}/{path}").status_code == 404, path
    assert typed(client, case, content="甲").status_code == 404


def test_a_grant_that_was_taken_away_shuts_form_and_draft_and_gives_them_back_with_it(ours, case, worker):
    typed(worker, case, content="还没写完")
    for held in Grant.objects.filter(account=ours.people["social_worker"]):
        grants.revoke(held, by=None)
    assert worker.get(form_of(case)).status_code == 404 and case.code not in worker.get("/cases/drafts").content.decode()
    make.actions.assign(case, ours.workers["social_worker"], by=ours.people["centre_director"], on=make.DAY)
    assert "还没写完" in worker.get(form_of(case)).content.decode()


def test_the_pages_ask_a_fixed_number_of_questions(ours, case, worker, django_assert_num_queries):
    make.a_contract(ours)
    for n in range(3):
        residents.a_person(ours.centre, f"林小{n}", household=ours.household)
        told = notes.NoteTold(notes.Time(timezone.localdate(), 10, 0, 480 + 30 * n), "visit", notes.Words("甲"), [ours.person])
        note = notes.write_note(case, told, by=ours.people["social_worker"]).note
        worker.get(form_of(case))
        for path, number in ((form_of(case), 16), (f"/cases/{case.pk}/notes/{note.pk}", 10), ("/cases/hours-waiting", 3), ("/cases/notes/in-a-row", 3)):
            with django_assert_num_queries(number):
                worker.get(path)
