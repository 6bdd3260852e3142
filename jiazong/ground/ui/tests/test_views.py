import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import Client, RequestFactory

from jiazong.ground.ui import views


def test_a_missing_page_says_what_to_do(client):
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode() and "请找站点管理员" in answer.content.decode()


def facts_from_the_database(request):
    raise AssertionError("the page of a fault asked for facts")


def test_a_fault_is_answered_without_the_database(settings):
    """A test without a database fixture fails on the first question to it."""
    settings.JIAZONG_FRAME_FACTS = "jiazong.ground.ui.tests.test_views.facts_from_the_database"
    assert Client(raise_request_exception=False).get("/breaking").status_code == 500
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "系统这边出了故障" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_our_words():
    answer = Client(enforce_csrf_checks=True).post("/notes", {"note": "平稳"})
    assert answer.status_code == 403
    assert "这一页打开太久了" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "fault", "status", "words"),
    [
        (views.bad_request, BadRequest(), 400, "这次请求读不出来"),
        (views.permission_denied, PermissionDenied(), 403, "这一页没有对您开放"),
    ],
)
def test_other_refusals_have_pages_of_their_own(view, fault, status, words):
    answer = view(RequestFactory().get("/"), fault)
    assert answer.status_code == status and words in answer.content.decode()


def test_the_kit_page_is_for_people_who_signed_in(client):
    assert client.get("/ui/kit").status_code == 200
    assert client.get("/ui/kit", {"nobody": 1})["Location"].startswith("/sign-in?next=")


def test_screens_of_the_kit_stand_behind_words_of_the_permission_table():
    assert views.preferences.guard_word == "public"
    assert views.kit.guard_word == "signed_in"
