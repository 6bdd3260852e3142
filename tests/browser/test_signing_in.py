"""Signing in and out, a wrong password, pages that are not there, and pages out of reach."""
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE, WIDE, OpenAs, sign_in
from tests.browser.looking import sound
from tests.browser.product import Product

OTHERS = """
import json
from jiazong.commission.contracts.models import Contract
print(json.dumps(list(Contract.objects.exclude(centre_id="qinghe").values_list("code", "centre_id").order_by("code").first())))
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
    assert page.evaluate("Object.keys(localStorage).length") == 0
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
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
