"""The form of a contact in a real browser: what is typed outlives the session, two windows, a phone."""
import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from jiazong.ground.ui.tests.chromium import CHROMIUM, NEEDED, SWITCHES
from jiazong.service.cases.models import Draft, Note, NoteText
from jiazong.service.cases.tests import factories as make

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 900}}
PICTURES = os.environ.get("JIAZONG_LOOK")
expect.set_options(timeout=30_000)
pytestmark = [
    pytest.mark.browser, NEEDED,
    pytest.mark.django_db(transaction=True),
]  # fmt: skip


@pytest.fixture
def ours(monkeypatch):
    # The browser's loop runs in this thread; the tests ask the database beside it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return make.house()


@pytest.fixture
def case(ours):
    return make.a_case(ours)


@pytest.fixture
def opened(ours, live_server):
    """Open a window of a browser of the worker's; a fault in its console fails the test."""
    said = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        context = None

        def open_one(screen=WIDE) -> Page:
            nonlocal context
            if context is None:
                context = browser.new_context(**screen, base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai")
                context.set_default_timeout(60_000)
                context.on("console", lambda heard: said.append(heard.text) if heard.type == "error" else None)
                context.on("weberror", lambda heard: said.append(str(heard.error)))
                sign_in(context, ours, live_server)
            return context.new_page()

        yield open_one
        browser.close()
    assert [line for line in said if "status of 4" not in line] == []


def sign_in(context, ours, live_server):
    client = Client()
    client.force_login(ours.people["social_worker"])
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def look(page, name):
    """Keep a picture where somebody asked for it, and see that nothing sticks out."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def type_in(page, label, words):
    page.get_by_label(label, exact=True).fill(words)


def wait_kept(page):
    expect(page.locator("[data-keep-said]")).to_contain_text("已存")


def test_what_is_typed_outlives_a_session_that_ended(ours, case, opened, live_server):
    page = opened()
    page.goto(f"/cases/{case.pk}/notes/new")
    type_in(page, "经过", "她说这个月好多了")
    page.locator("label.chip", has_text="电访").click()
    wait_kept(page)
    page.context.clear_cookies()
    type_in(page, "经过", "她说这个月好多了，孩子也去上学了")
    expect(page.locator("[data-keep-said]")).to_contain_text("登录已过期")
    sign_in(page.context, ours, live_server)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_kept(page)
    again = page.context.new_page()
    again.goto(f"/cases/{case.pk}/notes/new")
    expect(again.get_by_label("经过", exact=True)).to_have_value("她说这个月好多了，孩子也去上学了")
    expect(again.locator("label.chip", has_text="电访").locator("input")).to_be_checked()


def test_two_windows_show_each_other_what_they_hold_and_lose_nothing(ours, case, opened):
    one, two = opened(), opened()
    for page in (one, two):
        page.goto(f"/cases/{case.pk}/notes/new")
    type_in(one, "经过", "第一个窗口")
    wait_kept(one)
    type_in(two, "经过", "第二个窗口")
    expect(two.locator("[data-beside]")).to_contain_text("第一个窗口")
    two.get_by_role("button", name="用这一段").click()
    expect(two.get_by_label("经过", exact=True)).to_have_value("第一个窗口")
    expect(two.locator("[data-beside]")).to_have_count(0)
    type_in(two, "经过", "第一个窗口，再加一句")
    wait_kept(two)
    two.locator("label.chip", has_text="45").click()
    two.get_by_role("button", name="写好了，保存").click()
    two.wait_for_url("**/notes/*")
    assert NoteText.objects.get().content == "第一个窗口，再加一句"
    assert not Draft.objects.exists()


def test_a_contact_is_noted_on_a_phone_with_one_thumb(ours, case, opened):
    make.a_contract(ours)
    page = opened(PHONE)
    page.goto(f"/cases/{case.pk}/notes/new")
    look(page, "note-phone")
    page.locator("label.chip", has_text="45").tap()
    type_in(page, "经过", "看了新的房间。")
    wait_kept(page)
    assert all(box["height"] >= 44 for box in (one.bounding_box() for one in page.locator("label.chip:visible, .btn:visible").all()) if box)
    page.get_by_role("button", name="写好了，保存").tap()
    page.wait_for_url(lambda address: "/notes/" in address and not address.endswith("/new"))
    look(page, "note-saved-phone")
    assert Note.objects.get().direct_minutes == 45


@pytest.mark.parametrize("screen", ["phone", "wide"])
def test_every_page_of_contacts_fits_its_screen(ours, case, opened, screen):
    make.a_contract(ours)
    page = opened(PHONE if screen == "phone" else WIDE)
    for name, path in (
        ("note", "notes/new"), ("closing", "closing"), ("closing-report", "closing/report"), ("after", "after"),
        ("satisfaction", "satisfaction/new"), ("referral", "referrals/new"),
    ):  # fmt: skip
        page.goto(f"/cases/{case.pk}/{path}")
        look(page, f"{name}-{screen}")
    for name in ("notes/in-a-row", "hours-waiting", "drafts", "referrals"):
        page.goto(f"/cases/{name}")
        look(page, f"{name.replace('/', '-')}-{screen}")
