"""Codes count once, recovery codes count once, and whoever must have a second factor gets nowhere without one."""
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.accounts import actions, factors, sessions, stepup
from jiazong.ground.accounts.models import Session
from jiazong.ground.accounts.rules import codes
from jiazong.ground.accounts.tests.people import SECRET, Telephone, enter, person

pytestmark = pytest.mark.django_db
SECOND = "/sign-in/second"
RAW = b"12345678901234567890"


@pytest.mark.parametrize(("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")])
def test_codes_are_those_of_the_standard(at, code):
    """RFC 6238, appendix B, the last six digits."""
    assert codes.code_of(RAW, codes.step_at(at)) == code


@given(at=st.integers(10**6, 10**10), away=st.integers(-5, 5))
def test_a_code_is_good_one_step_before_and_after_and_no_further(at, away):
    step = codes.step_at(at)
    found = codes.step_of(codes.code_of(RAW, step + away), secret=RAW, at=at, used=0)
    near = {codes.code_of(RAW, step + one) for one in (-1, 0, 1)}
    assert (found is not None) == (codes.code_of(RAW, step + away) in near)


@given(at=st.integers(10**6, 10**10))
def test_a_code_and_those_before_it_are_not_taken_again(at):
    step = codes.step_at(at)
    assert codes.step_of(codes.code_of(RAW, step), secret=RAW, at=at, used=step + 1) is None


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "１２３４５６"])
def test_blanks_and_full_width_digits_do_not_matter(typed):
    assert codes.digits_of(typed) == "123456"


@pytest.fixture
def account():
    return person()


@pytest.fixture
def telephone(account):
    return Telephone(account)


def test_the_password_alone_opens_nothing(client, telephone):
    assert enter(client).url == SECOND
    assert client.get("/sessions").status_code == 302
    assert "_auth_user_id" not in client.session


def test_password_and_code_open(client, telephone):
    enter(client, next="/sessions")
    assert client.post(SECOND, {"code": telephone.code()}).url == "/sessions"
    assert client.get("/sessions").status_code == 200


def test_a_code_somebody_looked_at_is_not_taken_a_second_time(telephone):
    code = telephone.code()
    first, second = Client(), Client()
    enter(first)
    enter(second)
    assert first.post(SECOND, {"code": code}).status_code == 302
    assert second.post(SECOND, {"code": code}).status_code == 422


def test_a_recovery_code_counts_once(account, telephone):
    spare = actions.fresh_recovery_codes(account)
    first, second = Client(), Client()
    enter(first)
    enter(second)
    assert first.post(SECOND, {"code": f"{spare[3][:5]} {spare[3][5:]}"}).status_code == 302
    assert second.post(SECOND, {"code": spare[3]}).status_code == 422
    assert factors.recovery_codes_left(account) == 9


def test_new_recovery_codes_make_the_old_ones_worthless(account, telephone):
    old = actions.fresh_recovery_codes(account)
    actions.fresh_recovery_codes(account)
    with pytest.raises(factors.NotProved):
        factors.check_code(account, old[0])


def test_wrong_codes_are_spaced(client, telephone):
    enter(client)
    answers = [client.post(SECOND, {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert client.post(SECOND, {"code": telephone.code()}).status_code == 429


def test_a_stranger_with_the_password_does_not_use_up_the_tries_of_a_known_browser(telephone):
    own, stranger = Client(), Client(REMOTE_ADDR="203.0.113.9")
    enter(own)
    own.post(SECOND, {"code": telephone.code()})
    own.post("/sign-out")
    enter(stranger)
    for _ in range(8):
        stranger.post(SECOND, {"code": "000000"})
    enter(own)
    assert own.post(SECOND, {"code": telephone.code(1)}).status_code == 302


def test_the_second_step_is_open_for_ten_minutes(client, telephone):
    enter(client)
    session = client.session
    session["entering"] = {**session["entering"], "at": int(time.time()) - 601}
    session.save()
    assert client.post(SECOND, {"code": telephone.code()}).url == "/sign-in"


def test_the_second_step_without_the_first_leads_to_the_first(client, telephone):
    assert client.get(SECOND).url == "/sign-in"
    assert client.post(SECOND, {"code": telephone.code()}).url == "/sign-in"


def test_an_account_closed_between_the_steps_does_not_get_in(client, account, telephone):
    enter(client)
    actions.close_account(account)
    assert client.post(SECOND, {"code": telephone.code()}).url == "/sign-in"


def test_secrets_of_telephones_and_recovery_codes_lie_sealed(account, telephone):
    actions.fresh_recovery_codes(account)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, '') FROM mfa_authenticator")
        kept = cursor.fetchone()[0]
    assert telephone.secret not in kept
    assert all(code not in kept for code in factors.RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes())


def test_who_must_have_one_is_led_there_right_after_the_password_and_gets_nowhere_else(client, account, settings, monkeypatch):
    settings.JIAZONG_SECOND_FACTOR = "required"
    monkeypatch.setattr("jiazong.ground.accounts.deeds.roles_of", lambda account: frozenset({"centre_director"}))
    enter(client, next="/ui/kit")
    for path in ("/", "/ui/kit", "/sessions", "/password"):
        assert client.get(path).url == "/second-factor", path
    assert client.post("/password", {}).url == "/second-factor"
    assert "您的角色" in client.get("/second-factor").content.decode()


def test_setting_one_up_opens_everything_and_shows_recovery_codes_once(client, account, settings, monkeypatch):
    settings.JIAZONG_SECOND_FACTOR = "required"
    monkeypatch.setattr("jiazong.ground.accounts.deeds.roles_of", lambda account: frozenset({"centre_director"}))
    enter(client)
    page = client.get("/second-factor/telephone").content.decode()
    secret = page.split('translate="no">')[1].split("<")[0].replace(" ", "")
    assert "data:image/svg+xml;base64," in page
    wrong = client.post("/second-factor/telephone", {"code": "000000"})
    assert wrong.status_code == 422
    code = codes.code_of(factors._raw(secret), codes.step_at(time.time()))
    shown = client.post("/second-factor/telephone", {"code": code}).content.decode()
    assert shown.count("<li><code>") == 10
    assert client.get("/sessions").status_code == 200
    assert enter(Client()).url == SECOND


@pytest.mark.parametrize(("mode", "role"), [("offered", "centre_director"), ("required", "social_worker")])
def test_who_need_not_have_one_is_not_asked(client, account, settings, monkeypatch, mode, role):
    settings.JIAZONG_SECOND_FACTOR = mode
    monkeypatch.setattr("jiazong.ground.accounts.deeds.roles_of", lambda account: frozenset({role}))
    enter(client)
    assert client.get("/sessions").status_code == 200


def test_the_last_factor_of_somebody_who_must_have_one_is_not_taken_away(client, account, telephone, settings, monkeypatch):
    settings.JIAZONG_SECOND_FACTOR = "required"
    monkeypatch.setattr("jiazong.ground.accounts.deeds.roles_of", lambda account: frozenset({"administrator"}))
    enter(client)
    client.post(SECOND, {"code": telephone.code()})
    held = factors.of(account).get()
    client.post(f"/second-factor/{held.pk}/remove")
    assert factors.has_any(account)


def test_nobody_removes_the_factor_of_another(account, telephone):
    person("he", "何慧芳")
    stranger = Client()
    enter(stranger, "he")
    assert stranger.post(f"/second-factor/{factors.of(account).get().pk}/remove").status_code == 404
    assert factors.has_any(account)


def test_changing_factors_asks_for_a_fresh_proof(client, account, telephone):
    client.force_login(account)
    for path in ("/second-factor/telephone", "/second-factor/passkey"):
        assert client.get(path).url.startswith("/prove?next=%2Fsecond-factor")
    assert client.post("/second-factor/recovery-codes").url.startswith("/prove?")


def test_a_proof_is_good_for_its_time_and_a_password_is_no_second_factor(client, account, telephone):
    enter(client)
    client.post(SECOND, {"code": telephone.code()})
    request = type("Request", (), {"session": client.session})()
    assert stepup.recently_proved(request)
    assert stepup.recently_proved(request, within=timedelta(seconds=60), by=stepup.SECOND)
    request.session[stepup.PROVED] = {stepup.PASSWORD: int(time.time()), stepup.TOTP: int(time.time()) - 61}
    assert stepup.recently_proved(request)
    assert not stepup.recently_proved(request, within=timedelta(seconds=60), by=stepup.SECOND)


def test_proving_again_leads_back_and_is_spaced(client, account, telephone):
    client.force_login(account)
    assert client.post("/prove?next=/sessions", {"password": SECRET, "next": "/sessions"}).url == "/sessions"
    answers = [client.post("/prove", {"password": "wrong"}).status_code for _ in range(6)]
    assert answers[-1] == 429


def test_a_proof_leads_to_no_other_site(client, account):
    client.force_login(account)
    assert client.post("/prove", {"password": SECRET, "next": "https://elsewhere.example/"}).url == "/"


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "not json", '{"id": "x", "response": {}}', '{"response": null}', '{"response": {"userHandle": "///"}}'])
def test_an_answer_that_is_no_passkey_is_refused_with_a_sentence(client, account, answer):
    client.post("/sign-in/passkey-options")
    assert client.post("/sign-in/passkey", {"answer": answer}).url == "/sign-in"
    assert "_auth_user_id" not in client.session


def test_a_lost_telephone_is_reset_and_ends_the_sessions(account, telephone, client):
    client.force_login(account)
    assert actions.reset_second_factor(account, by=None) == 1
    assert not Authenticator.objects.filter(user=account).exists()
    assert Session.objects.get(pk=sessions.hashed(client.session.session_key)).ended_why == "factor"


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_send_the_same_code_at_once_one_gets_in():
    telephone = Telephone(account := person())
    code = telephone.code()

    def send(_: int) -> str:
        try:
            return factors.check_code(account, code)
        except factors.NotProved:
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        taken = [one for one in pool.map(send, range(10)) if one]
    assert taken == [stepup.TOTP]
