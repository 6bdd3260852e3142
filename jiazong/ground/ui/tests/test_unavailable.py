"""Where the database or the disk cannot do it now, a sentence says so and what was typed is kept; secrets are not."""
import errno
import json
from types import SimpleNamespace

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError
from django.test import RequestFactory

from jiazong.ground.ui.unavailable import NotNow, UnavailableMiddleware, Why, unavailable, why_of

KEY = "0f7a2f0e-6d3c-4a57-9d54-1f9f9f7b8c11"


def asked(method="post", data=None, namespace="hours", **headers):
    request = getattr(RequestFactory(), method)("/hours/log", data or {}, headers=headers)
    request.user, request.resolver_match = AnonymousUser(), SimpleNamespace(namespace=namespace)
    return request


def caused(kind: type[Exception], cause: Exception) -> Exception:
    error = kind("x")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (caused(OperationalError, psycopg.errors.DiskFull()), Why.DISK),
        (caused(OperationalError, psycopg.errors.IoError()), Why.DISK),
        (OSError(errno.ENOSPC, "full"), Why.DISK),
        (caused(OperationalError, psycopg.errors.QueryCanceled()), Why.BUSY),
        (caused(OperationalError, psycopg.errors.LockNotAvailable()), Why.BUSY),
        (caused(OperationalError, psycopg.errors.TooManyConnections()), Why.BUSY),
        (caused(InternalError, psycopg.errors.ReadOnlySqlTransaction()), Why.READ_ONLY),
        (caused(OperationalError, psycopg.OperationalError("server closed the connection")), Why.DATABASE),
        (InterfaceError("the connection is closed"), Why.DATABASE),
        (NotNow(Why.DISK), Why.DISK),
        (InternalError("x"), None), (IntegrityError("x"), None), (ValueError("x"), None), (OSError(errno.ENOENT, "x"), None), (None, None),
    ],
)  # fmt: skip
def test_an_error_says_why_it_cannot_be_done_now_or_is_a_fault_of_ours(error, why):
    assert why_of(error) is why


def test_what_was_typed_stands_in_the_page_under_its_own_key():
    answer = unavailable(asked(data={"title": "早上 <b>探访</b>", "_once": KEY, "minutes": "45"}), Why.DATABASE)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert f'name="_once" value="{KEY}"' in page
    assert 'name="title" value="早上 &lt;b&gt;探访&lt;/b&gt;"' in page
    assert "<b>" not in page


@pytest.mark.parametrize("data", [{"file": SimpleUploadedFile("台账.csv", b"x"), "note": "随文件的话"}, {"password": "nicht-zeigen-7", "note": "随文件的话"}])
def test_a_form_with_a_file_or_a_secret_is_not_put_into_the_page(data):
    page = unavailable(asked(data=data), Why.DISK).content.decode()
    assert "data-sent-again" not in page
    assert "nicht-zeigen-7" not in page


def test_nothing_of_a_door_of_accounts_is_written_into_a_page():
    page = unavailable(asked(namespace="accounts", data={"login": "somebody", "secret_words": "nicht-zeigen-7"}), Why.DATABASE).content.decode()
    assert "nicht-zeigen-7" not in page
    assert "somebody" not in page


def test_a_part_of_a_page_gets_a_notice_and_a_program_json():
    part = asked()
    part.htmx = True
    answer = unavailable(part, Why.DISK)
    assert (answer.status_code, answer.content, answer.headers["HX-Reswap"]) == (503, b"", "none")
    assert json.loads(answer.headers["HX-Trigger"])["jz:say"]["value"]
    told = unavailable(asked(accept="application/json"), Why.DISK)
    assert told.status_code == 503
    assert json.loads(told.content)["error"]


def test_a_view_that_could_not_reach_the_database_is_answered_for_and_a_fault_of_ours_is_not():
    middleware = UnavailableMiddleware(lambda request: None)
    assert middleware.process_exception(asked("get"), InterfaceError("closed")).status_code == 503
    assert middleware.process_exception(asked("get"), ValueError("ours")) is None
