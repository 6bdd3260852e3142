"""An emergency as the people of a centre live it: the director opens a note, the officer reviews it, the worker sees who read."""
import os
from pathlib import Path

from playwright.sync_api import Page, expect

from jiazong.run.demo.logins import PASSWORD
from tests.browser.conftest import PHONE, WIDE, OpenAs
from tests.browser.looking import sound

REASON = "家属来电说今晚可能出事"
FOLDER = os.environ.get("JIAZONG_PICTURES")


def take(page: Page, name: str) -> None:
    """Keep a picture where the run was told to."""
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"{name}.png", full_page=True)


def test_a_director_opens_a_note_in_an_emergency_and_everybody_can_follow_it(open_as: OpenAs) -> None:
    page = open_as("centre_director", PHONE)
    page.goto("/supervision/")
    sound(page)
    take(page, "supervision-phone")
    page.locator("main table a.door").last.click()
    expect(page.get_by_text("内容没有对您打开")).to_be_visible()
    take(page, "note-closed-phone")
    note = page.url
    page.get_by_role("link", name="紧急查阅").click()
    sound(page)
    page.locator("label.chip", has_text="有生命危险").click()
    page.locator("textarea").fill(REASON)
    take(page, "emergency-phone")
    page.get_by_role("button", name="下一步，验证身份").click()
    if "/prove" in page.url:
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text(REASON)).to_be_visible()
    sound(page)
    take(page, "emergency-confirm-phone")
    page.get_by_role("button", name="现在打开").click()
    expect(page).to_have_url(note)
    expect(page.get_by_role("heading", name="谈了什么")).to_be_visible()
    sound(page)
    take(page, "note-open-phone")
    _reviewed(open_as("privacy_officer", WIDE))
    page.goto(note)
    expect(page.get_by_text("内容没有对您打开")).to_be_visible()
    reader = open_as("social_worker", PHONE)
    reader.goto("/supervision/reads")
    sound(reader)
    take(reader, "who-read-phone")


def _reviewed(page: Page) -> None:
    """The officer finds it on her first page and writes the review."""
    page.goto("/")
    sound(page)
    take(page, "officer")
    page.get_by_role("link", name="去复核").last.click()
    expect(page.get_by_text(REASON)).to_be_visible()
    take(page, "review")
    page.locator("label.chip", has_text="确有必要").click()
    page.locator("textarea").fill("已电话核实，情况属实")
    page.get_by_role("button", name="保存复核").click()
    expect(page.get_by_text("复核已保存")).to_be_visible()


def test_the_screens_of_the_register_are_sound_on_a_phone_and_a_desk(open_as: OpenAs) -> None:
    for role, addresses in {
        "centre_director": ["/supervision/", "/supervision/pairs", "/supervision/pairs/new", "/supervision/checks", "/supervision/checks/new"],
        "supervisor": ["/supervision/", "/supervision/new"], "privacy_officer": ["/supervision/waiting", "/supervision/reads/all"],
    }.items():  # fmt: skip
        for width in (PHONE, WIDE):
            page = open_as(role, width)
            for address in addresses:
                answer = page.goto(address)
                assert answer is not None and answer.ok, address
                sound(page, with_axe=width == PHONE)
                take(page, f"{role}{address.replace('/', '-')}-{width}")
