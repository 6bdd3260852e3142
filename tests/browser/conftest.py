"""One running product for all tests of the browser (in a parallel run one for each worker), people signed in by role, on a phone and on a desk."""
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from jiazong.ground.ui.tests.chromium import CHROMIUM, NEEDED, SWITCHES
from tests.browser.looking import ANSWERS, WATCH_POLICY
from tests.browser.product import SAMPLES, Product

PHONE, WIDE = 390, 1280
SCREENS = {
    PHONE: {"viewport": {"width": PHONE, "height": 844}, "has_touch": True, "is_mobile": True},
    WIDE: {"viewport": {"width": WIDE, "height": 900}},
}
HERE = Path(__file__).parent
OpenAs = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium there is nothing to drive."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(NEEDED)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The product, started on a free port in a home of its own, with a small demonstration up to today.

    While one test is worked on, JIAZONG_BROWSER_HOME names a home that is kept and used again.
    """
    kept = os.environ.get("JIAZONG_BROWSER_HOME")
    home = Path(kept or mkdtemp(prefix="jiazong-browser-"))
    running = Product(home)
    if kept and running.is_started():
        yield running
        return
    try:
        running.start()
        yield running
    finally:
        if not kept:
            running.stop()
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for this folder, closed behind it: while it is open, no other test of the process may ask the database."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def _signed_in() -> dict[str, dict]:
    """The cookies of each role once it has signed in; kept, because a password is slow to check on purpose."""
    return {}


@pytest.fixture
def open_context(browser: Browser, product: Product) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser of its own of a given width; what its pages complain about fails the test."""
    opened: list[BrowserContext] = []
    said: list[str] = []

    def open_one(width: int = WIDE, **more: object) -> BrowserContext:
        settings = {**SCREENS[width], "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "base_url": product.address, **more}
        context = browser.new_context(**settings)
        context.set_default_timeout(15_000)
        context.add_init_script(WATCH_POLICY)
        context.on("console", lambda heard: said.append(f"{heard.page.url if heard.page else ''} {heard.text}") if heard.type == "error" else None)
        context.on("weberror", lambda heard: said.append(str(heard.error)))
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert [line for line in said if not any(answer in line for answer in ANSWERS)] == []


@pytest.fixture
def open_as(open_context: Callable[..., BrowserContext], product: Product, _signed_in: dict[str, dict]) -> OpenAs:
    """A page of somebody who is signed in: `open_as("centre_director", PHONE)`."""

    def open_one(role: str, width: int = WIDE, **more: object) -> Page:
        if role not in _signed_in:
            context = open_context(WIDE)
            page = context.new_page()
            sign_in(page, *product.logins[role])
            _signed_in[role] = context.storage_state()
            context.close()
        return open_context(width, storage_state=_signed_in[role], **more).new_page()

    return open_one


def sign_in(page: Page, login: str, password: str) -> None:
    """Sign in as people do, and wait for the first page."""
    page.goto("/sign-in")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


@pytest.fixture(scope="session")
def expected() -> dict:
    """The figures both sample ledgers must give."""
    return json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))


def go(page: Page, entry: str) -> None:
    """Follow an entry of the menu: the rail on a desk; on a phone the bar at the bottom, or else one's own menu."""
    label = re.compile(rf"^\s*{re.escape(entry)}\s*\d*\s*$")  # a number of what waits may follow
    at_hand = page.locator("nav.rail-nav a, nav.bottombar a").filter(has_text=label, visible=True)
    if at_hand.count():
        return at_hand.first.click()
    page.locator("details.menu summary").filter(visible=True).click()
    return page.locator("details.menu a").filter(has_text=label, visible=True).first.click()
