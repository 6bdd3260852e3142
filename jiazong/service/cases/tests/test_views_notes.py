"""Contacts on the screen: one form, kept while it is typed; one note, one line; hours that wait are one click away."""
from uuid import uuid4

import pytest
from django.utils import timezone

from jiazong.service.cases.models import Note
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


def test_every_page_of_a_contact_opens(ours, case, worker):
    make.a_contract(ours)
    page = worker.get(f"/cases/{case.pk}/notes/new")
    assert page.status_code == 200 and ours.person.name in page.content.decode()
    answer = worker.post(f"/cases/{case.pk}/notes/new", sent(ours))
    note = Note.objects.get()
    assert answer.status_code == 302 and answer.url == f"/cases/{case.pk}/notes/{note.pk}"
    for path in ("", "/add", "/time"):
        assert worker.get(answer.url + path).status_code == 200, path
    for path in ("/cases/notes/in-a-row", "/cases/hours-waiting", "/cases/drafts", "/cases/referrals"):
        assert worker.get(path).status_code == 200, path
    for path in ("closing", "closing/report", "after", "satisfaction/new", "referrals/new", "come-back"):
        assert worker.get(f"/cases/{case.pk}/{path}").status_code == 200, path
