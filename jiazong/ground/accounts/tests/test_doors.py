import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from jiazong.ground.accounts.doors import stands_behind


def ask(word):
    request = RequestFactory().get("/somewhere?a=1")
    request.user = AnonymousUser()
    return stands_behind(word)(lambda request: HttpResponse("in"))(request)


def test_everybody_may_open_a_public_screen():
    assert ask("public").content == b"in"


def test_a_visitor_is_sent_to_sign_in_and_back():
    assert ask("signed_in").url == "/sign-in?next=/somewhere%3Fa%3D1"


def test_a_word_that_needs_a_role_is_not_taken():
    with pytest.raises(ValueError, match=r"hours\.log"):
        stands_behind("hours.log")
