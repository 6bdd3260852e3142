"""Step 4: a worker records a service on the phone: few taps, posted once, taken back, refused without losing a word."""
import json
import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE, WIDE, OpenAs, go, sign_in
from tests.browser.looking import sound
from tests.browser.product import Product

MOST_TAPS = 5
COUNT_TAPS = """
addEventListener("pointerdown", () => sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps") ?? 0) + 1), true);
"""
KEPT = """
import json
import re
from jiazong.ledger.hours.models import Posting
found = Posting.objects.filter(title="{title}").order_by("pk")
print(json.dumps([[one.direct_minutes, one.quantity, one.worker.name, one.source.kind] for one in found]))
"""


def kept(product: Product, title: str) -> list[list]:
    """Every line of the ledger with this title, the oldest first."""
    return product.asked(KEPT.format(title=title))


@pytest.fixture
def title() -> str:
    """A name no other service has."""
    return f"邻里走访{uuid.uuid4().int % 10**8}"


def test_a_service_is_recorded_in_five_taps_and_stands_in_my_hours(open_as: OpenAs) -> None:
    page = open_as("social_worker", PHONE)
    page.add_init_script(COUNT_TAPS)
    page.goto("/")
    before = page.locator(".card", has_text="今天记的").locator(".card-head p").inner_text()
    go_by_tap(page, "记一笔")
    page.locator("#id_method label.chip", has_text="探访").tap()
    chosen = page.locator("[data-of] label.chip >> visible=true").first
    what = chosen.inner_text().strip()
    chosen.tap()
    page.locator("#id_minutes label.chip", has_text="45").tap()
    page.get_by_role("button", name="保存").tap()
    page.locator(".checklist").wait_for()
    assert int(page.evaluate("sessionStorage.getItem('taps')")) <= MOST_TAPS
    expect(page.locator("h1")).to_contain_text(f"已记下“{what}”，45 分钟")
    expect(page.locator(".checklist")).to_contain_text("计入合同工时")
    expect(page.locator(".checklist")).to_contain_text("探访户次")
    expect(page.locator(".toast")).to_contain_text("撤销")
    sound(page)
    page.goto("/")
    assert page.locator(".card", has_text="今天记的").locator(".card-head p").inner_text() != before
    expect(page.locator(".card", has_text="今天记的")).to_contain_text(what)


def go_by_tap(page: Page, entry: str) -> None:
    page.locator("nav.bottombar a", has_text=entry).tap()
    page.wait_for_load_state()


def record(page: Page, title: str, *, minutes: str = "40", start: str = "") -> None:
    """Fill the form in with an own title and another number of minutes; nothing is saved yet."""
    page.goto("/hours/log")
    page.locator("#id_method label.chip", has_text="探访").click()
    page.get_by_label("或者自己写").fill(title)
    page.get_by_label("其他分钟数").fill(minutes)
    if start:
        page.locator("details.more summary").click()
        page.get_by_label("开始时间").fill(start)


def save(page: Page) -> None:
    page.get_by_role("button", name="保存").click()
    page.wait_for_load_state()


def test_what_was_saved_can_be_taken_back_at_once(open_as: OpenAs, product: Product, title: str) -> None:
    page = open_as("social_worker", PHONE)
    record(page, title)
    save(page)
    page.locator(".toast").get_by_role("button", name="撤销").click()
    expect(page.locator("main")).to_contain_text("这一笔已经撤销，不再计入。")
    expect(page.locator(".toast")).to_contain_text(f"已撤销“{title}”")
    sound(page)
    assert [line[:2] for line in kept(product, title)] == [[40, 1], [-40, -1]]


def test_pressing_save_twice_posts_once(open_as: OpenAs, product: Product, title: str) -> None:
    page = open_as("social_worker", PHONE)
    record(page, title)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="保存").dblclick()
    page.locator(".checklist").wait_for()
    assert len(sent) == 1
    assert kept(product, title) == [[40, 1, "陈静", "screen"]]


def test_two_presses_without_scripts_post_once_and_say_so(
    open_context: Callable[..., BrowserContext], product: Product, title: str
) -> None:
    context = open_context(PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, *product.logins["social_worker"])
    record(page, title)
    fields = {name: page.locator(f"[name={name}]").first.input_value() for name in ("request_key", "csrfmiddlewaretoken", "at", "day")}
    save(page)
    expect(page.locator("h1")).to_contain_text(title)
    said = {**fields, "method": "探访", "title": title, "other_minutes": "40", "person_times": "1"}
    again = page.request.post("/hours/log", form=said, headers={"Referer": product.address})
    assert again.ok and len(kept(product, title)) == 1


def test_going_back_after_saving_does_not_post_again(open_as: OpenAs, product: Product, title: str) -> None:
    page = open_as("social_worker", PHONE)
    record(page, title)
    save(page)
    page.locator(".checklist").wait_for()
    page.go_back()
    page.wait_for_load_state()
    page.get_by_role("button", name="保存").click()
    page.wait_for_load_state("networkidle")
    assert len(kept(product, title)) == 1


def test_two_places_at_once_are_refused_and_every_word_stays(open_as: OpenAs, product: Product, title: str) -> None:
    page = open_as("social_worker", PHONE)
    record(page, title, start="06:10")
    save(page)
    page.locator(".checklist").wait_for()
    record(page, f"{title}之二", start="06:30")
    page.get_by_label("补一句").fill("楼上楼下一起看了")
    save(page)
    expect(page.locator(".error-summary")).to_contain_text(f"“{title}”")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.get_by_label("或者自己写").input_value() == f"{title}之二"
    assert page.get_by_label("补一句").input_value() == "楼上楼下一起看了"
    assert page.get_by_label("开始时间").input_value().startswith("06:30")
    sound(page)
    page.get_by_label("开始时间").fill("06:50")
    save(page)
    page.locator(".checklist").wait_for()
    assert len(kept(product, f"{title}之二")) == 1


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_more_than_a_day_is_refused_and_every_word_stays(open_as: OpenAs, product: Product, title: str, width: int) -> None:
    page = open_as("social_worker", width)
    record(page, title, minutes="1500")
    save(page)
    expect(page.locator(".error-summary")).to_contain_text("24 小时")
    assert page.get_by_label("或者自己写").input_value() == title
    assert page.locator("[name=other_minutes]").input_value() == "1500"
    sound(page)
    assert kept(product, title) == []


def test_a_session_that_ended_while_typing_keeps_the_words(open_as: OpenAs, product: Product, title: str) -> None:
    page = open_as("social_worker", PHONE)
    record(page, title, start="05:00")
    page.get_by_label("补一句").fill("老人家说腿好多了")
    page.context.clear_cookies(name="sessionid")
    save(page)
    page.wait_for_url(re.compile("/sign-in"))
    sign_in_here(page, *product.logins["social_worker"])
    page.wait_for_url(re.compile(r":\d+/hours/log"))
    page.get_by_role("button", name="填回去").click()
    assert page.get_by_label("或者自己写").input_value() == title
    assert page.get_by_label("补一句").input_value() == "老人家说腿好多了"
    save(page)
    page.locator(".checklist").wait_for()
    assert len(kept(product, title)) == 1


def sign_in_here(page: Page, login: str, password: str) -> None:
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_my_hours_show_the_month_and_its_gaps(open_as: OpenAs, width: int) -> None:
    page = open_as("social_worker", width)
    page.goto("/")
    go(page, "我的工时")
    page.wait_for_url("**/hours/mine")
    expect(page.locator("h1")).to_contain_text("已记")
    gaps = page.locator(".card.is-lead li")
    if gaps.count():
        expect(page.locator("h1 .is-bad")).to_contain_text(f"{gaps.count()} 天要补")
        gaps.first.get_by_role("link").click()
        page.wait_for_url("**/hours/log?*day=*")
        expect(page.locator("details.more")).to_have_attribute("open", "")
    sound(page)


def test_the_form_is_filled_in_and_saved_with_the_keyboard_alone(open_as: OpenAs, product: Product, title: str) -> None:
    page = open_as("social_worker")
    page.goto("/")
    page.keyboard.press("n")
    page.wait_for_url("**/hours/log")
    walk_to(page, "method")
    page.keyboard.press("ArrowRight")
    chosen = page.evaluate("document.querySelector('[name=method]:checked')?.value")
    assert chosen
    walk_to(page, "title")
    page.keyboard.type(title)
    walk_to(page, "minutes")
    page.keyboard.press("Space")
    walk_to(page, "", button="保存")
    page.keyboard.press("Enter")
    page.locator(".checklist").wait_for()
    assert len(kept(product, title)) == 1


def walk_to(page: Page, name: str, *, button: str = "") -> None:
    """Press the tabulator until a field, or a button of these words, has the focus; every stop on the way is visible."""
    for _step in range(60):
        page.keyboard.press("Tab")
        here = json.loads(page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
            return JSON.stringify({name: one.name ?? "", words: one.textContent.trim(), seen: box.width > 0 && box.height > 0}) }"""
        ))  # fmt: skip
        assert here["seen"] or here["name"], here
        if (button and button in here["words"]) or (not button and here["name"] == name):
            return
    raise AssertionError(f"the keyboard does not come to {name or button}")
