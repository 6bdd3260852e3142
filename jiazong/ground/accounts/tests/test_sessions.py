"""Fourteen ways in which a session must end, change or not come back, against the real table and the real middleware."""
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import connection
from django.db.models import F
from django.test import Client

from jiazong.ground.accounts import actions, sessions
from jiazong.ground.accounts.models import Session
from jiazong.ground.accounts.tests.people import SECRET, enter, person

pytestmark = pytest.mark.django_db
PAGE = "/sessions"


@pytest.fixture
def account():
    return person()


def aged(client: Client, **ages: timedelta) -> None:
    """Move the times of a client's session back."""
    rows = Session.objects.filter(pk=sessions.hashed(client.session.session_key))
    rows.update(**{field: F(field) - age for field, age in ages.items()})


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def signed_in(**more: object) -> Client:
    client = Client()
    assert enter(client, **more).status_code == 302
    return client


def test_01_the_key_changes_on_entering_so_that_a_planted_one_is_worth_nothing(client, account):
    client.get("/sign-in")
    client.session["planted"] = 1
    session = client.session
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    enter(client)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert is_in(client) and not is_in(thief)


def test_02_the_table_holds_no_key_one_could_enter_with(account):
    client = signed_in()
    stored = Session.objects.get(account=account).pk
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stored
    assert stored != client.session.session_key
    assert not is_in(thief)


def test_03_half_an_hour_without_a_click_ends_it(account):
    client = signed_in()
    aged(client, seen_at=timedelta(minutes=29))
    assert is_in(client)
    aged(client, seen_at=timedelta(minutes=31))
    assert not is_in(client)


def test_04_a_click_keeps_it_and_is_written_down_at_most_once_a_minute(account, django_assert_num_queries):
    client = signed_in()
    aged(client, seen_at=timedelta(minutes=29))
    before = Session.objects.get(account=account).seen_at
    assert is_in(client)
    after = Session.objects.get(account=account).seen_at
    assert after - before > timedelta(minutes=28)
    assert is_in(client)
    assert Session.objects.get(account=account).seen_at == after


def test_05_twelve_hours_end_it_whatever_was_clicked(account):
    client = signed_in(is_own_device="on")
    aged(client, started_at=timedelta(hours=11, minutes=59))
    assert is_in(client)
    aged(client, started_at=timedelta(minutes=2))
    assert not is_in(client)


def test_06_signing_out_ends_it_for_a_copy_of_the_cookie_too(account):
    client = signed_in()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    assert is_in(thief)
    answer = client.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(thief)


def test_07_a_changed_password_ends_all_others_and_gives_this_one_a_new_key(account):
    here, elsewhere = signed_in(), signed_in()
    before = here.session.session_key
    new = "another sentence 2"
    assert here.post("/password", {"now": SECRET, "new": new, "again": new}).status_code == 302
    assert is_in(here) and not is_in(elsewhere)
    assert here.session.session_key != before


def test_08_a_role_given_or_taken_ends_it_at_once(account):
    client = signed_in()
    assert actions.end_sessions(account, why="role") == 1
    assert not is_in(client)
    assert Session.objects.get(account=account).ended_why == "role"


def test_09_a_closed_account_is_out_at_once_and_stays_out(account):
    client = signed_in()
    actions.close_account(account)
    assert not is_in(client)
    assert enter(Client()).status_code == 422


def test_10_somebody_who_is_out_is_not_brought_back_by_a_request_that_was_on_its_way(account):
    client = signed_in()
    late = sessions.SessionStore(client.session.session_key)
    late["typed"] = "before"
    actions.end_sessions(account, why="role")
    with pytest.raises(sessions.UpdateError):
        late.save()
    assert not is_in(client)
    assert "typed" not in sessions.SessionStore(client.session.session_key)


def test_11_of_six_sessions_the_one_longest_unused_ends(account, settings):
    settings.JIAZONG_SESSIONS_AT_ONCE = 5
    clients = [signed_in() for _ in range(5)]
    for minutes, client in enumerate(clients):
        aged(client, seen_at=timedelta(minutes=minutes))
    clients.append(signed_in())
    assert [is_in(client) for client in clients] == [True, True, True, True, False, True]


def test_12_its_owner_sees_each_and_ends_one_or_all_others(account):
    here, second, third = signed_in(), signed_in(), signed_in()
    page = here.get(PAGE).content.decode()
    assert page.count('name="session"') == 2
    number = sessions.hashed(second.session.session_key)
    here.post("/sessions/end", {"session": number})
    assert is_in(here) and not is_in(second) and is_in(third)
    here.post("/sessions/end")
    assert is_in(here) and not is_in(third)


def test_13_nobody_ends_the_session_of_another(account):
    mine = signed_in()
    person("he", "何慧芳")
    stranger = signed_in(login="he")
    stranger.post("/sessions/end", {"session": sessions.hashed(mine.session.session_key)})
    stranger.post("/sessions/end")
    assert is_in(mine)


def test_14_a_new_device_is_told_to_the_ones_that_are_in_already_and_only_once(account):
    known = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0", REMOTE_ADDR="10.1.2.3")
    enter(known)
    new = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 15) Firefox/140.0", REMOTE_ADDR="203.0.113.77")
    enter(new)
    told = known.get(PAGE).content.decode()
    assert "Firefox · Android" in told.split("note warn")[1].split("</div>")[0] and "203.0.113.0/24" in told
    assert "note warn" not in known.get(PAGE).content.decode()
    assert "note warn" not in new.get(PAGE).content.decode()


def test_a_session_that_was_ended_while_a_page_was_made_is_told_so_and_not_saved(account):
    client = signed_in()
    store = sessions.SessionStore(client.session.session_key)
    store["more"] = 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_session SET ended_at = now() WHERE account_id = %s", [account.pk])
    with pytest.raises((SessionInterrupted, sessions.UpdateError)):
        store.save()


def test_what_is_over_for_two_days_is_dropped_and_what_lives_stays(account):
    old, living = signed_in(), signed_in()
    actions.end_one_session(account, sessions.hashed(old.session.session_key))
    Session.objects.filter(ended_at__isnull=False).update(ended_at=F("ended_at") - timedelta(days=3))
    sessions.SessionStore.clear_expired()
    assert Session.objects.filter(account=account).count() == 1
    assert is_in(living)
