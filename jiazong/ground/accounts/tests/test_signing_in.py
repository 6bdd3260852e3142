import pytest
from django.conf import settings
from django.test import Client

from jiazong.ground.accounts import actions
from jiazong.ground.accounts.models import Session

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_OUT, PASSWORD = "/sign-in", "/sign-out", "/password"
SECRET, NEW = "a short sentence 1", "another sentence 2"


@pytest.fixture
def account():
    return actions.open_account("zhou", name="周敏仪", password=SECRET)


def enter(client, **changes):
    return client.post(SIGN_IN, {"login": "zhou", "password": SECRET} | changes)


def test_login_and_password_let_a_person_in_and_onto_the_first_page(client, account):
    answer = enter(client)
    assert answer.url == "/"
    assert client.session["_auth_user_id"] == str(account.pk)


def test_without_the_tick_the_session_ends_with_the_browser(client, account):
    cookie = enter(client).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == ""


def test_with_the_tick_the_session_ends_after_its_hours(client, account):
    cookie = enter(client, is_own_device="on").cookies[settings.SESSION_COOKIE_NAME]
    assert 0 < cookie["max-age"] <= settings.SESSION_COOKIE_AGE


def test_the_login_is_the_same_in_upper_and_lower_case(client, account):
    assert enter(client, login="ZHOU").status_code == 302


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"login": "nobody"}, {"login": "zh\x00ou"}])
def test_what_does_not_belong_together_is_refused_and_the_login_kept(client, account, changes):
    answer = enter(client, **changes)
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session
    if "password" in changes:
        page = answer.content.decode()
        assert 'value="zhou"' in page
        assert "登录名和密码对不上" in page
        assert "wrong" not in page


def test_a_wrong_password_and_an_unknown_login_get_the_same_sentence(client, account):
    wrong, unknown = enter(client, password="wrong"), enter(client, login="nobody")
    told = [page.content.decode().split("error-summary")[1].split("</div>")[0] for page in (wrong, unknown)]
    assert told[0] == told[1]


def test_nothing_typed_is_one_sentence_a_field(client):
    page = client.post(SIGN_IN, {}).content.decode()
    assert "请填发给您的登录名" in page
    assert "请输密码" in page


def test_a_closed_account_does_not_get_in(client, account):
    account.is_active = False
    account.save()
    assert enter(client).status_code == 422


@pytest.mark.parametrize(
    ("wanted", "gets"),
    [("/hours/mine?month=2026-11", "/hours/mine?month=2026-11"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/"), ("javascript:alert(1)", "/")],
)
def test_one_goes_on_to_a_page_of_this_site_and_to_no_other(client, account, wanted, gets):
    assert enter(client, next=wanted).url == gets


def test_the_session_key_changes_on_entering(client, account):
    client.get(SIGN_IN)
    client.session["seen"] = 1
    before = client.session.session_key
    enter(client)
    assert client.session.session_key != before


def test_who_is_in_already_is_sent_on(client, account):
    client.force_login(account)
    assert client.get(SIGN_IN).url == "/"


def test_the_page_lets_one_choose_type_colours_and_language(client):
    page = client.get(SIGN_IN).content.decode()
    for choice in ('name="size" value="large"', 'name="theme" value="dark"', 'name="language" value="en"'):
        assert choice in page


def test_the_page_speaks_the_chosen_language(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Sign in" in client.get(SIGN_IN).content.decode()


def test_a_form_without_its_token_is_refused(account):
    assert enter(Client(enforce_csrf_checks=True)).status_code == 403


def test_signing_out_ends_the_session_and_clears_the_device(client, account):
    client.force_login(account)
    answer = client.post(SIGN_OUT)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session
    assert "已退出" in client.get(answer.url).content.decode()


def test_opening_the_address_of_signing_out_does_not_sign_out(client, account):
    client.force_login(account)
    assert client.get(SIGN_OUT).url == "/"
    assert "_auth_user_id" in client.session


def test_a_new_password_lets_in_and_the_old_one_no_longer(client, account):
    client.force_login(account)
    client.post(PASSWORD, {"now": SECRET, "new": NEW, "again": NEW})
    assert enter(Client(), password=NEW).status_code == 302
    assert enter(Client()).status_code == 422


def test_a_new_password_ends_every_other_session_and_not_this_one(client, account):
    elsewhere = Client()
    elsewhere.force_login(account)
    client.force_login(account)
    client.post(PASSWORD, {"now": SECRET, "new": NEW, "again": NEW})
    assert client.get(PASSWORD).status_code == 200
    assert elsewhere.get(PASSWORD).status_code == 302
    assert Session.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"now": "wrong"}, "这不是您现在的密码"),
        ({"again": "different sentence 3"}, "两遍新密码不一样"),
        ({"new": "12345678", "again": "12345678"}, "数字"),
        ({"new": "short", "again": "short"}, "8"),
        ({"new": ""}, "请输新密码"),
    ],
)
def test_a_password_that_cannot_be_taken_is_refused_with_the_reason(client, account, changes, sentence):
    client.force_login(account)
    answer = client.post(PASSWORD, {"now": SECRET, "new": NEW, "again": NEW} | changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(SECRET)


def test_a_visitor_changes_no_password(client):
    assert client.get(PASSWORD).status_code == client.post(PASSWORD, {}).status_code == 302
