import pytest
from django.test import Client
from django.utils import translation

from jiazong.ground.ui import preferences


def choose(client, **wanted):
    headers = wanted.pop("headers", {})
    return client.post("/ui/preferences", wanted, headers=headers)


def test_a_choice_is_kept_for_a_year_and_leads_back(client):
    answer = choose(client, theme="dark", next="/hours/?month=2026-11")
    assert (answer.status_code, answer["Location"]) == (302, "/hours/?month=2026-11")
    cookie = answer.cookies["jz_theme"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["httponly"]) == ("dark", 31536000, "Lax", True)
    assert 'data-theme="dark"' in client.get("/notes").content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "http:///x", "\thttps://elsewhere.example"],
)
def test_the_way_back_never_leads_to_another_site(client, elsewhere):
    assert choose(client, size="large", next=elsewhere)["Location"] == "/"
    assert choose(client, size="large", headers={"referer": elsewhere})["Location"] == "/"


def test_the_way_back_may_be_the_page_the_browser_names(client):
    answer = choose(client, size="large", headers={"referer": "http://testserver/notes"})
    assert answer["Location"] == "http://testserver/notes"


def test_a_page_that_changes_by_itself_gets_no_redirect(client):
    answer = choose(client, size="large", headers={"x-requested-with": "jiazong"})
    assert answer.status_code == 204 and answer.cookies["jz_size"].value == "large"


def test_a_choice_sent_from_another_site_is_refused(client):
    answer = choose(client, size="large", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and "jz_size" not in answer.cookies


def test_a_choice_needs_no_token_and_a_link_cannot_make_it(client_with_tokens):
    assert choose(client_with_tokens, size="large").status_code == 302
    assert client_with_tokens.get("/ui/preferences", {"size": "large"}).status_code == 405


@pytest.fixture
def client_with_tokens():
    return Client(enforce_csrf_checks=True)


def test_what_nobody_offers_is_not_kept(client):
    answer = choose(client, theme="<script>", nonsense="1", language="fr")
    assert not answer.cookies


def test_cookies_with_odd_values_count_as_never_chosen():
    assert preferences.read({"jz_theme": "neon", "jz_size": "large"}) == preferences.Preferences(size="large")


@pytest.mark.parametrize(
    ("language", "lang", "word"),
    [("zh-hans", "zh-Hans", "跳到正文"), ("zh-hant", "zh-Hant-HK", "跳到正文"), ("en", "en", "Skip to the page")],
)
def test_a_chosen_language_is_spoken_on_the_next_page(client, language, lang, word):
    choose(client, language=language)
    answer = client.get("/notes")
    assert answer["Content-Language"] == lang
    assert f'<html lang="{lang}"' in answer.content.decode() and word in answer.content.decode()


def test_traditional_chinese_is_made_from_the_simplified_one():
    with translation.override("zh-hant"):
        assert translation.gettext("Contract progress") == "合同進度"


def test_without_a_choice_the_page_speaks_simplified_chinese_whatever_the_browser_says(client):
    answer = client.get("/notes", headers={"accept-language": "en-GB"})
    assert answer["Content-Language"] == "zh-Hans"
    assert "Cookie" in answer["Vary"]
