"""The status page: for administrators, as many questions for many jobs as for none, and never what somebody wrote."""
import json
import os

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jiazong.front.operation import actions, queries
from jiazong.ground.chronicle.models import Entry
from jiazong.people.places.tests import factories as place

pytestmark = pytest.mark.django_db
STATUS = "/operation/"


@pytest.fixture
def administrator(client):
    person = place.member("administrator", "region", place.street("青禾街").code)
    client.force_login(person)
    return person


def defer(number: int, *, status: str = "todo", task: str = "books.post") -> list[int]:
    """So many jobs in a state, with a canary among their arguments."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, priority, args, status, queue_name, attempts)"
            " SELECT %s, 0, %s::jsonb, %s::procrastinate_job_status, 'default', 1 FROM generate_series(1, %s) RETURNING id",
            [task, json.dumps({"name": "canary-梁秋禾"}), status, number],
        )
        return [row[0] for row in cursor.fetchall()]


def test_nobody_else_finds_the_page(client):
    client.force_login(place.director(place.centre("ours")))
    assert client.get(STATUS).status_code == 404
    client.logout()
    assert client.get(STATUS).status_code == 302


@pytest.mark.parametrize("number", [0, 1, 3, int(os.environ.get("JIAZONG_TEST_JOBS", 2000))])
def test_the_page_asks_as_often_for_many_jobs_as_for_none(client, administrator, django_assert_num_queries, number):
    defer(number, status="failed")
    defer(number)
    client.get(STATUS)
    with django_assert_num_queries(QUERIES):
        page = client.get(STATUS)
    assert page.status_code == 200
    text = page.content.decode()
    assert "canary" not in text and text.count("/retry") == min(number, queries.LISTED)


# Session, account, who acts, memberships and what the frame shows of them; then one question for each fact.
QUERIES = 13


def test_what_is_bad_is_said_with_what_to_do(client, administrator):
    [job] = defer(1, status="failed")
    actions.note_failure(job, "books.post", ValueError("canary"))
    text = client.get(STATUS).content.decode()
    assert "ValueError" in text and "canary" not in text
    assert 'data-fact="backup" data-state="bad"' in text and "jiazong backup" in text
    actions.note_backup(
        folder="/srv", file="jiazong-20261122T021500-a1b2c3.jzb", made_at=timezone.now(), seconds=3, size_bytes=5 << 20, rows=10, evidence=None
    )
    assert 'data-fact="backup" data-state="ok"' in client.get(STATUS).content.decode()


def test_a_job_that_failed_is_tried_again_and_one_that_waits_is_cancelled(client, administrator):
    [failed], [waiting] = defer(1, status="failed"), defer(1)
    for job, deed in ((failed, "retry"), (waiting, "cancel")):
        assert client.post(reverse(f"operation:{deed}", args=[job])).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs ORDER BY id")
        assert dict(cursor.fetchall()) == {failed: "todo", waiting: "cancelled"}
    assert sorted(Entry.objects.filter(verb__startswith="job.").values_list("verb", flat=True)) == ["job.cancelled", "job.retried"]


@pytest.mark.parametrize(("deed", "status"), [("retry", "succeeded"), ("retry", "doing"), ("cancel", "doing"), ("cancel", "failed")])
def test_what_is_no_longer_so_is_said_and_left(client, administrator, deed, status):
    [job] = defer(1, status=status)
    page = client.post(reverse(f"operation:{deed}", args=[job]), follow=True)
    assert str(job) in page.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone()[0] == status
    assert not Entry.objects.filter(verb__startswith="job.").exists()


def test_what_waits_for_the_evidence_log_is_what_a_worker_has_told(client, administrator):
    told = {"waiting": 7, "waiting_seconds": 400}
    assert 'data-fact="evidence" data-state="bad"' in client.get(STATUS).content.decode()
    actions.note_pulse("one", told)
    assert queries.status().evidence.waiting == 7
    actions.note_pulse("one", told | {"waiting_seconds": 2})
    assert 'data-fact="evidence" data-state="ok"' in client.get(STATUS).content.decode()


def test_a_machine_tells_anew_in_place_of_what_it_told():
    for free in (10, 20):
        actions.note_pulse("one", {"disks": {"data": {"free": free, "whole": 100}}})
    [pulse] = queries.status().pulses
    assert pulse.facts["disks"]["data"]["free"] == 20
