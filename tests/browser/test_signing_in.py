"""Signing in and out, a wrong password, pages that are not there, and pages out of reach."""
import base64
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from jiazong.ground.accounts.rules import codes
from tests.browser.conftest import PHONE, WIDE, OpenAs, sign_in
from tests.browser.looking import sound
from tests.browser.product import Product

OTHERS = """
import json
from jiazong.commission.contracts.models import Contract
print(json.dumps(list(Contract.objects.exclude(centre_id="qinghe").values_list("code", "centre_id").order_by("code").first())))
"""
TIMED_OUT = """
from datetime import timedelta
from django.db.models import F
from jiazong.ground.accounts.models import Session
print(Session.objects.filter(account__login="{login}").update(seen_at=F("seen_at") - timedelta(minutes=31)))
"""
OpenContext = Callable[..., BrowserContext]


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_person_signs_in_and_out_and_nothing_stays(open_context: OpenContext, product: Product, width: int) -> None:
    page = open_context(width).new_page()
    page.goto("/hours/mine")
    sign_in_here(page, *product.logins["social_worker"])
    page.wait_for_url("**/hours/mine")
    page.goto("/hours/log")
    page.get_by_label("或者自己写").fill("还没写完的一笔")
    page.wait_for_timeout(600)
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.locator("details.menu summary").filter(visible=True).click()
    page.get_by_role("button", name="退出登录").filter(visible=True).click()
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.locator(".note")).to_contain_text("已退出")
    page.wait_for_function("Object.keys(localStorage).length === 0")
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_label("密码", exact=True)).to_be_visible()
    sound(page)


def test_a_wrong_password_is_refused_without_saying_which_of_the_two_was_wrong(open_context: OpenContext, product: Product) -> None:
    page = open_context(PHONE).new_page()
    said = []
    for login in (product.logins["social_worker"][0], "nobody.at.all"):
        page.goto("/sign-in")
        sign_in_here(page, login, "wrong-password-9")
        said.append(page.locator(".error-summary").inner_text())
        assert page.get_by_label("登录名").input_value() == login
        assert page.get_by_label("密码", exact=True).input_value() == ""
        assert page.evaluate("document.activeElement.className") == "error-summary"
    assert said[0] == said[1]
    sound(page)


def test_somebody_without_a_role_is_told_whom_to_ask(open_as: OpenAs) -> None:
    page = open_as("no_role", PHONE)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("管理员")
    sound(page)


@pytest.mark.parametrize("address", ["/no-such-page", "/hours/no-such-contract/progress", "/contracts/longxi-9999/", "/staff/999999"])
def test_a_page_that_is_not_there_says_so_and_leads_back(open_as: OpenAs, address: str) -> None:
    page = open_as("centre_director", PHONE)
    answer = page.goto(address)
    assert answer is not None and answer.status == 404
    expect(page.locator("h1")).to_have_text("没有这一页")
    sound(page, with_axe=address == "/no-such-page")
    page.get_by_role("link", name=re.compile("首页")).first.click()
    page.wait_for_url(re.compile(r":\d+/$"))


def test_the_centre_of_others_is_as_if_it_were_not_there(open_as: OpenAs, product: Product) -> None:
    code, centre = product.asked(OTHERS)
    page = open_as("centre_director")
    for address in (f"/hours/{code}/progress", f"/contracts/{code}/", f"/evidence/{code}", f"/centres/{centre}"):
        assert page.request.get(address).status == 404, address


def test_a_password_is_changed_by_its_owner(open_context: OpenContext, product: Product) -> None:
    login, password = product.account("mima.ceshi", "麦玛", "--role", "social_worker", "--centre", "qinghe")
    page = open_context(PHONE).new_page()
    sign_in(page, login, password)
    page.goto("/password")
    page.get_by_label("现在的密码").fill(password)
    page.locator("[name=new]").fill("shan-shui-4421")
    page.locator("[name=again]").fill("shan-shui-4421")
    sound(page)
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".toast")).to_contain_text("密码")
    again = open_context(PHONE).new_page()
    sign_in(again, login, "shan-shui-4421")


def sign_in_here(page: Page, login: str, password: str) -> None:
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()


def test_a_passkey_is_made_and_opens_the_account_alone(open_context: OpenContext, product: Product) -> None:
    login, password = product.account("miyao.ceshi", "米耀", "--role", "social_worker", "--centre", "qinghe")
    # Browsers know passkeys of a name, not of a number.
    page = open_context(PHONE, base_url=product.address.replace("127.0.0.1", "localhost")).new_page()
    with_virtual_authenticator(page)
    sign_in(page, login, password)
    page.goto("/second-factor")
    sound(page)
    page.get_by_role("link", name="这台设备的通行密钥").click()
    page.get_by_label("给这台设备起个名字").fill("自己的手机")
    page.get_by_role("button", name="生成通行密钥").click()
    expect(page.locator("h1")).to_have_text("请现在把这十个备用码抄下来。")
    assert page.locator("ol code").count() == 10
    sound(page)
    page.get_by_role("link", name="我抄好了").click()
    expect(page.locator("main")).to_contain_text("自己的手机")
    page.context.clear_cookies(name="sessionid")
    page.goto("/sign-in?next=/sessions")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url("**/sessions")
    expect(page.locator("main")).to_contain_text("这一台")
    sound(page)


def test_a_telephone_is_set_up_and_asked_for_at_the_next_sign_in(open_context: OpenContext, product: Product) -> None:
    login, password = product.account("shouji.ceshi", "寿纪", "--role", "social_worker", "--centre", "qinghe")
    page = open_context(PHONE).new_page()
    sign_in(page, login, password)
    page.goto("/second-factor/telephone")
    sound(page)
    secret = base64.b32decode(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("手机现在显示的六位数字").fill(codes.code_of(secret, codes.step_at(time.time())))
    page.get_by_role("button", name="设好").click()
    expect(page.locator("h1")).to_have_text("请现在把这十个备用码抄下来。")
    spare = page.locator("ol code").first.inner_text()
    again = open_context(WIDE).new_page()
    again.goto("/sign-in")
    sign_in_here(again, login, password)
    again.wait_for_url("**/sign-in/second")
    sound(again)
    again.get_by_label("手机上的验证码").fill(spare)
    again.get_by_role("button", name="继续").click()
    again.wait_for_url(re.compile(r":\d+/$"))


def test_what_was_typed_outlives_the_session_and_is_sent_with_one_click(open_context: OpenContext, product: Product) -> None:
    login, password = product.account("chaoshi.ceshi", "晁石", "--role", "social_worker", "--centre", "qinghe")
    page = open_context(PHONE, java_script_enabled=False).new_page()
    page.goto("/sign-in")
    sign_in_here(page, login, password)
    page.goto("/password")
    page.get_by_label("现在的密码").fill(password)
    page.locator("[name=new]").fill("shan-shui-4421")
    page.locator("[name=again]").fill("shan-shui-4421")
    assert product.asked(TIMED_OUT.replace("{login}", login)) >= 1
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".note").first).to_contain_text("您填的内容都还在")
    sign_in_here(page, login, password)
    expect(page.locator("h1")).to_have_text("您填的内容还在。")
    page.get_by_role("button", name="现在提交").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    again = open_context(PHONE).new_page()
    sign_in(again, login, "shan-shui-4421")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_an_administrator_opens_an_account_and_asks_for_a_role(open_as: OpenAs, width: int) -> None:
    page = open_as("administrator", width)
    page.goto("/accounts/")
    sound(page)
    page.get_by_role("link", name="开账号").click()
    page.get_by_label("登录名").fill(f"xin.{width}")
    page.get_by_label("姓名").fill("辛来")
    page.get_by_role("button", name="开账号").click()
    expect(page.locator(".note.warm code")).to_have_text(re.compile(r"^(\w{4}-){3}\w{4}$"))
    sound(page)
    page.get_by_role("link", name="请求角色").click()
    page.get_by_label("编号或全称").fill("qinghe")
    page.get_by_label("缘由").fill("新入职")
    sound(page)
    page.get_by_role("button", name="提出请求").click()
    expect(page.locator("main")).to_contain_text("等决定")
    page.goto("/accounts/asks")
    expect(page.locator("main")).to_contain_text("要由另一位管理员决定")
    sound(page)


def with_virtual_authenticator(page: Page) -> None:
    """A device of Chromium's own that has a lock and is unlocked at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
