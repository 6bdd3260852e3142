"""Every address of the product answers with exactly the headers of its kind, whoever asks: walked from the resolver."""
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jiazong.ground.access import actions as access
from jiazong.ground.access.checks import screens
from jiazong.ground.accounts import actions as accounts
from jiazong.ground.ui import headers

pytestmark = pytest.mark.django_db
ALL = {name for kind in headers.HEADERS.values() for name in kind} | {"Strict-Transport-Security"}


@pytest.fixture(autouse=True)
def plain_static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def without_arguments() -> list[tuple[str, str, str]]:
    """Name, address and word of every screen that needs no argument."""
    found = []
    for name, pattern in screens():
        if "<" not in str(pattern.pattern) and name:
            found.append((name, reverse(name), pattern.callback.guard_word))
    return found


def kept(answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name in ALL}


def expected(kind: str) -> dict[str, str]:
    return dict(headers.HEADERS[kind])


@pytest.fixture
def signed_in(db) -> Client:
    account = accounts.open_account("guan.li", name="关立", password="a short sentence 1")
    for role in ("centre_director", "district_bureau", "administrator"):
        access.admit(account, role=role, scope_kind="everywhere", scope_code="*", by=None, on=account.created_at.date())
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def test_a_visitor_gets_the_public_headers_of_each_address_and_nothing_else_of_ours():
    visitor = Client(raise_request_exception=False)
    addresses = without_arguments()
    assert len(addresses) > 30
    for name, address, _word in addresses:
        answer = visitor.get(address)
        kind = headers.HEALTH if name in headers.HEALTH_ADDRESSES else headers.PUBLIC
        assert kept(answer) == expected(kind), name


def test_somebody_signed_in_gets_no_store_everywhere(signed_in):
    for name, address, _word in without_arguments():
        if name == "accounts:sign_out":
            continue
        answer = signed_in.get(address)
        is_file = "Content-Disposition" in answer.headers
        kind = headers.HEALTH if name in headers.HEALTH_ADDRESSES else headers.DOWNLOAD if is_file else headers.SIGNED_IN
        assert kept(answer) == expected(kind), name


def test_a_page_that_is_not_there_and_one_that_cannot_be_read_carry_them_too(signed_in):
    for path in ("/no-such-page", "/hours/%00", "/ui/preferences"):
        assert kept(signed_in.get(path)) == expected(headers.SIGNED_IN), path
        assert kept(Client(raise_request_exception=False).get(path)) == expected(headers.PUBLIC), path


def test_a_download_runs_nothing_and_stays_in_no_cache(signed_in, rf):
    request = rf.get("/somewhere")
    request.resolver_match = None
    file = HttpResponse(b"x", headers={"Content-Disposition": "attachment"})
    answer = headers.HeadersMiddleware(lambda request: file)(request)
    assert kept(answer) == expected(headers.DOWNLOAD)
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_static_file_runs_as_nothing_but_what_it_is(tmp_path, settings, rf):
    request = rf.get(settings.STATIC_URL + "ui/kit.css")
    request.resolver_match = None
    answer = headers.HeadersMiddleware(lambda request: HttpResponse(b"x"))(request)
    assert kept(answer) == expected(headers.STATIC)


def test_behind_tls_the_browser_is_told_to_come_back_by_tls_alone(settings, rf):
    settings.BEHIND_TLS = True
    request = rf.get("/sign-in", secure=True)
    request.resolver_match = None
    answer = headers.HeadersMiddleware(lambda request: HttpResponse(b"x"))(request)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_cookies_of_the_session_cannot_be_read_by_scripts_or_sent_from_elsewhere(client):
    accounts.open_account("zhou", name="周敏仪", password="a short sentence 1")
    client.get("/sign-in")
    answer = client.post("/sign-in", {"login": "zhou", "password": "a short sentence 1"})
    for name in (settings.SESSION_COOKIE_NAME, settings.DEVICE_COOKIE_NAME):
        cookie = answer.cookies[name]
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]


def test_behind_tls_cookies_belong_to_this_host_alone_and_django_finds_nothing_to_warn_of():
    """In a process of its own, with TLS switched on."""
    code = (
        "import django; django.setup(); from django.conf import settings; from django.core import checks; "
        "print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DEVICE_COOKIE_NAME, settings.SESSION_COOKIE_SECURE); "
        "print([one.id for one in checks.run_checks(include_deployment_checks=True) if one.level >= checks.WARNING and one.id not in settings.SILENCED_SYSTEM_CHECKS])"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "JIAZONG_TLS": "1"}, capture_output=True, text=True, check=True)
    names, warned = done.stdout.splitlines()[-2:]
    assert names == "__Host-sessionid __Host-csrftoken __Host-jz_device True"
    assert warned == "[]"
