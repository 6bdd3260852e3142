"""Signing in through a provider that runs here on a real socket: who comes in, and who does not."""
import base64
import json
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from django.test import Client

from jiazong.ground.accounts import actions
from jiazong.ground.accounts.models import Account
from jiazong.ground.accounts.tests.people import Telephone, person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def issuer():
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provided(settings, issuer):
    app = {
        "provider_id": "oidc", "name": "区民政局统一登录", "client_id": "jiazong", "secret": "secret",
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.JIAZONG_OIDC_NAME = "区民政局统一登录"
    return issuer


def go(client: Client, issuer: str, login: str, *, onwards: str = "/sessions") -> str:
    """Walk to the provider, say who one is, and give the address it sends one back to."""
    requests.put(f"{issuer}/users/sub-{login}", json={"preferred_username": login}, timeout=5).raise_for_status()
    there = client.get("/sign-in/unit", {"next": onwards})
    assert there.status_code == 302, there.content
    back = requests.post(there.url, data={"sub": f"sub-{login}"}, allow_redirects=False, timeout=5)
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    return f"{parts.path}?{parts.query}"


def refused(client: Client, answer) -> str:
    assert answer.url == "/sign-in", answer.url
    assert "_auth_user_id" not in client.session
    return client.get("/sign-in").content.decode()


def test_the_sign_in_page_shows_the_way_to_the_unit(client, provided):
    assert "用区民政局统一登录登录" in client.get("/sign-in").content.decode()


def test_without_a_provider_there_is_no_such_way(client):
    assert client.get("/sign-in/unit").url == client.get("/sign-in/unit/back").url == "/sign-in"
    assert "/sign-in/unit" not in client.get("/sign-in").content.decode()


def test_who_has_an_open_account_comes_in_and_goes_on(client, provided):
    account = person("luo.jianwen", "罗建文")
    assert client.get(go(client, provided, "Luo.Jianwen")).url == "/sessions"
    assert client.session["_auth_user_id"] == str(account.pk)


def test_the_question_carries_state_nonce_and_a_challenge(client, provided):
    asked = parse_qs(urlsplit(client.get("/sign-in/unit").url).query)
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["code_challenge_method"] == ["S256"]


def test_who_has_a_second_factor_here_is_asked_for_it(client, provided):
    telephone = Telephone(person("luo.jianwen", "罗建文"))
    assert client.get(go(client, provided, "luo.jianwen")).url == "/sign-in/second"
    assert client.post("/sign-in/second", {"code": telephone.code()}).url == "/sessions"


def test_somebody_unknown_is_refused_and_no_account_is_made(client, provided):
    page = refused(client, client.get(go(client, provided, "nobody.here")))
    assert "没有您可用的账号" in page
    assert not Account.objects.exists()


def test_a_closed_account_is_refused(client, provided):
    actions.close_account(person("luo.jianwen", "罗建文"))
    refused(client, client.get(go(client, provided, "luo.jianwen")))


def test_an_answer_to_another_browser_is_refused(client, provided):
    person("luo.jianwen", "罗建文")
    back = go(Client(), provided, "luo.jianwen")
    refused(client, client.get(back))


def test_an_answer_is_taken_once(client, provided):
    person("luo.jianwen", "罗建文")
    back = go(client, provided, "luo.jianwen")
    client.get(back)
    client.post("/sign-out")
    refused(client, client.get(back))


@pytest.mark.parametrize("change", ["state", "code"])
def test_a_changed_answer_is_refused(client, provided, change):
    person("luo.jianwen", "罗建文")
    path, _, query = go(client, provided, "luo.jianwen").partition("?")
    told = {name: values[0] for name, values in parse_qs(query).items()}
    refused(client, client.get(path, {**told, change: "made-up"}))


def test_an_answer_with_another_nonce_is_refused(client, provided):
    person("luo.jianwen", "罗建文")
    back = go(client, provided, "luo.jianwen")
    session = client.session
    states = session["socialaccount_states"]
    for state in states.values():
        state[0]["nonce"] = "of-another-sign-in"
    session["socialaccount_states"] = states
    session.save()
    refused(client, client.get(back))


def test_an_identity_that_somebody_else_signed_is_refused(client, provided, monkeypatch):
    """The signature is looked at even though the answer comes straight from the provider."""
    person("luo.jianwen", "罗建文")
    back = go(client, provided, "nobody.here")
    real = requests.Session.request

    def forge(self, method, url, **more):
        answer = real(self, method, url, **more)
        if url.endswith("/token"):
            told = answer.json()
            head, body, signature = told["id_token"].split(".")
            claims = json.loads(base64.urlsafe_b64decode(body + "=="))
            claims["preferred_username"] = "luo.jianwen"
            told["id_token"] = ".".join([head, base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("="), signature])
            answer._content = json.dumps(told).encode()
        return answer

    monkeypatch.setattr(requests.Session, "request", forge)
    refused(client, client.get(back))


def test_a_person_who_says_no_at_the_provider_is_back_at_the_sign_in(client, provided):
    there = client.get("/sign-in/unit")
    state = parse_qs(urlsplit(there.url).query)["state"][0]
    refused(client, client.get("/sign-in/unit/back", {"error": "access_denied", "state": state}))


def test_a_provider_that_does_not_answer_is_told_in_one_sentence(client, provided, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:9"
    assert client.get("/sign-in/unit").url == "/sign-in"
    assert "统一登录没有成功" in client.get("/sign-in").content.decode()


def test_one_goes_on_to_no_other_site(client, provided):
    person("luo.jianwen", "罗建文")
    assert client.get(go(client, provided, "luo.jianwen", onwards="https://elsewhere.example/")).url == "/"
