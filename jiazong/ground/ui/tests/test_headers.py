"""The kit alone: a public page, a page of somebody with a session, a page that is not there, one that breaks."""
import json
import logging

import pytest
from django.conf import settings
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.ui import csp, headers
from jiazong.ground.ui.origins import OwnOriginMiddleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; report-to csp"
)


def test_the_policy_is_word_for_word_the_one_of_the_threat_model():
    assert headers.CONTENT_SECURITY_POLICY == POLICY


@pytest.mark.parametrize("path", ["/notes", "/no-such-page", "/breaking", "/ui/preferences"])
def test_every_answer_carries_exactly_the_headers_of_its_kind(client, path):
    client.raise_request_exception = False
    answer = client.get(path)
    kind = headers.kind_of(answer.wsgi_request, answer)
    wanted = headers.HEADERS[kind]
    assert {name: answer.headers[name] for name in wanted} == wanted


def test_a_page_of_a_person_with_a_session_stays_in_no_cache(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "of-somebody"
    assert client.get("/notes")["Cache-Control"] == "no-store"
    assert client.get("/no-such-page")["Cache-Control"] == "no-store"


def test_a_page_of_a_visitor_is_asked_for_again_each_time(client):
    assert client.get("/no-such-page").headers["Cache-Control"] == "private, no-cache"


def sent(origin=None, site=None, **more):
    told = {"HTTP_ORIGIN": origin, "HTTP_SEC_FETCH_SITE": site} | more
    return RequestFactory().post("/notes", {}, **{name: value for name, value in told.items() if value is not None})


@pytest.mark.parametrize(
    ("origin", "site", "is_ours"),
    [
        ("null", "same-origin", True), ("http://testserver", "same-origin", True), ("null", None, True),
        ("null", "cross-site", False), ("null", "same-site", False), ("https://elsewhere.example", "cross-site", False),
        ("https://elsewhere.example", None, False), ("http://testserver", "cross-site", False),
    ],
)  # fmt: skip
def test_a_form_of_another_site_is_refused_though_our_own_pages_say_no_referrer(origin, site, is_ours):
    assert OwnOriginMiddleware(lambda request: None)._origin_verified(sent(origin, site)) is is_ours


def test_a_report_of_a_browser_is_written_down_without_the_address_of_the_page(client, caplog):
    report = [{"type": "csp-violation", "body": {"effectiveDirective": "script-src-elem", "blockedURL": "https://elsewhere.example/a.js?x=刘婆婆", "documentURL": "http://testserver/staff/7"}}]
    with caplog.at_level(logging.WARNING):
        answer = client.post("/ui/csp-reports", json.dumps(report), content_type="application/reports+json")
    assert answer.status_code == 204
    assert "script-src-elem refused https://elsewhere.example" in caplog.text
    assert "staff/7" not in caplog.text and "刘婆婆" not in caplog.text


@given(body=st.one_of(st.binary(max_size=200), st.recursive(st.none() | st.booleans() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["body", "effectiveDirective", "blockedURL"]), inner)).map(lambda told: json.dumps(told).encode())))
def test_any_report_is_read_without_a_fault_and_makes_no_line_of_its_own(body):
    for words in csp.read(body):
        assert all("\n" not in word and len(word) <= csp.LONGEST_WORD for word in words)


def test_a_form_is_no_report_and_no_fault_of_ours(client):
    answer = client.post("/ui/csp-reports", b"--x\r\n\r\na=1\r\n--x--\r\n", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 204
