import time
from datetime import timedelta

import pytest
from django.urls import reverse

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants.models import Ask, BreakGlass, Grant, Notice, Read
from jiazong.ground.accounts import stepup
from jiazong.ground.transparency.models import Leaf
from jiazong.people.supervision.tests import factories as make

pytestmark = pytest.mark.django_db
TYPED = {"code": "life", "words": "孩子今晚可能出事"}


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def note(ours):
    return make.note(ours)


def page(client, note):
    return client.get(reverse("supervision:note", args=[note.pk])).content.decode()


def prove(client, *, seconds_ago=0):
    session = client.session
    session[stepup.PROVED] = {stepup.PASSWORD: int(time.time()) - seconds_ago}
    session.save()


def break_glass(client, ours, note):
    """The way of a director: reason, proof, open."""
    client.force_login(ours.director)
    assert client.post(reverse("supervision:glass", args=["notes", note.pk]), TYPED).status_code == 302
    prove(client)
    return client.post(reverse("supervision:glass_confirm", args=["notes", note.pk]))


def test_a_director_reads_after_the_officer_said_yes_and_no_longer_than_that(client, ours, note):
    client.force_login(ours.director)
    assert client.post(reverse("supervision:ask", args=["notes", note.pk]), {"reason": "核对转介"}).status_code == 302
    assert make.THEMES not in page(client, note)
    client.force_login(ours.officer)
    assert "核对转介" in client.get(reverse("supervision:decide", args=[Ask.objects.get().pk])).content.decode()
    assert client.post(reverse("supervision:decide", args=[Ask.objects.get().pk]), {"answer": "yes"}).status_code == 302
    client.force_login(ours.director)
    said = page(client, note)
    assert make.THEMES in said
    assert make.PRIVATE not in said
    grant = Grant.objects.get(source="approval_step")
    assert (grant.approver, grant.valid_to - grant.valid_from) == (ours.officer, timedelta(hours=72))
    grants.revoke(grant, by=ours.officer)
    assert make.THEMES not in page(client, note)


def test_a_refusal_opens_nothing(client, ours, note):
    client.force_login(ours.director)
    client.post(reverse("supervision:ask", args=["notes", note.pk]), {"reason": "想看看"})
    client.force_login(ours.officer)
    client.post(reverse("supervision:decide", args=[Ask.objects.get().pk]), {"answer": "no", "remark": "缘由不足"})
    assert not Grant.objects.exclude(source="assignment").exists()
    client.force_login(ours.director)
    assert "没有批准" in client.get(reverse("desk:home")).content.decode()


def test_an_emergency_opens_one_file_for_four_hours_and_others_know_at_once(client, ours, note):
    assert break_glass(client, ours, note).status_code == 302
    assert make.THEMES in page(client, note)
    glass = BreakGlass.objects.select_related("grant").get()
    assert (glass.grant.level, glass.grant.valid_to - glass.grant.valid_from) == (2, timedelta(hours=4))
    assert set(Notice.objects.filter(kind="glass.opened").values_list("account", flat=True)) == {ours.office.pk, ours.officer.pk}
    assert Leaf.objects.filter(kind="break_glass", subject=f"glass:{glass.pk}").exists()
    assert Read.objects.get(account=ours.director).grant == glass.grant
    client.force_login(ours.office)
    assert "紧急查阅了一份受限记录" in client.get(reverse("desk:home")).content.decode()
    client.force_login(ours.worker.account)
    said = client.get(reverse("supervision:reads_mine")).content.decode()
    assert "周敏仪" in said
    assert '<span class="tag warn">紧急查阅</span>' in said


@pytest.mark.parametrize("seconds_ago", [61, 3600])
def test_a_proof_older_than_a_minute_opens_nothing(client, ours, note, seconds_ago):
    client.force_login(ours.director)
    client.post(reverse("supervision:glass", args=["notes", note.pk]), TYPED)
    prove(client, seconds_ago=seconds_ago)
    answer = client.post(reverse("supervision:glass_confirm", args=["notes", note.pk]))
    assert answer["Location"].startswith(reverse("accounts:prove"))
    assert not BreakGlass.objects.exists()


def test_the_words_of_an_emergency_wait_sealed_in_the_session(client, ours, note):
    client.force_login(ours.director)
    client.post(reverse("supervision:glass", args=["notes", note.pk]), TYPED)
    assert TYPED["words"] not in str(dict(client.session))


def test_whom_a_note_complains_about_has_no_emergency_either(client, ours):
    note = make.note(ours, about=ours.director.workers.get())
    client.force_login(ours.director)
    for way in ("ask", "glass", "glass_confirm"):
        assert client.get(reverse(f"supervision:{way}", args=["notes", note.pk])).status_code == 404


def test_the_review_ends_the_sight_and_is_written_once(client, ours, note):
    break_glass(client, ours, note)
    glass = BreakGlass.objects.get()
    client.force_login(ours.officer)
    assert "周敏仪" in client.get(reverse("supervision:officer")).content.decode()
    assert TYPED["words"] in client.get(reverse("supervision:review", args=[glass.pk])).content.decode()
    for remark in ("情况属实", "再写一次"):
        client.post(reverse("supervision:review", args=[glass.pk]), {"verdict": "justified", "remark": remark})
    glass.refresh_from_db()
    assert (glass.verdict, glass.remark, glass.reviewed_by) == ("justified", "情况属实", ours.officer)
    client.force_login(ours.director)
    assert make.THEMES not in page(client, note)


def test_three_unreviewed_emergencies_block_the_fourth(client, ours):
    made = make.pair(ours)
    notes = [make.note(ours, made=made) for _ in range(4)]
    for note in notes:
        break_glass(client, ours, note)
    assert BreakGlass.objects.count() == 3
    assert make.THEMES not in page(client, notes[3])


def test_without_two_others_to_tell_nothing_opens(client, ours, note):
    ours.office.memberships.all().delete()
    break_glass(client, ours, note)
    assert not BreakGlass.objects.exists()


def test_a_record_check_shows_its_state_to_the_director_and_its_paper_to_nobody_but_the_worker(client, ours):
    check = make.check(ours)
    client.force_login(ours.director)
    said = client.get(reverse("supervision:check", args=[check.pk])).content.decode()
    assert make.NUMBER not in said
    assert make.FOUND not in said
    listed = client.get(reverse("supervision:checks")).content.decode()
    assert "从未查询" in listed and "有效" in listed
    client.force_login(ours.worker.account)
    assert make.NUMBER in client.get(reverse("supervision:check", args=[check.pk])).content.decode()


def test_a_director_writes_down_a_check(client, ours):
    client.force_login(ours.director)
    typed = {"worker": ours.worker.pk, "kind": "entry", "asked_on": make.today().isoformat(), "result": "clear", "number": "甲字1号"}
    assert client.post(reverse("supervision:check_new"), typed).status_code == 302
    assert ours.worker.checks.get().valid_until is not None
