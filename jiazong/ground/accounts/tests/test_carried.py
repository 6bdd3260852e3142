"""A form that was sent after the session had timed out comes back to its owner, to nobody else, and lies nowhere readable."""
import contextlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiazong.ground.accounts import actions, sealed, sessions
from jiazong.ground.accounts.models import Session
from jiazong.ground.accounts.tests.people import SECRET, Telephone, enter, person

pytestmark = pytest.mark.django_db
TYPED = {"now": "x", "note": "刘婆婆说<b>下周</b>\"再\"来&谈", "note2": "第二行", "many": ["a", "b"]}
PAGE = "/password?from=menu"


@pytest.fixture
def account():
    return person()


@pytest.fixture
def timed_out(account):
    """A browser whose session has timed out."""
    client = Client()
    enter(client)
    Session.objects.update(seen_at=F("seen_at") - timedelta(minutes=31))
    return client


def test_what_was_typed_comes_back_after_signing_in_and_is_sent_with_one_click(timed_out):
    answer = timed_out.post(PAGE, TYPED)
    assert answer.status_code == 302 and answer.url.startswith("/sign-in?next=")
    assert "您填的内容都还在" in timed_out.get(answer.url).content.decode()
    assert enter(timed_out).url == "/waiting-form"
    page = timed_out.get("/waiting-form").content.decode()
    assert f'action="{PAGE}"' in page
    assert 'name="note" value="刘婆婆说&lt;b&gt;下周&lt;/b&gt;&#34;再&#34;来&amp;谈"' in page
    assert page.count('name="many"') == 2
    assert 'name="csrfmiddlewaretoken"' in page and page.count("csrfmiddlewaretoken") <= 4


def test_it_survives_the_second_step_too(timed_out, account):
    telephone = Telephone(account)
    timed_out.post(PAGE, TYPED)
    enter(timed_out)
    assert timed_out.post("/sign-in/second", {"code": telephone.code()}).url == "/waiting-form"


def test_another_person_at_the_same_computer_never_sees_it(timed_out):
    person("he", "何慧芳")
    timed_out.post(PAGE, TYPED)
    assert "刘婆婆" not in timed_out.get("/sign-in").content.decode()
    assert enter(timed_out, "he").url == "/"
    assert timed_out.get("/waiting-form").url == "/"
    timed_out.post("/sign-out")
    assert enter(timed_out).url == "/"


def test_nothing_of_it_can_be_read_in_the_database_or_in_the_browser(timed_out):
    answer = timed_out.post(PAGE, TYPED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(session_data, '') FROM accounts_session")
        kept = cursor.fetchone()[0]
    for session in Session.objects.exclude(session_data=""):
        assert "刘婆婆" not in str(sessions.SessionStore().decode(session.session_data))
    assert "刘婆婆" not in kept
    assert "刘婆婆" not in str(answer.cookies) + answer.url


def test_files_cannot_be_kept_and_that_is_said(timed_out):
    timed_out.post(PAGE, {**TYPED, "file": SimpleUploadedFile("a.xlsx", b"x")})
    enter(timed_out)
    assert "文件没法保留" in timed_out.get("/waiting-form").content.decode()


def test_it_can_be_dropped(timed_out):
    timed_out.post(PAGE, TYPED)
    enter(timed_out)
    assert timed_out.post("/waiting-form").url == "/"
    assert timed_out.get("/waiting-form").url == "/"


def test_a_session_ended_by_somebody_else_gives_the_form_back_as_well(account):
    client = Client()
    enter(client)
    actions.end_sessions(account, why="role")
    client.post(PAGE, TYPED)
    assert enter(client).url == "/waiting-form"


def test_who_never_signed_in_has_nothing_kept(client):
    client.post(PAGE, TYPED)
    assert not Session.objects.exists()


def test_a_form_too_large_to_keep_is_not_kept(timed_out):
    timed_out.post(PAGE, {"note": "长" * 1_000_001})
    assert enter(timed_out).url == "/"


def test_a_changed_seal_is_dropped(timed_out):
    timed_out.post(PAGE, TYPED)
    session = timed_out.session
    session["carried"] = session["carried"][:-6] + "AAAAA="
    session.save()
    assert enter(timed_out).url != "/waiting-form"


def test_a_piece_of_a_page_leads_the_whole_page_to_the_sign_in(timed_out):
    answer = timed_out.post(PAGE, TYPED, headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == "/sign-in"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300).filter(lambda text: "\ud800" not in text), place=st.integers(0), bit=st.integers(0, 7))
def test_a_sealed_text_opens_for_its_purpose_alone_and_not_when_changed(text, place, bit):
    try:
        closed = sealed.seal(text, purpose="carried form")
    except UnicodeEncodeError:
        return
    assert sealed.unseal(closed, purpose="carried form") == text
    with pytest.raises(sealed.SealBroken):
        sealed.unseal(closed, purpose="another")
    place %= len(closed)
    changed = closed[:place] + chr((ord(closed[place]) ^ (1 << bit)) % 128) + closed[place + 1 :]
    with contextlib.suppress(sealed.SealBroken):
        assert sealed.unseal(changed, purpose="carried form") == text


def test_the_form_sent_again_does_what_it_would_have_done(timed_out, account):
    new = "another sentence 2"
    timed_out.post("/password", {"now": SECRET, "new": new, "again": new})
    enter(timed_out)
    page = timed_out.get("/waiting-form").content.decode()
    assert f'value="{new}"' in page
    assert timed_out.post("/password", {"now": SECRET, "new": new, "again": new}).url == "/"
    account.refresh_from_db()
    assert account.check_password(new)
